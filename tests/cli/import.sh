#!/usr/bin/env bash
# proactive config import: what is taken, what is refused, and what becomes of it when it comes again or is too much.
# Run: PROACTIVE=... scripts/with-postgres tests/cli/import.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/clean-environment.sh
. tests/support/clean-environment.sh
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
export PGDATABASE=import_$$
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"; psql -Xqd postgres -c "DROP ROLE IF EXISTS $PGDATABASE"' EXIT

import() { # file, further arguments; sets code
  code=0
  "$PROACTIVE" config import --format json "$@" >"$work/out" 2>"$work/err" || code=$?
}
exits() { # code, what
  if [ "$code" = "$1" ]; then ok "$2"; else not_ok "$2: exit $code, not $1" "$work/err"; fi
}
expect() { # what, program of jq over the report
  if jq -e "$2" "$work/out" >/dev/null; then ok "$1"; else not_ok "$1" "$work/out"; fi
}
taken() { # users companions pairs memories
  expect "taken: $1" "[.kinds[:4][].taken] == [${1// /,}]"
}

echo "# before there is anything to import into"
createdb "$PGDATABASE"
echo '{"kind": "user", "id": 1}' >"$work/one"
scripts/migrate >/dev/null
import "$work/one"
exits 78 "no schema imported"
check "what to do is said" grep -q 'proactive-migrate --imported' "$work/err"
dropdb "$PGDATABASE" && createdb "$PGDATABASE"
scripts/migrate --imported >/dev/null
import "$work/missing"
exits 78 "no such file"
import "$work"
exits 78 "a folder"
import
exits 64 "no file is named"

echo "# what is taken"
cat >"$work/world" <<'NDJSON'
{"kind": "user", "id": "66f2a0c4e13b9d0012ab34cd", "name": "Mara", "timezone": "Europe/Berlin", "language": "de", "quiet_hours": "21:00-09:00", "max_per_day": 1}
{"kind": "user", "id": 7, "name": "'); DROP TABLE imported.users; --", "birthdate": "2001-03-31", "opted_in": true}
{"kind": "companion", "id": "luna", "name": "Luna", "traits": ["warm", "curious"]}

{"kind": "pair", "user_id": "66f2a0c4e13b9d0012ab34cd", "companion_id": "luna", "stage": "friend", "user_wrote_at": "2026-02-01T09:00:00.123Z"}
{"kind": "pair", "user_id": "7", "companion_id": "luna", "muted_until": "infinity"}
{"kind": "memory", "user_id": 7, "companion_id": "luna", "id": 1, "text": "a cat \ud83d\ude00", "importance": 8}
NDJSON
import "$work/world"
exits 0 "all of it"
taken "2 1 2 1"
import "$work/world"
taken "0 0 0 0"
expect "again: all is as it was" '[.kinds[].unchanged] == [2,1,2,1]'
check_sql "a text is a text" "SELECT name LIKE '%DROP TABLE%' FROM imported.users WHERE id = '7'"
facts=$(psql -XAtqc "SELECT to_json(f) FROM proactive.adapter_facts(ARRAY['66f2a0c4e13b9d0012ab34cd', '7'], ARRAY['luna', 'luna']) f")
check "the gate reads it" jq -se '.[0].user_name == "Mara" and (.[0].quiet_hours | tostring | contains("21:00-09:00")) and .[0].max_per_day == 1 and .[1].birthdate == "2001-03-31"
  and .[1].memory_importance == 8' <<<"$facts"

import - <<<'{"kind": "user", "id": "66f2a0c4e13b9d0012ab34cd", "timezone": null, "opted_out": true}'
taken "1 0 0 0"
check_sql "what a line names is changed, null removes, and the rest stays" "SELECT (name, timezone IS NULL, max_per_day, opted_out) = ('Mara', true, 1, true) FROM imported.users WHERE name = 'Mara'"

