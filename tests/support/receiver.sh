# To be sourced behind checks.sh: a receiver of webhooks, tests/channels/receiver.mjs, and the settings that name it.
# shellcheck shell=bash
webhook_secret=whsec_$(openssl rand -base64 32)
receiver_work=$(mktemp -d)
receiver_log=$receiver_work/calls
receiver_port=$((20000 + RANDOM % 12000)) # below those that the system hands out
export PROACTIVE_CHANNELS=webhook PROACTIVE_WEBHOOK_URL=http://127.0.0.1:$receiver_port/hooks
export PROACTIVE_WEBHOOK_SECRET_FILE=$receiver_work/secret
(umask 077 && echo "$webhook_secret" >"$receiver_work/secret")
: >"$receiver_log"
start_receiver() { # [secret]
  rm -f "$receiver_work/out" # of one that was killed
  node tests/channels/receiver.mjs "$receiver_port" "${1:-$webhook_secret}" "$receiver_log" >"$receiver_work/out" 2>&1 &
  receiver=$!
  for _ in $(seq 100); do
    grep -qs ready "$receiver_work/out" && return
    sleep 0.1
  done
  cat "$receiver_work/out" >&2
  exit 70
}
kill_receiver() {
  kill -KILL "$receiver" 2>/dev/null || true
  wait "$receiver" 2>/dev/null || true
}
receiver_does() { curl -sf -X PUT -d "$1" "http://127.0.0.1:$receiver_port/script"; }
calls() { jq -s "$1" "$receiver_log"; } # a program over the list of calls
