#!/usr/bin/env bash
# Plants each fault in a copy of the sources and runs the tests that must notice it: run.sh [pattern …]
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(git -C "$here" rev-parse --show-toplevel)
shopt -s nullglob
patches=()
for pattern in "${@:-}"; do patches+=("$here"/*$pattern*.patch); done
[ ${#patches[@]} -gt 0 ] || { echo "No fault is named like that: $*" >&2; exit 2; }

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/myelin"
git -C "$root" ls-files -z | tar -C "$root" --null -T - -c | tar -C "$copy/myelin" -x
cd "$copy/myelin" || exit 2

build() { dotnet build -c Release -v q -nologo -p:RunAnalyzersDuringBuild=false "tests/$1" "${@:2}" > "$copy/build.log" 2>&1; }
run() { timeout -k 5 120 "tests/$1/bin/Release/net10.0/$1" -stopOnFail -noColor > "$copy/tests.log" 2>&1; }
project() { sed -n '1s/^# tests: //p' "$1"; }

# A fault is caught only by tests that pass without it.
for tests in $(for patch in "${patches[@]}"; do project "$patch"; done | sort -u); do
    build "$tests" || { cat "$copy/build.log"; exit 2; }
    run "$tests" || { grep '\[FAIL\]' "$copy/tests.log"; echo "$tests fails without a fault." >&2; exit 2; }
done

caught=0
for patch in "${patches[@]}"; do
    tests=$(project "$patch")
    if ! git apply "$patch" 2> "$copy/build.log"; then
        verdict=ERROR by='does not apply'
    elif ! build "$tests" --no-restore; then
        verdict=ERROR by="does not compile: $(grep -m1 -o 'error .*' "$copy/build.log")"
    elif run "$tests"; then
        verdict=SURVIVED by=$tests
    else
        status=$? verdict=caught
        by=$(sed -n 's/^ *\(.*\) \[FAIL\]$/\1/p' "$copy/tests.log" | head -n 1)
        [ -n "$by" ] || { [ $status -eq 124 ] && by='no end within 120 s' || by="the process ended with status $status"; }
        caught=$((caught + 1))
    fi
    printf '%-43s %-8s %s\n' "$(basename "$patch" .patch)" "$verdict" "$by"
    [ "$by" = 'does not apply' ] || git apply -R "$patch" || exit 2
done

echo "$caught of ${#patches[@]} caught"
[ "$caught" -eq ${#patches[@]} ]
