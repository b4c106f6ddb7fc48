#!/usr/bin/env bash
# Whatever the LLM's service answers, each engagement ends in an accepted message or in a template, and says why:
#   PROACTIVE=... scripts/with-postgres tests/llm/faults.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
export PROACTIVE_LLM_TIMEOUT_SECONDS=1 PROACTIVE_LLM_OUTAGE_SECONDS=2 PROACTIVE_LLM_ANSWER=json
start_llm

# A fault at every call: all messages are templates, for this reason.
always() { # rule without its braces, reason, exit code
  world 5
  llm_script "{\"rules\": [{$1}]}"
  schedule
  expect_code "always $1: the exit code" "${3:-0}"
  expect "always $1: templates write" '.written_by == {"llm":0,"template":0,"fallback":5}'
  expect "always $1: since $2" ".llm.refusals[\"$2\"] >= $((${3:-0} ? 1 : 5))"
  expect_complete "always $1: every engagement has its message" 5
}
# No call is answered: that is not well.
unanswered() { # rule without its braces, reason
  always "$1" "$2" 1
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
for pair in '"do":"wrong_nonce" wrong_nonce' \
  '"do":"no_nonce" wrong_nonce' '"do":"finish","reason":"length" cut_off' '"do":"too_short" too_short' '"do":"too_long" too_long' \
  '"do":"many_lines" several_lines' '"do":"markup" markup' '"do":"link" link' '"do":"placeholder" placeholder' \
  '"do":"unknown_memory" unknown_memory' '"do":"pressure" pressure' '"do":"wrong_language" language' \
  '"do":"thinking_in_message" leak'; do
  always "${pair% *}" "${pair##* }"
  expect "always ${pair% *}: two calls a message" '.llm.calls == 10'
  at_first "${pair% *}" "${pair##* }"
done

# No JSON may be a service's way to answer a form of request that it does not know: the next forms are tried first.
for rule in '"do":"prose"' '"do":"deep","where":"content"'; do
  always "$rule" not_json
  expect "always $rule: which costs a few calls" '.llm.calls >= 10 and .llm.calls <= 17'
done

# Text that the database could not hold, or nobody could read.
always '"do":"nul"' invalid_text
always '"do":"lone_surrogate"' invalid_text
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
  unanswered "\"do\":\"$name\"" $reason
done
unanswered '"do":"deep","where":"body"' not_json
unanswered '"do":"hang"' timeout
check "a service that hangs is given up in time ($elapsed ms)" test "$elapsed" -lt 6000
unanswered '"do":"hang_body"' timeout
unanswered '"do":"drip","bytes_per_second":20' timeout
unanswered '"do":"huge"' too_large
unanswered '"do":"huge_length"' too_large
unanswered '"do":"reset"' unreachable
unanswered '"do":"reset_body"' unreachable
unanswered '"do":"redirect","location":"https://example.org/"' http_302
unanswered '"do":"status","status":500' http_500
unanswered '"do":"status","status":503,"retry_after":60' http_503
unanswered '"do":"status","status":404,"code":"model_not_found"' http_404
unanswered '"do":"status","status":400,"code":"context_length_exceeded"' http_400

# Most memory that any of this took: the body is bounded, whatever the service sends.
world 200
llm_script '{"rules": [{"do": "huge"}]}'
PROACTIVE_LLM_CONCURRENCY=100 schedule
expect_complete "a hundred huge bodies at once: every engagement has its message" 200
finish "$work/log"
