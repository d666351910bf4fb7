#!/usr/bin/env bash
# Fails where the repository's own queries are answered worse than they were: gate.sh [DIR [TRUTH]]
# TRUTH is a folder of *.jsonl files and, if figures must not fall, of floors.toml. Without it there is no gate.
set -euo pipefail
errdex=${ERRDEX:-errdex}
dir=${1:-codes}
truth=${2:-truth}

shopt -s nullglob
files=("$truth"/*.jsonl)
if [[ ${#files[@]} -eq 0 ]]; then
    echo "no gate: no queries in $truth"
    exit 0
fi
floors=()
[[ ! -e $truth/floors.toml ]] || floors=(--floors "$truth/floors.toml")
"$errdex" eval --catalogs "$dir" "${files[@]}" ${floors[@]+"${floors[@]}"}
