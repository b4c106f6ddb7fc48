#!/usr/bin/env bash
# Many runs at once, some of them killed, on 2,000 pairs: PROACTIVE=... scripts/with-postgres tests/system/concurrent_runs.sh
# Afterwards every pair has at most one open engagement, every sent one exactly one message, and no limit was ever exceeded.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

export PGDATABASE=concurrent_$$ PROACTIVE_LOG_LEVEL=error PROACTIVE_LEASE_SECONDS=5 PROACTIVE_PROCESS_BATCH_SIZE=50
seed=${SEED:-$$}
RANDOM=$seed
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
echo "seed $seed"

tests/support/new-database "$PGDATABASE"
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
INSERT INTO companions (id, name, personality, interests) SELECT n, 'Companion ' || n, 'warm', '["old maps"]' FROM generate_series(1, 40) n;
INSERT INTO users (id, name) SELECT 'user-' || n, 'Sam' FROM generate_series(1, 800) n;
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction)
SELECT 'user-' || (1 + n % 800), 1 + n / 800 * 13 + n % 11, 'friend', 5, 5, timestamptz '2026-03-01T00:00:00Z' FROM generate_series(0, 1999) n;
SQL

variants=("" "--slices 8" "--jobs 3" "--slices 16 --jobs 2" "" "--slices 8" "--slices 8" "--limit 100")
round() { # the instant of schedule, the instant of process, how many to kill
  local pids=() n options
  for n in "${!variants[@]}"; do
    options=${variants[$n]}
    # shellcheck disable=SC2086 # several options
    $PROACTIVE schedule --limit 400 --now "$1" $options --format json >>"$work/schedule" 2>>"$work/log" &
    pids+=($!)
    # shellcheck disable=SC2086
    $PROACTIVE process --now "$2" $options --format json >>"$work/process" 2>>"$work/log" &
    pids+=($!)
  done
  for ((n = 0; n < $3; n++)); do
    sleep "0.0$((RANDOM % 9))"
    kill -9 "${pids[RANDOM % ${#pids[@]}]}" 2>/dev/null || true
  done
  wait "${pids[@]}" 2>/dev/null || true
}

day=2
for kills in 0 3 6 0; do
  round "2026-03-0${day}T08:00:00Z" "2026-03-0${day}T09:30:00Z" $kills
  round "2026-03-0${day}T10:00:00Z" "2026-03-0${day}T13:30:00Z" $kills
  day=$((day + 1))
done
sleep 5.5 # the leases of the killed run out
$PROACTIVE schedule --limit 100000 --now "2026-03-0${day}T08:00:00Z" 2>>"$work/log"
$PROACTIVE process --now "2026-03-0${day}T13:00:00Z" 2>>"$work/log"

check_sql "messages were delivered ($(psql -XAtqc 'SELECT count(*) FROM messages'))" "SELECT count(*) > 500 FROM messages"
check_sql "a pair has at most one open engagement" "SELECT count(*) = 0 FROM (SELECT FROM proactive.engagements
  WHERE engagement_status IN ('drafting', 'scheduled') GROUP BY user_id, companion_id HAVING count(*) > 1) x"
check_sql "each sent engagement has exactly one message" "SELECT bool_and((e.sent_at IS NOT NULL) = (m.messages = 1) AND m.messages <= 1)
  FROM proactive.engagements e CROSS JOIN LATERAL (SELECT count(*) AS messages FROM messages m
  WHERE m.user_id = e.user_id AND m.metadata ->> 'engagement_id' = e.id::text) m"
check_sql "each message belongs to a sent engagement" "SELECT count(*) = 0 FROM messages m WHERE NOT EXISTS (SELECT FROM proactive.engagements e
  WHERE e.user_id = m.user_id AND e.id::text = m.metadata ->> 'engagement_id' AND e.sent_at IS NOT NULL AND e.engagement_content = m.content)"
check_sql "each sent engagement is a delivery, and nothing else is" "SELECT count(*) = 0 FROM proactive.engagements e
  FULL JOIN proactive.deliveries d ON d.user_id = e.user_id AND d.engagement_id = e.id
  WHERE (e.sent_at IS NOT NULL) IS DISTINCT FROM (d.engagement_id IS NOT NULL)"
check_sql "no user has more open engagements than allowed" "SELECT coalesce(max(open), 0) <= 1 FROM (SELECT count(*) AS open
  FROM proactive.engagements WHERE engagement_status IN ('drafting', 'scheduled') GROUP BY user_id) x"
check_sql "no user got more messages a day than allowed" "SELECT max(sent) <= 3 FROM (SELECT count(*) AS sent FROM proactive.engagements
  WHERE sent_at IS NOT NULL GROUP BY user_id, (sent_at AT TIME ZONE 'UTC')::date) x"
check_sql "no draft is left behind" "SELECT count(*) = 0 FROM proactive.engagements WHERE engagement_status = 'drafting'"
check_sql "no lease is held" "SELECT count(*) = 0 FROM proactive.leases WHERE lease_until > now()"
check_sql "no conversation was made twice" "SELECT count(*) = 0 FROM (SELECT FROM conversations GROUP BY user_id, companion_id HAVING count(*) > 1) x"
check_sql "runs that ended have reported what they sent, and the killed at most the rest" "SELECT sum((report->>'sent')::bigint) <=
  (SELECT count(*) FROM messages) FROM proactive.runs WHERE command = 'process' AND exit_code = 0"
check_sql "no run ended with a fault of the program" "SELECT count(*) = 0 FROM proactive.runs WHERE exit_code IN (1, 64, 69, 70, 78)"
finish "$work/log"
