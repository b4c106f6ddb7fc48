#!/usr/bin/env bash
# Runs that begin together share the users, without being told how: PROACTIVE=... scripts/with-postgres tests/system/sharing.sh
# All that is due is done once, by as many as there are; what one that is killed held is taken over, the rest goes on at once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

export PGDATABASE=sharing_$$ PROACTIVE_CHANNELS=none
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE"' EXIT
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
tests/support/new-database "$PGDATABASE"
due=5000

start() { # name, command and options: beside others; its reports are $work/NAME.json and .log, its process is $pid
  "$PROACTIVE" "${@:2}" --format json >"$work/$1.json" 2>"$work/$1.log" &
  pid=$!
}
together() { # how many, command and options; sets codes
  local n pids=()
  codes=
  for n in $(seq "$1"); do
    start "$n" "${@:2}"
    pids+=("$pid")
  done
  for pid in "${pids[@]}"; do
    wait "$pid" && codes+=0 || codes+=$?
  done
}
of_all() { # how many, program of jq over the array of their reports
  local n files=()
  for n in $(seq "$1"); do files+=("$work/$n.json"); done
  jq -sce "$2" "${files[@]}"
}
holders() { psql -XAtqc "SELECT DISTINCT holder FROM proactive.leases WHERE command = 'process' AND lease_until > now() ORDER BY 1"; }
all_sent_once() { # what
  check_sql "$1: each message is sent, and none twice" "SELECT (SELECT count(*) FROM messages) = $due
    AND (SELECT count(DISTINCT user_id) FROM messages) = $due AND (SELECT count(*) FROM proactive.deliveries) = $due
    AND (SELECT count(*) FROM proactive.engagements WHERE engagement_status = 'scheduled') = 0"
  check_sql "$1: no lease is held" "SELECT count(*) = 0 FROM proactive.leases WHERE lease_until > now()"
}

echo "# process, a backlog"
export PROACTIVE_PROCESS_BATCH_SIZE=50
for runs in 1 2 4; do
  fill $due
  together $runs process
  check "$runs together: all end with 0" test "$codes" = "$(printf '0%.0s' $(seq $runs))"
  all_sent_once "$runs together"
  check "$runs together: their reports add up" of_all $runs "(map(.sent) | add) == $due"
  check "$runs together: they share ($(of_all $runs 'map(.sent)'))" of_all $runs "(map(select(.sent > 0)) | length) >= ([$runs, 2] | min)"
done
fill $due
start jobs process --jobs 3
wait "$pid"
all_sent_once "three jobs of one run"
check_sql "no deadlock in all this" "SELECT deadlocks = 0 FROM pg_stat_database WHERE datname = current_database()"

two_that_share() { # sets first and other, their processes, which both hold slices, and have some seconds to go
  fill $due
  PROACTIVE_PROCESS_BATCH_SIZE=10 start first process
  first=$pid
  PROACTIVE_PROCESS_BATCH_SIZE=10 start other process
  other=$pid
  while [ "$(holders | wc -l)" -lt 2 ]; do sleep 0.01; done
}
echo "# process, one of two is killed"
two_that_share
kill -9 "$first"
wait "$first" 2>/dev/null || true
wait "$other" && code=0 || code=$?
check "the other ends with 0" test "$code" = 0
all_sent_once "it does what the killed one held, too"
check "and says so" jq -e '.slices == 64 and .slices_elsewhere == 0' "$work/other.json"

echo "# process, one of two is stopped, which the server does not see"
two_that_share
kill -STOP "$first"
wait "$other" && code=0 || code=$?
check "the other ends with 0" test "$code" = 0
left="FROM proactive.engagements WHERE engagement_status = 'scheduled'"
if [ "$(psql -XAtqc "SELECT count(*) $left")" = 0 ]; then # it was in a transaction, which the server ends after ten seconds, with its connection
  check "the other did all that the stopped one held" jq -e '.slices == 64 and .slices_elsewhere == 0' "$work/other.json"
else
  check_sql "only what the stopped one held is left" "SELECT bool_and(proactive.slice(user_id) IN (SELECT slice FROM proactive.leases WHERE command = 'process' AND holder <> '')) $left"
  check "the other says so" jq -e '.slices_elsewhere > 0 and .slices_elsewhere < 64' "$work/other.json"
  check "in its log, too" jq -se 'map(select(.event == "slices_busy")) | length == 1 and .[0].slices > 0 and (.[0].hint | startswith("other runs hold"))' "$work/other.log"
