cd /tmp/lex/w12
LEX_BASE=/tmp/lex/merged2.toml LEX_OUT=/tmp/lex/w12/catalogs/lexicon.toml LEX_LOG=/tmp/lex/w12/merge.log python3 /tmp/lex/merge2.py /tmp/lex/L_12.toml; cat merge.log; echo
OPT="eval --no-builtin --catalogs /tmp/lex/w12/catalogs"
/tmp/lex/errdex2 $OPT own.draft.jsonl
for f in en-a en-c zh-b zh-d en-g zh-h none-f; do paste <(tail -1 base.$f.txt) <(/tmp/lex/errdex2 $OPT /tmp/truth/$f.jsonl | tail -1); done
