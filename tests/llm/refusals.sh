#!/usr/bin/env bash
# What a service says of one prompt is no fault of the service; what it says of the account ends the calls at once.
#   PROACTIVE=... [FORMS_TABLE=1] scripts/with-postgres tests/llm/refusals.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
export PROACTIVE_LLM_OUTAGE_SECONDS=5 # so long does it take to see that what is said of the account is taken for an outage
start_llm

# Refuses the prompts of three: of user-1, who is the first, user-9 and user-17.
refuses() { # rule without its braces, of the model, calls that it may cost
  world $pairs
  llm_script "{\"rules\": [{$1, \"match\": [\"canarybz\", \"canaryjz\", \"canarybhz\"]}]}"
  OPENAI_MODEL=$2 schedule
  table_row "$2"
  expect "$2: templates write to whom it concerns, and the others go on" \
    ".written_by.fallback == 3 and .written_by.llm == $((pairs - 3)) and .llm.stopped == null and .llm.calls <= $((pairs + ${3:-6}))"
  check_sql "$2: to nobody else" "SELECT bool_and((writer = 'fallback') = (user_id IN ('user-1', 'user-9', 'user-17')))
    FROM proactive.engagements"
  expect_code "$2: the run ends well" 0
  check "$2: nothing is found out by it" test "$(llm_stat .formats.json_schema)" -ge $((pairs - 3))
  check "$2: nothing of the prompt is logged" test "$(grep -cE 'canary|their_n|Calm and curious' "$work/log")" = 0
}
# The service's own words, which the log must have.
declare -A words=(
  [xai_403_content]='violates usage guidelines' [openrouter_403_moderation]='flagged for' [deepseek_content_risk]='Content Exists Risk'
  [qwen_data_inspection]='may contain inappropriate content' [azure_content_filter]='content management policy'
  [zhipu_1301]='系统检测到输入或生成内容' [context_too_long]='maximum context length' [llama_context_too_long]='available context size'
  [llama_context_500]='available context size' [vllm_context_too_long]='maximum context length'
  [groq_failed_generation]='Failed to generate JSON' [fastapi_422_echo]='longer than this deployment allows'
  [sentence_with_prompt]='Prompt rejected by the guardrail' [gemini_block_reason]='PROHIBITED_CONTENT'
)
for refusal in $(names_in refusals refusals); do
  refuses "\"do\": \"$refusal\"" "$refusal"
  [ -z "${words[$refusal]:-}" ] || check "$refusal: its own words are logged" grep -q "${words[$refusal]}" "$work/log"
done
for status in 400 403 422; do
  refuses "\"do\": \"status\", \"status\": $status" "unexplained-$status" 12
done
world $pairs
llm_script '{"rules": [{"do": "status", "status": 500, "match": ["canarybz", "canaryjz", "canarybhz"]}]}'
OPENAI_MODEL=unexplained-500 schedule
table_row unexplained-500
expect "unexplained-500: it may be an outage, and the others go on" ".written_by.fallback == 3 and .written_by.llm == $((pairs - 3))"
expect_code "unexplained-500: the run ends well" 0

# The key, the credit, the model, the path.
for stop in $(names_in errors stops); do
  for error in $(node --input-type=module -e "import { stops } from './tests/llm/errors.mjs'; console.log(stops.$stop.join(' '))"); do
    world $pairs
    llm_script "{\"latency_ms\": 20, \"rules\": [{\"do\": \"$error\"}]}"
    OPENAI_API_KEY=sk-live-4711-secret OPENAI_MODEL=$error schedule --concurrency 4
    table_row "$error"
    expect "$error ends the calls at once" \
      ".llm.stopped == \"$stop\" and .llm.calls <= 8 and .written_by.fallback == $pairs"
    expect_code "$error: the exit code tells" 1
    check "$error: one error of the log says so" test "$(grep -c '"level":"error","event":"llm_stopped"' "$work/log")" = 1
    check "$error: without the key" test "$(grep -cE '4711|sk-li' "$work/log")" = 0
  done
done
expect_complete "every engagement has its message" $pairs

# Later in the run too.
world $pairs
llm_script '{"rules": [{"do": "deepseek_402", "after": 5}]}'
OPENAI_MODEL=spent-later schedule --concurrency 1
expect "credit that is spent in the middle ends the calls there" '.llm.stopped == "no_credit" and .written_by.llm == 5 and .llm.calls <= 8'
expect_code "credit that is spent in the middle: the exit code tells" 1

# Drafts that are all refused cost no more calls than it takes to see that.
world 100
llm_script '{"rules": [{"do": "link"}]}'
OPENAI_MODEL=links schedule --concurrency 4
table_row "every draft refused"
expect "a model whose drafts are all refused is given up" '.llm.stopped == "drafts" and .llm.calls <= 60 and .written_by.fallback == 100'
expect_code "a model whose drafts are all refused: the exit code tells" 1
world $pairs
llm_script '{"rules": [{"do": "thoughts_use_all"}]}'
OPENAI_MODEL=thinker schedule --concurrency 4
table_row "thoughts use all tokens"
expect "a model that thinks up all its tokens writes nothing" ".written_by.fallback == $pairs"
expect "whose tokens are booked" ".llm.tokens_in + .llm.tokens_out == $(llm_stat .tokens_billed)"
check "and a warning names the setting" grep -qi '"level":"warn.*llm_max_completion_tokens' "$work/log"
finish_table
