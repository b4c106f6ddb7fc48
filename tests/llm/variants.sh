#!/usr/bin/env bash
# Variants of an experiment with models, prompts, template sets and writers of their own: each user's message comes of theirs, by one
# engine, and again the same.
#   PROACTIVE=... scripts/with-postgres tests/llm/variants.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
start_llm
pairs=60

run_of() { # script: a fresh world with the experiment
  world $pairs
  psql -Xqc "DELETE FROM proactive.exposures; DELETE FROM proactive.experiments; DELETE FROM proactive.llm_services;
    DELETE FROM proactive.templates WHERE template_set = 'short'"
  $PROACTIVE config template add --type check_in --language en --set short 'Quick hello, how is it going today?' >/dev/null
  $PROACTIVE config experiment create voice control other openai_model=other-model message_temperature=1.5 'prompt=Be a little cheeky.' \
    templates writer=template template_set=short >/dev/null
  $PROACTIVE config experiment start voice --percent 100 >/dev/null
  llm_script "$1"
}
variant_of="SELECT x.variant FROM proactive.exposures x WHERE x.user_id = e.user_id"
sent_by() { # what, variant, condition on engagements e
  check_sql "$1" "SELECT count(*) > 5 AND bool_and($3) FROM proactive.engagements e WHERE ($variant_of) = '$2'"
}

run_of '{"record": 200}'
schedule
expect "everybody is written to" ".scheduled == $pairs and .failed == 0 and .llm.stopped == null"
sent_by "control has the settings' model" control "e.writer = 'llm' AND e.llm_model = 'test-model' AND e.template_set IS NULL"
sent_by "other has its own" other "e.writer = 'llm' AND e.llm_model = 'other-model'"
sent_by "templates asks no model" templates "e.writer = 'template' AND e.llm_model IS NULL"
sent_by "and draws from its set, or from the default one where that has none" templates \
  "e.template_set = CASE e.engagement_type WHEN 'check_in' THEN 'short' ELSE 'default' END"
llm_stats >"$work/stats"
asked() { # what, jq expression of the requests' bodies
  check "$1" test "$(jq "[.requests[].body | fromjson] | $2" "$work/stats")" = true
}
asked "each model is asked with its temperature and words" 'length > 10 and all(.[]; (.messages[0].content | contains("cheeky")) ==
  (.model == "other-model") and .temperature == (if .model == "other-model" then 1.5 else 0.8 end))'
check_sql "both models are remembered" \
  "SELECT count(*) = 2 FROM proactive.llm_services WHERE model IN ('test-model', 'other-model')"

psql -Xqtc "SELECT user_id, coalesce(($variant_of), ''), writer, coalesce(llm_model, ''), coalesce(template_id, 0) FROM proactive.engagements e
  ORDER BY user_id" >"$work/first"
world $pairs
schedule
psql -Xqtc "SELECT user_id, coalesce(($variant_of), ''), writer, coalesce(llm_model, ''), coalesce(template_id, 0) FROM proactive.engagements e
  ORDER BY user_id" >"$work/second"
check "a replay gives each the same variant, model and template" cmp -s "$work/first" "$work/second"

# A model that the service does not have costs its own variant's messages only.
run_of '{"rules": [{"do": "openai_404_model", "match": "other-model"}]}'
schedule
expect_code "which the operator hears" 1
expect "everybody is written to all the same" ".scheduled == $pairs and .failed == 0 and .llm.stopped == null"
sent_by "control by its model" control "e.writer = 'llm'"
sent_by "the others by templates" other "e.writer = 'fallback' AND e.llm_model = 'other-model'"
check "the log names the model" grep -q '"event":"llm_model_missing".*other-model' "$work/log"

finish "$work/log"