echo "# out of order"
pair='"kind": "pair", "user_id": 7, "companion_id": "luna"'
for at in 2026-02-03 2026-02-01 2026-02-02; do import - <<<"{$pair, \"user_wrote_at\": \"$at\", \"companion_wrote_at\": \"$at\"}"; done
check_sql "an older sign takes nothing back" "SELECT (SELECT max(at) = '2026-02-03Z' AND count(*) = 3 FROM imported.user_wrote WHERE user_id = '7')
  AND (SELECT companion_wrote_at = '2026-02-03Z' FROM imported.pairs WHERE user_id = '7')"
import - <<<"{$pair, \"companion_wrote_at\": \"2026-02-01\"}"
expect "an older time alone changes nothing" '.kinds[2].unchanged == 1'
import - < <(printf '%s\n' "{$pair, \"stage\": \"friend\"}" "{$pair, \"stage\": \"partner\"}" "{$pair, \"trust\": 3}")
check_sql "of several lines the last one holds" "SELECT (stage, trust) = ('partner', 3) FROM imported.pairs WHERE user_id = '7'"

echo "# what is refused"
{
  echo 'no JSON'
  echo '{"kind": "usr", "id": 1}'
  echo '{"kind": "user", "id": 1, "nmae": "Sam"}'
  echo '{"kind": "user", "id": 1, "name": 5}'
  echo '{"kind": "user", "id": 1, "name": "a\u0000b"}'
  printf '{"kind": "user", "id": 1, "name": "\xff"}\n'
  printf '{"kind": "user", "id": 1, "name": "a\0b"}\n'
  echo '{"kind": "pair", "user_id": "nobody", "companion_id": "luna"}'
  echo '{"kind": "pair", "user_id": 7, "companion_id": "nobody"}'
  echo '{"kind": "memory", "user_id": 7, "companion_id": "nobody", "id": 1, "text": "x"}'
  echo '{"kind": "user", "id": 8, "name": "the others are taken"}'
  echo "{\"kind\": \"user\", \"id\": 9, \"name\": \"$(head -c 1100000 /dev/zero | tr '\0' x)\"}"
} >"$work/bad"
import "$work/bad"
exits 1 "some are refused"
expect "each with its number, in their order" '[.refused[].line] == [1,2,3,4,5,6,7,8,9,10,12] and .refused_in_all == 11'
expect "each with what is wrong" '[.refused[].problem] | .[1] == "there is no kind \"usr\": did you mean \"user\"?" and .[2] == "a user has no \"nmae\": did you mean \"name\"?"
  and .[7] == "user nobody is not known: a line of the user comes first" and .[8] == "companion nobody is not known: a line of the companion comes first"
  and (.[10] | startswith("it has more than 1 MiB"))'
taken "1 0 0 0"
"$PROACTIVE" config import "$work/bad" >"$work/out" 2>"$work/err" || true
check "people read the same" grep -q '^line 3: a user has no "nmae": did you mean "name"?$' "$work/out"
import - < <(seq 100 | sed 's/.*/{"kind": "user"}/')
expect "the first twenty are named, the others counted" '(.refused | length) == 20 and .refused_in_all == 100 and .refused[0].line == 1'

echo "# what the database refuses"
psql -Xqc "ALTER TABLE imported.users ADD CONSTRAINT no_bob CHECK (name <> 'Bob')"
import - <<'NDJSON'
{"kind": "user", "id": "a", "name": "Ann"}
{"kind": "user", "id": "b", "name": "Bob"}
{"kind": "pair", "user_id": "b", "companion_id": "luna"}
{"kind": "pair", "user_id": "a", "companion_id": "luna"}
NDJSON
exits 1 "a rule of the app's own"
taken "1 0 1 0"
expect "costs its own lines" '[.refused[].line] == [2,3] and (.refused[0].problem | startswith("the database refuses it: ") and contains("no_bob"))'

