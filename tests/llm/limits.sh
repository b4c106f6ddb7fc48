#!/usr/bin/env bash
# Calls, tokens, time and pace have bounds; what they leave is written by templates.
#   PROACTIVE=... scripts/with-postgres tests/llm/limits.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
start_llm

world 20
llm_script '{}'
PROACTIVE_LLM_MAX_CALLS_PER_RUN=5 schedule
expect "no more calls than a run may make" '.llm.calls == 5 and .written_by.llm == 5 and .written_by.fallback == 15'
expect "and the report says so" '.llm.stopped == "call_limit" and .llm.refusals.call_limit == 15'
expect_code "which is no failure" 0
expect_complete "every engagement has its message" 20

world 20
PROACTIVE_LLM_MAX_TOKENS_PER_DAY=8000 schedule --concurrency 2
expect "a budget of tokens holds" '.written_by.llm >= 5 and .written_by.fallback >= 5 and .llm.tokens_in + .llm.tokens_out <= 8000'
expect_complete "every engagement has its message when it is spent" 20
check "the log says so, once" test "$(grep -c llm_token_budget_spent "$work/log")" = 1
check_sql "the engagements say so" "SELECT bool_and(refusals ->> -1 = 'token_budget') FROM proactive.engagements WHERE writer = 'fallback'"
psql -Xqc "UPDATE proactive.pairs SET next_check_at = '-infinity'" -c 'DELETE FROM proactive.engagements'
PROACTIVE_LLM_MAX_TOKENS_PER_DAY=8000 schedule --concurrency 2
expect "over all runs of the day" '.written_by.llm <= 2'
check_sql "the day's sum is not exceeded" 'SELECT tokens <= 8000 FROM proactive.llm_usage'
psql -Xqc "UPDATE proactive.llm_usage SET day = day - 1" -c "UPDATE proactive.pairs SET next_check_at = '-infinity'" \
  -c 'DELETE FROM proactive.engagements'
PROACTIVE_LLM_MAX_TOKENS_PER_DAY=8000 schedule --concurrency 2
expect "and is back on the next day" '.written_by.llm >= 5'
world 40
llm_script '{"latency_ms": 50}'
for run in 1 2 3 4; do
  PROACTIVE_LLM_MAX_TOKENS_PER_DAY=15000 $PROACTIVE schedule --slices 16 --limit 100 --format json >"$work/run$run" 2>>"$work/log" &
  runs[run]=$!
done
for run in 1 2 3 4; do wait "${runs[run]}"; done
check "runs side by side cannot spend the same tokens" jq -se \
  'map(.llm | .tokens_in + .tokens_out) | if add <= 15000 then true else error("\(.)") end' "$work"/run[1-4]
# What one sets aside for calls that it has begun is not there for the others, so how many are written is left to chance.
check "and spend some" jq -se 'map(.written_by.llm) | if add >= 1 then true else error("\(.)") end' "$work"/run[1-4]

world 20
llm_script '{"latency_ms": 700}'
PROACTIVE_RUN_TIME_LIMIT=2 schedule --concurrency 4
expect "at the time limit templates write the rest" '.written_by.llm >= 4 and .written_by.fallback >= 4 and .llm.refusals.time_limit >= 4'
expect_complete "every engagement has its message then" 20
check "at once ($elapsed ms)" test "$elapsed" -lt 3500
check "and the log says so" grep -q time_limit_reached "$work/log"
expect_code "which is no failure either" 0