fi
psql -Xqc "UPDATE proactive.leases SET lease_until = now() - interval '1 second' WHERE holder <> ''" # instead of waiting until they run out
start later process
wait "$pid"
kill -CONT "$first"
wait "$first" && code=0 || code=$?
check "the stopped one, when it goes on, ends with 75 or what is done ($code)" test "$code" = 75 -o "$code" = 0
all_sent_once "and the next run, once the lease is over"

echo "# one is killed, and the other works for longer than the lease lasts"
fill $due
PROACTIVE_LEASE_SECONDS=5 PROACTIVE_PROCESS_BATCH_SIZE=5 start killed process
killed=$pid
PROACTIVE_LEASE_SECONDS=5 PROACTIVE_PROCESS_BATCH_SIZE=5 start other process
while [ "$(holders | wc -l)" -lt 2 ]; do sleep 0.01; done
kill -9 "$killed"
wait "$killed" 2>/dev/null || true
wait "$pid"
all_sent_once "it takes over what the killed one held"

echo "# schedule"
empty_world
psql -Xq -v ON_ERROR_STOP=1 -v users=$due -f tests/support/due.sql
psql -Xqc 'TRUNCATE proactive.engagements CASCADE'
together 2 schedule --limit 100000
check "two together end with 0" test "$codes" = 00
check_sql "each pair has one message" "SELECT count(*) = $due AND count(DISTINCT user_id) = $due FROM proactive.engagements WHERE engagement_status = 'scheduled'"
check "their reports add up ($(of_all 2 'map(.scheduled)'))" of_all 2 "(map(.scheduled) | add) == $due and (map(.failed) | add) == 0"
check_sql "no lease is held" "SELECT count(*) = 0 FROM proactive.leases WHERE lease_until > now()"

echo "# what others hold"
fill 640
psql -Xqc "INSERT INTO proactive.leases SELECT 'process', n, 'other', now() + interval '1 hour' FROM generate_series(0, 7) n"
start beside process
wait "$pid"
check "a run does the rest, and says how much it is not" jq -e '.slices == 56 and .slices_elsewhere == 8 and .sent > 400 and .sent < 640' "$work/beside.json"
psql -Xqc "UPDATE proactive.leases SET lease_until = now() + interval '1 hour', holder = 'other', backend_pid = NULL WHERE command = 'process'"
start out process
wait "$pid"
check "where all are held it does nothing" jq -e '.slices == 0 and .slices_elsewhere == 64 and .sent == 0' "$work/out.json"
psql -Xqc "UPDATE proactive.leases SET lease_until = now() + interval '0.6 s' WHERE holder = 'other'"
start again process
wait "$pid"
check "what they release at once it takes" jq -e '.slices >= 8 and .slices_elsewhere == 0 and .sent > 0' "$work/again.json"
all_sent=$(psql -XAtqc "SELECT count(*) FROM proactive.deliveries")
check "so that all is sent" test "$all_sent" = 640

echo "# a limit below what is due"
fill 2000
psql -Xqc "UPDATE proactive.engagements SET scheduled_for = now() - random() * interval '3 hours'"
for _ in $(seq 12); do $PROACTIVE process --limit 20 2>>"$work/log"; done
check_sql "begins where something has been due for longest ($(psql -XAtqc "SELECT count(DISTINCT proactive.slice(user_id)) FROM messages") slices)" \
  "SELECT count(*) = 240 AND count(DISTINCT proactive.slice(user_id)) >= 32 FROM messages"
check_sql "so that nobody waits for ever" "SELECT min(scheduled_for) > now() - interval '3 hours' + interval '4 minutes' FROM proactive.engagements WHERE engagement_status = 'scheduled'"

echo "# what it costs"
unset PROACTIVE_PROCESS_BATCH_SIZE
fill 1000
$PROACTIVE process 2>>"$work/log"
check_sql "what one batch holds is one transaction, of all slices" "SELECT count(DISTINCT sent_at) = 1 AND count(*) = 1000 FROM proactive.engagements WHERE engagement_status = 'sent'"
transactions() { psql -XAtqc 'SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()'; }
most=1000
for _ in 1 2 3; do # whoever else is at work, such as autovacuum, counts too
  before=$(transactions)
  $PROACTIVE process 2>>"$work/log"
  n=$(($(transactions) - before - 1))
  [ $n -ge $most ] || most=$n
done
check "a run with nothing to do takes few transactions ($most)" test "$most" -le 11
finish "$work/log"
