#!/usr/bin/env bash
# The example adapters of sql/adapters, each on an app of its kind (tests/db/apps): the app is adopted and messages are scheduled;
# before they are due somebody writes, as the app does it, and somebody else opts out; then they are delivered, and the app's own
# pages must show what the tool says it sent. Run: scripts/with-postgres tests/db/apps.sh [APP...]
# shellcheck source=tests/support/db-script.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/db-script.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Where it is ten in the morning now, so that no rule about the time of day gets in the way.
zone_of_the_morning() {
  local behind=$(($(date -u +%-H) - 10)) # the Etc zones count westward
  [ "$behind" -le 12 ] || behind=$((behind - 24))
  printf 'Etc/GMT%+d' "$behind"
}
zone=$(zone_of_the_morning)
export PROACTIVE_DEFAULT_TIMEZONE=$zone

sql() { psql -XqAt -v ON_ERROR_STOP=1 "$@"; }
of_app() { sql -f "tests/db/apps/$app/$1.sql" "${@:2}"; } # file, psql's options
reported() { jq -r "($1) // 0" "$work/report" 2>/dev/null || echo 0; }
run() { # command and its options: the report is kept
  "$PROACTIVE" "$@" --limit 1000 --format json >"$work/report" 2>"$work/log" || { cat "$work/report" "$work/log" && return 1; }
}

# All that is in the app's own schemas, one a line.
app_outline() {
  sql <<'SQL'
SELECT n.nspname, c.relkind, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, c.relacl
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
 WHERE n.nspname !~ '^(pg_|information_schema$|proactive$)' ORDER BY 1, 3, 4;
SELECT n.nspname, p.oid::regprocedure, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE n.nspname !~ '^(pg_|information_schema$|proactive$)' ORDER BY 1, 2;
SELECT t.tgrelid::regclass, t.tgname FROM pg_trigger t WHERE NOT t.tgisinternal ORDER BY 1, 2;
SQL
}

leaves_nothing() { # what the adapter's check has tried
  [ "$(of_app check -v since="$since")" = 0 ] && [ "$(sql -c "SELECT count(*) FROM pg_proc WHERE proname ~ '^app_'")" = 0 ]
}

# Two people of one scheduled message each: the first will write, the second opt out.
choose_two() {
  sql -F ' ' -c "SELECT user_id, min(companion_id) FROM proactive.engagements WHERE engagement_status = 'scheduled'
    GROUP BY user_id HAVING count(*) = 1 ORDER BY user_id LIMIT 2" >"$work/chosen"
  { read -r writer companion && read -r leaver _; } <"$work/chosen"
}

became() { # user, state and reason of their engagements
  local states
  states=$(sql -F ' ' -v user="$1" <<<"SELECT DISTINCT engagement_status, reason FROM proactive.engagements WHERE user_id = :'user'")
  [ "$states" = "$2" ] || { echo "it became: $states" && return 1; }
}

equal() { # name, count, name, count
  [ "$2" = "$4" ] || { echo "$1: $2, $3: $4" && return 1; }
}

# What has become impossible since the facts were read, the adapter itself refuses: not an error, which would fail a batch.
refuses_what_is_gone() {
  local refused
  refused=$(
    sql -v user="$writer" -v companion="$companion" <<SQL
BEGIN;
\\i tests/db/apps/$app/gone.sql
SELECT d.refused FROM proactive.app_deliver(ARRAY[:'user'], ARRAY[:'companion'], '{1}', '{Hello}', '{"{}"}', now()) d;
ROLLBACK;
SQL
  )
  [ -n "$refused" ] || { echo "it does not refuse" && return 1; }
}

shows_what_was_sent() {
  equal "the app shows" "$(of_app check -v since="$since")" "sent" "$sent"
  equal "deliveries" "$(sql -c 'SELECT count(*) FROM proactive.deliveries')" "sent" "$sent"
  equal "pairs" "$(sql -c "SELECT count(DISTINCT (user_id, companion_id)) FROM proactive.engagements
                            WHERE sent_at IS NOT NULL")" "sent" "$sent"
}

adopt() {
  export PGDATABASE=app_$app
  createdb --maintenance-db=postgres "$PGDATABASE"
  of_app app -v zone="$zone"
  app_outline >"$work/before"
  since=$(sql -c 'SELECT now()')
  check "$app: migrates" scripts/migrate
  check "$app: the adapter is found to fit" "$PROACTIVE" config adapter check "sql/adapters/$app.sql"
  check "$app: of trying it nothing is left" leaves_nothing
  check "$app: installs the adapter" "$PROACTIVE" config adapter install "sql/adapters/$app.sql"
}

deliver() {
  check "$app: schedules" run schedule --writer template
  check "$app: has scheduled messages for many" test "$(reported .scheduled)" -ge 12
  choose_two
  check "$app: refuses where nobody is there any more" refuses_what_is_gone
  of_app reply -v user="$writer" -v companion="$companion" -v text='Good morning'
  of_app opt_out -v user="$leaver" >/dev/null
  sql -c "UPDATE proactive.engagements SET scheduled_for = now() - interval '1 minute' WHERE engagement_status = 'scheduled'"
  since=$(sql -c 'SELECT now()')
  check "$app: delivers" run process
  sent=$(reported .sent)
  check "$app: has delivered to most" test "$sent" -ge 10
  check "$app: shows what was sent" shows_what_was_sent
  check "$app: shows it to nobody who must not see it" test "$(of_app never -v since="$since")" = 0
  check "$app: who wrote meanwhile is left alone" became "$writer" 'cancelled superseded'
  check "$app: who opted out meanwhile is left alone" became "$leaver" 'cancelled opted_out'
  check "$app: delivers again" run process
  check "$app: nothing is sent twice" test "$(reported .sent) $(of_app check -v since="$since")" = "0 $sent"
  app_outline >"$work/after"
  check "$app: its schemas are as they were" diff "$work/before" "$work/after"
}

[ $# -gt 0 ] || set -- tests/db/apps/*/
for app in "$@"; do
  app=$(basename "$app")
  adopt
  deliver
done
finish "$work/log"
