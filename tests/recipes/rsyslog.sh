#!/usr/bin/env bash
# errdex as rsyslog's mmexternal: rsyslog.sh [ERRDEX]
source "$(dirname "$0")/common.sh"
need rsyslogd

# Records of several lines, the answer not in the first.
printf '%s\n' '#1 request failed' '  VPC.0504: Floating IP could not be found.' '#2 she wrote hello' '#3 证书错误' \
    '  {"error": {"code": "VPC.0202", "message": "Query subnet fail."}}' '#4 end' >"$dir/records"

cat >"$dir/rsyslog.conf" <<CONF
global(workDirectory="$dir")
module(load="imfile" mode="polling" pollingInterval="1")
module(load="imtcp")
module(load="mmexternal")

template(name="verdicts" type="string" string="%\$!errdex!verdict% %\$!errdex!vendor% %\$!errdex!code%\n")
template(name="lines" type="string" string="%msg%\n")
template(name="all" type="string" string="%\$!all-json%\n")

ruleset(name="lines") {
  action(type="mmexternal" binary="$ERRDEX classify --format rsyslog --quiet" interface.input="msg"
         output="$dir/replies")
  if \$!errdex!verdict == "match" then {
    action(type="omfile" file="$dir/matched" template="lines")
  }
  action(type="omfile" file="$dir/all" template="all")
  action(type="omfile" file="$dir/lines.out" template="lines")
  action(type="omfile" file="$dir/verdicts" template="verdicts")
}
ruleset(name="records") {
  action(type="mmexternal" binary="$ERRDEX classify --format rsyslog --quiet --field msg" interface.input="fulljson")
  action(type="omfile" file="$dir/records.verdicts" template="verdicts")
}

input(type="imfile" file="$lines" tag="gateway" ruleset="lines")
input(type="imfile" file="$dir/records" tag="java" ruleset="records" startmsg.regex="^#" escapeLF="off" readTimeout="1")
input(type="imtcp" address="127.0.0.1" port="0" listenPortFileName="$dir/port" ruleset="lines")
CONF

# What nothing is said of has no property, and the code that no catalog has is not said to rsyslog.
sed -E 's/^unknown.*/- - -/' "$expected" >"$dir/want"

rsyslogd -N1 -f "$dir/rsyslog.conf" >>"$dir/log" 2>&1 || fail "rsyslogd does not take the configuration"
start rsyslogd -n -i "$dir/pid" -f "$dir/rsyslog.conf"

wait_for "8 lines of the file" has_lines "$dir/verdicts" 8
empty_to_dash() {
    awk -F ' ' '{ print NF ? $0 : "- - -" }'
}
empty_to_dash <"$dir/verdicts" >"$dir/got"
same "verdicts of a file's lines" "$dir/want" "$dir/got"
same "lines of the file" "$lines" "$dir/lines.out"
same "lines that match" <(head -n 4 "$lines") "$dir/matched"
same "what mmexternal read" <("$ERRDEX" classify --format rsyslog <"$lines") "$dir/replies"
[[ $(grep -c '"errdex": { "verdict": "match", "confidence": ' "$dir/all") == 4 ]] || fail "all-json: $(cat "$dir/all")"

grep -v '^rsyslogd: \(version\|End of config\)' "$dir/log" >"$dir/complaints" || true
[[ ! -s $dir/complaints ]] || fail "rsyslogd complains"

# By the network, where the program was killed in between: rsyslog starts it again.
wait_for "the port" test -s "$dir/port"
child=
for pid in $(cat "/proc/${started[0]}/task/"*/children 2>/dev/null); do
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q -- '--field' || child=$pid
done
if [[ -n $child ]]; then
    kill -9 "$child"
    gone() { ! grep -q '^State:[[:space:]]*[^Z]' "/proc/$child/status"; }
    wait_for "the killed program's end" gone
fi
exec {to}>"/dev/tcp/127.0.0.1/$(cat "$dir/port")"
printf '<131>Nov 25 10:00:00 web gateway: %s\n' 'Query subnet fail.' 'she wrote hello' '无效的证书' >&"$to"
exec {to}>&-
wait_for "3 lines by the network" has_lines "$dir/verdicts" 11
tail -n 3 "$dir/verdicts" | empty_to_dash >"$dir/got"
same "verdicts of lines by the network" - "$dir/got" <<'WANT'
match huaweicloud VPC.0202
- - -
match qingcloud 4000
WANT

# A record of several lines is one message: as JSON it stays one line.
wait_for "4 records" has_lines "$dir/records.verdicts" 4
empty_to_dash <"$dir/records.verdicts" >"$dir/got"
same "verdicts of records" - "$dir/got" <<'WANT'
match huaweicloud VPC.0504
- - -
match huaweicloud VPC.0202
- - -
WANT

echo "$name: ok"
