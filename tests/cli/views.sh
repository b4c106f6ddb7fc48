#!/usr/bin/env bash
# What people see: each command on a terminal of 40x24, 80x24 and 200x50, as tests/cli/views/SIZE has it, and no line wider than it.
#   PROACTIVE=build/release/proactive scripts/with-postgres tests/cli/views.sh [--update]
# --update rewrites the expectations.
set -euo pipefail
PROACTIVE=$(realpath "${PROACTIVE:?set it to the binary, such as build/release/proactive}")
cd "$(dirname "${BASH_SOURCE[0]}")"
for variable in "${!PROACTIVE_@}" "${!OPENAI_@}" "${!DB_@}" DATABASE_URL COLUMNS LINES NO_COLOR; do unset "$variable"; done
export TERM=xterm LC_ALL=C.UTF-8

update=${1:-}
export PGDATABASE=views # of the same length each time
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force views' EXIT
mkdir "$work/bin"
ln -s "$PROACTIVE" "$work/bin/proactive"
unset PROACTIVE
export PATH=$work/bin:$PATH
# shellcheck source=tests/support/checks.sh
. ../support/checks.sh

# Companions with long and wide names, a run of each kind, and a message that waits.
more_world() {
  psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
INSERT INTO companions (id, name, personality, is_active) VALUES (10, '鈴木さくら・キャサリン・フォン・ホーエンツォレルン', 'warm', true), (11, '👨‍👩‍👧 Family', 'warm', true);
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction, created_at)
VALUES ('topic', 10, 'stranger', 1, 1, '2026-03-01', '2025-12-01'), ('topic', 11, 'stranger', 1, 1, '2026-03-01', '2025-12-01');
INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, engagement_status, created_at,
                                   closed_at, reason, relationship_stage, writer, run_id)
SELECT 'topic', companion, 'topic_suggestion', 'Street food or home cooking?', '2026-01-07T10:00:00Z', NULL, 'cancelled', '2026-01-07T07:00:00Z',
       '2026-01-07T10:00:00Z', 'superseded', 'friend', 'template', 'january' FROM unnest('{10,11,2}'::text[]) companion;
INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, engagement_status, created_at,
                                   relationship_stage, writer, llm_model, run_id, approved_at)
VALUES ('notype', 1, 'emotional_support', 'You said last week that the new job keeps you up at night; is it any better by now, or shall we talk about it?',
        '2026-03-02T15:00:00Z', 'scheduled', '2026-03-02T11:30:00Z', 'partner', 'llm', 'gpt-4o-mini', 'earlier', NULL);
INSERT INTO proactive.runs (run_id, command, as_of, started_at, finished_at, duration_ms, exit_code, report, errors, settings_fingerprint)
VALUES ('20260105T070000Z-00000001', 'schedule', '2026-01-05T07:00:00Z', '2026-01-05T07:00:00Z', '2026-01-05T07:00:03Z', 3210, 0,
        '{"checked": 300, "scheduled": 60, "failed": 0}', '[]', 'a'),
       ('20260105T100000Z-00000002', 'process', '2026-01-05T10:00:00Z', '2026-01-05T10:00:00Z', '2026-01-05T10:00:01Z', 812, 1,
        '{"due": 60, "sent": 47, "held": {"quiet_hours": 5, "live_chat": 1}, "cancelled": {"superseded": 4, "opted_out": 1}, "expired": 1, "failed": 2}', '["engagement 8: value too long for the column \"content\" of the table messages, which holds 20 characters"]', 'a');
INSERT INTO proactive.outbox (user_id, engagement_id, status, created_at, attempts, closed_at, reason, error)
SELECT user_id, id, 'dropped', '2026-01-07T10:00:00Z', 7, '2026-01-08T10:00:00Z', 'opted_out', 'the receiver answered 503 Service Unavailable: upstream connect error or disconnect'
  FROM proactive.engagements WHERE run_id = 'january' AND user_id = 'topic' ORDER BY id LIMIT 2;
INSERT INTO proactive.safety_flags (user_id, kind, source, detected_at, until, released_at, released_by)
VALUES ('8f14e45f-ceea-467f-a8bc-9b1f8f64a5d2', 'self_harm', 'moderation', '2026-01-07T10:00:00Z', '2999-01-01', '2026-01-08T10:00:00Z', 'M. Lee, support');
-- An experiment of last year, that has ended.
INSERT INTO proactive.experiments (name, version, layer, status, variants, created_by, started_at, stopped_at, stopped_why)
VALUES ('warmth', 1, 'default', 'stopped', '[{"name":"control","weight":1,"settings":{},"buckets":[[0,5000]]},
        {"name":"warm_and_gentle","weight":1,"settings":{"message_temperature":"0.4"},"buckets":[[5000,10000]]}]', 'M. Lee', '2025-05-01', '2025-07-01', 'enough');
INSERT INTO proactive.exposures SELECT 'u' || n, 'warmth', 1, CASE WHEN n % 2 = 0 THEN 'control' ELSE 'warm_and_gentle' END, '2025-05-02'
  FROM generate_series(1, 120) n;
INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, engagement_status,
                                   created_at, relationship_stage, writer, run_id, responded_at)
SELECT 'u' || n, '9', 'check_in', 'How was it?', t, t, CASE WHEN n % 7 < 2 THEN 'responded' ELSE 'ignored' END, t, 'friend', 'template', 'r',
       CASE WHEN n % 7 < 2 THEN t END
  FROM generate_series(1, 120) n, (VALUES (timestamptz '2025-05-03T12:00:00Z'), ('2025-05-20T12:00:00Z')) x(t);
SQL
}

