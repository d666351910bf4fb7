#!/usr/bin/env bash
# Builds the index that is published, and looks at it once more: build.sh [DIR [OUT]]
# The same pages give the same bytes.
set -euo pipefail
errdex=${ERRDEX:-errdex}
dir=${1:-codes}
out=${2:-index}

"$errdex" build --quiet --catalogs "$dir" --out "$out"
"$errdex" build --quiet --catalogs "$dir" --out "$out" --check
