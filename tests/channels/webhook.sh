#!/usr/bin/env bash
# Messages on their way to an app's webhook, through failures of every kind: PROACTIVE=... scripts/with-postgres tests/channels/webhook.sh
# Each arrives, signed, in the order of its user, and again only under the same id; what has become unwelcome does not.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/clean-environment.sh
. tests/support/clean-environment.sh
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
tests/support/node-modules
# shellcheck source=tests/support/receiver.sh
. tests/support/receiver.sh
export PGDATABASE=webhook_$$
trap 'kill_receiver; rm -rf "$receiver_work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
tests/support/new-database "$PGDATABASE"

report=$receiver_work/report
process() { # further arguments; sets code and elapsed (ms)
  local begin
  begin=$(date +%s%3N)
  code=0
  $PROACTIVE process --format json "$@" >"$report" 2>"$receiver_work/log" || code=$?
  elapsed=$(($(date +%s%3N) - begin))
}
expect() { # what, program of jq over the report
  if jq -e "$2" "$report" >/dev/null; then ok "$1"; else not_ok "$1" "$report"; fi
}
expect_code() { if [ "$code" = "$1" ]; then ok "exit $1"; else not_ok "exit $1, not $code" "$receiver_work/log"; fi; }
expect_calls() { # what, program of jq over the calls
  if jq -se "$2" "$receiver_log" >/dev/null; then ok "$1"; else not_ok "$1" <(tail -n 3 "$receiver_log"); fi
}
world() { # users
  fill "$1"
  : >"$receiver_log"
}
in_minutes() { date -u -d "+$1 min" +%FT%TZ; }
waiting() { psql -XAtqc "SELECT count(*) FROM proactive.outbox WHERE status = 'waiting'"; }
# Later runs, each after the longest wait that is left, until nothing waits.
drain() { # begin in minutes
  local minutes=$1
  for _ in $(seq 40); do
    [ "$(waiting)" -gt 0 ] || return 0
    process --now "$(in_minutes "$minutes")"
    minutes=$((minutes + 30))
  done
}
more_due() { # another message to each user, after the last one
  psql -Xq -v ON_ERROR_STOP=1 <<<"INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for,
      engagement_status, created_at, silent_since, relationship_stage, writer, run_id)
    SELECT id, 1, 'check_in', 'And another one, number $1.', now() - interval '1 minute', 'scheduled', now() - interval '2 hours',
      now() - interval '30 hours', 'friend', 'template', 'test' FROM users"
}

echo "# accepted"
start_receiver
world 20
psql -Xqc "SELECT proactive.set_preferences('user-1', '{\"timezone\": \"Asia/Tokyo\"}')" >/dev/null
process
expect_code 0
expect "the report counts the calls" '.sent == 20 and .channels.webhook == {announced: 20, accepted: 20, failed: 0, held: 0, dropped: 0, dead: 0, waiting: 0, oldest: null}'
expect "the other channels are not asked for" '.events == 0 and (.channels | keys) == ["webhook"]'
expect_calls "each message arrives once, signed as the library of Standard Webhooks checks" 'length == 20 and all(.verified) and ([.[].id] | unique | length) == 20'
expect_calls "and tells what the app needs" 'all(.event.type == "message.delivered" and (.event.data | .text == "How has your day been so far?" and .companion_name == "Luna"
  and .engagement_type == "check_in" and .message.content == .text and .ai_generated))'
expect_calls "with the hour of the user's clock, where their zone is known" '[.[].event.data | select(.user_id == "user-1") | .timezone, (.local_time | endswith("+09:00"))] == ["Asia/Tokyo", true]
  and ([.[].event.data | select(.user_id == "user-2") | .local_time] == [null])'
check_sql "its id is the engagement's" "SELECT count(*) = 20 FROM proactive.outbox o WHERE o.engagement_id::text IN ('$(jq -r .id "$receiver_log" | paste -sd, | sed "s/,/','/g")')"
check_sql "the texts are not kept" "SELECT bool_and(status = 'accepted' AND body IS NULL AND attempts = 1) FROM proactive.outbox"
process
expect "nothing is sent again" '.channels.webhook.accepted == 0'
expect_calls "nor called" 'length == 20'

echo "# nobody is there"
world 30
kill_receiver
process
expect_code 1
expect "the messages are delivered all the same" '.sent == 30'
expect "no more calls are made than may be under way" '.channels.webhook | .failed == 16 and .waiting == 30 and .accepted == 0 and .oldest != null'
check "in little time ($elapsed ms)" test "$elapsed" -lt 9000
check "the run says so, once" test "$(grep -c webhook_failed "$receiver_work/log")" = 1
check_sql "and its row" "SELECT errors::text LIKE '%16 x unreachable%' FROM proactive.runs ORDER BY started_at DESC LIMIT 1"
start_receiver
drain 3
expect_calls "once it is back, each arrives" '([.[].id] | unique | length) == 30 and all(.verified)'

