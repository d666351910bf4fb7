#!/usr/bin/env bash
# A file that grows, by tail -F and by --follow: tail.sh [ERRDEX]
source "$(dirname "$0")/common.sh"
need tail

log=$dir/app.log

# The lines come in three parts, with a rename and a cut in between.
grow() {
    head -n 3 "$lines" >>"$log"
    wait_for "the first three lines of $1" has_lines "$2" 3
    mv "$log" "$log.1"
    sed -n 4,6p "$lines" >"$log"
    wait_for "three lines of the file that replaced it, of $1" has_lines "$2" 6
    : >"$log"
    # It must stay shorter than it was until the cut is seen.
    sed -n 7p "$lines" >>"$log"
    wait_for "the line after the cut, of $1" has_lines "$2" 7
    printf %s '{"error": {"code": "VPC.0525",' >>"$log"
    sleep 0.5
    has_lines "$2" 8 && fail "$1: half a line was answered"
    echo ' "message": "Quota exceeded for floatingip"}}' >>"$log"
    wait_for "the line that was written in two halves, of $1" has_lines "$2" 8
    verdicts <"$2" >"$dir/got"
    same "verdicts of $1" "$expected" "$dir/got"
    stop
    rm -f "$log" "$log.1"
}

: >"$log"
start "$ERRDEX" classify --follow "$log" --format annotate --quiet
# `start` says all into the log: this once it is the output.
grow --follow "$dir/log"
mv "$dir/log" "$dir/followed"

: >"$log"
mkfifo "$dir/pipe"
tail -n +1 -F "$log" 2>/dev/null >"$dir/pipe" &
started+=($!)
start "$ERRDEX" classify --format annotate --quiet "$dir/pipe"
grow "tail -F" "$dir/log"
same "tail -F and --follow" "$dir/followed" "$dir/log"

echo "$name: ok"