echo "# gone"
import - <<'NDJSON'
{"kind": "memory", "user_id": 7, "companion_id": "luna", "id": 1, "deleted": true}
{"kind": "user", "id": "66f2a0c4e13b9d0012ab34cd", "deleted": true}
{"kind": "user", "id": "never seen", "deleted": true}
{"kind": "user", "id": "new", "name": "New"}
NDJSON
exits 0 "rows are deleted, and who comes after them is stored"
taken "2 0 0 1"
check_sql "with all that hangs on them" "SELECT (SELECT count(*) = 0 FROM imported.user_wrote WHERE user_id = '66f2a0c4e13b9d0012ab34cd') AND (SELECT count(*) = 0 FROM imported.memories)"
check_sql "the tool forgets who is gone, and nobody else" "SELECT string_agg(user_id, ' ') = '66f2a0c4e13b9d0012ab34cd' FROM proactive.preferences WHERE erased_at IS NOT NULL"

echo "# what protects people"
import - <<'NDJSON'
{"kind": "user", "id": "hurt", "name": "Mara"}
{"kind": "user", "id": "hurt", "timezone": "Mars/X", "opted_out": true}
NDJSON
exits 1 "a line that cannot be read as a whole is refused"
expect "and says what is taken of it" '[.refused[].line] == [2] and (.refused[0].problem | endswith("only what protects people is taken: opted_out true"))'
check_sql "which is the word that they want no messages" "SELECT opted_out AND name = 'Mara' FROM imported.users WHERE id = 'hurt'"

echo "# a dry run"
before=$(pg_dump --data-only --inserts "$PGDATABASE" | grep -c INSERT)
import --dry-run "$work/bad"
exits 1 "finds what is wrong in a line"
expect "and says how much is right" '.dry_run and .refused_in_all == 8 and .kinds[0].taken == 1'
check "nothing is stored" test "$(pg_dump --data-only --inserts "$PGDATABASE" | grep -c INSERT)" = "$before"

echo "# much"
{ echo '{"kind": "companion", "id": "c"}' && seq 40000 | sed 's/.*/{"kind": "user", "id": "u&"}\n{"kind": "pair", "user_id": "u&", "companion_id": "c", "user_wrote_at": "2026-02-01"}/'; } >"$work/much"
import "$work/much"
exits 0 "80,001 lines"
taken "40000 1 40000 0"
import "$work/much"
taken "0 0 0 0"
psql -Xqc ANALYZE
check "the adapter finds what is new by an index" sh -c '"$1" config adapter check sql/adapters/imported.sql >"$2" 2>&1 && ! grep "it reads all" "$2"' - "$PROACTIVE" "$work/found"
most=150000 # KiB; a sanitizer takes what it likes
[ -z "${LSAN_OPTIONS:-}" ] || most=unlimited
personality=$(head -c 8000 /dev/zero | tr '\0' p)
code=0
(ulimit -v $most && seq 22000 | sed "s/.*/{\"kind\": \"companion\", \"id\": &, \"personality\": \"$personality\"}/" | "$PROACTIVE" config import --dry-run --format json -) \
  >"$work/out" 2>"$work/err" || code=$?
exits 0 "176 MB are read in less memory"
taken "0 22000 0 0"

echo "# stopped"
"$PROACTIVE" config import - >"$work/out" 2>"$work/err" < <(seq 1500 | sed 's/.*/{"kind": "user", "id": "s&"}/' && exec sleep 60) &
running=$!
for _ in $(seq 100); do
  [ "$(psql -XAtqc "SELECT count(*) FROM imported.users WHERE id LIKE 's%'")" = 0 ] || break
  sleep 0.1
done
kill -TERM "$running"
code=0
wait "$running" || code=$?
exits 75 "it says how far it came, and what to do"
check "in a sentence" grep -q 'stopped: the lines up to 1000 were taken; import the file again' "$work/err"
check_sql "and is right" "SELECT count(*) = 1000 FROM imported.users WHERE id LIKE 's%'"

echo "# two at once, and who may"
"$PROACTIVE" config import "$work/world" >/dev/null &
"$PROACTIVE" config import "$work/world" >/dev/null &
check "do not fail" wait -n
check "do not fail either" wait -n
psql -Xq -v operator="$PGDATABASE" -f sql/roles.sql
PGUSER=$PGDATABASE import "$work/world"
exits 0 "a role made with -v operator"
psql -Xqc "DROP OWNED BY $PGDATABASE"

finish "$work/err"