# Retries.
world 100
llm_script '{"rules": [{"do": "status", "status": 500, "share": 0.1}]}'
schedule
expect "one call in ten fails: at most 1.1 calls a message" '.llm.calls <= 110 and .written_by.llm >= 95'
expect_complete "every engagement has its message after failures" 100
world 100
llm_script '{"rules": [{"do": "reset", "share": 0.1}]}'
schedule
expect "the same for connections that break" '.llm.calls <= 110 and .written_by.llm >= 95'
world 10
llm_script '{"rules": [{"do": "status", "status": 429, "retry_after": 2, "times": 1}]}'
schedule --concurrency 2
expect "429 with Retry-After: the service is left alone, and asked again" '.written_by.llm == 10 and .llm.calls == 11'
check "for as long as it says ($elapsed ms)" test "$elapsed" -ge 2000 -a "$elapsed" -lt 6000
world 10
llm_script '{"rules": [{"do": "status", "status": 429, "retry_after_date": 2, "times": 1}]}'
schedule --concurrency 2
expect "also where it names a time" '.written_by.llm == 10'
check "which it has to wait for ($elapsed ms)" test "$elapsed" -ge 1000 -a "$elapsed" -lt 6000
world 10
llm_script '{"rules": [{"do": "status", "status": 429, "retry_after": 3600, "times": 1}]}'
schedule
expect "but not for an hour" '.written_by.llm == 10'
check "which is asked again soon ($elapsed ms)" test "$elapsed" -lt 3000
world 10
llm_script '{"rules": [{"do": "status", "status": 429, "retry_after": 3600}]}'
schedule
expect "a service that asks for an hour again and again is given up" '.llm.stopped == "failures" and .written_by.fallback == 10'
check "at once ($elapsed ms)" test "$elapsed" -lt 3000
world 60
llm_script '{"latency_ms": 100, "rules": [{"do": "status", "status": 429, "times": 6}]}'
schedule --concurrency 16
expect "after 429 fewer calls run at once, and most messages are the LLM's" '.written_by.llm >= 54 and .llm.calls <= 66'
expect_complete "every engagement has its message after 429" 60
world 200
llm_script '{"rules": [{"do": "status", "status": 429}]}'
PROACTIVE_LLM_OUTAGE_SECONDS=3 schedule
expect "a storm of 429 ends the calls" '.llm.stopped == "failures" and .llm.calls < 40 and .written_by.fallback == 200'
check "after llm_outage_seconds ($elapsed ms)" test "$elapsed" -ge 3000 -a "$elapsed" -lt 8000
world 200
llm_script '{"rules": [{"do": "status", "status": 503}]}'
PROACTIVE_LLM_OUTAGE_SECONDS=3 schedule
expect "no success for llm_outage_seconds: templates write the rest" '.llm.stopped == "failures" and .llm.calls < 20 and .written_by.fallback == 200'
check "one line of the log says so" test "$(grep -c llm_stopped "$work/log")" = 1
expect_code "a run in which no call was answered is not well" 1

# The key, the account.
for rule in '"status":401' '"status":403' '"status":429,"code":"insufficient_quota"'; do
  stop=forbidden
  case $rule in *quota*) stop=no_credit ;; esac
  world 100
  llm_script "{\"latency_ms\": 20, \"rules\": [{\"do\": \"status\", $rule}]}"
  OPENAI_API_KEY=sk-4711-secret schedule --concurrency 8
  expect "$rule ends the calls at once" ".llm.stopped == \"$stop\" and .llm.calls <= 8 and .written_by.fallback == 100"
  expect_code "$rule: the exit code tells" 1
  check "$rule: one error that says what to do" test "$(grep -c '"level":"error","event":"llm_stopped"' "$work/log")" = 1
  expect_complete "$rule: every engagement has its message" 100
  check_sql "$rule: the run's row has the sentence" \
    "SELECT errors ->> 0 ~ 'correct OPENAI_API_KEY|see to the account' FROM proactive.runs ORDER BY started_at DESC LIMIT 1"
done

# One call that hangs delays nobody: the others are stored while it does.
world 60
llm_script '{"latency_ms": 50, "rules": [{"do": "hang", "times": 1}]}'
PROACTIVE_LLM_TIMEOUT_SECONDS=5 $PROACTIVE schedule --limit 100 --concurrency 4 2>"$work/log" &
run=$!
start=$(date +%s%N)
until [ "$(psql -XAtqc "SELECT count(*) FROM proactive.engagements WHERE engagement_status = 'scheduled'")" -ge 59 ]; do sleep 0.05; done
elapsed=$((($(date +%s%N) - start) / 1000000))
check "one call hangs: the others are stored meanwhile ($elapsed ms)" test "$elapsed" -lt 5000
check_sql "no transaction is open while a call is under way" "SELECT count(*) = 0 FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'proactive schedule%' AND xact_start IS NOT NULL"
wait $run
expect_complete "and the last one is asked for again" 60
check_sql "and written" "SELECT bool_and(writer = 'llm') FROM proactive.engagements"
finish "$work/log"
