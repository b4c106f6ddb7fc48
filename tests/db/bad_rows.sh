#!/usr/bin/env bash
# One bad row harms nobody: values that cannot be read, words that no enum has, and huge texts, in the app and with us.
# Run: scripts/with-postgres tests/db/bad_rows.sh
# shellcheck source=tests/support/db-script.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/db-script.sh"

database=bad_rows_$$
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "$database"; dropdb --if-exists --force "${database}_huge"' EXIT
export PGDATABASE=$database PROACTIVE_LOG_LEVEL=info PROACTIVE_MAX_SCHEDULED_ENGAGEMENTS=10000
tests/support/new-database "$database" 2>/dev/null

sql() { psql -XAtq -v ON_ERROR_STOP=1 "$@"; }
run() { # command...: sets code and report; the log is $work/log
  code=0
  report=$("$PROACTIVE" "$@" --format json 2>"$work/log") || code=$?
}
reported() { # what, jq expression that must be true of the report
  if [ "$(jq -r "$2" <<<"$report" 2>/dev/null)" = true ]; then
    ok "$1"
  else
    { echo "exit $code, $report" && tail -n 5 "$work/log"; } >"$work/why"
    not_ok "$1" "$work/why"
  fi
}
exits() { # what, code
  if [ "$code" = "$2" ]; then ok "$1"; else not_ok "$1: exit $code" "$work/log"; fi
}
named() { # what, regular expression of a line of the log
  if grep -qE "$2" "$work/log"; then ok "$1"; else not_ok "$1" "$work/log"; fi
}
due() { sql -c "UPDATE proactive.engagements SET scheduled_for = now() - interval '1 minute' WHERE engagement_status = 'scheduled'"; }

users=300
sql -v users=$users <<'SQL'
INSERT INTO public.companions (id, name, personality, traits, interests)
SELECT n, 'Luna', 'calm', '["patient"]', '["old maps"]' FROM generate_series(1, 10) n;
INSERT INTO public.users (id, name) SELECT 'u' || n, 'Sam' FROM generate_series(1, :users) n;
INSERT INTO public.relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction, created_at)
SELECT 'u' || n, 1 + n % 9, 'close_friend', 5, 5, now() - interval '30 hours', now() - interval '90 days' FROM generate_series(1, :users) n;
INSERT INTO public.companion_memories (user_id, companion_id, content, importance_score)
SELECT 'u' || n, 1 + n % 9, 'My sister is getting married in June', 8 FROM generate_series(1, :users) n;
INSERT INTO public.user_emotional_states (user_id, companion_id, emotional_state, intensity_score)
SELECT 'u' || n, 1 + n % 9, 'calm', 5 FROM generate_series(1, :users) n;
SQL
createdb --template="$database" "${database}_huge"

# --- Values that cannot be read
sql <<'SQL'
ALTER TABLE public.user_emotional_states DROP CONSTRAINT user_emotional_states_intensity_score_check, ALTER COLUMN intensity_score TYPE real;
ALTER TABLE public.companions ALTER COLUMN traits DROP DEFAULT, ALTER COLUMN traits TYPE json;
UPDATE public.user_emotional_states SET intensity_score = 'NaN' WHERE user_id = 'u7';
INSERT INTO public.companions (id, name, traits) VALUES (77, 'Nul', '["\u0000"]'), (78, 'Half', '["\ud800"]');
UPDATE public.relationship_progression SET companion_id = 77 WHERE user_id = 'u8';
UPDATE public.relationship_progression SET companion_id = 78 WHERE user_id = 'u9';
INSERT INTO proactive.pairs (user_id, companion_id, next_check_at) VALUES ('u10', 'abc', now()), ('u10', '99999999999999', now());
SQL
"$PROACTIVE" config adapter install seed >"$work/installed" 2>&1 || true
check "a single bad row is a warning of the check" grep -qE '^warning +app_facts +1 pair cannot be read, such as user u7' "$work/installed"
run schedule
exits "schedule says that some failed" 1
reported "all others are scheduled" ".scheduled == $users - 3"
reported "the unreadable are counted" '.unreadable == 5'
named "NaN is named with its pair" '"event":"unreadable".*"user_id":"u7".*mood_intensity is NaN'
named "a NUL in JSON is named with its pair" '"user_id":"u8".*22P05'
named "a lone surrogate is named with its pair" '"user_id":"u9".*22P'
named "an id of another type is named with its pair" '"companion_id":"abc".*22P02'
named "an id out of range is named with its pair" '"companion_id":"99999999999999".*22003'
check_sql "the bad pairs are parked with their errors" \
  "SELECT count(*) = 5 AND bool_and(next_check_at > now() + interval '20 hours') FROM proactive.pairs WHERE error IS NOT NULL"
