#!/usr/bin/env bash
# A good answer is taken in whatever form a real service gives it, at the first call, and its tokens are booked.
#   PROACTIVE=... [FORMS_TABLE=1] scripts/with-postgres tests/llm/forms.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
start_llm
beside_it='only a draft|sure!|^luna|^["“]|["”]$|[{}<>|\n]' # drafts, thoughts, marks and names around the message
share=5                                                    # users of a form: one of them is reminded of a memory

# A script in which each form answers for its own users.
by_form() { # forms
  jq -nc --argjson share $share '{rules: [$ARGS.positional | to_entries[] | {do: .value, match:
    [range(.key * $share + 1; (.key + 1) * $share + 1) | "canary" + (tostring | explode | map(. + 49) | implode) + "z"]}]}' --args "$@"
}
# Of each form: whether it was taken at the first call, whether the message alone was, and the tokens that were booked.
written() {
  psql -XAtq -v share=$share -v beside_it="$beside_it" <<'SQL'
SELECT count(*) = :share AND bool_and(writer = 'llm' AND llm_calls = 1), bool_and(engagement_content !~* :'beside_it'), sum(tokens_in + tokens_out)
  FROM proactive.engagements GROUP BY (substr(user_id, 6)::integer - 1) / :share ORDER BY (substr(user_id, 6)::integer - 1) / :share
SQL
}
holds() { # what, t
  if [ "$2" = t ]; then ok "$1"; else not_ok "$1"; fi
}
taken() { # of which run, forms
  local of=$1 form first alone booked billed
  shift
  world $(($# * share))
  llm_script "$(by_form "$@")"
  OPENAI_MODEL=$of schedule
  expect "$of: one call a message" ".written_by.llm == $(($# * share)) and .llm.calls == $(($# * share)) and .llm.stopped == null"
  llm_stats >"$work/stats"
  written >"$work/written"
  exec 7<"$work/written"
  for form; do
    IFS='|' read -r -u 7 first alone booked
    holds "$of, $form: taken at the first call" "$first"
    holds "$of, $form: the message alone" "$alone"
    billed=$(jq ".tokens_by_rule.$form // 0" "$work/stats")
    case $form in
      no_usage | bad_usage) check "$of, $form: tokens are estimated ($booked of $billed)" test "$booked" -ge $((billed / 3)) ;;
      usage_lies) check "$of, $form: no more is booked than a call can cost ($booked)" test "$booked" -le $((share * 8000)) ;;
      *) check "$of, $form: all tokens are booked ($booked of $billed)" test "$booked" = "$billed" ;;
    esac
  done
  exec 7<&-
}

mapfile -t forms < <(names_in forms forms)
mapfile -t forms_without_json < <(names_in forms forms_without_json)
taken json "${forms[@]}"
PROACTIVE_LLM_ANSWER=text taken text "${forms_without_json[@]}" sse sse_reasoning gzip_always created content_parts thinking_part \
  reasoning_beside text_completion complete_but_length think_tags think_without_open bracket_think harmony stop_token_left
check "text: no form is asked for" test "$(llm_stat '.formats | keys | join(" ")')" = text

world 5
llm_script '{"model": "skip"}'
PROACTIVE_LLM_ANSWER=text OPENAI_MODEL=silent schedule
expect "text: a model that would rather not write is heard" '.scheduled == 0 and .refused == {"skipped": 5} and .llm.calls == 5'

# All answers are in one form. What is found out of a service is remembered by its address and model: each has a model of its own.
all() { # form, model
  world "$pairs"
  llm_script "{\"record\": 1000, \"rules\": [{\"do\": \"$1\"}]}"
  OPENAI_MODEL=$2 schedule
  table_row "$2"
}
all message_alone auto-message_alone
expect "auto: a model that cannot do JSON is asked for the message alone, after a few answers" ".written_by.llm >= $((pairs - 3))"
all message_alone auto-message_alone
expect "auto: the next run knows it" ".written_by.llm == $pairs and .llm.calls == $pairs"
PROACTIVE_LLM_ANSWER=json all message_alone json-message_alone
expect "json: nothing else is taken" ".written_by.llm == 0 and .written_by.fallback == $pairs"
check "json: and not asked for" test "$(llm_stat '[.requests[].body | select(test("the message alone"))] | length')" = 0

if [ "${FORMS_TABLE:-}" = 1 ]; then
  for form in "${forms[@]}"; do all "$form" "$form"; done
  for form in "${forms_without_json[@]}"; do PROACTIVE_LLM_ANSWER=text all "$form" "$form"; done
fi
finish_table
