#!/usr/bin/env bash
# The scripts of docs/workflow, in a repository with two commits: workflow.sh [ERRDEX]
source "$(dirname "$0")/common.sh"
need git

scripts=$(cd "$(dirname "$0")/../../docs/workflow" && pwd)
export ERRDEX ERRDEX_CACHE_DIR=$dir/cache GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
unset ERRDEX_CATALOGS ERRDEX_INDEX GITHUB_OUTPUT GITHUB_STEP_SUMMARY
# In a hook of git these would lead to another repository.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE

if command -v shellcheck >/dev/null; then
    (cd "$scripts" && shellcheck ./*.sh) || fail "shellcheck"
fi
# All that the workflow runs is there, and nothing else.
sed -n 's/^ *run: \.github\/errdex\/\([a-z]*\.sh\) .*/\1/p' "$scripts/catalogs.yml" | sort >"$dir/got"
(cd "$scripts" && ls ./*.sh) | sed 's/^\.\///' | sort >"$dir/want"
same "the scripts that the workflow runs" "$dir/want" "$dir/got"
if python3 -c 'import yaml' 2>/dev/null; then
    python3 -c 'import sys, yaml; yaml.safe_load(open(sys.argv[1]))' "$scripts/catalogs.yml" || fail "catalogs.yml is no YAML"
fi

commit() {
    git -C "$dir/repo" add --all
    git -C "$dir/repo" -c user.name=errdex -c user.email=errdex@example.invalid commit --quiet --message "$1"
}

# run WANTED SCRIPT ARGUMENTS…: its exit status is as it should be; what it says is in $dir/said.
run() {
    local want=$1 script=$2 status=0
    shift 2
    (cd "$dir/repo" && ".github/errdex/$script.sh" "$@") >"$dir/said" 2>&1 || status=$?
    [[ $status == "$want" ]] || fail "$script.sh: exit status $status, not $want: $(cat "$dir/said")"
}

says() {
    grep -qF -- "$1" "$dir/said" || fail "does not say \"$1\": $(cat "$dir/said")"
}

mkdir -p "$dir/repo/.github/errdex" "$dir/repo/codes" "$dir/repo/truth"
cp "$scripts"/*.sh "$dir/repo/.github/errdex"
git -C "$dir/repo" init --quiet
cat >"$dir/repo/codes/acme-billing.md" <<'PAGE'
| Error code | HTTP status | Message | Solution |
|---|---|---|---|
| Bill.0007 | 402 | The invoice xxx is overdue. | Pay it in the console. |
| Bill.0008 | 409 | The invoice xxx is already paid. | None needed. |
PAGE
cat >"$dir/repo/truth/queries.jsonl" <<'TRUTH'
{"id":"1","kind":"paraphrase","query":"the invoice is overdue","relevant":[{"vendor":"acme","code":"Bill.0007","grade":3}]}
TRUTH
printf '[queries]\nndcg10 = 0.8\n' >"$dir/repo/truth/floors.toml"
commit "the first month"

cat >"$dir/repo/codes/acme-billing.md" <<'PAGE'
| Error code | HTTP status | Message | Solution |
|---|---|---|---|
| Bill.0007 | 402 | The invoice xxx is long overdue. | Pay it in the console. |
| Bill.0009 | 400 | The currency is unknown. | Use ISO 4217. |
PAGE
cat >"$dir/repo/codes/acme-vm.md" <<'PAGE'
| 错误码 | 描述 |
|---|---|
| 2010 | 子网已无可用 IP |
PAGE
commit "the second month"

run 0 check codes "$dir/errdex.sarif"
says "3 entries of 2 catalogs: 0 errors"
if "$ERRDEX" catalog check --help | grep -q -- --format; then
    grep -q '"version": *"2.1.0"' "$dir/errdex.sarif" || fail "no SARIF: $(head -c 300 "$dir/errdex.sarif")"
else
    says "no $dir/errdex.sarif"
    [[ ! -e $dir/errdex.sarif ]] || fail "a report that no errdex wrote"
fi

run 0 build codes "$dir/index"
"$ERRDEX" --index "$dir/index" --json "The currency is unknown" >"$dir/said"
says '"code":"Bill.0009"'

run 0 gate codes truth
says queries
sed 's/the invoice is overdue/the printer is out of paper/' "$dir/repo/truth/queries.jsonl" >"$dir/queries"
mv "$dir/queries" "$dir/repo/truth/queries.jsonl"
run 1 gate codes truth
run 0 gate codes absent
says "no gate"

run 0 diff HEAD~1 codes "$dir/changes.md"
says changed=true
same "the comment" - "$dir/changes.md" <<'WANT'
### Catalogs: 2 entries added, 1 removed, 1 changed

1 reworded · 0 unchanged

| page | added | removed | reworded | remedy | http | other |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| `codes/acme-billing.md` | 1 | 1 | 1 | 0 | 0 | 0 |
| `codes/acme-vm.md` | 1 | 0 | 0 | 0 | 0 | 0 |

<details>
<summary><code>codes/acme-billing.md  acme billing</code>: 3 changes</summary>

```diff
@@ Bill.0007  HTTP 402  line 3 @@
-   message.en: The invoice xxx is overdue.
+   message.en: The invoice xxx is long overdue.
- Bill.0008  HTTP 409  line 4
-   The invoice xxx is already paid.
-   → None needed.
+ Bill.0009  HTTP 400  line 4
+   The currency is unknown.
+   → Use ISO 4217.
```

</details>

<details>
<summary><code>codes/acme-vm.md  acme vm</code>: 1 change</summary>

```diff
+ 2010  line 3
+   子网已无可用 IP
```

</details>
WANT
export GITHUB_OUTPUT=$dir/output GITHUB_STEP_SUMMARY=$dir/summary
run 0 diff HEAD codes "$dir/changes.md"
[[ $(cat "$dir/output") == changed=false ]] || fail "outputs: $(cat "$dir/output")"
grep -q '^### Catalogs: no difference in 3 entries$' "$dir/summary" || fail "summary: $(cat "$dir/summary")"
[[ $(git -C "$dir/repo" worktree list | wc -l) == 1 ]] || fail "a worktree stays: $(git -C "$dir/repo" worktree list)"

# What cannot be read fails, and mending it does not. A folder that was not there has nothing.
printf '[[document]]\nfile = "gone.md"\nvendor = "acme"\nservice = "gone"\n' >"$dir/repo/codes/vendors.toml"
commit "a wrong declaration"
run 2 diff HEAD~1 codes "$dir/changes.md"
says "there is no page \`gone.md\`"
run 2 check codes "$dir/errdex.sarif"
rm "$dir/repo/codes/vendors.toml"
commit "mended"
run 0 diff HEAD~1 codes "$dir/changes.md"
grep -q "the old revision cannot be read" "$dir/changes.md" || fail "$(cat "$dir/changes.md")"
mv "$dir/repo/codes" "$dir/repo/errors"
commit "another folder"
run 0 diff HEAD~1 errors "$dir/changes.md"
grep -q '^### Catalogs: 3 entries added$' "$dir/changes.md" || fail "$(cat "$dir/changes.md")"
# A row that is lost fails the check.
printf '| Error code | Message |\n|---|---|\n| Net.1 | One. |\n| Net.2 | Two. |\n| 网络不存在 | Lost. |\n' >"$dir/repo/errors/acme-net.md"
run 1 check errors "$dir/errdex.sarif"

echo "$name: ok"
