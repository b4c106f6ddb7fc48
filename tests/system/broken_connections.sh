#!/usr/bin/env bash
# The connection to the database breaks, or nobody answers on it: PROACTIVE=... scripts/with-postgres tests/system/broken_connections.sh
# Runs end within 20 seconds with a sentence and exit code 69 or 75, or go on; each message exists once whatever happens.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${PROACTIVE:?set it to the binary, such as build/release/proactive}"

export PROACTIVE_LOG_LEVEL=info
work=$(mktemp -d)
# shellcheck source=tests/support/checks.sh
. tests/support/checks.sh
# shellcheck source=tests/support/own-server.sh
. tests/support/own-server.sh
networks=()
leave() {
  # shellcheck disable=SC2046 # several
  kill -9 $(jobs -p) "${networks[@]}" 2>/dev/null || true
  remove_server
  rm -rf "$work"
}
trap leave EXIT

own_server
messages() { psql -XAtqc 'SELECT count(*) FROM messages'; }
run() { # what, exit codes, the most seconds, then the command; its log goes to $work/last
  local what=$1 codes=$2 most=$3 code=0 start=$SECONDS
  "${@:4}" >/dev/null 2>"$work/last" || code=$?
  cat "$work/last" >>"$work/log"
  check "$what: exit code $code" grep -qw "$code" <<<"$codes"
  check "$what: within $most seconds" test $((SECONDS - start)) -le "$most"
}
says() { check "$1" grep -q "$2" "$work/last"; }
in_the_middle() { # starts process in small batches and waits until it has delivered; sets pid
  $PROACTIVE process --batch-size 5 "$@" >/dev/null 2>"$work/last" &
  pid=$!
  until [ "$(messages)" -gt 0 ]; do sleep 0.02; done
}
ends() { # what, exit codes, the most seconds
  local code=0 start=$SECONDS
  wait "$pid" || code=$?
  cat "$work/last" >>"$work/log"
  check "$1: exit code $code" grep -qw "$code" <<<"$2"
  check "$1: within $3 seconds" test $((SECONDS - start)) -le "$3"
}
all_sent_once() { # how many
  check_sql "every message exists once" "SELECT count(*) = $1 AND count(DISTINCT metadata ->> 'engagement_id') = $1 FROM messages"
  check_sql "nothing is left over" "SELECT count(*) = 0 FROM proactive.engagements WHERE engagement_status <> 'sent'"
  check_sql "no lease is held" "SELECT count(*) = 0 FROM proactive.leases WHERE lease_until > now()"
}
broken_network() { # mode: sets broken_port
  exec 8< <(exec node tests/support/broken-network.mjs "$1" "$PGPORT" 2>/dev/null)
  networks+=($!)
  read -r -u 8 broken_port
}

broken_network silent
run "a server that accepts and says nothing" 69 20 env PGPORT="$broken_port" "$PROACTIVE" process
says "a server that accepts and says nothing: a sentence that helps" 'cannot connect to the database: .*no firewall is in the way'
run "an address that nobody has" 69 20 env PGHOST=192.0.2.1 "$PROACTIVE" process
says "an address that nobody has: a sentence that helps" 'cannot connect to the database: .*host and port'

# A COMMIT without an answer is looked up.
fill 60
broken_network lose-answer
run "a committed batch whose answer is lost" 0 20 env PGPORT="$broken_port" "$PROACTIVE" process --batch-size 20 --format json
says "a committed batch whose answer is lost: it was looked up" '"event":"commit_looked_up".*"size":20,"sent":20'
says "a committed batch whose answer is lost: it counts" '"event":"run_finished".*"sent":60,"events":60'
all_sent_once 60
fill 60
broken_network lose-commit
run "a batch whose COMMIT is lost" 75 20 env PGPORT="$broken_port" "$PROACTIVE" process --batch-size 20
says "a batch whose COMMIT is lost: it was looked up" '"event":"commit_looked_up".*"size":20,"sent":0'
check_sql "a batch whose COMMIT is lost: nothing of it is there" "SELECT count(*) = 0 FROM messages"
check_sql "a batch whose COMMIT is lost: the run is recorded" "SELECT count(*) = 1 FROM proactive.runs WHERE exit_code = 75"
run "the next run delivers it" 0 20 "$PROACTIVE" process
all_sent_once 60

fill 3000
in_the_middle
psql -Xqc "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'proactive process%'" >/dev/null
ends "a terminated session" "0 75" 20
run "the next run after a terminated session" 0 20 "$PROACTIVE" process
all_sent_once 3000

fill 3000
in_the_middle
crash_server
ends "a server that crashes" "69 75" 20
restart_server
psql -Xqc "UPDATE proactive.leases SET lease_until = now() - interval '1 second'" # instead of waiting until they run out
run "the next run after a crash" 0 20 "$PROACTIVE" process
all_sent_once 3000

# A server that is frozen answers nothing, and TCP alone does not notice.
fill 3000
in_the_middle
mapfile -t frozen < <(server_processes)
kill -STOP "${frozen[@]}"
ends "a frozen server" "69 75" 20
says "a frozen server: a sentence that helps" 'did not answer in time\|cannot connect\|was committing'
kill -CONT "${frozen[@]}"
sleep 1
psql -Xqc "UPDATE proactive.leases SET lease_until = now() - interval '1 second'"
run "the next run after a frozen server" 0 20 "$PROACTIVE" process
all_sent_once 3000

fill 3000
in_the_middle --jobs 3
mapfile -t frozen < <(server_processes)
kill -STOP "${frozen[@]}"
ends "a frozen server and several connections" "69 75" 22
kill -CONT "${frozen[@]}"
sleep 1
psql -Xqc "UPDATE proactive.leases SET lease_until = now() - interval '1 second'"

fill 3000
in_the_middle
mapfile -t frozen < <(server_processes)
kill -STOP "${frozen[@]}"
kill -TERM "$pid"
ends "a stop signal while the server is frozen" 75 25
kill -CONT "${frozen[@]}"

check "every line of the log is JSON" jq -e . "$work/log"
finish "$work/log"
