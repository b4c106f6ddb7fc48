#!/usr/bin/env bash
# Apps that were there first (tests/db/hosts): each is migrated, given the seed's adapter, and written to; its own schemas and rows stay
# as they were. And what scripts/migrate says and refuses. Run: scripts/with-postgres tests/db/adoption.sh [HOST...]
# shellcheck source=tests/support/db-script.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/db-script.sh"
# shellcheck source=tests/support/others.sh
. tests/support/others.sh

# Where it is ten in the morning now, so that no rule about the time of day gets in the way.
zone_of_the_morning() {
  local behind=$(($(date -u +%-H) - 10)) # the Etc zones count westward
  [ "$behind" -le 12 ] || behind=$((behind - 24))
  printf 'Etc/GMT%+d' "$behind"
}
zone=$(zone_of_the_morning)
export PROACTIVE_DEFAULT_TIMEZONE=$zone PGTZ=UTC
runner=(env PGUSER=adoption_runner)

new_database() { # name
  export PGDATABASE=adoption_$1
  createdb --maintenance-db=postgres "$PGDATABASE"
}
dumped() { # what of the app's: --schema-only or --data-only; sequences may advance, since nothing rolls them back
  pg_dump "$1" --exclude-schema=proactive --exclude-schema=test "$PGDATABASE" 2>"$work/dump" | sed -E '/^\\(un)?restrict|pg_catalog.setval/d'
}
count_of() { sql -c "SELECT count(*) FROM proactive.engagements WHERE engagement_status = '$1'"; }
became() { # user, companion, state and reason
  local state
  state=$(sql -F ' ' -v user="$1" -v companion="$2" <<<"SELECT engagement_status, reason FROM proactive.engagements
    WHERE user_id = :'user' AND companion_id = :'companion' ORDER BY id DESC LIMIT 1")
  [ "$state" = "$3" ] || { echo "it became: $state" && return 1; }
}

adopts() { # host: its own schemas and rows stay as they are
  new_database "$1"
  sql -f "tests/db/hosts/$1.sql"
  dumped --schema-only >"$work/schema"
  dumped --data-only >"$work/data"
  exits "$1: migrates" 0 scripts/migrate
  says "$1: it is told what is next" 'has no adapter to your app.s tables yet: write one with proactive config adapter draft'
  exits "$1: migrates again" 0 scripts/migrate
  exits "$1: without an adapter nothing is scheduled" 78 "$PROACTIVE" schedule
  says "$1: which is said" 'no adapter to the app.s tables is installed'
  exits "$1: without an adapter nothing is delivered" 78 "$PROACTIVE" process
  exits "$1: the adapter is found to fit" 0 "$PROACTIVE" config adapter check seed
  exits "$1: installs the adapter" 0 "$PROACTIVE" config adapter install seed
  exits "$1: the role that runs is made" 0 psql -XAtq -v runner=adoption_runner -f sql/roles.sql
  exits "$1: the check is content" 0 "${runner[@]}" "$PROACTIVE" config check
  check "$1: its schemas are as they were" diff "$work/schema" <(dumped --schema-only)
  check "$1: its rows are as they were" diff "$work/data" <(dumped --data-only)
}

writes_to() { # host
  local writer='' companion='' leaver='' other=''
  exits "$1: schedules" 0 "${runner[@]}" "$PROACTIVE" schedule --writer template
  sql -f tests/support/host_reply.sql
  check "$1: has scheduled" test "$(count_of scheduled)" -ge 2
  IFS=$'\t' read -r writer companion < <(sql -F $'\t' -c 'SELECT user_id, companion_id FROM test.talkers ORDER BY 1, 2 LIMIT 1') || true
  IFS=$'\t' read -r leaver other < <(sql -F $'\t' -v writer="$writer" <<<"SELECT user_id, companion_id FROM proactive.engagements
    WHERE engagement_status = 'scheduled' AND user_id <> :'writer' ORDER BY 1, 2 LIMIT 1") || true
  sql -v user="$writer" -v companion="$companion" <<<"SELECT test.host_reply(:'user', :'companion')" >/dev/null
  sql -v user="$leaver" <<<"SELECT proactive.opt_out(:'user')" >/dev/null
  due
  exits "$1: delivers" 0 "${runner[@]}" "$PROACTIVE" process
  check "$1: who wrote meanwhile is left alone" became "$writer" "$companion" 'cancelled superseded'
  check "$1: who opted out meanwhile is left alone" became "$leaver" "$other" 'cancelled opted_out'
  # Once more for those two, as if it had been planned after that.
  sql -v user="$leaver" <<<"SELECT proactive.opt_in(:'user', 'v1', 'test')" >/dev/null
  sql -c "UPDATE proactive.engagements SET engagement_status = 'scheduled', closed_at = NULL, reason = NULL, created_at = now()
           WHERE engagement_status = 'cancelled'"
  due
  exits "$1: delivers what is left" 0 "${runner[@]}" "$PROACTIVE" process --now "$(date -u -d '+5 minutes' +%Y-%m-%dT%H:%M:%SZ)"
  check "$1: has delivered" test "$(count_of sent)" -ge 1
  check_sql "$1: each stands in the app as it should" "SELECT count(*) >= 1 AND bool_and(content = engagement_content AND sender = 'companion'
    AND sender_id = companion_id AND owner = user_id AND companion = companion_id AND said_at <= now() + interval '5 minutes') FROM test.sent"
  check_sql "$1: and once" "SELECT count(DISTINCT message_id) = count(*) AND count(*) = (SELECT count(*) FROM public.messages m
    WHERE m.content IN (SELECT engagement_content FROM test.sent)) FROM test.sent"
  exits "$1: nothing is sent twice" 0 "${runner[@]}" "$PROACTIVE" process --format json
  check "$1: the second time there is nothing to send" test "$(jq .sent "$work/out")" = 0
  exits "$1: the app's own statements work" 0 sql -c 'SELECT host_inserts()'
  check "$1: its schemas are as they were in the end" diff "$work/schema" <(dumped --schema-only)
}

