#!/usr/bin/env bash
# Secrets stay secret, answers reach whom they are for, and no text of a user becomes an instruction.
#   PROACTIVE=... scripts/with-postgres tests/llm/safety.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
start_llm

# The key: a service that repeats it, in every way that it fails.
for rule in '"status":401' '"status":400' '"status":500' '"status":403'; do
  world 3
  llm_script "{\"require_key\": \"other\", \"rules\": [{\"do\": \"status\", $rule, \"message\": \"wrong key sk-live-4711-secret, and blue-4711\"}]}"
  OPENAI_API_KEY=sk-live-4711-secret PROACTIVE_LLM_HEADERS='{"x-team":"blue-4711"}' schedule
  cat "$work/log" >>"$work/logs"
  echo "$report" >>"$work/logs"
done
world 3
llm_script '{"require_key": "other"}'
printf 'sk-file-4711-secret\r\n' >"$work/key"
OPENAI_API_KEY_FILE=$work/key schedule
cat "$work/log" >>"$work/logs"
check "a key that the service refuses and repeats is in no log and no report" test "$(grep -cE '4711' "$work/logs")" = 0
check "nor in the database" test "$(pg_dump | grep -cE '4711-secret|blue-4711')" = 0
llm_script '{"require_key": "sk-file-4711-secret", "latency_ms": 1500}'
world 3
OPENAI_API_KEY_FILE=$work/key $PROACTIVE schedule 2>"$work/log" &
run=$!
sleep 0.7
check "nor on any command line" test "$(tr '\0' ' ' </proc/$run/cmdline | grep -c 4711)" = 0
wait $run
expect_complete "a key from a file is taken" 3
check_sql "and writes" "SELECT bool_and(writer = 'llm') FROM proactive.engagements"
OPENAI_API_KEY=sk-live-4711-secret PROACTIVE_LLM_HEADERS='{"x-team":"blue-4711"}' $PROACTIVE config show >"$work/out" 2>&1
check "config show says that it is set, and no more" test "$(grep -c '(set)' "$work/out")" -ge 2 -a "$(grep -c 4711 "$work/out")" = 0

# Answers cross: each message names its user, and some answers are another's.
world 2000
llm_script '{"model": "echo", "latency_ms": [0, 30], "rules": [{"do": "crossed", "share": 0.05}]}'
schedule --concurrency 64 --jobs 2
expect_complete "answers that cross: every engagement has its message" 2000
expect "and the crossed ones are refused" '.llm.refusals.wrong_nonce >= 90 and .written_by.llm > 1900'
check_sql "no message is for another user" "SELECT count(*) = 0 FROM proactive.engagements e JOIN users u ON u.id = e.user_id
  WHERE e.writer = 'llm' AND e.engagement_content NOT LIKE 'For ' || u.name || ':%'"

# Memories, names, personas and moods with instructions, for a model that obeys whatever is not quoted.
world 200
psql -Xq -v ON_ERROR_STOP=1 -f tests/llm/injections.sql
llm_script '{"model": "obedient", "record": 1000}'
PROACTIVE_MAX_MEMORIES_TO_USE=10 schedule
expect_complete "200 injections: every engagement has its message" 200
check_sql "none is obeyed" "SELECT count(*) = 0 FROM proactive.engagements WHERE engagement_content ~* 'i obey'"
# A reminder of a memory whose words are all function words is refused: it shares none of its content.
expect "and the LLM writes" '.written_by.llm >= 170'
llm_stats >"$work/stats"
check "no request has another user's memory" jq -e \
  '[.requests[].body | [scan("canary[a-j]+z")] | unique | select(length > 1)] == []' "$work/stats"
check "all of them were asked" jq -e '.calls >= 200' "$work/stats"
check "the memories are in the requests" jq -e '[.requests[].body | select(test("OBEY"))] | length >= 200' "$work/stats"
finish "$work/log"