echo "# it hangs"
world 40
receiver_does '{"hang": true}'
PROACTIVE_WEBHOOK_TIMEOUT_SECONDS=5 process
expect_code 1
expect "deliveries do not wait" '.sent == 40'
expect "and the run loses one time-out" '.channels.webhook | .failed == 16 and .waiting == 40'
check "($elapsed ms)" test "$elapsed" -lt 9900
receiver_does '{}'
drain 3
expect_calls "no message is lost; those that timed out come again under their id" '([.[].id] | unique | length) == 40 and (map(select(.status == 204)) | length) == 40'

echo "# it is slower than the run's leases last"
world 3
receiver_does '{"latency_ms": 8000}'
PROACTIVE_LEASE_SECONDS=5 PROACTIVE_WEBHOOK_TIMEOUT_SECONDS=20 process &
running=$!
sleep 6.5
PROACTIVE_LEASE_SECONDS=5 $PROACTIVE process >/dev/null 2>&1 || true # finds no slice to work on
wait "$running"
expect "the run keeps them" '.channels.webhook.accepted == 3'
expect_calls "nobody else calls beside it" 'length == 3'
receiver_does '{}'

echo "# a third fails, message after message to the same users"
world 30
receiver_does '{"status": 500, "share": 0.33}'
for round in 1 2 3; do
  [ "$round" = 1 ] || more_due "$round"
  process
done
expect "some are left" '.channels.webhook.waiting > 0'
drain 3
receiver_does '{}' # by chance one may have failed again and again, and wait for the next day
drain 1300
expect_calls "each of the 90 is accepted once" '[.[] | select(.status == 204) | .id] | length == 90 and (unique | length) == 90'
expect_calls "in the order of its user" 'map(select(.status == 204)) | group_by(.event.data.user_id) | all([.[].id | tonumber] == ([.[].id | tonumber] | sort))'
receiver_does '{}'

echo "# it says when"
world 1
receiver_does '{"status": 503, "headers": {"Retry-After": "7200"}}'
process
check_sql "a receiver that asks for time gets it" "SELECT next_at > now() + interval '1 hour 50 minutes' FROM proactive.outbox"
world 1
receiver_does '{"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}}'
process
check_sql "a redirect is not followed, and the row says so" "SELECT error LIKE '%302: redirects are not followed' FROM proactive.outbox"

echo "# it wants no more"
world 30
receiver_does '{"status": 410}'
process
expect_code 1
expect_calls "410 ends it" 'length <= 16'
asked=$(wc -l <"$receiver_log")
receiver_does '{}'
process --now "$(in_minutes 10)"
expect_code 1
expect_calls "for later runs as well" "length == $asked"
check "which say what to do" grep -q 'config webhook resume' "$receiver_work/log"
check "and the list does" grep -q 'config webhook resume' <($PROACTIVE config webhook list)
check "and the log does not tell of calls that were not made" grep -q 'webhook_failed.*"calls":0' "$receiver_work/log"
check "resume" $PROACTIVE config webhook resume
check_sql "what waits is due at once" "SELECT count(*) > 0 AND bool_and(next_at <= now()) FROM proactive.outbox WHERE status = 'waiting'"
drain 10
expect_calls "calls them again" '([.[].id] | unique | length) == 30'

echo "# what has become unwelcome"
world 6
kill_receiver
process
psql -Xq -c "SELECT proactive.opt_out('user-1')" -c "SELECT proactive.forget('user-2')" -c "UPDATE users SET is_active = false WHERE id = 'user-3'" \
  -c "SELECT proactive.mute('user-4', '1')" >/dev/null
check_sql "who says no leaves no text behind" "SELECT status = 'dropped' AND reason = 'opted_out' AND body IS NULL FROM proactive.outbox WHERE user_id = 'user-1'"
check_sql "who is erased leaves nothing" "SELECT count(*) = 0 FROM proactive.outbox WHERE user_id = 'user-2'"
check "what waits is in the export" jq -e '.outbox[0].body | fromjson.data.user_id == "user-5"' <($PROACTIVE config user user-5 export)
start_receiver
drain 10
expect_calls "only who still wants it is called" '[.[].event.data.user_id] | unique == ["user-5", "user-6"]'
check_sql "and the others have their reason" "SELECT string_agg(reason, ' ' ORDER BY user_id) = 'opted_out inactive muted' FROM proactive.outbox WHERE status = 'dropped'"

echo "# at night"
world 2
psql -Xqc "SELECT proactive.set_preferences(id, '{\"timezone\": \"UTC\"}') FROM users" >/dev/null
kill_receiver
process
start_receiver
night=$(date -u -d 'tomorrow 02:00' +%FT%TZ)
PROACTIVE_QUIET_HOURS=22:00-08:00 process --now "$night"
expect "no phone rings at night" '.channels.webhook | .held == 2 and .accepted == 0'
expect_calls "nobody was called" 'length == 0'
PROACTIVE_QUIET_HOURS=22:00-08:00 process --now "$(date -u -d 'tomorrow 09:00' +%FT%TZ)"
expect "in the morning it does" '.channels.webhook.accepted == 2'