check_sql "no draft of another lost an attempt" \
  "SELECT bool_and(attempt = 1) AND count(*) FILTER (WHERE engagement_status = 'drafting') = 0 FROM proactive.engagements"
run schedule
exits "what is parked is not looked at again" 0

# --- Words that no enum has, in what is stored with us
due
sql -c "ALTER TABLE proactive.engagements DROP CONSTRAINT engagements_type" \
  -c "UPDATE proactive.engagements SET engagement_type = 'of_a_later_version' WHERE user_id = 'u20'"
run process
exits "process says that one failed" 1
reported "all others are sent" ".sent == $users - 4 and .failed == 1"
check_sql "the unknown word is named" \
  "SELECT reason = 'unreadable' AND error LIKE '%of_a_later_version%' FROM proactive.engagements WHERE user_id = 'u20'"
sql -c "INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_status, scheduled_for, created_at,
          relationship_stage, lease_until, run_id)
        VALUES ('u7', '8', 'of_a_later_version', 'drafting', now(), now(), 'friend', now() - interval '1 minute', 'dead')"
run schedule
check_sql "a draft with an unknown word fails alone" \
  "SELECT engagement_status = 'failed' AND reason = 'unreadable' FROM proactive.engagements WHERE user_id = 'u7'"

# --- Huge texts
export PGDATABASE=${database}_huge
sql <<'SQL'
ALTER TABLE public.user_emotional_states DROP CONSTRAINT user_emotional_states_emotional_state_check;
ALTER TABLE public.relationship_progression DROP CONSTRAINT relationship_progression_relationship_stage_check;
CREATE TEMP TABLE big AS SELECT string_agg(md5(n::text), '') AS text FROM generate_series(1, 327680) n; -- 10 MB
UPDATE public.users SET name = big.text, email = big.text FROM big WHERE id = 'u5';
UPDATE public.companions SET name = big.text, personality = big.text, backstory = big.text, conversation_style = big.text,
       traits = to_jsonb(big.text), interests = (SELECT jsonb_agg('thing ' || n) FROM generate_series(1, 100000) n)
  FROM big WHERE id = 3;
UPDATE public.companion_memories SET content = big.text FROM big WHERE user_id = 'u12';
UPDATE public.user_emotional_states SET emotional_state = big.text FROM big WHERE user_id = 'u22';
UPDATE public.relationship_progression SET relationship_stage = big.text FROM big WHERE user_id = 'u32';
SQL
(
  grep -qaE '__(asan|tsan)_init' "$PROACTIVE" || ulimit -v 500000 # a sanitizer's shadow is larger than any limit
  "$PROACTIVE" schedule --format json
) >"$work/huge" 2>"$work/log" || true
report=$(<"$work/huge") code=0
reported "huge texts: schedule writes to all but the one of an unknown stage" ".scheduled == $users - 1 and .refused.stage == 1"
due
run process
exits "huge texts: process is well" 0
reported "huge texts: process delivers" ".sent == $users - 1"
check_sql "a huge name is cut where it becomes a title" "SELECT max(char_length(title)) <= 200 FROM public.conversations"
finish "$work/log"
