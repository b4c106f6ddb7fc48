#!/usr/bin/env bash
# What a service does not take is found out step by step, once, and remembered; config check says so.
#   PROACTIVE=... [FORMS_TABLE=1] scripts/with-postgres tests/llm/profiles.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
start_llm

found_out() { # what, members of the script, messages that it may cost
  local run
  for run in first second; do
    world $pairs
    llm_script "{$2}"
    OPENAI_MODEL=$1 schedule --concurrency 4
    if [ $run = first ]; then
      table_row "$1"
      expect "$1: found out" ".written_by.llm >= $((pairs - ${3:-0})) and .llm.calls <= $((pairs + 24)) and .llm.stopped == null"
    else
      expect "$1: known to the next run" ".written_by.llm == $pairs and .llm.calls == $pairs"
    fi
  done
}
few='"response_formats": ["text"], "temperature": false'
for dialect in openai mistral mistral_list cloudflare vllm text422 fastapi silent400 silent500; do
  found_out "$dialect-text" "\"dialect\": \"$dialect\", \"response_formats\": [\"text\"]"
done
for dialect in openai mistral cloudflare text422; do
  found_out $dialect-json_object "\"dialect\": \"$dialect\", \"response_formats\": [\"json_object\", \"text\"]"
  check "$dialect: the strongest form that it takes" test "$(llm_stat '.formats | keys | join(" ")')" = json_object
done
# Models of some kinds are asked with max_completion_tokens first.
for dialect in openai mistral vllm text422 fastapi; do
  found_out o4-mini-$dialect "\"dialect\": \"$dialect\", \"token_parameter\": \"max_tokens\", $few"
done
found_out openai-tokens "\"token_parameter\": \"max_completion_tokens\", $few"
for wording in gemma_400 gemma_500 llama_cpp_python mistral_template gemini_gemma; do
  found_out $wording "\"system_role\": false, \"system_wording\": \"$wording\""
  check "$wording: and nothing else is given up" test "$(llm_stat '.formats | keys | join(" ")')" = json_schema
done
found_out fastapi-system '"system_role": false, "dialect": "fastapi"'
for wording in openai groq anthropic gemini; do
  found_out $wording-bounds "\"schema_bounds\": false, \"bounds_wording\": \"$wording\""
  check "$wording: a schema without bounds" test "$(llm_stat '.formats | keys | join(" ")')" = json_schema
done
found_out everything-at-once "\"system_role\": false, \"system_wording\": \"llama_cpp_python\", \"token_parameter\": \"max_completion_tokens\", $few"

# A model that writes prose, unless its service makes it write JSON, or the message alone is asked for.
found_out prose-made-json '"model": "prose"'
found_out prose-with-json_object '"model": "prose", "response_formats": ["json_object", "text"]'
found_out prose-without-forms '"model": "prose", "response_formats": ["text"]' 3
found_out prose-ignores-forms '"model": "prose", "ignores_format": true' 3

# One prompt's error, before and after a success, is not what the service is like.
for user in b ca; do
  world $pairs
  llm_script "{\"rules\": [{\"do\": \"vllm_context_too_long\", \"match\": \"canary${user}z\"}]}"
  OPENAI_MODEL=one-prompt-$user schedule --concurrency 1
  expect "one long prompt: only its message falls back" ".written_by.fallback == 1 and .written_by.llm == $((pairs - 1))"
  check "one long prompt: the others are asked as before" test "$(llm_stat .formats.json_schema)" -ge $((pairs - 1))
done

# What is sent.
world 5
llm_script '{"record": 5}'
OPENAI_MODEL=bounds PROACTIVE_LLM_BODY='{"reasoning_effort": "low", "chat_template_kwargs": {"enable_thinking": false}}' schedule
llm_stats >"$work/stats"
sent() { jq -e "[.requests[].body | fromjson | select($1)] | length == 5" "$work/stats" >/dev/null; }
check "no stream is asked for" sent '.stream == false'
check "the operator's members are merged into the request" sent '.reasoning_effort == "low" and .chat_template_kwargs.enable_thinking == false'
check "the schema bounds the message and its memories" sent \
  '.response_format.json_schema.schema.properties | .message.maxLength >= 100 and .memory_ids.maxItems >= 1'
check "and has the nonce" sent \
  '.response_format.json_schema.schema.properties.nonce.const == (.messages[-1].content | fromjson.nonce)'
for model in gpt-5-mini o4-mini; do
  world 5
  llm_script '{"record": 5}'
  OPENAI_MODEL=$model schedule
  llm_stats >"$work/stats"
  check "$model is told its limit as models of its kind are" sent '.max_completion_tokens > 0 and (has("max_tokens") | not)'
done

# config check asks for one small completion, and names what it found.
checks() { # further arguments: what config check prints is $work/out
  code=0
  $PROACTIVE config check "$@" >"$work/out" 2>"$work/log" || code=$?
}
world 5
llm_script '{}'
OPENAI_MODEL=checked checks
check "config check makes one completion" test "$(llm_stat .calls)" = 1
check "config check says what the service takes" grep -q 'llm .*understands .*schema' "$work/out"
llm_script '{}'
OPENAI_MODEL=checked checks --quick
check "config check --quick makes none" test "$(llm_stat .calls)" = 0
for form in openai gemini ollama none; do
  llm_script "{\"models\": [\"other\", \"test-model\"], \"models_form\": \"$form\"}"
  checks
  check "config check, models as $form: ends well" test $code = 0
  check "config check, models as $form: knows the model" test "$(grep -c 'does not list the model' "$work/out")" = 0
done
llm_script '{"models": ["other"], "models_form": "ollama"}'
checks
check "config check knows that a model is not listed" grep -q 'does not list the model test-model' "$work/out"
llm_script '{"completions_path": "/v1/chat/completions"}'
OPENAI_BASE_URL=${llm_url%/v1} checks
check "config check finds the path" grep -q '/v1' "$work/out"
llm_script '{"completions_path": "/api/v3/chat/completions"}'
checks
check "config check knows when there is no path" test $code != 0
finish_table
