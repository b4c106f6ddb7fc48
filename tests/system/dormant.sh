#!/usr/bin/env bash
# An old app's database is adopted: everybody in it has been gone for two years. Nobody is written to, and the second run costs next
# to nothing. Run: PROACTIVE=build/release/proactive scripts/with-postgres tests/system/dormant.sh [pairs]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
binary=$(realpath "${PROACTIVE:-build/release/proactive}")
pairs=${1:-100000}
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
for variable in "${!PROACTIVE_@}"; do unset "$variable"; done # with the rules of care
export PROACTIVE_LOG_LEVEL=error PGDATABASE=dormant_$$
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
PROACTIVE=$binary tests/support/new-database "$PGDATABASE"
psql -Xq -v ON_ERROR_STOP=1 -v pairs="$pairs" <<'SQL'
INSERT INTO companions (id, name, personality) SELECT n, 'Companion ' || n, 'Calm' FROM generate_series(1, 10) n;
INSERT INTO users (id, name) SELECT 'u' || n, 'Sam' FROM generate_series(1, :pairs) n;
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction, created_at)
SELECT 'u' || n, 1 + n % 10, 'friend', 8, 8, now() - interval '2 years', now() - interval '3 years' FROM generate_series(1, :pairs) n;
INSERT INTO conversations (user_id, companion_id, title, created_at)
SELECT user_id, companion_id, 'Chat', created_at FROM relationship_progression;
INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content, is_read, created_at)
SELECT v.user_id, v.id, 'user', v.user_id, 'Hello', true, now() - interval '2 years' - n * interval '1 hour'
  FROM conversations v, generate_series(0, 5) n;
ANALYZE;
SQL
first_started=$(date +%s%N)
"$binary" schedule --jobs 2 --format json >"$work/first"
first=$((($(date +%s%N) - first_started) / 1000000))
second_started=$(date +%s%N)
"$binary" schedule --format json >"$work/second"
second=$((($(date +%s%N) - second_started) / 1000000))
echo "$pairs pairs, all dormant: the first run took $first ms, the second $second ms"
reported() { # what, which run, SQL on the report that is to say t
  check_sql "$1" "SELECT $3 FROM (SELECT '$(cat "$work/$2")'::jsonb AS report) r"
}
reported "the first run writes to nobody" first "(report ->> 'scheduled')::integer = 0"
reported "and says of all that they are dormant" first "(report -> 'refused' ->> 'dormant')::integer = $pairs"
reported "the second run looks at none of them" second "(report ->> 'checked')::integer = 0"
check_sql "nothing is open, and each is looked at in a month, or when its user writes" \
  "SELECT count(*) = $pairs AND min(next_check_at) > now() + interval '29 days' AND NOT EXISTS (SELECT FROM proactive.engagements) FROM proactive.pairs"
check "the second run costs next to nothing" test "$((second * 10))" -lt "$first"
psql -Xq -c "INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content, created_at)
  SELECT user_id, id, 'user', user_id, 'I am back', now() FROM conversations WHERE user_id = 'u1'" \
  -c "UPDATE proactive.discovery SET asked_at = now() - interval '1 hour'"
"$binary" schedule --format json >"$work/back"
reported "who comes back is looked at" back "(report ->> 'checked')::integer = 1 AND (report -> 'refused' ? 'live_chat')"
finish
