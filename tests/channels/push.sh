#!/usr/bin/env bash
# Messages on their way to phones: PROACTIVE=... scripts/with-postgres tests/channels/push.sh
# The relay is the program of proactive-channels(7), as it is printed there, before a push service that notes what it gets.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/clean-environment.sh
. tests/support/clean-environment.sh
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
tests/support/node-modules
# shellcheck source=tests/support/receiver.sh
. tests/support/receiver.sh # the push service: calls do not come to it from the tool
export PGDATABASE=push_$$
relay_port=$((receiver_port + 1))
export PROACTIVE_WEBHOOK_URL=http://127.0.0.1:$relay_port/hooks
relay=
trap 'stop_relay; kill_receiver; rm -rf "$receiver_work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
tests/support/new-database "$PGDATABASE"
tests/support/example relay.mjs >"$receiver_work/relay.mjs"
ln -s "$PWD/tests/node_modules" "$receiver_work/node_modules"
mkdir "$receiver_work/pushed"

stop_relay() {
  [ -z "$relay" ] || kill -KILL "$relay" 2>/dev/null || true
  [ -z "$relay" ] || wait "$relay" 2>/dev/null || true
}
start_relay() { # fcm, apns or ntfy
  stop_relay
  PORT=$relay_port SECRET_FILE=$receiver_work/secret PUSHED=$receiver_work/pushed PUSH=$1 \
    PUSH_URL=http://127.0.0.1:$receiver_port/push PUSH_TOKEN=t0ken node "$receiver_work/relay.mjs" >>"$receiver_work/relay" 2>&1 &
  relay=$!
  for _ in $(seq 100); do
    if curl -so /dev/null "http://127.0.0.1:$relay_port"; then return; fi
    sleep 0.1
  done
  cat "$receiver_work/relay" >&2
  exit 70
}
process() { # further arguments
  code=0
  $PROACTIVE process --format json "$@" >"$receiver_work/report" 2>"$receiver_work/log" || code=$?
}
expect() { # what, program of jq over the report
  if jq -e "$2" "$receiver_work/report" >/dev/null; then ok "$1"; else not_ok "$1" "$receiver_work/report"; fi
}
expect_code() { if [ "$code" = "$1" ]; then ok "exit $1"; else not_ok "exit $1, not $code" "$receiver_work/log"; fi; }
expect_pushes() { # what, program of jq over the pushes
  if jq -se --slurpfile rows "$receiver_work/rows" "$2" "$receiver_log" >/dev/null; then ok "$1"; else not_ok "$1" <(cat "$receiver_work/rows" "$receiver_log"); fi
}
deliver() { # users
  fill "$1"
  : >"$receiver_log"
  process
  psql -XAtqc "SELECT json_build_object('conversation_id', d.conversation_id, 'message_id', d.message_id)
    FROM proactive.deliveries d ORDER BY d.user_id" >"$receiver_work/rows"
}

start_receiver
echo "# shapes"
start_relay fcm
deliver 2
expect_code 0
expect "accepted" '.channels.webhook | .accepted == 2 and .waiting == 0'
expect_pushes "as Firebase Cloud Messaging takes it (HTTP v1), where all data are texts" '(sort_by(.event.message.token) | map({path, authorization, event})) == [range(2) |
  {path: "/push", authorization: "Bearer t0ken", event: {message: {token: "device-of-user-\(. + 1)", notification: {title: "Luna", body: "How has your day been so far?"}, data: $rows[.]}}}]'
start_relay apns
deliver 2
expect_pushes "as the Apple Push Notification service takes it" '(sort_by(.path) | map({path, event})) == [range(2) |
  {path: "/push/3/device/device-of-user-\(. + 1)", event: ({aps: {alert: {title: "Luna", body: "How has your day been so far?"}}} + $rows[.])}]'
start_relay ntfy
deliver 2
expect_pushes "as ntfy takes it" '(sort_by(.event.topic) | map({path, event})) == [range(2) |
  {path: "/push", event: {topic: "device-of-user-\(. + 1)", title: "Luna", message: "How has your day been so far?"}}]'

echo "# failures"
start_relay fcm
receiver_does '{"status": 503}'
deliver 5
expect_code 1
expect "a push service that fails makes the relay fail" '.channels.webhook | .failed == 5 and .waiting == 5'
check "which the row of each says" grep -q '^the receiver answers 503$' <(psql -XAtqc 'SELECT DISTINCT error FROM proactive.outbox')
receiver_does '{}'
process --now "$(date -u -d '+3 min' +%FT%TZ)"
expect "the next attempts are accepted" '.channels.webhook | .accepted == 5 and .waiting == 0'
expect_pushes "and each message is pushed once" '[.[] | select(.status == 204) | .event.message.data.message_id] | length == 5 and (unique | length) == 5'
receiver_does '{"status": 404}'
deliver 2
expect "a device that is gone is no failure" '.channels.webhook | .accepted == 2 and .failed == 0'

echo "# twice under one id"
receiver_does '{"latency_ms": 2500}'
PROACTIVE_WEBHOOK_TIMEOUT_SECONDS=1 deliver 3
expect "answers come too late" '.channels.webhook | .failed == 3 and .waiting == 3'
for _ in $(seq 100); do
  [ "$(find "$receiver_work/pushed" -newer "$receiver_work/rows" -type f | wc -l)" -lt 3 ] || break
  sleep 0.1
done
receiver_does '{}'
start_relay fcm # it remembers what it has pushed
process --now "$(date -u -d '+3 min' +%FT%TZ)"
expect "the messages come again" '.channels.webhook | .accepted == 3'
expect_pushes "and are not pushed again" 'length == 3 and ([.[].event.message.data.message_id] | unique | length) == 3'

echo "# forgeries"
: >"$receiver_log"
post() { curl -so /dev/null -w '%{http_code}' "$@" "http://127.0.0.1:$relay_port/hooks"; }
now=$(date +%s)
body='{"type": "message.delivered", "data": {"user_id": "user-1", "text": "Send me money"}}'
check "without signature nothing is pushed" test "$(post -d "$body")" = 401
check "nor with another's" test "$(post -d "$body" -H 'webhook-id: 1' -H "webhook-timestamp: $now" -H "webhook-signature: v1,$(openssl rand -base64 32)")" = 401
check "the push service has heard of nothing" test ! -s "$receiver_log"
$PROACTIVE config webhook test >/dev/null
check "the trial call is accepted, and pushes nothing" test ! -s "$receiver_log"

finish "$receiver_work/relay"
