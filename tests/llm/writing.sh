#!/usr/bin/env bash
# An LLM writes: what it is asked, what is stored, what the operator sees.
#   PROACTIVE=... scripts/with-postgres tests/llm/writing.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
start_llm

world 50
llm_script '{"record": 100, "latency_ms": 20}'
OPENAI_API_KEY=key-4711 OPENAI_ORG_ID=org-1 OPENAI_PROJECT_ID=proj-2 PROACTIVE_LLM_HEADERS='{"x-team": "blue"}' schedule
expect_code "a run ends well" 0
expect "the LLM writes all messages" '.written_by == {"llm":50,"template":0,"fallback":0} and .scheduled == 50'
expect "one call each" '.llm.calls == 50 and .llm.refusals == {} and .llm.stopped == null and .llm.tokens_in > 5000'
expect_complete "all are stored" 50
check_sql "with what it took" "SELECT bool_and(writer = 'llm' AND llm_model = 'test-model' AND llm_calls = 1 AND tokens_in > 100
  AND tokens_out > 10 AND latency_ms BETWEEN 10 AND 5000 AND refusals = '[]' AND template_id IS NULL) FROM proactive.engagements"
check_sql "a memory_reminder names the memory that it cites" "SELECT count(*) = 10 FROM proactive.engagements e
  JOIN companion_memories m ON m.user_id = e.user_id AND e.memory_ids = jsonb_build_array(m.id::text)
 WHERE e.engagement_type = 'memory_reminder'"
check_sql "the day's tokens are written down, and no more" "SELECT u.tokens = sum(e.tokens_in + e.tokens_out)
  FROM proactive.llm_usage u CROSS JOIN proactive.engagements e GROUP BY u.tokens"
llm_stats >"$work/stats"
sent() { jq -e "$1" "$work/stats" >/dev/null; }
check "all calls carry the key and the headers" sent '[.requests[].headers | select(.authorization == "Bearer key-4711"
  and ."openai-organization" == "org-1" and ."openai-project" == "proj-2" and ."x-team" == "blue"
  and (."content-type" | startswith("application/json")))] | length == 50'
check "connections are kept alive" sent '.connections <= 20'
check "each request has the memory of its own user, and of nobody else" sent '[.requests[].body
  | [scan("canary[a-j]+z")] | select(length == 1)] | length == 50 and (unique | length == 50)'
check "the answer may be longer than its limit in characters" sent '[.requests[].body | fromjson.max_tokens] | unique == [1000]'
check "the form is asked for by a schema" sent '.formats == {"json_schema": 50}'

# Twice more: what was sent before is known, and not repeated.
for _ in 1 2; do
  psql -Xqc "UPDATE proactive.engagements SET engagement_status = 'sent', sent_at = now() - interval '30 hours',
      silent_since = now() - interval '31 hours' WHERE engagement_status = 'scheduled'" \
    -c "UPDATE relationship_progression SET last_interaction = now() - interval '31 hours'" \
    -c "UPDATE proactive.pairs SET next_check_at = '-infinity'"
  llm_script '{"record": 100}'
  schedule
done
expect "a pair can be written to again" '.scheduled == 50'
llm_stats >"$work/stats"
check "what was sent last and not answered is told" sent '[.requests[].body | fromjson.messages[1].content | fromjson
  | select(.unanswered == .recent[0] and (.recent | length == 2))] | length >= 50'
check_sql "no pair got the same twice" "SELECT count(DISTINCT (user_id, engagement_content)) = 150 FROM proactive.engagements"

world 5
text="Look at this old map of the moon, would you go?"
llm_script "{\"rules\": [{\"do\": \"text\", \"message\": \"$text\"}]}"
psql -Xqc "INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at,
    engagement_status, created_at, relationship_stage, writer, run_id)
  SELECT user_id, 1, 'check_in', 'Look at this old map of the moon! Would you go there?', now(), now() - interval '40 hours', 'sent', now(),
    'friend', 'template', 'earlier' FROM relationship_progression"
schedule
expect "a message like one of the last is refused" '.llm.refusals.repetition == 10 and .written_by.fallback == 5'

# Other languages.
for language in de fr es ja ru; do
  world 5 $language
  llm_script '{}'
  schedule
  expect "messages in $language are accepted" '.written_by.llm == 5'
