#!/usr/bin/env bash
# Runs with an LLM that are stopped, killed, overlap, or outlast their lease: nothing is lost, doubled or stuck.
#   PROACTIVE=... scripts/with-postgres tests/llm/lifecycle.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"
# shellcheck source=tests/support/llm.sh
. tests/support/llm.sh
start_llm
exactly_once() { # what, engagements
  check_sql "$1" "SELECT count(*) = $2 AND count(DISTINCT user_id) = $2
    AND count(*) FILTER (WHERE engagement_status = 'scheduled') = $2 FROM proactive.engagements"
}
begun() { # waits until so many messages are stored
  until [ "$(psql -XAtqc "SELECT count(*) FROM proactive.engagements WHERE engagement_status = 'scheduled'")" -ge "$1" ]; do sleep 0.05; done
}

# SIGTERM: calls under way are heard, what has not begun is left to the next run, at once.
world 100
llm_script '{"latency_ms": 400}'
$PROACTIVE schedule --limit 1000 --concurrency 4 --format json >"$work/report" 2>"$work/log" &
run=$!
begun 4
kill -TERM $run
stopped=$(date +%s%N)
code=0
wait $run || code=$?
took=$((($(date +%s%N) - stopped) / 1000000))
expect_code "a run that is told to stop says so" 75
check "soon ($took ms)" test "$took" -lt 5000
check "without templates in the stead of what it left" jq -e '.written_by.fallback == 0 and .written_by.llm >= 4 and .written_by.llm < 60' "$work/report"
check_sql "what is left waits for nobody" "SELECT count(*) > 30 FROM proactive.engagements
  WHERE engagement_status = 'drafting' AND lease_until < now()"
check_sql "what was spent is written down" "SELECT u.tokens BETWEEN 1 AND 100000 FROM proactive.llm_usage u"
llm_script '{}'
schedule
expect_code "the next run ends well" 0
exactly_once "and writes the rest" 100
check_sql "by the LLM" "SELECT bool_and(writer = 'llm') FROM proactive.engagements"

# SIGTERM while the service hangs.
world 20
llm_script '{"rules": [{"do": "hang"}]}'
$PROACTIVE schedule --limit 1000 2>"$work/log" &
run=$!
sleep 1.5
kill -TERM $run
stopped=$(date +%s)
code=0
wait $run || code=$?
expect_code "a run is told to stop while its calls hang" 75
check "and is gone in time" test $(($(date +%s) - stopped)) -le 20
llm_script '{}'
schedule
exactly_once "the next run writes all" 20

# SIGKILL: the drafts are taken over when their leases are over.
world 60
llm_script '{"latency_ms": 300}'
export PROACTIVE_LEASE_SECONDS=5
$PROACTIVE schedule --limit 1000 --concurrency 4 2>"$work/log" &
run=$!
begun 8
kill -KILL $run
wait $run 2>/dev/null || true
stored=$(psql -XAtqc "SELECT count(*) FROM proactive.engagements WHERE engagement_status = 'scheduled'")
check "a killed run has stored what was written until then ($stored)" test "$stored" -ge 8
sleep 6
llm_script '{}'
schedule
exactly_once "the next one takes the rest over" 60
calls=$(reported .llm.calls)
check "and asks only for what was not stored ($calls)" test "$calls" -eq $((60 - stored))

# A write that outlasts the leases: they are held, and another run keeps off.
world 12
llm_script '{"latency_ms": 4000}'
PROACTIVE_LEASE_SECONDS=5 $PROACTIVE schedule --limit 1000 --concurrency 4 --format json >"$work/report" 2>"$work/log" &
run=$!
for _ in 1 2 3; do
  sleep 2.5
  $PROACTIVE schedule --limit 1000 --format json 2>>"$work/other" | jq -r .scheduled >>"$work/others"
done
wait $run
check "a run that waits for its LLM keeps its leases" test "$(sort -u "$work/others")" = 0
exactly_once "and stores everything itself" 12
check_sql "at the first attempt" "SELECT max(attempt) = 1 FROM proactive.engagements"
check "with one call each" jq -e '.llm.calls == 12' "$work/report"
unset PROACTIVE_LEASE_SECONDS

# A stopped process that wakes after its leases: its drafts are another's, and its writes are refused.
world 12
llm_script '{"latency_ms": 8000}'
PROACTIVE_LEASE_SECONDS=5 $PROACTIVE schedule --limit 1000 --concurrency 12 2>"$work/log" &
run=$!
until [ "$(psql -XAtqc "SELECT count(*) FROM proactive.engagements WHERE engagement_status = 'drafting'")" = 12 ]; do sleep 0.05; done
until kill -STOP $run && [ "$(psql -XAtqc "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND application_name LIKE 'proactive schedule%' AND state <> 'idle'")" = 0 ]; do # not in a transaction, with its locks
  kill -CONT $run
  sleep 0.05
done
sleep 6
llm_script '{}'
PROACTIVE_LEASE_SECONDS=5 schedule
expect "the drafts of a stopped process are taken over" '.written_by.llm == 12'
kill -CONT $run
code=0
wait $run || code=$?
expect_code "and it is told so when it wakes" 75
exactly_once "nothing is doubled" 12

# Several jobs share one writer; several runs share the users.
world 300
llm_script '{"latency_ms": 20}'
schedule --jobs 3 --concurrency 16
expect "jobs share one LLM" '.written_by.llm == 300 and .llm.calls == 300'
check "and its limit of calls at once" test "$(llm_stat .most_in_flight)" -le 16
exactly_once "each pair has one message" 300
world 300
llm_script '{"latency_ms": 20}'
for run in 1 2 3; do
  $PROACTIVE schedule --limit 1000 2>>"$work/log" &
  runs[run]=$!
done
for run in 1 2 3; do wait "${runs[run]}"; done
schedule
exactly_once "runs side by side" 300
calls=$(llm_stat .calls) # a draft may be refused by chance
check "with one call each ($calls)" test "$calls" -le 303

# The service goes away in the middle.
world 40
llm_script '{"latency_ms": 200}'
PROACTIVE_LLM_OUTAGE_SECONDS=2 $PROACTIVE schedule --limit 1000 --concurrency 4 --format json >"$work/report" 2>"$work/log" &
run=$!
begun 4
kill -KILL "$llm_server"
code=0
wait $run || code=$?
expect_code "a service that dies in the middle is no failure of the run" 0
exactly_once "every engagement has its message" 40
check "the others from templates" jq -e '.written_by.llm >= 4 and .written_by.fallback >= 4' "$work/report"
world 10
PROACTIVE_LLM_OUTAGE_SECONDS=2 schedule
expect "a service that is not there" '.written_by.fallback == 10 and .llm.refusals.unreachable >= 4 and .llm.stopped == "failures"'
expect_code "and was never there: the exit code tells" 1
expect_complete "every engagement has its message without it" 10

# The database goes away in the middle: the calls end with the run.
start_llm
world 40
llm_script '{"latency_ms": 1000}'
$PROACTIVE schedule --limit 1000 --concurrency 2 2>"$work/log" &
run=$!
sleep 1
psql -Xqc "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
    AND application_name LIKE 'proactive schedule%'" >/dev/null
code=0
wait $run || code=$?
check "a run that loses its database ends, or goes on (exit $code)" test $code = 75 -o $code = 69 -o $code = 0
llm_script '{}'
sleep 1
PROACTIVE_LEASE_SECONDS=5 schedule
check_sql "nothing is doubled" "SELECT count(*) = count(DISTINCT user_id) FROM proactive.engagements WHERE engagement_status IN ('drafting', 'scheduled')"
finish "$work/log"
