#!/usr/bin/env bash
# process of 100,000 that are due on 1,000,000 pairs of the seed's tables, against a careful client's plain statements without a second look
# (deliver_floor.sql), in turn on copies of one database: rows a second, CPU time of server and program, WAL a row; with --jobs 2 against one
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

pairs=${BENCH_QUICK:+100000}
pairs=${pairs:-1000000}
due=$((pairs / 10))
export PGDATABASE=deliver_world PROACTIVE_QUIET_HOURS=off PROACTIVE_CHANNELS=none
createdb $PGDATABASE
scripts/migrate --standalone >/dev/null
psql -Xq -v ON_ERROR_STOP=1 -v pairs=$pairs -v messages=6 -v of_due=10 -f scripts/bench.d/app_world.sql >/dev/null
for _ in $(seq $((due / 1000))); do cat scripts/bench.d/deliver_floor.sql; done >"$PRIVATE_POSTGRES/floor.sql"
export PGDATABASE=postgres
for round in $(seq "$rounds"); do
  for what in floor process process2; do
    case $what in
      floor) measure deliver_world psql -Xq -v ON_ERROR_STOP=1 -f "$PRIVATE_POSTGRES/floor.sql" ;;
      process) measure deliver_world $proactive process --limit $due --format json ;;
      process2) measure deliver_world $proactive process --limit $due --jobs 2 --format json ;;
    esac
    [ $what = floor ] || [ "$(jq .sent "$PRIVATE_POSTGRES/bench.out")" = $due ] || { cat "$PRIVATE_POSTGRES/bench.out" && exit 1; }
    echo "deliver $what, round $round: $((due * 1000 / wall)) rows/s, server $(per_row $server $due) us, client $(per_row $client $due) us, WAL $(per_row $wal $due) bytes a row"
    keep "$what"
  done
done
floor_wall=$(middle floor wall)
process_wall=$(middle process wall)
echo "deliver: process has $(ratio "$floor_wall" "$process_wall") of the floor's rows/s, $(ratio "$(middle process server)" "$(middle floor server)") of its server CPU," \
  "$(ratio "$(middle process wal)" "$(middle floor wal)") of its WAL; client $(per_row "$(middle process client)" $due) us a row;" \
  "--jobs 2 has $(ratio "$process_wall" "$(middle process2 wall)") times the rows/s of one job"
