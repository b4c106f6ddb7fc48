#!/usr/bin/env bash
# The database tests once more through pgbouncer in transaction mode: PROACTIVE=... scripts/with-postgres tests/system/pgbouncer.sh
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
check "the database tests pass through pgbouncer" "$(dirname "$PROACTIVE")/tests/db_tests"
transactions=$(PGUSER=pooladmin psql -XAtqd pgbouncer -c 'SHOW STATS' | awk -F'|' '{ sum += $2 } END { print sum + 0 }')
check "and it was used: $transactions transactions" test "$transactions" -gt 100
finish "$work/log"
