#!/usr/bin/env bash
# Services that are busy, out of order, starting or slow are waited for: no message is lost to it.
#   PROACTIVE=... [FORMS_TABLE=1] scripts/with-postgres tests/llm/outages.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
start_llm

# Six calls are turned away, which is more than failed calls may be tried again.
throttled() { # name, ms to wait
  world $pairs
  llm_script "{\"latency_ms\": 20, \"rules\": [{\"do\": \"$1\", \"times\": 6, \"wait_ms\": $2}]}"
  OPENAI_MODEL=$1 schedule
  table_row "$1, $2 ms"
  expect "$1: costs no message, and no call but those that it turned away" ".written_by.llm == $pairs and .llm.calls <= $((pairs + 6))"
  check "$1: the service is left alone for $2 ms ($elapsed ms)" test "$elapsed" -ge "$2" -a "$elapsed" -lt 8000
  check "$1: by all calls" test "$(llm_stat .too_early)" = 0
}
for name in $(names_in errors throttles); do throttled "$name" 400; done
for name in reset_requests retry_info try_again_in_words; do throttled $name 1200; done
for name in $(names_in errors overloads); do throttled "$name" 0; done

# Out of order for two seconds, from the beginning or from the middle.
waited_for() { # what, least ms
  table_row "$1"
  expect "$1: the LLM writes all" ".written_by.llm == $pairs and .llm.stopped == null"
  expect "$1: found out with few calls" ".llm.calls <= $((pairs + 20))"
  expect_code "$1: the run ends well" 0
  check "$1: waited for ($elapsed ms)" test "$elapsed" -ge "$2" -a "$elapsed" -lt 10000
}
for name in $(names_in errors outages) reset; do
  world $pairs
  llm_script "{\"rules\": [{\"do\": \"$name\", \"for_ms\": 2000}]}"
  OPENAI_MODEL=$name schedule
  waited_for "$name for 2 s" 1500
done
world $pairs
llm_script '{"latency_ms": 100, "rules": [{"do": "bad_gateway_html", "after_ms": 300, "for_ms": 1500}]}'
OPENAI_MODEL=in-the-middle schedule --concurrency 2
waited_for "bad_gateway_html in the middle" 1500

# For longer than a run waits.
world $pairs
llm_script '{"rules": [{"do": "bad_gateway_html"}]}'
OPENAI_MODEL=never PROACTIVE_LLM_OUTAGE_SECONDS=1 schedule
expect "out of order for good: templates write" ".llm.stopped == \"failures\" and .written_by.fallback == $pairs and .llm.calls <= 20"
check "out of order for good: after the time that is allowed for ($elapsed ms)" test "$elapsed" -ge 1000 -a "$elapsed" -lt 5000
expect_code "out of order for good: the exit code tells" 1
world $pairs
PROACTIVE_RUN_TIME_LIMIT=2 OPENAI_MODEL=never schedule
expect "out of order for good: templates write before the time limit" ".written_by.fallback == $pairs"
check "out of order for good: in time ($elapsed ms)" test "$elapsed" -lt 4000
expect_complete "out of order for good: every engagement has its message" $pairs

# Not there yet.
port=$(sed -E 's/.*:([0-9]+).*/\1/' <<<"$llm_url")
stop_llm
world $pairs
start=$(date +%s%N)
code=0
OPENAI_MODEL=late $PROACTIVE schedule --limit 10000 --format json >"$work/report" 2>"$work/log" &
run=$!
sleep 1.5
start_llm --port "$port"
wait $run || code=$?
elapsed=$((($(date +%s%N) - start) / 1000000))
report=$(<"$work/report")
waited_for "a service that starts after the run" 1500

# One answer at a time, which at 16 at once takes longer than a call may; what timed out is asked for again.
slow() { # what, members of the script
  world 60
  llm_script "{\"at_a_time\": 1, \"latency_ms\": 80, $2}"
  OPENAI_MODEL=$1 PROACTIVE_LLM_TIMEOUT_SECONDS=1 schedule --concurrency 16
  table_row "$1 (of 60)"
  expect "$1: the LLM writes all at its pace" '.written_by.llm == 60 and .llm.stopped == null'
  check "$1: soon ($elapsed ms)" test "$elapsed" -lt 20000
}
slow one-at-a-time '"keeps_working": false'
slow one-at-a-time-for-the-gone '"keeps_working": true'
finish_table
