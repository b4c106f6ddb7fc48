#!/usr/bin/env bash
# Fourteen days of users in Berlin, with all defaults and a run of schedule and process every half an hour: how often, and when, they
# are written to. Prints the messages per week of five kinds of users.
# Run: PROACTIVE=build/release/proactive scripts/with-postgres tests/system/fortnight.sh [--as-before]
# --as-before only prints how it would be with the preset seed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
binary=$(realpath "${PROACTIVE:-build/release/proactive}")
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
[ "${1:-}" = --as-before ] || for variable in "${!PROACTIVE_@}"; do unset "$variable"; done # with the rules of care
export PROACTIVE_ALLOW_NOW=true PROACTIVE_ENABLE_DEBUG_LOGGING=false PROACTIVE_LOG_LEVEL=error

export PGDATABASE=fortnight_$$
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
PROACTIVE=$binary tests/support/new-database "$PGDATABASE"
sql() { psql -XAtq -v ON_ERROR_STOP=1 "$@"; }
# Kinds: silent friends, partners, friends of two companions; those who answer every message an hour later, and those who chat each evening.
sql <<'SQL'
INSERT INTO companions (id, name, personality) VALUES (1, 'Luna', 'Calm'), (2, 'Rico', 'Playful');
INSERT INTO users (id, name) SELECT kind || n, 'Sam' FROM unnest('{friend,partner,double,answers,chats}'::text[]) kind, generate_series(1, 3) n;
INSERT INTO proactive.preferences (user_id, timezone) SELECT id, 'Europe/Berlin' FROM users;
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction, created_at)
SELECT u.id, c.id, CASE WHEN u.id LIKE 'partner%' THEN 'partner' WHEN u.id LIKE 'answers%' THEN 'close_friend' ELSE 'friend' END, 9, 9, '2026-03-01T18:00:00Z', '2025-12-01'
  FROM users u JOIN companions c ON c.id = 1 OR u.id LIKE 'double%';
INSERT INTO conversations (user_id, companion_id, title, created_at) SELECT user_id, companion_id, 'Chat', '2025-12-01' FROM relationship_progression;
INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content, is_read, created_at)
SELECT c.user_id, c.id, s.sender, s.sender, 'Hello', true, timestamptz '2026-03-01T18:00:00Z' - n * interval '1 day' + s.later
  FROM conversations c, generate_series(0, 9) n, (VALUES ('user', interval '0'), ('companion', interval '1 minute')) s(sender, later);
INSERT INTO companion_memories (user_id, companion_id, content, importance_score, created_at)
SELECT user_id, companion_id, 'Walks along the river on Sundays', 9, '2026-02-01' FROM relationship_progression WHERE user_id ~ '^(partner|answers)';
SQL
people_act() { # the instant
  sql -v now="$1" <<'SQL'
INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content, is_read, created_at)
SELECT c.user_id, c.id, s.sender, s.sender, 'Hello', true, :'now'::timestamptz + s.later
  FROM conversations c
  JOIN (VALUES ('user', interval '-2 minutes'), ('companion', interval '-1 minute')) s(sender, later) ON true
 WHERE (c.user_id LIKE 'answers%' AND EXISTS (SELECT FROM proactive.engagements e WHERE e.user_id = c.user_id::text
          AND e.sent_at > :'now'::timestamptz - interval '90 minutes' AND e.sent_at <= :'now'::timestamptz - interval '60 minutes'))
    OR (c.user_id LIKE 'chats%' AND to_char(:'now'::timestamptz AT TIME ZONE 'Europe/Berlin', 'HH24:MI') BETWEEN '19:00' AND '20:30');
SQL
}
now=$(date -u -d 2026-03-02T00:07:00Z +%s)
end=$((now + 14 * 86400))
while [ "$now" -lt "$end" ]; do
  at=$(date -u -d "@$now" +%FT%TZ)
  people_act "$at"
  "$binary" schedule --now "$at" >/dev/null
  "$binary" process --now "$at" >/dev/null
  now=$((now + 1800))
done

sent="SELECT user_id, companion_id, engagement_type, sent_at, sent_at AT TIME ZONE 'Europe/Berlin' AS local FROM proactive.engagements WHERE sent_at IS NOT NULL"
sql -c "SELECT rtrim(user_id, '0123456789') AS kind, round(count(*) / 3.0 / 2, 1) || ' a week to each, '
  || count(*) FILTER (WHERE local::time < '08:00' OR local::time >= '22:00') || ' at night' FROM ($sent) s GROUP BY 1 ORDER BY 1"
[ "${1:-}" != --as-before ] || exit 0
holds() { # what, query that is to say t
  if [ "$(sql -c "$2")" = t ]; then ok "$1"; else
    sql -c "SELECT user_id, companion_id, engagement_type, local FROM ($sent) s ORDER BY 1, 4" >"$work/sent"
    not_ok "$1" "$work/sent"
  fi
}
holds "silent users get at most three messages" "SELECT count(*) > 0 AND bool_and(n <= 3) FROM (SELECT count(*) n FROM ($sent) s WHERE user_id ~ '^(friend|partner)' GROUP BY user_id) c"
holds "those of two companions at most four" "SELECT count(*) > 0 AND bool_and(n <= 4) FROM (SELECT count(*) n FROM ($sent) s WHERE user_id ~ '^double' GROUP BY user_id) c"
holds "nobody gets one at night" "SELECT bool_and(local::time >= '08:00' AND local::time < '22:00') FROM ($sent) s"
holds "where two types apply, both come" "SELECT bool_and(n >= 2) FROM (SELECT count(DISTINCT engagement_type) n FROM ($sent) s WHERE user_id ~ '^partner' GROUP BY user_id) c"
holds "the minutes vary" "SELECT count(DISTINCT extract(minute FROM scheduled_for)) >= 8 FROM proactive.engagements WHERE sent_at IS NOT NULL"
holds "those who answer get no more than the caps" "SELECT bool_and(n <= 3) FROM (SELECT count(*) n FROM ($sent) s GROUP BY user_id, local::date) c"
holds "nor in a week" "SELECT bool_and(n <= 7) FROM (SELECT (SELECT count(*) FROM ($sent) b WHERE b.user_id = a.user_id AND b.sent_at > a.sent_at - interval '168 hours' AND b.sent_at <= a.sent_at) n FROM ($sent) a) c"
holds "and never two within six hours" "SELECT NOT EXISTS (SELECT FROM ($sent) a JOIN ($sent) b ON a.user_id = b.user_id AND b.sent_at > a.sent_at AND b.sent_at < a.sent_at + interval '6 hours')"
holds "nobody reads a template twice" "SELECT NOT EXISTS (SELECT FROM proactive.engagements WHERE sent_at IS NOT NULL GROUP BY user_id, template_id HAVING count(*) > 1)"
holds "nor hears of a memory twice" "SELECT count(*) > 0 AND bool_and(n = 1) FROM (SELECT count(*) n FROM proactive.engagements, jsonb_array_elements_text(memory_ids) m WHERE sent_at IS NOT NULL GROUP BY user_id, companion_id, m) c"
holds "who answers is written to more than who does not" "SELECT (SELECT count(*) FROM ($sent) s WHERE user_id ~ '^answers') > (SELECT count(*) FROM ($sent) s WHERE user_id ~ '^friend')"
finish
