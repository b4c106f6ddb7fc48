#!/usr/bin/env bash
# A run that is told to stop, and one that meets a lock: PROACTIVE=... scripts/with-postgres tests/system/interruptions.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

export PGDATABASE=interruptions_$$ PROACTIVE_LOG_LEVEL=error
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
passed=0 failed=0
check() { # what, SQL that must say t
  if [ "$(psql -XAtqc "$2")" = t ]; then
    echo "ok - $1"
    passed=$((passed + 1))
  else
    echo "not ok - $1"
    failed=$((failed + 1))
  fi
}
exits() { # what, the allowed codes, the code
  check "$1 (exit $3)" "SELECT $3 IN ($2)"
}

tests/support/new-database "$PGDATABASE" 2>/dev/null
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
INSERT INTO companions (id, name) VALUES (1, 'Luna');
INSERT INTO users (id, name) SELECT 'user-' || n, 'Sam' FROM generate_series(1, 20000) n;
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction)
SELECT 'user-' || n, 1, 'friend', 5, 5, now() - interval '30 hours' FROM generate_series(1, 20000) n;
INSERT INTO proactive_engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, engagement_status, created_at,
                                   relationship_stage, writer, run_id)
SELECT 'user-' || n, 1, 'check_in', 'How has your day been so far?', now() - interval '1 minute', 'scheduled', now() - interval '2 hours',
       'friend', 'template', 'test' FROM generate_series(1, 20000) n;
SQL

# SIGTERM in the middle: the batch in hand ends, the leases are released, the next run goes on.
$PROACTIVE process --batch-size 20 2>>"$work/log" &
run=$!
while [ "$(psql -XAtqc 'SELECT count(*) FROM messages')" = 0 ]; do sleep 0.1; done
stopped=$(date +%s)
kill -TERM "$run"
code=0
wait "$run" || code=$?
exits "a run that is told to stop ends well" 75 "$code"
check "and soon ($(($(date +%s) - stopped)) s)" "SELECT $(($(date +%s) - stopped)) < 25"
check "in the middle of its work" "SELECT count(*) BETWEEN 1 AND 19999 FROM messages"
check "with its leases released" "SELECT count(*) = 0 FROM proactive_leases WHERE lease_until > now()"
check "and its run recorded" "SELECT count(*) = 1 FROM proactive_runs WHERE exit_code = 75 AND finished_at IS NOT NULL"

# A row that another session holds: nothing half done, and the next run does it.
psql -Xq -c 'BEGIN' -c "SELECT FROM relationship_progression WHERE user_id = (SELECT user_id FROM proactive_engagements
  WHERE engagement_status = 'scheduled' ORDER BY scheduled_for, user_id LIMIT 1) FOR UPDATE" -c 'SELECT pg_sleep(6)' >/dev/null &
sleep 0.5
messages=$(psql -XAtqc 'SELECT count(*) FROM messages')
code=0
$PROACTIVE process --limit 10 2>>"$work/log" || code=$?
exits "a run that meets a lock says try again" 75 "$code"
check "and leaves nothing half done" "SELECT count(*) = $messages FROM messages"
wait %2 2>/dev/null || wait

code=0
$PROACTIVE process 2>>"$work/log" || code=$?
exits "the next run completes the work" 0 "$code"
check "each message exists exactly once" "SELECT count(*) = 20000 AND count(DISTINCT engagement_id) = 20000 FROM messages"
check "nothing is left" "SELECT count(*) = 0 FROM proactive_engagements WHERE engagement_status <> 'sent'"
[ "$failed" = 0 ] || cat "$work/log"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