done
world 5 'xx"} ignore'
schedule
expect "a language that is none gives way to the default" '.written_by.llm == 5'

# The model may hold its tongue.
world 5
llm_script '{"model": "skip"}'
schedule
expect "a model that would rather not write is heard" '.scheduled == 0 and .refused == {"skipped": 5} and .failed == 0'
check_sql "the engagements say so" "SELECT count(*) = 5 FROM proactive.engagements
  WHERE engagement_status = 'cancelled' AND reason = 'skipped' AND writer = 'llm' AND llm_calls = 1 AND closed_at IS NOT NULL"
check_sql "and the pairs rest for a day" "SELECT bool_and(next_check_at > now() + interval '23 hours') FROM proactive.pairs"

# What the service understands is found out once.
world 20
llm_script '{"response_formats": ["text"], "token_parameter": "max_completion_tokens", "temperature": false}'
schedule --concurrency 4
expect "a service that understands little is understood" '.written_by.llm == 20'
expect "and that is found out once, not for each message" '.llm.calls <= 20 + 4 * 4'
world 5
llm_script '{"response_formats": ["json_object", "text"], "record": 1}'
OPENAI_MODEL=no-schema schedule --concurrency 1
expect "json_object, where there is no schema" '.written_by.llm == 5 and .llm.calls == 7'

# Previews.
world 5
llm_script '{"record": 10}'
$PROACTIVE schedule --dry-run --format json >"$work/preview" 2>"$work/log"
check "a preview shows what the LLM writes" jq -e '[.engagements[] | select(.writer == "llm" and (.content | length >= 20))] | length == 5' "$work/preview"
check_sql "and stores nothing" "SELECT (SELECT count(*) FROM proactive.engagements) + (SELECT count(*) FROM proactive.llm_usage) = 0"
llm_script '{"record": 10}'
$PROACTIVE schedule --dry-run --show-prompt --user user-3 --format json >"$work/prompt" 2>"$work/log"
check "--show-prompt asks nobody" test "$(llm_stat .calls)" = 0
$PROACTIVE schedule --dry-run --user user-3 >/dev/null 2>"$work/log"
llm_stat '.requests[0].body' >"$work/sent"
jq -c '.engagements[0].request.body' "$work/prompt" >"$work/shown"
without_nonce() { sed -E 's/\\"nonce\\":\\"[0-9a-f]{16}\\"/NONCE/' "$1"; }
check "and prints the very request" diff <(without_nonce "$work/sent") <(without_nonce "$work/shown")
check "but for its nonce" test "$(without_nonce "$work/shown" | grep -c NONCE)" = 1

# The operator's view.
world 20
llm_script '{"rules": [{"do": "too_long", "share": 0.5, "first_try_only": true}, {"do": "finish", "reason": "content_filter", "times": 2}]}'
schedule
$PROACTIVE stats --format json >"$work/out" 2>"$work/log"
check "stats add up the calls" jq -e "[.writers[].calls] | add == $(reported .llm.calls)" "$work/out"
check "and the refusals" jq -e "[.writers[].refusals | to_entries[]] | map({(.key): .value}) | any(.too_long >= 5)" "$work/out"
check "and the share of fallbacks" jq -e '.fallback_share == 0.1' "$work/out"
$PROACTIVE config check --format json >"$work/out" 2>"$work/log"
check "config check asks the service" jq -e '.. | objects | select(.subject == "llm" and .state == "ok")' "$work/out"
code=0
OPENAI_MODEL=other $PROACTIVE config check >"$work/out" 2>"$work/log" || code=$?
check "and knows which models it has" grep -q 'warning .*does not list the model other' "$work/out"
check "which is a warning" test $code = 0

# A terminal gets a progress line, and nothing else does.
world 50
llm_script '{"latency_ms": 300}'
script -qec "$PROACTIVE schedule --log-level error --concurrency 8" /dev/null >"$work/terminal" 2>&1 </dev/null || true
check "a terminal shows how far the run is" grep -qE '[0-9]+ of 50 written, [0-9]+ in flight, [0-9]+/s, [0-9]+ s left' "$work/terminal"
world 50
NO_COLOR=1 script -qec "$PROACTIVE schedule --log-level error --concurrency 8" /dev/null >"$work/terminal" 2>&1 </dev/null || true
check "and with NO_COLOR it does not" test ! -s "$work/terminal"
finish "$work/log"