today=$(date -u +%F)
views=$(
  cat <<'VIEWS'
proactive
proactive stats --help
proactive schedule --help
proactive config user 42 mute --help
proactive config template
proactive shedule
proactive config chekc
proactive stats --form json
proactive process --limit many
proactive config get max_per_day
proactive schedule --dry-run --now 2026-03-02T12:00:00Z
PROACTIVE_LLM_OUTAGE_SECONDS=1 OPENAI_BASE_URL=http://127.0.0.1:9/v1 OPENAI_MODEL=m proactive schedule --dry-run --limit 1 --now 2026-03-02T12:00:00Z
proactive schedule --explain --user topic --companion 2 --now 2026-03-02T12:00:00Z
proactive process --dry-run --now 2026-03-02T14:30:00Z
PROACTIVE_ALLOW_NOW= proactive process --now 2026-03-02T14:30:00Z
proactive stats --since 2026-01-01 --until 2026-02-01
proactive stats --since 2026-01-01 --until 2026-02-01 --by companion --top 3
proactive stats --since 2026-01-07 --until 2026-01-08
proactive stats --since 2026-01-01 --until 2026-02-01 --by policy
proactive --wide stats --since 2026-01-01 --until 2026-02-01 --by model
proactive config show --changed
proactive config preset --undo
proactive config preset aggressive
proactive config set max_engagements_per_day 4
proactive config preset --undo
proactive config preset --undo
proactive config history
proactive config experiment report warmth
proactive config show
proactive config strategy
proactive config instructions
proactive config check --quick
NO_COLOR=1 proactive config check --quick
proactive config adapter check seed
proactive config template list --type memory_reminder --language hi
proactive config template show 1
proactive config template check 'Hey {{user' '{{user}}, how are you?'
proactive config template preview 1 --user Ana --companion Luna
echo 'As an AI language model, I wanted to check in on you today, dear friend, to see how you have been feeling' | proactive config review
proactive config user checkin set quiet_hours 22:00-08:00
proactive config user checkin mute --companion 1
proactive config user checkin show
proactive config user nobody show
proactive config user topic history
proactive config flags
proactive config queue list
proactive config webhook list --status dropped
proactive config policy list --now 2026-03-02
proactive config policy show eu-ai-act --now 2026-03-02
proactive config policy check --now 2026-03-02
proactive config policy diff eu-ai-act us-ca
proactive config disclosure list
PROACTIVE_ENABLED=false proactive schedule
proactive schedule --now 2026-03-02T12:00:00Z
proactive process --now 2026-03-02T14:30:00Z
proactive process --now 2026-03-02T14:30:00Z --log-level info
sleep 3 | timeout --foreground --preserve-status -s INT 2 proactive config review
VIEWS
)

# What differs from run to run, and what the server says of itself.
normalise() {
  sed -E -e 's/\r$//' -e 's/.*\r\x1b\[K//' -e 's/, [0-9]+\.[0-9] s$/, N s/' -e 's/[0-9]+ ×( unreachable|$)/N ×\1/' -e 's/after [0-9]+ ms/after N ms/' -e 's/(for )?[0-9]{3} days( ago|:)/\1999 days\2/' -e "s/${today}T[0-9:]{8}Z/2026-03-02T12:00:00Z/" \
    -e "s/${today}T[0-9:]{8}\.[0-9]{3}Z/2026-03-02T12:00:00.000Z/" -e "s/(Z +)$(id -un) /\1USER /" |
    awk '/^(\x1b\[[0-9]+m)?(ok|warning|failure)/ { skip = / (connection|clock|server|privileges) / } /^[^ ]/ && !/(ok|warning|failure)/ { skip = 0 } !skip'
}
# The last line has its end, and nothing is erased below the one that says what a run came to.
closes() {
  [ "$(tail -c 1 "$1" | wc -l)" = 1 ] || return 1
  awk '/\x1b\[K/ && closed { bad = 1 } /(schedule|process): [0-9]/ { closed = 1 } END { exit bad }' "$1"
}
# Without colours, as wide as a terminal shows it; what people copy stays whole on a line of its own.
widest() { sed -E -e 's/\x1b\[[0-9;]*m//g' -e 's#^(\{|\[|/|[a-z]+://)[^ ]*$##' "$1" | wc -L; }

for size in 40x24 80x24 200x50; do
  dropdb --if-exists --force views 2>/dev/null
  ../support/new-database views world.sql 2>/dev/null
  more_world
  : >"$work/$size"
  while IFS= read -r command; do
    printf '$ %s\n' "$command" >>"$work/$size"
    script -qec "stty cols ${size%x*} rows ${size#*x} && { $command; }" /dev/null </dev/null >"$work/shown" 2>&1 && code=0 || code=$?
    # What a line of progress leaves behind would stand before the prompt, or, behind the closing line, be erased only then.
    check "$size: $command leaves no progress behind" closes "$work/shown"
    normalise <"$work/shown" >"$work/view"
    [ "$code" = 0 ] || echo "exit $code" >>"$work/view"
    case $command in
      *' timeout '*) ;; # a signal's handler knows of no terminal
      *--wide*) check "$size: $command is wider than the terminal, if need be" test -s "$work/view" ;;
      *) check "$size: $command fits" test "$(widest "$work/view")" -le "${size%x*}" ;;
    esac
    cat "$work/view" >>"$work/$size"
  done <<<"$views"
  [ -z "$update" ] || cp "$work/$size" "views/$size"
  if diff -u "views/$size" "$work/$size" >"$work/diff"; then
    ok "$size: the views are as expected"
  else
    not_ok "$size: the views are as expected: look at them, or run tests/cli/views.sh --update" "$work/diff"
  fi
done
finish
