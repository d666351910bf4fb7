#!/usr/bin/env bash
# Runs all recipes: run.sh [ERRDEX]. What is not on this machine is skipped, and says so.
set -u
cd "$(dirname "$0")" || exit 2
# From where it was called.
errdex=${1:+$(cd "$OLDPWD" && realpath "$1")}
failed=0
for recipe in pipe tail rsyslog syslog-ng workflow; do
    bash "./$recipe.sh" ${errdex:+"$errdex"} || failed=1
done
exit $failed
