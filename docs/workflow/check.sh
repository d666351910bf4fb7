#!/usr/bin/env bash
# What looks wrong on the pages, in the log and for code scanning: check.sh [DIR [SARIF]]
# Exit status: that of `errdex catalog check`, 1 where something of a page is lost.
set -euo pipefail
errdex=${ERRDEX:-errdex}
dir=${1:-codes}
sarif=${2:-errdex.sarif}

status=0
"$errdex" catalog check "$dir" || status=$?
[[ $status -le 1 ]] || exit "$status"

# An errdex that cannot write the report says all in the log.
help=$("$errdex" catalog check --help)
if [[ $help == *--format* ]]; then
    written=0
    "$errdex" catalog check --format sarif "$dir" >"$sarif" || written=$?
    [[ $written -le 1 ]] || exit "$written"
else
    echo "no $sarif: this errdex has no --format for it"
fi
exit "$status"
