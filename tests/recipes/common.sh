# shellcheck shell=bash disable=SC2034
# What the recipes share; sourced with the arguments of the script. Sets ERRDEX, a folder $dir that goes away, and $lines.
set -euo pipefail
export LC_ALL=C.UTF-8

name=$(basename "$0" .sh)
started=()

fail() {
    echo "$name: FAILED: $*" >&2
    exit 1
}

skip() {
    echo "$name: skipped: $*"
    exit 0
}

need() {
    local program
    for program; do
        # Daemons are often where only root looks.
        PATH="$PATH:/usr/sbin:/sbin" command -v "$program" >/dev/null || skip "no $program here"
    done
    PATH="$PATH:/usr/sbin:/sbin"
}

find_errdex() {
    local root candidate
    root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
    for candidate in "${1:-}" "$root/target/release/errdex" "$root/target/debug/errdex"; do
        if [[ -n $candidate && -x $candidate ]]; then
            ERRDEX=$(realpath "$candidate")
            return
        fi
        [[ -z ${1:-} ]] || fail "no program at $1"
    done
    fail "no errdex: name it, or run cargo build"
}

# Ends what `start` started, and nothing else.
stop() {
    local pid tries
    for pid in "${started[@]}"; do
        kill "$pid" 2>/dev/null || continue
        for ((tries = 0; tries < 100; tries++)); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
        kill -9 "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    started=()
}

clean_up() {
    local status=$?
    stop
    if [[ $status -ne 0 && -e $dir/log ]]; then
        sed "s/^/$name: log: /" "$dir/log" >&2
    fi
    rm -rf "$dir"
    exit "$status"
}

# start COMMAND…: in the background, what it says in $dir/log.
start() {
    "$@" >>"$dir/log" 2>&1 </dev/null &
    started+=($!)
}

# wait_for WHAT COMMAND…: until the command is true, at most 20 seconds.
wait_for() {
    local what=$1 tries
    shift
    for ((tries = 0; tries < 200; tries++)); do
        "$@" 2>/dev/null && return
        sleep 0.1
    done
    fail "waited 20 seconds for $what"
}

# has_lines FILE N: whether N whole lines or more are in it.
has_lines() {
    [[ -e $1 ]] && (($(wc -l <"$1") >= $2))
}

# same WHAT EXPECTED GOT: two files.
same() {
    diff -u --label expected --label got "$2" "$3" >&2 || fail "$1: differs from what is expected"
}

# The verdicts in lines of JSON: verdict, vendor, code; `!` before a code that no catalog has, `-` for what is not there.
verdicts() {
    local line verdict vendor code
    while IFS= read -r line; do
        line=${line##*\"verdict\":}
        verdict=- vendor=- code=-
        [[ $line =~ ^\"([a-z]+)\" ]] && verdict=${BASH_REMATCH[1]}
        [[ $line =~ \"vendor\":\"([^\"]+)\" ]] && vendor=${BASH_REMATCH[1]}
        [[ $line =~ \"code\":\"([^\"]+)\" ]] && code=${BASH_REMATCH[1]}
        [[ $line =~ \"unlisted\":\"([^\"]+)\" ]] && code=!${BASH_REMATCH[1]}
        echo "$verdict $vendor $code"
    done
}

find_errdex "${1:-}"
dir=$(mktemp -d)
trap clean_up EXIT

# Five vendors in two languages, plain and JSON; one of two codes, two of none, one whose code no catalog has.
lines=$dir/lines
cat >"$lines" <<'LINES'
2026-11-25T10:00:01Z ERROR [eip] Floating IP could not be found.
2026-11-25 10:00:02 错误 证书已过期，请确认后重试
{"Code":"INSUFFICIENT_BALANCE","HostId":"slb.aliyuncs.com","Message":"The Acount Balance is insufficient."}
{"level":"error","ret_code":2400,"message":"余额不足"}
子网已无可用 IP
user 42 asked for the page of 10.0.0.7
she wrote "hello" to C:\temp, 你好
{"error": {"code": "VPC.0525", "message": "Quota exceeded for floatingip"}}
LINES
expected=$dir/expected
cat >"$expected" <<'VERDICTS'
match huaweicloud VPC.0504
match tencentcloud 3004
match aliyun INSUFFICIENT_BALANCE
match qingcloud 2400
ambiguous ucloudstack 2010
unknown - -
unknown - -
unknown huaweicloud !VPC.0525
VERDICTS
