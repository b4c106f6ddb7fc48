#!/usr/bin/env bash
# reports of 2,000,000 engagements of 200,000 users with 4,000 companions: time, CPU time of server and program, memory of the program
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
export PGDATABASE=stats_world

users=${BENCH_QUICK:+20000}
users=${users:-200000}
createdb "$PGDATABASE"
scripts/migrate --standalone >/dev/null
psql -Xq -v ON_ERROR_STOP=1 -v users="$users" -v messages=10 -v companions=4000 -f scripts/bench.d/insight.sql >/dev/null
declare -A walls=()
for by in type stage companion writer model template hour nth policy day; do
  times=()
  for _ in $(seq $(((rounds + 1) / 2))); do
    before=$(server_cpu)
    times+=("$(milliseconds "$proactive" stats --since 120d --by $by)")
    cpu=$(($(server_cpu) - before))
  done
  walls[$by]=$(printf '%s\n' "${times[@]}" | median)
  echo "stats of $((users * 10)) engagements by $by: ${walls[$by]} ms, the server's CPU $((cpu / 1000)) ms, $(peak_kib "$proactive" stats --since 120d --by $by) KiB"
done
echo "stats: by companion takes $((walls[companion] - walls[type])) ms more than by type; prometheus $(milliseconds "$proactive" stats --format prometheus) ms"
