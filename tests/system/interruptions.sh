#!/usr/bin/env bash
# A run that is told to stop, one that meets a lock, and one whose users are deleted meanwhile: PROACTIVE=... scripts/with-postgres tests/system/interruptions.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

export PGDATABASE=interruptions_$$ PROACTIVE_LOG_LEVEL=error
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh

tests/support/new-database "$PGDATABASE"
psql -Xq -v ON_ERROR_STOP=1 -v users=20000 -f tests/support/due.sql

# SIGTERM in the middle: the batch in hand ends, the leases are released, the next run goes on.
$PROACTIVE process --batch-size 20 2>>"$work/log" &
run=$!
while [ "$(psql -XAtqc 'SELECT count(*) FROM messages')" = 0 ]; do sleep 0.1; done
stopped=$(date +%s)
kill -TERM "$run"
code=0
wait "$run" || code=$?
check "a run that is told to stop ends well (exit $code)" test "$code" = 75
check "and soon" test $(($(date +%s) - stopped)) -lt 25
check_sql "in the middle of its work" "SELECT count(*) BETWEEN 1 AND 19999 FROM messages"
check_sql "with its leases released" "SELECT count(*) = 0 FROM proactive.leases WHERE lease_until > now()"
check_sql "and its run recorded" "SELECT count(*) = 1 FROM proactive.runs WHERE exit_code = 75 AND finished_at IS NOT NULL"

# A row that another session holds: nothing half done, and the next run does it.
psql -Xq -c 'BEGIN' -c "SELECT FROM relationship_progression WHERE user_id IN (SELECT user_id FROM proactive.engagements
  WHERE engagement_status = 'scheduled') FOR UPDATE" -c 'SELECT pg_sleep(6)' >/dev/null &
sleep 0.5
messages=$(psql -XAtqc 'SELECT count(*) FROM messages')
code=0
$PROACTIVE process --limit 10 2>>"$work/log" || code=$?
check "a run that meets a lock says try again (exit $code)" test "$code" = 75
check_sql "and leaves nothing half done" "SELECT count(*) = $messages FROM messages"
wait %2 2>/dev/null || wait

code=0
$PROACTIVE process 2>>"$work/log" || code=$?
check "the next run completes the work (exit $code)" test "$code" = 0
check_sql "each message exists exactly once" "SELECT count(*) = 20000 AND count(DISTINCT metadata ->> 'engagement_id') = 20000 FROM messages"
check_sql "nothing is left" "SELECT count(*) = 0 FROM proactive.engagements WHERE engagement_status <> 'sent'"

# A user is deleted while schedule works: the claims, whose facts have been read, wait for another's of the same pair, which is
# taken back when the user is.
fill 50
psql -Xqc 'DELETE FROM proactive.engagements'
psql -Xq >/dev/null <<'SQL' &
BEGIN;
DELETE FROM users WHERE id = 'user-7';
SAVEPOINT claim;
INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_status, created_at, relationship_stage, lease_until, run_id)
VALUES ('user-7', '1', 'check_in', 'drafting', now(), 'friend', now() + interval '1 hour', 'another');
DO $$
BEGIN
  FOR tries IN 1..500 LOOP
    PERFORM pg_stat_clear_snapshot();
    EXIT WHEN EXISTS (SELECT FROM pg_stat_activity
                       WHERE datname = current_database() AND application_name LIKE 'proactive schedule%' AND wait_event_type = 'Lock');
    PERFORM pg_sleep(0.02);
  END LOOP;
END
$$;
ROLLBACK TO claim;
COMMIT;
SQL
until [ "$(psql -XAtqc "SELECT count(*) FROM pg_locks WHERE relation = 'proactive.engagements'::regclass AND mode = 'RowExclusiveLock'")" = 1 ]; do
  sleep 0.05
done
code=0
$PROACTIVE schedule --format json >"$work/report" 2>>"$work/log" || code=$?
wait
check "a run that meets a deletion ends well (exit $code)" test "$code" = 0
check_sql "the others have their engagements" "SELECT count(*) = 49 FROM proactive.engagements
  WHERE engagement_status = 'scheduled' AND user_id <> 'user-7'"
psql -Xqc "UPDATE proactive.engagements SET scheduled_for = now() - interval '1 second'"
code=0
$PROACTIVE process --format json >"$work/report" 2>>"$work/log" || code=$?
check "the delivery after it ends well (exit $code)" test "$code" = 0
check "and says that the user is gone" grep -q '"sent":49,.*"gone":1' "$work/report"
check_sql "the others have their messages" "SELECT count(*) = 49 FROM messages"
check_sql "the engagement of the user who is gone says so" "SELECT count(*) = 1 FROM proactive.engagements
  WHERE user_id = 'user-7' AND engagement_status = 'cancelled' AND reason = 'gone'"
finish "$work/log"
