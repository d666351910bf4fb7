#!/usr/bin/env bash
# Writes what changed on the pages since a revision, as a comment: diff.sh BASE [DIR [COMMENT]]
# Exit status: 0 whether something changed or not, 2 where the pages cannot be read. `changed=true` or `false` is an output
# of the step.
set -euo pipefail
errdex=${ERRDEX:-errdex}
base=${1:?the revision to compare with}
dir=${2:-codes}
comment=${3:-changes.md}

scratch=$(mktemp -d)
clean_up() {
    git worktree remove --force "$scratch/old" 2>/dev/null || true
    rm -rf "$scratch"
}
trap clean_up EXIT

git worktree add --quiet --detach "$scratch/old" "$base"
# The folder may be new.
mkdir -p "$scratch/old/$dir"

status=0
"$errdex" catalog diff --format markdown "$scratch/old/$dir" "$dir" >"$comment" 2>"$scratch/failure" || status=$?
# Warnings are what the check is for; they are shown where they explain a failure.
if [[ $status -gt 1 ]]; then
    cat "$scratch/failure" >&2
    # A change that mends what was wrong must not fail for what was.
    broken=0
    "$errdex" catalog diff --summary "$dir" "$dir" >/dev/null 2>&1 || broken=$?
    [[ $broken -eq 0 ]] || exit 2
    printf '### Catalogs: the old revision cannot be read\n\nSo there is nothing to compare with.\n' >"$comment"
fi

changed=true
[[ $status -ne 0 ]] || changed=false
echo "changed=$changed" >>"${GITHUB_OUTPUT:-/dev/stdout}"
[[ -z ${GITHUB_STEP_SUMMARY:-} ]] || cat "$comment" >>"$GITHUB_STEP_SUMMARY"
