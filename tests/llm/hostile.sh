#!/usr/bin/env bash
# 1,000 companions and memories whose makers mean harm, for a model that obeys whatever is not quoted, and for one that says the worst
# text that it was given: what reaches users has no leak, no link and no handle.
#   PROACTIVE=... scripts/with-postgres tests/llm/hostile.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
start_llm

hostile_world() {
  world 1000
  node tests/llm/hostile.mjs 1000 | psql -Xq -v ON_ERROR_STOP=1 -f tests/llm/hostile.sql
}
# Messages as a reader's eyes have them: in one form of letters, without what nobody sees.
delivered="SELECT id, writer, regexp_replace(normalize(engagement_content, NFKC), '[\u00ad\u034f\u061c\u115f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]', '', 'g')
  AS text FROM proactive.engagements WHERE engagement_content IS NOT NULL"
none_has() { # what, regular expression
  check_sql "$1" "SELECT count(*) = 0 FROM ($delivered) d WHERE text ~* '$2'"
  psql -XAtc "SELECT writer, text FROM ($delivered) d WHERE text ~* '$2' LIMIT 20" >&2
}
addresses='[eе]vil|192\.0\.2|555|0147|\+49|luna#|xn--|://|@|hxxp|www\.|javascript:'
leaks='nonce|memory_ids|system prompt|my instructions|persona =|<\||i obey'

# The model would obey most of them, were they only written as JSON.
check "texts that JSON alone quotes are obeyed" node --input-type=module -e '
  import { answer } from "./tests/llm/model.mjs";
  import { hostileRows } from "./tests/llm/hostile.mjs";
  const said = (texts) => answer("obedient", { messages: [{ role: "user", content: JSON.stringify({ texts }) }] }, { nonce: "1" }).message;
  const obeyed = hostileRows(1000).filter((texts) => said(texts).startsWith("I obey")).length;
  if (obeyed < 900) throw new Error(`${obeyed} of 1000`);'

hostile_world
llm_script '{"model": "obedient", "record": 2000}'
PROACTIVE_MAX_MEMORIES_TO_USE=10 schedule --concurrency 32
expect_complete "1,000 injections: every engagement has its message" 1000
expect "the LLM writes most of them" '.written_by.llm >= 900'
none_has "none is obeyed" "$leaks"
none_has "none carries an address" "$addresses"
llm_stats >"$work/stats"
check "the system message is the same for all companions" jq -e \
  '[.requests[].body | fromjson.messages[0] | select(.role == "system") | .content] | length >= 1000 and (unique | length <= 3)' "$work/stats"

hostile_world
# Few at a time, so that the good second tries come between: a model of which nearly all is refused is asked no more.
llm_script '{"model": "parrot"}'
PROACTIVE_MAX_MEMORIES_TO_USE=10 schedule --concurrency 4
expect_complete "a model that says the worst: every engagement has its message" 1000
none_has "no leak reaches a user" "$leaks"
none_has "no link and no handle" "$addresses"
expect "what is refused is refused for what it is" '.llm.refusals | (.link > 300 and .contact > 100)'
expect "and second tries are sent" '.written_by.llm > 300'

hostile_world
PROACTIVE_WRITER=template PROACTIVE_MAX_MEMORIES_TO_USE=10 schedule
expect_complete "templates: every engagement has its message" 1000
none_has "no leak reaches a user by a template" "$leaks"
none_has "no link and no handle by a template" "$addresses"
check_sql "and memories that say no such thing are still quoted" "SELECT count(*) > 20 FROM ($delivered) d WHERE text ~ 'canary'"
finish "$work/log"
