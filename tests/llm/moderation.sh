#!/usr/bin/env bash
# moderation=openai: what passes the review is judged by the service's endpoint before it is stored.
#   PROACTIVE=... scripts/with-postgres tests/llm/moderation.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
export PROACTIVE_MODERATION=openai PROACTIVE_LLM_OUTAGE_SECONDS=2
start_llm

world 20
llm_script '{"moderation": {}}'
schedule
expect "what is not flagged is sent" '.written_by.llm == 20 and .llm.refusals == {}'
check "after one judgement each" test "$(llm_stat .moderations)" = 20
check_sql "whose tokens nobody counts" "SELECT bool_and(llm_calls = 2) FROM proactive.engagements"

world 20
llm_script '{"moderation": {"flags": "moon|owl|tea|rain|song|film|clock|kite"}, "latency_ms": 5}'
schedule
expect "what is flagged is asked for once more" '.llm.refusals.moderation >= 1 and .written_by.llm >= 12 and .written_by.llm + .written_by.fallback == 20'
check_sql "and never sent" "SELECT count(*) = 0 FROM proactive.engagements
  WHERE writer = 'llm' AND engagement_content ~ 'moon|owl|tea|rain|song|film|clock|kite'"
world 20
llm_script '{"moderation": {"flags": "."}}'
schedule
expect "where all is flagged templates write" '.written_by.fallback == 20 and .llm.refusals.moderation >= 10'

world 20
llm_script '{"moderation": {"status": 503, "times": 5}}'
schedule
expect "an endpoint that is out of order is waited for" '.written_by.llm == 20'
world 20
llm_script '{"moderation": {"status": 500}}'
schedule
expect "and given up in time: nothing is sent that nobody judged" '.written_by.fallback == 20 and .llm.stopped == "failures"'
check "the log has nothing of the messages" test "$(grep -c 'about:' "$work/log")" = 0

world 20
llm_script '{}'
schedule --concurrency 4
expect "a service without the endpoint ends the calls" '.llm.stopped == "no_moderation" and .written_by.fallback == 20 and .llm.calls <= 10'
expect_code "which the exit code tells" 1
check "and the log says what to do" grep -q 'set moderation to off' "$work/log"
code=0
$PROACTIVE config check >"$work/out" 2>"$work/log" || code=$?
check "as config check does" grep -q 'failure .*set moderation to off' "$work/out"
expect_complete "every engagement has its message" 20
finish "$work/log"
