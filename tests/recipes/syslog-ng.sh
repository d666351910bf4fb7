#!/usr/bin/env bash
# errdex as a program of syslog-ng, that it writes to and that it reads from: syslog-ng.sh [ERRDEX]
source "$(dirname "$0")/common.sh"
need syslog-ng

port=0
for ((try = 0; try < 50; try++)); do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
done
growing=$dir/growing.log
: >"$growing"

cat >"$dir/syslog-ng.conf" <<CONF
@version: $(syslog-ng --version | sed -n 's/^Config version: //p')
source network { network(ip("127.0.0.1") port($port) keep-hostname(yes)); };
destination lines {
  program("exec $ERRDEX classify --format annotate --quiet >>$dir/lines.out" template("\$MSG\n"));
};
destination records {
  program("exec $ERRDEX classify --format annotate --field MESSAGE --quiet >>$dir/records.out"
          template("\$(format-json --pair HOST=\$HOST --pair PROGRAM=\$PROGRAM --pair MESSAGE=\$MSG)\n"));
};
log { source(network); destination(lines); destination(records); };

source classified {
  program("exec $ERRDEX classify --follow $growing --format annotate --quiet" flags(no-parse));
};
parser json { json-parser(prefix("app.")); };
filter answered { match("^(match|ambiguous)\$" value("app.errdex.verdict")); };
destination answered {
  file("$dir/answered" template("\${app.errdex.verdict} \${app.errdex.vendor} \${app.errdex.code} \${app.message}\n"));
};
log { source(classified); parser(json); filter(answered); destination(answered); };
CONF

options=(--foreground --cfgfile="$dir/syslog-ng.conf" --persist-file="$dir/persist" --pidfile="$dir/pid"
    --control="$dir/ctl" --no-caps --stderr)
syslog-ng --syntax-only "${options[@]}" >>"$dir/log" 2>&1 || fail "syslog-ng does not take the configuration"
start syslog-ng "${options[@]}"
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$port"); }
wait_for "the port" listens

# The program is sent lines, by the network.
exec {to}>"/dev/tcp/127.0.0.1/$port"
while IFS= read -r line; do
    printf '<131>Nov 25 10:00:00 web gateway: %s\n' "$line" >&"$to"
done <"$lines"
wait_for "8 lines" has_lines "$dir/lines.out" 8
verdicts <"$dir/lines.out" >"$dir/got"
same "verdicts of lines" "$expected" "$dir/got"
same "what errdex annotates" <("$ERRDEX" classify --format annotate <"$lines") "$dir/lines.out"
wait_for "8 records" has_lines "$dir/records.out" 8
verdicts <"$dir/records.out" >"$dir/got"
same "verdicts of records" "$expected" "$dir/got"
[[ $(grep -c '^{.*"HOST":"web".*,"errdex":{.*}}$' "$dir/records.out") == 8 ]] || fail "records: $(cat "$dir/records.out")"

# The connection is open still: a line is answered when it comes.
printf '<131>Nov 25 10:00:00 web gateway: %s\n' 'Query subnet fail.' >&"$to"
wait_for "a ninth line" has_lines "$dir/lines.out" 9
exec {to}>&-

# The program reads a file, and syslog-ng the program.
cat "$lines" >>"$growing"
wait_for "5 answers" has_lines "$dir/answered" 5
awk '{ print $1, $2, $3 }' "$dir/answered" >"$dir/got"
same "answers of the file's lines" <(grep -v '^unknown' "$expected") "$dir/got"
grep -q ' 余额不足$' "$dir/answered" || fail "answers: $(cat "$dir/answered")"

echo "$name: ok"
