#!/usr/bin/env bash
# process of 10,000 with a receiver that takes 50 ms a call, 16 at once: wall time against what so many calls allow, and with one that is
# dead: against a run without webhook and one time-out
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

webhook_run() { # what; sets wall (ms)
  local start
  start=$(date +%s%N)
  $proactive process --limit 20000 >/dev/null 2>"$webhook_folder/log" || true
  wall=$((($(date +%s%N) - start) / 1000000))
}

scripts/install-packages --tests
tests/support/node-modules
# shellcheck source=tests/support/without-care.sh
. tests/support/without-care.sh
# shellcheck source=tests/support/receiver.sh
. tests/support/receiver.sh
webhook_folder=$(mktemp -d)
trap 'kill_receiver; rm -rf "$webhook_folder" "$receiver_work"' EXIT
createdb webhook_world
PGDATABASE=webhook_world scripts/migrate --standalone >/dev/null
PGDATABASE=webhook_world psql -Xq -v ON_ERROR_STOP=1 -v users=10000 -f tests/support/due.sql
ideal=$((10000 * 50 / 16))
start_receiver
receiver_does '{"latency_ms": 50}'
for round in 1 2 3; do
  createdb --template=webhook_world "webhook_$round"
  export PGDATABASE=webhook_$round
  webhook_run
  echo "webhook 16 calls at once, run $round: $wall ms, $(awk "BEGIN { printf \"%.3f of $ideal ms\", $wall / $ideal }"); accepted $(psql -XAtc "SELECT count(*) FROM proactive.outbox WHERE status = 'accepted'")"
done
receiver_does '{"hang": true}'
for round in 1 2 3; do
  for channels in none webhook; do
    createdb --template=webhook_world "webhook_dead_${round}_$channels"
    export PGDATABASE=webhook_dead_${round}_$channels
    PROACTIVE_CHANNELS=$channels PROACTIVE_WEBHOOK_TIMEOUT_SECONDS=3 webhook_run
    echo "webhook dead, run $round, channels $channels: $wall ms, with a time-out of 3,000 ms"
  done
done