standalone_works() {
  new_database standalone
  exits "standalone: migrates" 0 scripts/migrate --standalone
  exits "standalone: migrates again" 0 scripts/migrate --standalone
  check "standalone: is fully migrated" test "$(scripts/migrate --status | grep -c '^applied')" = "$(find sql/migrations -name '[0-9]*.sql' | wc -l)"
  people 10
  passes standalone
}

two_at_once() {
  local first second status=0
  scripts/migrate >"$work/first" 2>"$work/first.err" &
  first=$!
  scripts/migrate >"$work/second" 2>"$work/second.err" &
  second=$!
  wait "$first" || status=1
  wait "$second" || status=1
  cat "$work/first" "$work/second" "$work/first.err" "$work/second.err"
  # Each migration was applied by one of the two.
  [ "$(sort "$work/first" "$work/second" | grep '^applied' | uniq -d)" = '' ] && [ "$status" = 0 ] &&
    [ "$(cat "$work/first" "$work/second" | grep -c '^applied')" = "$(find sql/migrations -name '[0-9]*.sql' | wc -l)" ]
}

refuses() {
  new_database partly
  sql -c 'CREATE TABLE public.users (id uuid PRIMARY KEY)'
  exits "--standalone refuses where tables of the app are" 1 scripts/migrate --standalone
  says "it says which, and what to do" 'schema public has users already, .* run this without it, and write an adapter to them with proactive config adapter draft'
  check_sql "it makes no schema either" "SELECT to_regnamespace('proactive') IS NULL"
  check_sql "it makes nothing there" "SELECT count(*) = 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
  exits "an unknown option is refused" 64 scripts/migrate --all
  exits "an unreachable database is said" 69 env PGDATABASE=adoption_nowhere scripts/migrate
  exits "a database without the schema: 78" 78 env PGDATABASE=postgres "$PROACTIVE" config adapter check seed
  says "it says what to do" 'run proactive-migrate'
  exits "the schema alone is made beside it" 0 scripts/migrate
  exits "what is not the seed is not taken for it" 78 "$PROACTIVE" config adapter install seed
  says "it says what to do" "the tables here are not the seed's: write an adapter to the app's with proactive config adapter draft"
  new_database nothing
  scripts/migrate >"$work/out" 2>&1
  says "where there are no tables, --standalone makes some: migrate" 'migrate --standalone'
  exits "where there are no tables: the draft" 78 "$PROACTIVE" config adapter draft
  says "where there are no tables, --standalone makes some: the draft" 'proactive-migrate --standalone'
  exits "where there are no tables: a run" 78 "$PROACTIVE" schedule
  says "where there are no tables, --standalone makes some: a run" 'proactive-migrate --standalone'
  new_database elsewhere
  sql -c 'CREATE SCHEMA app; SET search_path = app' -f tests/db/hosts/integer_minimal.sql >/dev/null
  scripts/migrate >/dev/null
  exits "tables in another schema are adopted there" 0 "$PROACTIVE" config adapter install seed
  says "they are read" 'app_facts +3 of 3 pairs'
}

[ $# -gt 0 ] || set -- tests/db/hosts/*.sql
for host in "$@"; do
  host=$(basename "$host" .sql)
  adopts "$host"
  writes_to "$host"
done
standalone_works
new_database twice
check "two migrations at once" two_at_once
refuses
finish
