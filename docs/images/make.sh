#!/usr/bin/env bash
# Makes train-iris.svg: packs the command, installs it into a temporary folder, runs it in a terminal of its own (tmux) and draws
# what the screen shows at the end. Nothing is edited in between. Needs the .NET 10 SDK, tmux and python3.
set -euo pipefail
images=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
socket="myelin-$$"
trap 'tmux -L "$socket" kill-server 2>/dev/null || true; rm -rf "$work"' EXIT

dotnet pack -c Release "$images/../../src/Myelin.Cli" -o "$work/packages" -v q -nologo
dotnet tool install --tool-path "$work/tool" --add-source "$work/packages" Myelin.Cli
cp -r "$images/../../samples" "$work/samples"

tmux -L "$socket" -f /dev/null new-session -d -x 116 -y 40 -c "$work" env PATH="$work/tool:$PATH" LANG=C.UTF-8 PS1='$ ' sh
tmux -L "$socket" send-keys 'myelin train samples/iris.csv --target species' Enter
for _ in $(seq 120); do
    tmux -L "$socket" capture-pane -p | grep -q '^Weights: ' && break
    sleep 1
done
tmux -L "$socket" capture-pane -e -p | python3 "$images/terminal_to_svg.py" > "$images/train-iris.svg"
