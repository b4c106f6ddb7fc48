#!/usr/bin/env bash
# A server that cannot or will not do the work: PROACTIVE=... scripts/with-postgres tests/system/refusing_server.sh
# Runs end soon, with a sentence and the right exit code, nothing is half done, and the next run completes the work.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

export PROACTIVE_LOG_LEVEL=info
work=$(mktemp -d)
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
# shellcheck source=tests/support/own-server.sh
. tests/support/own-server.sh
disk=$work/disk
leave() {
  # shellcheck disable=SC2046 # several
  kill -9 $(jobs -p) 2>/dev/null || true
  remove_server
  ! mountpoint -q "$disk" 2>/dev/null || umount "$disk"
  rm -rf "$work"
}
trap leave EXIT

own_server -c wal_level=replica -c max_wal_senders=4
run() { # what, exit code, the most seconds, what the log says, then the command
  local what=$1 wanted=$2 most=$3 code=0 start=$SECONDS
  "${@:5}" >/dev/null 2>"$work/last" || code=$?
  cat "$work/last" >>"$work/log"
  check "$what: exit code $code" test "$code" = "$wanted"
  check "$what: within $most seconds" test $((SECONDS - start)) -le "$most"
  check "$what: says so" grep -q "$4" "$work/last"
}
nothing_done() {
  check_sql "$1: nothing is half done" "SELECT (SELECT count(*) FROM messages) = 0
    AND NOT EXISTS (SELECT FROM proactive.engagements WHERE engagement_status <> 'scheduled')"
  check_sql "$1: no lease is held" "SELECT count(*) = 0 FROM proactive.leases WHERE lease_until > now()"
}

fill 40
start_standby
run "a standby" 69 20 'read-only\|read-write' env PGPORT=$((PGPORT + 1)) "$PROACTIVE" process
check "a standby, migrate: refused, with what to do" bash -c "! PGPORT=$((PGPORT + 1)) scripts/migrate 2>'$work/migrate' &&
  grep -q 'the server is a standby: connect to the primary' '$work/migrate'"
run "a standby, dry run" 0 20 '"sent":40' env PGPORT=$((PGPORT + 1)) "$PROACTIVE" process --dry-run
stop_standby # on this machine it would write the tablespace of below into the very folder of its primary
psql -Xqc 'ALTER DATABASE proactive SET default_transaction_read_only = on'
run "a database that is set read-only" 69 20 'read-only\|read-write' "$PROACTIVE" process
PGOPTIONS='-c default_transaction_read_only=off' psql -Xqc 'ALTER DATABASE proactive RESET default_transaction_read_only'
nothing_done "a read-only database"

psql -Xq -c 'BEGIN' -c 'LOCK TABLE messages IN EXCLUSIVE MODE' -c 'SELECT pg_sleep(5)' >/dev/null &
sleep 0.5
run "a locked table" 75 10 'a lock was held for too long' "$PROACTIVE" process
wait
nothing_done "a locked table"

psql -Xq <<'SQL'
CREATE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END';
CREATE TRIGGER sleep BEFORE INSERT ON messages FOR EACH STATEMENT EXECUTE FUNCTION sleep();
SQL
run "a statement that takes for ever" 75 15 'a statement took too long' "$PROACTIVE" process
nothing_done "a statement that takes for ever"

# Told to stop while each statement takes some seconds.
psql -Xqc "CREATE OR REPLACE FUNCTION sleep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(7); RETURN NEW; END'"
psql -Xqc 'CREATE TRIGGER sleep BEFORE UPDATE ON conversations FOR EACH STATEMENT EXECUTE FUNCTION sleep()'
$PROACTIVE process --batch-size 20 >/dev/null 2>"$work/last" &
sleep 1
kill -TERM $!
code=0 start=$SECONDS
wait $! || code=$?
cat "$work/last" >>"$work/log"
check "a stop signal in a slow batch: exit code $code" test "$code" = 75
check "a stop signal in a slow batch: within 25 seconds" test $((SECONDS - start)) -le 25
check_sql "a stop signal in a slow batch: it was delivered or not, as a whole" "SELECT count(*) IN (0, 20) FROM messages"
check_sql "a stop signal in a slow batch: no lease is held" "SELECT count(*) = 0 FROM proactive.leases WHERE lease_until > now()"
psql -Xqc 'DROP FUNCTION sleep CASCADE' 2>/dev/null
fill 40

# The disk of the server is full.
if [ "$(id -u)" = 0 ] && mkdir "$disk" && mount -t tmpfs -o size=64m tmpfs "$disk" 2>/dev/null; then
  chmod 711 "$work" # the server's user passes through it
  chown postgres:postgres "$disk"
  psql -Xqc "CREATE TABLESPACE small LOCATION '$disk'"
  psql -Xqd postgres -c 'ALTER DATABASE proactive SET TABLESPACE small'
  psql -Xqc "UPDATE proactive.engagements SET engagement_content = repeat('Hello. ', 500)"
  head -c 64m /dev/zero >"$disk/ballast" 2>/dev/null || true
  run "a full disk" 75 20 'out of a resource: make room' "$PROACTIVE" process
  rm "$disk/ballast"
  nothing_done "a full disk"
else
  echo "not tried: a full disk (a small file system cannot be mounted here)"
fi
run "the next run" 0 20 '"sent":40' "$PROACTIVE" process
check_sql "each message exists once" "SELECT count(*) = 40 AND count(DISTINCT metadata ->> 'engagement_id') = 40 FROM messages"
check "every line of the log is JSON" jq -e . "$work/log"
finish "$work/log"
