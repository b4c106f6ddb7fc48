#!/usr/bin/env bash
# schedule --limit 1000 with a test server that takes 300 ms an answer: wall time against what so many calls at once allow and what a client
# that only calls needs, CPU time and memory of the program, calls where one in ten fails, and what one call that hangs delays
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

llm_run() { # calls at once, further arguments: sets wall (ms), cpu (us a message) and the report in llm_report
  createdb --template=llm_world "llm_run_$((++llm_runs))"
  export PGDATABASE=llm_run_$llm_runs
  local start
  start=$(date +%s%N)
  TIMEFORMAT='%U %S'
  { time $proactive schedule --limit 1000 --concurrency "$1" --format json "${@:2}" >"$llm_folder/report" 2>"$llm_folder/log"; } \
    2>"$llm_folder/times"
  wall=$((($(date +%s%N) - start) / 1000000))
  cpu=$(awk '{ printf "%d", ($1 + $2) * 1000 }' "$llm_folder/times")
  llm_report=$(<"$llm_folder/report")
}
llm_script() { curl -sf -X POST -H 'Content-Type: application/json' -d "$1" "${OPENAI_BASE_URL%/v1}/_script" >/dev/null; }

scripts/install-packages --tests
llm_runs=0
llm_folder=$(mktemp -d)
trap 'rm -rf "$llm_folder"; kill "$llm_server" 2>/dev/null || true' EXIT
exec 8< <(exec setpriv --pdeathsig TERM node tests/llm/server.mjs)
llm_server=$!

read -r -u 8 ready
OPENAI_BASE_URL=$(jq -r .url <<<"$ready")
export OPENAI_BASE_URL OPENAI_MODEL=test-model
new_world 1001 0
PROACTIVE_WRITER=template $proactive schedule --limit 1 # learns of the pairs, which is done once for each
createdb --template="$PGDATABASE" llm_world

llm_script '{"latency_ms": 300}'
for at_once in 16 64; do
  ideal=$((300 * ((1000 + at_once - 1) / at_once)))
  for round in 1 2 3; do
    floor=$(node scripts/bench.d/plain_client.mjs $at_once)
    llm_run $at_once
    echo "llm $at_once calls at once, run $round: $wall ms, $(awk "BEGIN { printf \"%.3f of $ideal ms, %.3f of a plain client's $floor ms\", $wall / $ideal, $wall / $floor }");" \
      "CPU $cpu us a message; written by $(jq -c .written_by <<<"$llm_report")"
  done
done
createdb --template=llm_world llm_memory
PGDATABASE=llm_memory
echo "llm 256 calls at once: peak memory $(peak_kib $proactive schedule --limit 1000 --concurrency 256) KiB"

llm_script '{"latency_ms": 300, "rules": [{"do": "status", "status": 500, "share": 0.1}]}'
llm_run 16
echo "llm one in ten fails: $(jq -r .llm.calls <<<"$llm_report") calls for 1000 messages, written by $(jq -c .written_by <<<"$llm_report")"

llm_script '{"latency_ms": 300, "rules": [{"do": "hang", "times": 1}]}'
createdb --template=llm_world llm_hang
export PGDATABASE=llm_hang

start=$(date +%s%N)
PROACTIVE_LLM_TIMEOUT_SECONDS=40 $proactive schedule --limit 1000 --concurrency 16 2>"$llm_folder/log" &
while [ "$(psql -XAtc "SELECT count(*) FROM proactive.engagements WHERE engagement_status = 'scheduled'")" -lt 999 ]; do
  sleep 0.05
done
echo "llm one call hangs: the other 999 were stored after $((($(date +%s%N) - start) / 1000000)) ms, while it hung"
wait $!
