#!/usr/bin/env bash
# process of 100,000 without and with real-time events, thrice each in turn: wall time and CPU time of the program
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

createdb events_world
PGDATABASE=events_world scripts/migrate --standalone >/dev/null
PGDATABASE=events_world "$proactive" config preset seed >/dev/null
PGDATABASE=events_world psql -Xq -v ON_ERROR_STOP=1 -v users=100000 -f tests/support/due.sql
PGDATABASE=events_world psql -Xqc 'VACUUM ANALYZE'
for round in 1 2 3; do
  for realtime in none socketio; do
    export PGDATABASE=events_$realtime
    createdb --template=events_world "$PGDATABASE"
    psql -Xqc CHECKPOINT
    (
      TIMEFORMAT="events $round, $realtime: %R s, of which the program's CPU %U s and %S s"
      time PROACTIVE_CHANNELS=$realtime $proactive process
    )
    dropdb "$PGDATABASE"
  done
done
