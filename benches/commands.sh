#!/usr/bin/env bash
# Whole commands beside ripgrep over the pages, in one run: `benches/commands.sh`. Needs hyperfine and rg.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cargo build --release --quiet
errdex=${CARGO_TARGET_DIR:-target}/release/errdex
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export ERRDEX_CACHE_DIR="$scratch/cache"
unset ERRDEX_INDEX ERRDEX_CATALOGS
"$errdex" "Floating IP could not be found" >"$scratch/answer"

hyperfine --shell=none --warmup 10 --runs 100 \
    --command-name "rg" "rg -i -F 'floating ip could not be found' catalogs/" \
    --command-name "errdex, English" "$errdex 'Floating IP could not be found'" \
    --command-name "errdex, Chinese" "$errdex 未找到弹性公网IP"

hyperfine --warmup 2 --runs 20 --prepare "rm -rf '$scratch/first'" \
    --command-name "rg" "rg -i -F 'floating ip could not be found' catalogs/" \
    --command-name "errdex, first use" "ERRDEX_CACHE_DIR='$scratch/first' $errdex 'Floating IP could not be found'"

command -v /usr/bin/time >/dev/null && /usr/bin/time --format "peak memory of one search: %M KB" \
    "$errdex" "Floating IP could not be found" >"$scratch/answer"
