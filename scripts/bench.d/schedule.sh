#!/usr/bin/env bash
# schedule of 10,000 pairs that are due on 1,000,000 pairs of the seed's tables, by templates, against a careful client's plain statements that
# select the same and store the same rows (schedule_floor.sql), in turn on copies of one database: pairs a second, CPU time a pair
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

pairs=${BENCH_QUICK:+100000}
pairs=${pairs:-1000000}
due=$((pairs / 100))
export PGDATABASE=schedule_world PROACTIVE_QUIET_HOURS=off PROACTIVE_CHANNELS=none
createdb $PGDATABASE
scripts/migrate --standalone >/dev/null
"$proactive" config preset seed >/dev/null
psql -Xq -v ON_ERROR_STOP=1 -v pairs=$pairs -v messages=6 -v of_due=$((pairs + 1)) -f scripts/bench.d/app_world.sql >/dev/null
psql -Xq -v ON_ERROR_STOP=1 -v pairs=$pairs -v of_due=100 -f scripts/bench.d/schedule_world.sql >/dev/null
for _ in $(seq $((due / 1000))); do cat scripts/bench.d/schedule_floor.sql; done >"$PRIVATE_POSTGRES/floor.sql"
export PGDATABASE=postgres
for round in $(seq "$rounds"); do
  for what in floor schedule; do
    case $what in
      floor) measure schedule_world psql -Xq -v ON_ERROR_STOP=1 -f "$PRIVATE_POSTGRES/floor.sql" ;;
      schedule) measure schedule_world $proactive schedule --limit $due --format json ;;
    esac
    [ $what = floor ] || [ "$(jq .scheduled "$PRIVATE_POSTGRES/bench.out")" = $due ] || { cat "$PRIVATE_POSTGRES/bench.out" && exit 1; }
    echo "schedule $what, round $round: $((due * 1000 / wall)) pairs/s, server $(per_row $server $due) us, client $(per_row $client $due) us"
    keep "$what"
  done
done
echo "schedule: it has $(ratio "$(middle floor wall)" "$(middle schedule wall)") of the floor's pairs/s," \
  "$(ratio "$(middle schedule server)" "$(middle floor server)") of its server CPU; client $(per_row "$(middle schedule client)" $due) us a pair"
