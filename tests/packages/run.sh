#!/usr/bin/env bash
# Uses the packages as a program elsewhere does: packs them all, copies the programs of this folder to a place outside the repository, builds them on the packages alone, and holds
# what they print against each other: two processes, F# and Visual Basic, the examples of the readmes, the command, native and trimmed. Prints the seconds passed before each part.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A version that no cache has seen; packages go to a cache of their own, and those of others are read from the machine's.
export MyelinVersion="0.0.0-check.$(date +%s).$$"
machine=$(dotnet nuget locals global-packages --list)

step() { printf -- '--- %s (%ss)\n' "$1" "$SECONDS"; }
fail() { echo "error: $1" >&2; exit 1; }
quietly() { "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; fail "$*"; }; }
same() { diff "$work/$1" "$work/$2" >&2 || fail "$1 and $2 differ."; }

step "pack"
quietly dotnet pack -c Release "$repository" -o "$work/packed" -p:PackageVersion="$MyelinVersion"
if grep -E 'warning' "$work/log"; then fail "Packing warns."; fi

cp -r "$here/." "$work"
cp "$repository/tests/Myelin.Tests/Guides/Gate.cs" "$repository/tests/Myelin.Tests/Guides/SignDescent.cs" "$work/csharp"
cp "$repository/tests/Myelin.FSharp/Calls.fs" "$work/fsharp"
cp "$repository/tests/Myelin.VisualBasic/Calls.vb" "$work/visual-basic"
cp "$repository/samples/iris.csv" "$repository/samples/housing.csv" "$work"
export NUGET_PACKAGES="$work/cache" NUGET_FALLBACK_PACKAGES="${machine#*: }"
cd "$work"

step "own members, trained and saved by one process, loaded by another"
quietly dotnet build -c Release csharp -o own
own/OwnMembers train model.safetensors > trained || { cat trained >&2; fail "The program's training failed."; }
own/OwnMembers predict model.safetensors > loaded
tail -n 2 trained > ends
cat trained | cut -c 1-160
same ends loaded

step "a model from a database"
quietly dotnet build -c Release models -o houses
houses/Houses housing.csv houses.safetensors > of-houses || { cat of-houses >&2; fail "The model of a database failed."; }
cat of-houses | cut -c 1-160

step "F# and Visual Basic"
quietly dotnet build -c Release fsharp -o fs
quietly dotnet build -c Release visual-basic -o vb
fs/Languages > of-fsharp
vb/Languages > of-visual-basic
same of-fsharp of-visual-basic
[[ $(wc -l < of-fsharp) == 5 ]] || fail "F# printed something else."

step "readmes"
for readme in "$repository"/src/*/README.md; do
    name=$(basename "$(dirname "$readme")")
    class="${name//./}Readme"
    sed -n '/^```csharp$/,/^```$/{//!p}' "$readme" > code
    if [[ ! -s code ]]; then continue; fi
    { grep '^using' code; echo "static class $class { internal static void Show() {"; grep -v '^using' code; echo "} }"; } > "readmes/$class.cs"
    echo "$class.Show();" >> readmes/Program.cs
    names+=("${name,,}")
    [[ $(grep -vc '^using\|^$' code) -le 12 ]] || fail "The example in $name's readme is long."
done
quietly dotnet build -c Release readmes -o readme
quietly readme/Readmes
for name in "${names[@]}"; do
    for part in README.md icon.png; do [[ -s "cache/$name/$MyelinVersion/$part" ]] || fail "$name has no $part."; done
    for part in readme icon tags projectUrl repository description license; do grep -q "<$part" "cache/$name/$MyelinVersion/$name.nuspec" || fail "$name has no $part."; done
    compgen -G "packed/*" | grep -qix "packed/$name.$MyelinVersion.snupkg" || fail "$name has no symbols."
done

step "the command"
quietly dotnet tool install --tool-path tool --source packed Myelin.Cli --version "$MyelinVersion"
grep '^myelin ' "$repository/src/Myelin.Cli/README.md" > lines
while read -r line; do
    echo "$line"
    quietly env PATH="$work/tool:$PATH" bash -c "$line" < /dev/null
done < lines

step "instruction sets of native builds"
instructions() { dotnet msbuild "$1" -getProperty:IlcInstructionSet -p:RuntimeIdentifier="$2"; }
for project in csharp readmes; do
    [[ $(instructions $project linux-x64) == x86-64-v3 ]] || fail "$project: linux-x64 has no x86-64-v3."
    [[ $(instructions $project linux-arm64) == "" ]] || fail "$project: linux-arm64 has an instruction set of x64."
done

for form in PublishAot PublishTrimmed; do
    step "$form"
    quietly dotnet publish -c Release csharp -o "$form" -p:$form=true --use-current-runtime --self-contained
    if grep -E 'warning|IL[0-9]{4}' "$work/log"; then fail "$form warns."; fi
    "$form/OwnMembers" train "$form.safetensors" > "of-$form"
    same trained "of-$form"
    "$form/OwnMembers" predict model.safetensors > "loaded-$form"
    same loaded "loaded-$form"
    echo "the same output; $(du -sh --exclude='*.dbg' --exclude='*.pdb' "$form" | cut -f 1)"
done
step "a model from a database, PublishAot"
quietly dotnet publish -c Release models -o native-houses -p:PublishAot=true --use-current-runtime --self-contained
if grep -E 'warning|IL[0-9]{4}' "$work/log" | grep -v 'IL2104.*Sylvan.Data.Csv'; then fail "The model of a database warns."; fi
native-houses/Houses housing.csv houses.safetensors > of-native-houses
same of-houses of-native-houses
echo "the same output; $(du -sh --exclude='*.dbg' --exclude='*.pdb' native-houses | cut -f 1)"
step "done"
