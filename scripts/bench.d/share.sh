#!/usr/bin/env bash
# process of what one batch holds, and of 100,000 by 1, 2 and 4 processes that begin together: messages a second, and times those of one
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
export PROACTIVE_CHANNELS=none

together() { # database, processes; sets wall (ms) and sent
  local pids=() pid start
  createdb --template="$1" share_run
  export PGDATABASE=share_run
  psql -Xqc CHECKPOINT
  start=$(date +%s%N)
  for _ in $(seq "$2"); do
    $proactive process &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid"; done
  wall=$((($(date +%s%N) - start) / 1000000))
  sent=$(psql -XAtc 'SELECT count(*) FROM proactive.deliveries')
  unset PGDATABASE
  dropdb share_run
}

backlog=100000
[ -z "$BENCH_QUICK" ] || backlog=10000
for size in 1000 $backlog; do
  createdb "share_$size"
  export PGDATABASE=share_$size
  scripts/migrate --standalone >/dev/null
  $proactive config preset seed >/dev/null
  psql -Xq -v ON_ERROR_STOP=1 -v users="$size" -f tests/support/due.sql
  psql -Xqc 'VACUUM ANALYZE'
  unset PGDATABASE
  for round in $(seq "$rounds"); do
    for processes in 1 2 4; do
      [ "$size" -gt 1000 ] || [ $processes = 1 ] || continue
      together "share_$size" $processes
      [ $processes != 1 ] || alone=$wall
      echo "share $size, round $round, $processes together: $sent sent in $wall ms, $((sent * 1000 / wall)) a second," \
        "$(ratio "$alone" "$wall") times one; load $(cut -d' ' -f1 /proc/loadavg) on $(nproc) cores"
    done
  done
done
