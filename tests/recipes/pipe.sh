#!/usr/bin/env bash
# errdex classify in a pipe: pipe.sh [ERRDEX]
source "$(dirname "$0")/common.sh"

classify() {
    "$ERRDEX" classify --quiet "$@"
}

# status COMMAND…: its exit status.
status() {
    local status=0
    "$@" >/dev/null 2>&1 || status=$?
    echo "$status"
}

for format in jsonl annotate; do
    classify --format "$format" <"$lines" >"$dir/$format"
    verdicts <"$dir/$format" >"$dir/got"
    same "verdicts of $format" "$expected" "$dir/got"
done

# JSON lines keep all their bytes, other lines become JSON.
grep -v '^{' "$lines" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/{"message":"/' -e 's/$/"/' >"$dir/want"
grep '^{' "$lines" | sed -e 's/}$//' >>"$dir/want"
sed -e 's/,"errdex":.*//' "$dir/annotate" >"$dir/got"
sort "$dir/want" >"$dir/want.sorted"
sort "$dir/got" >"$dir/got.sorted"
same "what annotate adds to" "$dir/want.sorted" "$dir/got.sorted"

# A reply for each line, before the next one is sent.
for format in jsonl annotate csv rsyslog; do
    coproc child { exec "$ERRDEX" classify --quiet --format "$format"; }
    pid=$child_PID
    started+=("$pid")
    exec {to}>&"${child[1]}" {from}<&"${child[0]}"
    : >"$dir/replies"
    while IFS= read -r line; do
        printf '%s\n' "$line" >&"$to"
        IFS= read -r -t 20 reply <&"$from" || fail "no reply in --format $format to: $line"
        printf '%s\n' "$reply" >>"$dir/replies"
    done <"$lines"
    eval "exec ${child[1]}>&-"
    exec {to}>&-
    if IFS= read -r -t 20 reply <&"$from"; then fail "a reply too many in --format $format: $reply"; fi
    exec {from}<&-
    wait "$pid" || fail "exit status $? in --format $format"
    started=()
    classify --format "$format" <"$lines" >"$dir/whole"
    same "line by line and whole in --format $format" "$dir/whole" "$dir/replies"
done
[[ $(sed -n 6p <(classify --format rsyslog <"$lines")) == '{}' ]] || fail "an unknown line is not {} for rsyslog"

# One line out for one in, also where nobody waits, and the same by any number of threads.
awk '{ line[NR] = $0 } END { for (i = 0; i < 2000; i++) for (j = 1; j <= NR; j++) print line[j] " " i }' "$lines" >"$dir/many"
for threads in 1 4; do
    classify --threads "$threads" <"$dir/many" >"$dir/many.$threads"
done
same "one thread and four" "$dir/many.1" "$dir/many.4"
[[ $(wc -l <"$dir/many.1") == 16000 ]] || fail "16000 lines in, $(wc -l <"$dir/many.1") out"

# Only what is answered, with its text.
classify --format jsonl --only match,ambiguous --with-text <"$lines" >"$dir/only"
[[ $(grep -c '"text":' "$dir/only") == 5 && $(wc -l <"$dir/only") == 5 ]] || fail "--only match,ambiguous: $(cat "$dir/only")"

# As grep exits; a reader that has enough is no failure.
[[ $(status classify "$lines") == 0 ]] || fail "exit status where a line is answered"
[[ $(status classify <<<'she wrote hello') == 1 ]] || fail "exit status where no line is answered"
[[ $(status classify "$dir/absent") == 2 ]] || fail "exit status where the log is absent"
[[ $(status classify --fail-on huaweicloud:VPC.0504 "$lines") == 1 ]] || fail "exit status where --fail-on occurs"
[[ $(status classify --fail-on huaweicloud:VPC.0202 "$lines") == 0 ]] || fail "exit status where --fail-on does not occur"
classify "$dir/many" | head -n 1 >"$dir/first" || fail "exit status where the reader stops: $?"

echo "$name: ok"