echo "# given up"
world 3
kill_receiver
process
PROACTIVE_WEBHOOK_GIVE_UP_HOURS=1 process --now "$(in_minutes 70)"
expect_code 1
expect "what has failed for too long is given up" '.channels.webhook.dead == 3'
check "and named" grep -q webhook_given_up "$receiver_work/log"
check "the list has them" grep -q 'user-2' <($PROACTIVE config webhook list --status dead)
ids=$(psql -XAtqc "SELECT string_agg(engagement_id::text, ' ' ORDER BY user_id) FROM proactive.outbox")
read -r first second third <<<"$ids"
check "one is sent again" $PROACTIVE config webhook retry "$first"
check "another dropped" $PROACTIVE config webhook drop "$second"
check "which cannot be sent again" bash -c "! $PROACTIVE config webhook retry $second 2>/dev/null"
start_receiver
process
expect_calls "the mended one arrives" "[.[].id] == [\"$first\"]"
check_sql "the third waits for an operator" "SELECT status = 'dead' AND body IS NOT NULL FROM proactive.outbox WHERE engagement_id = $third"
psql -Xqc "SELECT proactive.opt_out('user-3')" >/dev/null
check_sql "unless its user says no: then it leaves no text behind either" "SELECT status = 'dropped' AND body IS NULL FROM proactive.outbox WHERE engagement_id = $third"

echo "# secrets"
world 60
new_secret=whsec_$(openssl rand -base64 32)
receiver_does '{"latency_ms": 30}'
PROACTIVE_WEBHOOK_CONCURRENCY=2 process &
running=$!
sleep 0.4
echo "$new_secret $webhook_secret" >"$receiver_work/secret" # the app learns of the new one later
wait "$running"
more_due 2
PROACTIVE_WEBHOOK_CONCURRENCY=2 process &
running=$!
sleep 0.4
receiver_does "{\"secret\": \"$new_secret\"}"
wait "$running"
echo "$new_secret" >"$receiver_work/secret"
more_due 3
process
expect_calls "a secret is changed while messages are sent, and each of 180 is verified" 'length == 180 and all(.verified)'
echo "nothing" >"$receiver_work/secret"
more_due 4
process
expect_code 78
check "a file without a secret is named" grep -q 'PROACTIVE_WEBHOOK_SECRET_FILE' "$receiver_work/log"
echo "$new_secret" >"$receiver_work/secret"
check "no secret is in a log or a row" bash -c "! grep -rq '${new_secret#whsec_}' '$receiver_work/log' && [ \"\$(psql -XAtqc \"SELECT count(*) FROM proactive.runs WHERE runs::text LIKE '%${new_secret#whsec_}%'\")\" = 0 ]"
world 1
PROACTIVE_WEBHOOK_HEADERS='{"Authorization": "Bearer t0ken-of-the-app"}' process
expect_calls "a header of the app's own goes with it" '.[0].authorization == "Bearer t0ken-of-the-app"'

echo "# addresses"
world 1
PROACTIVE_WEBHOOK_URL=http://example.com/hook process
expect_code 78
PROACTIVE_WEBHOOK_URL=https://169.254.169.254/hook process
expect_code 78
PROACTIVE_WEBHOOK_URL=https://10.255.255.1/hook process
expect_code 78
check "a private address is refused, with the setting that allows it" grep -q PROACTIVE_WEBHOOK_PRIVATE_ADDRESSES "$receiver_work/log"

echo "# killed"
world 300
receiver_does '{"latency_ms": 100}'
for _ in 1 2 3; do
  $PROACTIVE process >/dev/null 2>&1 &
  running=$!
  sleep 0.5
  kill -KILL "$running"
  wait "$running" 2>/dev/null || true
  psql -Xqc 'DELETE FROM proactive.leases' # they would run out by themselves
done
PROACTIVE_WEBHOOK_CONCURRENCY=4 process &
running=$!
sleep 0.5
kill_receiver
wait "$running" || true
start_receiver "$new_secret"
drain 3
expect_calls "whoever is killed: nothing is lost" '([.[].id] | unique | length) == 300'
expect_calls "and every repetition has the id and the very words of the first" 'group_by(.id) | all([.[].event] | unique | length == 1)'
check_sql "each was delivered once" 'SELECT count(*) = 300 FROM messages'

echo "# connections"
DB_CONNECTION_LIMIT=2 process
expect_code 0
DB_CONNECTION_LIMIT=3 process --jobs 2
expect_code 64
check "a connection of the webhook's own is counted" grep -q 'needs 4 connections, one of them for the webhook' "$receiver_work/log"

echo "# the trial call"
check "of an operator" $PROACTIVE config webhook test
expect_calls "tells of nobody" '.[-1].event == {type: "test", timestamp: .[-1].event.timestamp, data: {}} and .[-1].verified'
kill_receiver
check "fails with a sentence" bash -c "! $PROACTIVE config webhook test 2>/dev/null"

finish "$receiver_work/log"
