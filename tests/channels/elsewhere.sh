#!/usr/bin/env bash
# An app that is not on PostgreSQL: PROACTIVE=... scripts/with-postgres tests/channels/elsewhere.sh
# From an empty database to a message in the app's own store, the user's answer, the next message, an opt-out and an erasure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/clean-environment.sh
. tests/support/clean-environment.sh
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
tests/support/node-modules
unset PROACTIVE_UNANSWERED_WAITS # who has not answered is left alone
export PGDATABASE=elsewhere_$$
work=$(mktemp -d)
store=$work/store
app=
stop_app() { [ -z "$app" ] || { kill "$app" && wait "$app" 2>/dev/null; } || true; }
trap 'stop_app; rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"' EXIT

port=$((20000 + RANDOM % 20000))
export PROACTIVE_CHANNELS=webhook PROACTIVE_WEBHOOK_URL=http://127.0.0.1:$port/hooks PROACTIVE_WEBHOOK_SECRET_FILE=$work/secret
(umask 077 && echo "whsec_$(openssl rand -base64 32)" >"$work/secret")
in_app() { node tests/channels/elsewhere-app.mjs "$store" "$@"; }
: >"$work/app"
in_app serve "$port" "$(cat "$work/secret")" >"$work/app" 2>&1 &
app=$!
timeout 30 bash -c "until grep -q ready '$work/app'; do sleep 0.1; done"

ago() { date -u -d "-$1 hours" +%FT%TZ; }
import() { # since when; the report is left in $work/import
  in_app export "$@" | "$PROACTIVE" config import --format json - >"$work/import"
}
imported() { # what, program of jq
  if jq -e "$2" "$work/import" >/dev/null; then ok "$1"; else not_ok "$1" "$work/import"; fi
}
schedule() { # hours ago
  "$PROACTIVE" schedule --now "$(ago "$1")" >"$work/out" 2>"$work/log"
}
process() { # hours ago; a call that fails is told by its exit status
  "$PROACTIVE" process --format json --now "$(ago "$1")" >"$work/report" 2>"$work/log" || true
}
expect() { # what, program of jq over the report
  if jq -e "$2" "$work/report" >/dev/null; then ok "$1"; else not_ok "$1" "$work/report"; fi
}
in_store() { # what, program of jq over the messages of companions
  if cat "$store"/messages/*.json | jq -se "[.[] | select(.from == \"bot\")] | $2" >/dev/null; then ok "$1"; else not_ok "$1" <(cat "$store"/messages/*.json); fi
}

# Ids as MongoDB has them; Mara wrote three days ago, Ben never.
mara=66f2a0c4e13b9d0012ab34cd ben=66f2a0c4e13b9d0012ab34ce luna=66f29f00e13b9d0012ab3400
in_app put users $mara '{"name": "Mara Lindt", "zone": "Europe/Berlin", "locale": "en"}'
in_app put users $ben '{"name": "Ben"}'
in_app put bots $luna '{"name": "Luna", "prompt": "warm and curious"}'
in_app put chats mara-luna "{\"user\": \"$mara\", \"bot\": \"$luna\", \"stage\": \"friend\", \"startedAt\": \"$(ago 2000)\",
  \"notes\": [{\"id\": \"n1\", \"text\": \"a marathon in Hamburg\", \"weight\": 8}]}"
in_app say mara-luna "$(ago 96)" "Good night!"

echo "# from nothing"
createdb "$PGDATABASE"
check "the schemas are made" scripts/migrate --imported
check "and once more" scripts/migrate --imported
import
imported "all is taken" '[.kinds[] | {(.kind): .taken}] | add == {user: 2, companion: 1, pair: 2, memory: 1}'
import
imported "the same again changes nothing" '([.kinds[].taken] | add) == 0 and ([.kinds[].unchanged] | add) == 6'
check "what a run needs is there" "$PROACTIVE" config adapter check sql/adapters/imported.sql

echo "# a message"
schedule 72
check_sql "one is planned" "SELECT count(*) = 1 AND bool_and(user_id = '$mara') FROM proactive.engagements WHERE engagement_status = 'scheduled'"
touch "$store/lose-answer"
process 67
expect "it is delivered, and the app's answer to the webhook is lost" '.sent == 1 and .channels.webhook.failed == 1'
in_store "it is in the app's own store" "length == 1 and .[0].user == \"$mara\" and .[0].bot == \"$luna\" and (.[0].text | length) > 10"
in_store "under the engagement's id" "[.[]._id] == [\"$(psql -XAtqc 'SELECT engagement_id FROM proactive.deliveries')\"]"
process 66
expect "the webhook calls again" '.sent == 0 and .channels.webhook.accepted == 1'
in_store "and the app has it once" 'length == 1'

echo "# an answer"
schedule 65
check_sql "none follows before it" "SELECT count(*) = 1 FROM proactive.engagements"
answered=$(ago 60)
began=$(date -u +%FT%T.%3NZ)
in_app say mara-luna "$answered" "I was out running"
import "$began"
imported "only what changed is told" '[.kinds[] | select(.kind == "pair") | .taken] == [1] and .lines == 1'
schedule 20
check_sql "it is the answer to the first" "SELECT engagement_status = 'responded' AND responded_at = '$answered' FROM proactive.engagements WHERE sent_at IS NOT NULL"
check_sql "the next one counts the silence from the answer" "SELECT engagement_status = 'scheduled' AND silent_since = '$answered' FROM proactive.engagements WHERE sent_at IS NULL"
process 15
expect "it is sent" '.sent == 1 and .channels.webhook.accepted == 1'
in_store "and stored" 'length == 2'
in_app say mara-luna "$(ago 90)" "an older message, which is found late"
import "$began"
check_sql "an older one is no newer sign" "SELECT max(user_wrote_at) = '$answered' FROM proactive.adapter_facts(ARRAY['$mara'], ARRAY['$luna'])"

echo "# no more"
psql -XAtqc "INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, engagement_status, created_at,
  silent_since, relationship_stage, writer, run_id) VALUES ('$mara', '$luna', 'check_in', 'One more.', now() - interval '1 minute', 'scheduled',
  now() - interval '2 hours', now() - interval '60 hours', 'friend', 'template', 'test')"
began=$(date -u +%FT%T.%3NZ)
in_app put users $mara '{"wantsMessages": false}'
import "$began"
process 0
expect "who has opted out in the app gets none" '.sent == 0 and .cancelled == {opted_out: 1}'
in_store "in the store neither" 'length == 2'
in_app remove users $mara
import "$began"
imported "who is deleted" '[.kinds[] | select(.kind == "user") | .taken] == [1]'
check_sql "is gone here" "SELECT count(*) = 0 FROM imported.pairs"
check_sql "and forgotten but for that" "SELECT (SELECT count(*) = 0 FROM proactive.engagements) AND (SELECT erased_at IS NOT NULL FROM proactive.preferences WHERE user_id = '$mara')"

finish "$work/log"
