#!/usr/bin/env bash
# The machine that runs the tool: PROACTIVE=... scripts/with-postgres tests/system/host.sh
# Its clock decides nothing, its log may be full, an outage of days does not end in a burst, and secrets stay in memory.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

export PGDATABASE=host_$$ PROACTIVE_LOG_LEVEL=info
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh

tests/support/new-database "$PGDATABASE"
run() { # what, exit code, what the log says, then the command
  local what=$1 wanted=$2 code=0
  "${@:4}" >"$work/out" 2>"$work/last" || code=$?
  cat "$work/last" >>"$work/log"
  check "$what: exit code $code" test "$code" = "$wanted"
  check "$what: $3" grep -q "$3" "$work/last"
}
lease() { # all slices, by another run, until then
  psql -Xqc "INSERT INTO proactive.leases (command, slice, holder, lease_until) SELECT 'process', n, 'other', now() + interval '$1'
    FROM generate_series(0, 63) n ON CONFLICT (command, slice) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until"
}

# The clock of the host is a day ahead, then a day behind: only the database's time counts.
linked=$(ldd "$PROACTIVE")
if [[ $linked != *libasan* && $linked != *libtsan* ]]; then
  fill 5
  psql -Xqc "UPDATE proactive.engagements SET scheduled_for = now() + interval '2 hours' WHERE user_id = 'user-1'"
  lease '1 hour'
  run "a clock a day ahead, leases of another run" 0 '"event":"slices_busy"' faketime -f +1d "$PROACTIVE" process
  lease '-1 second'
  run "a clock a day behind, leases that have run out" 0 '"due":4,"sent":4' faketime -f -1d "$PROACTIVE" process
  run "a clock a day ahead, a message that is not yet due" 0 '"due":0,"sent":0' faketime -f +1d "$PROACTIVE" process
  check_sql "messages bear the database's time" "SELECT bool_and(now() - created_at < interval '5 minutes') FROM messages"
else
  echo "not tried: another clock (sanitizers do not bear faketime)"
fi

# Three days without a run: what is too late expires, and nobody gets more than one message.
fill 50
psql -Xqc "UPDATE proactive.engagements SET scheduled_for = now() - interval '71 hours', created_at = now() - interval '74 hours';
  UPDATE relationship_progression SET last_interaction = now() - interval '100 hours'"
run "process after an outage of three days" 0 '"sent":0.*"expired":50' "$PROACTIVE" process
run "schedule after it" 0 '"scheduled":50' "$PROACTIVE" schedule --limit 1000
run "schedule once more" 0 '"scheduled":0' "$PROACTIVE" schedule --limit 1000
check_sql "each user has one open engagement" "SELECT count(*) = 50 AND count(DISTINCT user_id) = 50 FROM proactive.engagements
  WHERE engagement_status = 'scheduled' AND scheduled_for > now()"

# A log that cannot be written.
fill 5
code=0
"$PROACTIVE" process 2>/dev/full || code=$?
check "a full log disk: the exit code tells (exit code $code)" test "$code" = 70
check_sql "a full log disk: the work is done" "SELECT count(*) = 5 FROM messages"

# A run in the middle of its work, seen from outside.
fill 20000
URL="postgresql://$PGUSER:not-a-secret-7@/$PGDATABASE?host=$PGHOST"
(
  ulimit -c unlimited 2>/dev/null || true
  DATABASE_URL=$URL exec "$PROACTIVE" process --batch-size 5
) 2>"$work/last" &
run=$!
until [ "$(psql -XAtqc 'SELECT count(*) FROM messages')" -gt 0 ]; do sleep 0.05; done
run_id=$(psql -XAtqc 'SELECT run_id FROM proactive.runs')
check_sql "its session bears its command and run id" "SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'proactive process $run_id'"
check "its password is not in its arguments" bash -c "! tr '\0' '\n' </proc/$run/cmdline | grep not-a-secret-7"
check "it would leave no core dump" grep -q '^Max core file size *1 *1 ' "/proc/$run/limits"
kill -INT "$run"
kill -INT "$run" 2>/dev/null || true
code=0
wait "$run" || code=$?
check "two Ctrl-C end it (exit code $code)" test "$code" = 130 -o "$code" = 75
cat "$work/last" >>"$work/log"
check "its password is not in its log" bash -c "! grep not-a-secret-7 '$work/log'"
check_sql "its password is not in the database" "SELECT count(*) = 0 FROM proactive.runs r WHERE r::text LIKE '%not-a-secret-7%'"
check "every line of the log is JSON" jq -e . "$work/log"
finish "$work/log"
