#!/usr/bin/env bash
# Upgrading machine by machine: which schemas a program works with, and what scripts/migrate does in between. The later migrations are
# those of a copy of this source. Run: scripts/with-postgres tests/db/upgrade.sh
# shellcheck source=tests/support/db-script.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/db-script.sh"
# shellcheck source=tests/support/others.sh
. tests/support/others.sh

later=$work/later
migrations=$later/sql/migrations
mkdir -p "$later/scripts"
cp -r sql "$later"
cp scripts/migrate "$later/scripts"
newest=$(find sql/migrations -name '[0-9]*.sql' | wc -l)
add() { # how many beyond the newest, name: the migration is read from stdin
  cat >"$migrations/$(printf %04d $((newest + $1)))_$2.sql"
}
drop_later() {
  local file
  for file in "$migrations"/*; do [ -e "sql/migrations/$(basename "$file")" ] || rm "$file"; done
}
new_database() { # name
  export PGDATABASE=upgrade_$1
  createdb --maintenance-db=postgres "$PGDATABASE"
}
has_column() { # table, column
  test "$(sql -c "SELECT count(*) FROM pg_attribute WHERE attrelid = 'proactive.$1'::regclass AND attname = '$2'")" = 1
}

# --- Migrations that add: one ahead is no obstacle, nor are more that say so
new_database additive
exits "this version's schema is made" 0 scripts/migrate --standalone
people 10
add 1 more <<<'ALTER TABLE runs ADD COLUMN more text;'
exits "the next version's is pending" 0 "$later/scripts/migrate" --status
says "its migration is listed" "^pending  $(printf %04d $((newest + 1)))_more$"
exits "the next version's is made" 0 "$later/scripts/migrate"
says "the migration is told" "^applied $(printf %04d $((newest + 1)))_more$"
passes "one ahead"
exits "one ahead: the check is content" 0 "$PROACTIVE" config check
says "one ahead: the check tells" 'warning +schema +1 migration newer than this version, which works with it'
exits "one ahead: the status" 0 scripts/migrate --status
says "one ahead: the status names it" "^ahead    $(printf %04d $((newest + 1)))_more$"
exits "one ahead: nothing is left to apply" 0 scripts/migrate
says "one ahead: migrate tells what to do" 'ahead of this installation \([0-9]+_more\): install the newer proactive here too'
add 2 much_more <<<"-- works from $newest: it adds what only newer programs read
ALTER TABLE runs ADD COLUMN much_more text;"
exits "two ahead are made" 0 "$later/scripts/migrate"
exits "two ahead: works where both say so" 0 "$PROACTIVE" schedule
add 3 too_much <<<'ALTER TABLE runs ADD COLUMN too_much text;'
exits "three ahead are made" 0 "$later/scripts/migrate"
exits "three ahead: refused" 78 "$PROACTIVE" schedule
says "three ahead: what to do" "the schema is ahead \(version $((newest + 3)), this binary knows $newest\): install the newer proactive"
exits "three ahead: the check fails" 78 "$PROACTIVE" config check

# --- Migrations that do not only add: nothing may run meanwhile
drop_later
new_database breaking
exits "this version's schema is made again" 0 scripts/migrate --standalone
add 1 harmless <<<'ALTER TABLE runs ADD COLUMN harmless text;'
add 2 other_words <<<"-- works from $((newest + 2)): the programs before know the column by its first name
ALTER TABLE runs RENAME COLUMN errors TO problems;"
exits "what breaks is pending" 0 "$later/scripts/migrate" --status
says "the status tells that it breaks" '^pending  [0-9]+_other_words \(no older program works with it\)$'
exits "it is refused while runs may begin" 75 "$later/scripts/migrate"
says "it is told what to do" 'other_words is applied: proactive config set enabled false, wait until all runs have ended'
check "nothing was applied" bash -c "$(declare -f has_column sql); ! has_column runs harmless"
exits "runs are forbidden" 0 "$PROACTIVE" config set enabled false
sql -c "INSERT INTO proactive.leases VALUES ('schedule', 1, 'a run', now() + interval '1 minute')"
exits "it is refused while a run works" 75 "$later/scripts/migrate"
sql -c "UPDATE proactive.leases SET lease_until = '-infinity'"
exits "it is applied when none works" 0 "$later/scripts/migrate"
check "both were applied" has_column runs problems
exits "the older program is refused" 78 "$PROACTIVE" schedule
says "the older program says what to do" 'the schema is ahead .* install the newer proactive'
new_database breaking_first
exits "where there is no installation yet it breaks nothing" 0 "$later/scripts/migrate"

# --- A lock that others hold is waited for a moment at a time: who comes after it does not wait behind
drop_later
new_database patient
exits "this version's schema is made once more" 0 scripts/migrate --standalone
add 1 patient <<<'ALTER TABLE runs ADD COLUMN patient text;'
exec {reader}> >(psql -XAtq >"$work/reader" 2>&1)
echo "BEGIN; SELECT 'reads' FROM (SELECT count(*) FROM proactive.runs) r;" >&"$reader"
until [ -s "$work/reader" ]; do sleep 0.05; done
"$later/scripts/migrate" >"$work/first" 2>&1 {reader}>&- &
first=$!
until grep -q 'waits for others' "$work/first"; do sleep 0.05; done
waited=0
for _ in $(seq 10); do
  began=$(date +%s%N)
  sql -c 'SELECT count(*) FROM proactive.runs' >/dev/null
  took=$((($(date +%s%N) - began) / 1000000))
  [ "$took" -le "$waited" ] || waited=$took
done
check "others read meanwhile: the slowest after $waited ms" test "$waited" -lt 1000
check "it is not applied yet" bash -c "$(declare -f has_column sql); ! has_column runs patient"
exec {reader}>&-
check "it is applied when the lock is free" wait "$first"
check "and is there" has_column runs patient

# --- A migration that fails leaves nothing
drop_later
new_database failing
add 1 broken <<<'ALTER TABLE runs ADD COLUMN half text; SELECT 1 / 0;'
exits "a migration that fails" 1 "$later/scripts/migrate"
says "it is said" '_broken failed: was rolled back'
check "nothing of it is there" bash -c "$(declare -f has_column sql); ! has_column runs half"
exits "the schema before it works" 0 "$later/scripts/migrate" --status
says "it is still pending" '^pending  [0-9]+_broken$'

# --- Indexes on large tables, beside running programs
drop_later
new_database index
exits "a schema for an index" 0 scripts/migrate --standalone
sql -c "INSERT INTO proactive.pairs SELECT 'u' || n, 1, now() FROM generate_series(1, 200000) n"
add 1 index.concurrent <<<'-- for those that could not be read
CREATE INDEX CONCURRENTLY IF NOT EXISTS pairs_later ON pairs (companion_id, user_id);'
is_valid() { [ "$(sql -c "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('proactive.pairs_later')")" = "$1" ]; }
builders() { # pids that build, or wait for one that does
  sql -c "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%INDEX CONCURRENTLY%' AND pid <> pg_backend_pid() AND state = 'active'"
}
hold() { # the build's last phase waits for who has looked before
  exec {old}> >(psql -XAtq >"$work/old" 2>&1)
  echo 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) > 0 FROM proactive.pairs;' >&"$old"
  until [ -s "$work/old" ]; do sleep 0.05; done
}
let_go() {
  exec {old}>&-
  : >"$work/old"
}
until_built() { # all but its last phase
  local _
  for _ in $(seq 300); do
    [ "$(sql -c "SELECT count(*) FROM pg_stat_progress_create_index WHERE phase = 'waiting for old snapshots'")" = 0 ] || return 0
    sleep 0.05
  done
  return 1
}
migrates() { "$later/scripts/migrate"; }

hold
migrates >"$work/first" 2>&1 {old}>&- &
first=$!
check "the index is built" until_built
sleep 3.5
check "a program writes meanwhile" sql -c "UPDATE proactive.pairs SET next_check_at = now() WHERE user_id = 'u1'"
sql -c "SELECT pg_terminate_backend(pid) FROM unnest('{$(builders | paste -sd,)}'::int[]) pid" >/dev/null
code=0
wait "$first" || code=$?
let_go
check "its builder is killed: migrate fails" test "$code" = 1
check "it says so" grep -q '_index failed: what there is of its index is built anew when you run this again' "$work/first"
check "its progress was told, in few lines" grep -qE '^migrate: [0-9]+_index: [0-9]+ s, (proactive\.)?pairs_later: waiting for old snapshots' "$work/first"
check "what is left is not valid" is_valid f
exits "it is pending" 0 "$later/scripts/migrate" --status
says "the status says so" '^pending  [0-9]+_index$'
exits "it is built anew" 0 migrates
says "it is told" '^applied [0-9]+_index$'
check "it is valid" is_valid t
exits "once more: nothing to do" 0 migrates
check "nothing is told" test ! -s "$work/err"

sql -c 'DROP INDEX proactive.pairs_later' -c "DELETE FROM proactive.schema_migrations WHERE version = $((newest + 1))"
hold
script -qefc "$later/scripts/migrate" "$work/terminal" >/dev/null </dev/null {old}>&- &
first=$!
check "the index is built again" until_built
file=$(sql -c "SELECT pg_relation_filenode('proactive.pairs_later')")
migrates >"$work/second" 2>&1 {old}>&- &
second=$!
sleep 2.2
pkill -KILL -P "$first" -f "$later/scripts/migrate" || true
wait "$first" || true
check "the line of progress is written anew" grep -qE $'\r\e\\[K[0-9]+_index: [0-9]+ s, (proactive\\.)?pairs_later: ' "$work/terminal"
let_go
code=0
wait "$second" || code=$?
check "a second migrate waits for the first one's build, whose client was killed" test "$code" = 0
check "it has nothing to complain of" bash -c "! grep -vE '_index: [0-9]+ s|^applied ' '$work/second'"
check "the index is valid" is_valid t
check "it was built once" test "$(sql -c "SELECT pg_relation_filenode('proactive.pairs_later')")" = "$file"

sql -c 'DROP INDEX proactive.pairs_later' -c "DELETE FROM proactive.schema_migrations WHERE version = $((newest + 1))"
two=()
for n in 1 2; do
  migrates >"$work/two.$n" 2>&1 &
  two+=($!)
done
code=0
for pid in "${two[@]}"; do wait "$pid" || code=1; done
check "two at once: both are content" test "$code" = 0
check "two at once: one has built it" test "$(cat "$work"/two.* | grep -c '^applied')" = 1
check "two at once: it is valid" is_valid t

add 2 not_one.concurrent <<<'ALTER TABLE pairs ADD COLUMN later text;'
exits "another statement is none for this" 1 migrates
says "it is said" '_not_one is not one CREATE INDEX CONCURRENTLY IF NOT EXISTS name ON table'
check "it was not run" bash -c "$(declare -f has_column sql); ! has_column pairs later"
finish
