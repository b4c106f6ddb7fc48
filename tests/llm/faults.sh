#!/usr/bin/env bash
# Whatever the LLM's service answers, each engagement ends in an accepted message or in a template, and says why:
#   PROACTIVE=... scripts/with-postgres tests/llm/faults.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
export PROACTIVE_LLM_TIMEOUT_SECONDS=1
start_llm

# A fault at every call: all messages are templates, for this reason.
always() { # rule without its braces, reason
  world 5
  llm_script "{\"rules\": [{$1}]}"
  schedule
  expect_code "always $1: the run ends well" 0
  expect "always $1: templates write" '.written_by == {"llm":0,"template":0,"fallback":5}'
  expect "always $1: since $2" ".llm.refusals[\"$2\"] >= 5"
  expect_complete "always $1: every engagement has its message" 5
}
# The same fault at the first try of each message: the second is accepted, and the reason is kept.
at_first() { # rule without its braces, reason
  world 5
  llm_script "{\"rules\": [{$1, \"first_try_only\": true}]}"
  schedule
  expect "at first $1: the second try is accepted" '.written_by.llm == 5 and .llm.calls == 10'
  check_sql "at first $1: the engagement says $2" "SELECT count(*) = 5 FROM proactive.engagements
    WHERE writer = 'llm' AND llm_calls = 2 AND refusals ? '$2'"
}

# Answers of the wrong kind: asked for once more, then a template.
for pair in '"do":"prose" not_json' '"do":"deep","where":"content" not_json' '"do":"wrong_nonce" wrong_nonce' \
  '"do":"no_nonce" wrong_nonce' '"do":"finish","reason":"length" cut_off' '"do":"too_short" too_short' '"do":"too_long" too_long' \
  '"do":"many_lines" several_lines' '"do":"markup" markup' '"do":"link" link' '"do":"placeholder" placeholder' \
  '"do":"unknown_memory" unknown_memory' '"do":"pressure" pressure' '"do":"wrong_language" language' \
  '"do":"thinking_in_message" leak'; do
  always "${pair% *}" "${pair##* }"
  expect "always ${pair% *}: two calls a message" '.llm.calls == 10'
  at_first "${pair% *}" "${pair##* }"
done

# Text that the database could not hold, or nobody could read.
always '"do":"nul"' invalid_text
always '"do":"lone_surrogate"' not_json
always '"do":"text","message":"Hello \u001b[31m you, how is the tea today?"' invalid_text
always '"do":"text","message":"Hello \u202eyou, how is the tea today?"' invalid_text

# A service that withholds its answer is not asked again.
always '"do":"finish","reason":"content_filter"' filtered
expect "a filtered answer is not asked for again" '.llm.calls == 5'
always '"do":"refusal"' filtered

# No completion at all, broken and endless responses.
for name in html not_json empty_choices no_choices null_content; do
  reason=not_json
  case $name in empty_choices | no_choices | null_content) reason=no_answer ;; esac
  always "\"do\":\"$name\"" $reason
done
always '"do":"deep","where":"body"' not_json
always '"do":"hang"' timeout
check "a service that hangs costs a time-out and no more ($elapsed ms)" test "$elapsed" -lt 4000
always '"do":"hang_body"' timeout
always '"do":"drip","bytes_per_second":20' timeout
always '"do":"huge"' too_large
always '"do":"huge_length"' too_large
always '"do":"reset"' unreachable
always '"do":"reset_body"' unreachable
always '"do":"redirect","location":"https://example.org/"' http_302
always '"do":"status","status":500' http_500
always '"do":"status","status":503,"retry_after":60' http_503
always '"do":"status","status":404,"code":"model_not_found"' http_404
always '"do":"status","status":400,"code":"context_length_exceeded"' http_400

# Most memory that any of this took: the body is bounded, whatever the service sends.
world 200
llm_script '{"rules": [{"do": "huge"}]}'
PROACTIVE_LLM_CONCURRENCY=100 schedule
expect_complete "a hundred huge bodies at once: every engagement has its message" 200
finish "$work/log"
