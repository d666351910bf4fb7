#!/usr/bin/env bash
# Whole commands beside ripgrep, in one run: `benches/commands.sh`. Needs hyperfine and rg.
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

# A stream of a million lines, 15 in 100 an error of a vendor, beside a search for the literals of all messages, which
# understands nothing. `LINES` asks for another length.
cargo bench --quiet --bench classify -- write "$scratch/stream.log" "${LINES:-1000000}"
"$errdex" catalog show --all --json | grep -o '"message":{[^}]*}' | grep -o '"[a-z]*":"[^"]*"' |
    sed 's/^"[a-z]*":"//; s/"$//' | grep -v '^message$' | grep -v '\\' | sort -u >"$scratch/messages"
ls -l "$scratch/stream.log"
hyperfine --warmup 1 --runs 7 --ignore-failure \
    --command-name "rg -F, all messages" "rg -c -F -f '$scratch/messages' '$scratch/stream.log'" \
    --command-name "errdex classify" "$errdex classify --quiet --format jsonl '$scratch/stream.log' >/dev/null" \
    --command-name "errdex classify, matches only" \
    "$errdex classify --quiet --format jsonl --only match,ambiguous '$scratch/stream.log' >/dev/null"

# What the stream's own truth says of the verdicts.
"$errdex" classify --quiet --format csv "$scratch/stream.log" | paste -d, - "$scratch/stream.log.truth" | awk -F, '
    { want = $NF; got = $2 == "unknown" ? "" : $5 ":" $7 }
    want == "" { noise++; if (got != "") false_alarms++ }
    want != "" { errors++; if (got == want) right++; else if (got == "") missed++; else wrong++ }
    END { printf "of %d errors right %d, wrong %d, missed %d; of %d other lines answered %d\n",
          errors, right, wrong, missed, noise, false_alarms + 0 }'
command -v /usr/bin/time >/dev/null && /usr/bin/time --format "peak memory of classifying: %M KB" \
    "$errdex" classify --quiet "$scratch/stream.log" >/dev/null
