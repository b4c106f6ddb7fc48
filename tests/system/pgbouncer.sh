#!/usr/bin/env bash
# Runs, and the database tests once more, through pgbouncer in transaction mode: PROACTIVE=... scripts/with-postgres tests/system/pgbouncer.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

work=$(mktemp -d /tmp/proactive-pool.XXXXXX)
bouncer=
leave() {
  [ -z "$bouncer" ] || kill "$bouncer" 2>/dev/null || true
  rm -rf "$work"
}
trap leave EXIT
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh

cat >"$work/pgbouncer.ini" <<INI
[databases]
* = host=$PRIVATE_POSTGRES port=$PGPORT user=$PGUSER
[pgbouncer]
pool_mode = transaction
auth_type = any
admin_users = pooladmin
unix_socket_dir = $work
listen_port = $PGPORT
; all clients share two sessions of the server, so that whoever left state in one would be noticed
default_pool_size = 2
max_client_conn = 200
ignore_startup_parameters = extra_float_digits,options
logfile = $work/log
INI
as=()
if [ "$(id -u)" = 0 ]; then # pgbouncer refuses to run as root
  chown -R postgres:postgres "$work"
  as=(setpriv --reuid=postgres --regid=postgres --init-groups)
fi
PATH=$PATH:/usr/sbin
"${as[@]}" pgbouncer -q "$work/pgbouncer.ini" &
bouncer=$!
for _ in $(seq 50); do
  PGHOST=$work psql -Xqc 'SELECT' >/dev/null 2>&1 && break
  sleep 0.1
done

export PGHOST=$work
server_version=$(psql -XAtqc 'SHOW server_version')
echo "through pgbouncer to PostgreSQL $server_version"

# What a run sets in a session must not be left to the next client of the pool.
export PGDATABASE=pooled_$$
tests/support/new-database "$PGDATABASE"
fill 500
run() { # command: its report is $work/report
  "$PROACTIVE" "$@" --format json >"$work/report" 2>>"$work/runs.log"
}
check "process delivers through pgbouncer" run process --jobs 2 --batch-size 50
check "all that is due" jq -e '.sent == 500 and .failed == 0' "$work/report"
check_sql "each message exists once" "SELECT count(*) = 500 AND count(DISTINCT metadata ->> 'engagement_id') = 500 FROM messages"
psql -Xqc "UPDATE proactive.engagements SET sent_at = sent_at - interval '30 hours'" \
  -c "UPDATE relationship_progression SET last_interaction = now() - interval '60 hours'"
check "schedule writes through pgbouncer" run schedule --limit 1000 --jobs 2
check "for all pairs" jq -e 'if .scheduled == 500 and .failed == 0 then true else error("\(del(.engagements))") end' "$work/report"
check_sql "another client of the pool finds its own settings" \
  "SELECT current_setting('search_path') = '\"\$user\", public' AND current_setting('row_security') = 'on'"
export PGDATABASE=postgres

check "the database tests pass through pgbouncer" "$(dirname "$PROACTIVE")/tests/db_tests"
transactions=$(PGUSER=pooladmin psql -XAtqd pgbouncer -c 'SHOW STATS' | awk -F'|' '{ sum += $2 } END { print sum + 0 }')
check "and it was used: $transactions transactions" test "$transactions" -gt 100
finish "$work/log"
