#!/usr/bin/env bash
# what a pass costs by what is due, not by what there is: on 100,000, 1,000,000 and 5,000,000 pairs of the seed's tables, of which three in five
# are blocked (opted out, or at the limit that they wish), and due before all others. First the passes that learn of all and look at those,
# one of which is killed; then, in turn on each world, schedule of 1,000, process of 1,000 (and plain statements that deliver as many without a second look), and 1,000 messages of which is asked what came of them
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
export PROACTIVE_QUIET_HOURS=off PROACTIVE_CHANNELS=none PROACTIVE_APPROVAL=off
sizes=(100000 1000000 5000000)
[ -z "$BENCH_QUICK" ] || sizes=(20000 100000)

due_sql() { psql -XAtq -v ON_ERROR_STOP=1 -d "due_$1" -c "SET search_path = proactive, public" "${@:2}"; } # size, psql's arguments
timed() { # size, command...: sets wall (ms) and cpu (us, of server and program) and report
  local before start
  before=$(server_cpu)
  start=$(date +%s%N)
  TIMEFORMAT='%U %S'
  { time PGDATABASE=due_$1 "${@:2}" >"$PRIVATE_POSTGRES/report"; } 2>"$PRIVATE_POSTGRES/times"
  wall=$((($(date +%s%N) - start) / 1000000))
  cpu=$(($(server_cpu) - before + $(tail -n 1 "$PRIVATE_POSTGRES/times" | awk '{ printf "%d", ($1 + $2) * 1000000 }')))
}
run() { timed "$1" "$proactive" "${@:2}" --format json; } # size, command...
reported() { jq -r "$1" "$PRIVATE_POSTGRES/report"; }

for size in "${sizes[@]}"; do
  createdb "due_$size"
  PGDATABASE=due_$size scripts/migrate --standalone >/dev/null
  PGDATABASE=due_$size "$proactive" config preset seed >/dev/null
  psql -Xq -v ON_ERROR_STOP=1 -d "due_$size" -v pairs="$size" -v messages=2 -v of_due=$((size / 2000 / rounds)) -f scripts/bench.d/app_world.sql >/dev/null
  due_sql "$size" -c "INSERT INTO preferences (user_id, enabled, opted_out_at, max_per_week)
      SELECT 'user-' || n, CASE WHEN n % 2 = 0 THEN false END, CASE WHEN n % 2 = 0 THEN now() - interval '60 days' END, CASE WHEN n % 2 = 1 THEN 1 END
        FROM generate_series(1, $size) n WHERE n % 5 > 1" \
    -c "UPDATE engagements SET scheduled_for = now() + interval '20 hours' WHERE engagement_status = 'scheduled'" -c "TRUNCATE pairs" -c "VACUUM ANALYZE"

  echo "due $size: $(due_sql "$size" -c "SELECT pg_size_pretty(pg_database_size(current_database()))")"
  PGDATABASE=due_$size timeout -s KILL 15 "$proactive" schedule --limit 1 >/dev/null 2>&1 || true
  due_sql "$size" -c "UPDATE leases SET lease_until = '-infinity', holder = ''" # which is what waiting for a minute does
  echo "due $size: a first pass of at most 15 s has learned of $(due_sql "$size" -c 'SELECT count(*) FROM pairs') pairs"
  run "$size" schedule --limit 1
  echo "due $size: the next has learned of $(due_sql "$size" -c 'SELECT count(*) FROM pairs') after $wall ms, CPU $((cpu / 1000)) ms"
  due_sql "$size" -c "UPDATE pairs SET next_check_at = now() WHERE next_check_at <= now() AND substr(user_id, 6)::integer % 5 <= 1"
  for pass in $(seq 20); do
    run "$size" schedule --limit 1000
    echo "due $size: pass $pass looked at $(reported .checked) pairs in $wall ms, CPU $((cpu / 1000)) ms, and planned $(reported .scheduled); refused $(reported '.refused | tojson')"
    [ "$(due_sql "$size" -c 'SELECT count(*) FROM pairs JOIN preferences USING (user_id) WHERE next_check_at <= now()')" -gt 0 ] || break
  done
  due_sql "$size" -c "VACUUM pairs" # autovacuum comes once a minute
done

for size in "${sizes[@]}"; do # the round that looks for old rows, which goes on for days where there are many, is apart
  due_sql "$size" -c "UPDATE retention_round SET began_at = now() - interval '2 days', after_user = NULL, after_id = NULL"
  run "$size" schedule --limit 1
  with=$cpu
  due_sql "$size" -c "UPDATE retention_round SET began_at = now(), after_user = NULL, after_id = NULL"
  run "$size" schedule --limit 1
  echo "due $size: a pass that plans one message takes $((cpu / 1000)) ms of CPU, and $((with / 1000)) ms where it looks for old rows, too"
done

make_due() { # size: a thousand that are planned
  due_sql "$1" -c "UPDATE engagements SET scheduled_for = now() - interval '1 minute' WHERE (user_id, id) IN (SELECT user_id, id FROM engagements
      WHERE engagement_status = 'scheduled' AND run_id = 'bench' ORDER BY user_id LIMIT 1000)"
}
declare -A walls=() cpus=()
keep() { # what, size
  walls[$1 $2]+="$wall "
  cpus[$1 $2]+="$cpu "
}
for round in $(seq "$rounds"); do
  for size in "${sizes[@]}"; do
    run "$size" schedule --limit 1000
    [ "$(reported .scheduled)" -ge 990 ] || { reported . && exit 1; }
    keep "schedule of 1,000" "$size"
    echo "due $size, round $round: schedule $(reported .checked) looked at, $(reported .scheduled) planned, $wall ms, CPU $((cpu / 1000)) ms"
    make_due "$size"
    timed "$size" psql -Xq -v ON_ERROR_STOP=1 -f scripts/bench.d/deliver_floor.sql
    keep "plain statements for 1,000" "$size"
    echo "due $size, round $round: plain statements deliver 1,000 in $wall ms, CPU $((cpu / 1000)) ms"
    make_due "$size"
    run "$size" process
    keep "process of 1,000" "$size"
    echo "due $size, round $round: process $(reported .due) due, $(reported .sent) sent, $wall ms, CPU $((cpu / 1000)) ms"
    due_sql "$size" -c "UPDATE engagements SET engagement_status = 'sent', settle_at = now() - interval '1 minute' WHERE (user_id, id) IN (SELECT user_id, id
      FROM engagements WHERE engagement_status = 'ignored' ORDER BY hashtext(user_id || $round) LIMIT 1000)"
    run "$size" schedule --limit 1
    keep "asking about 1,000" "$size"
    echo "due $size, round $round: asking, $wall ms, CPU $((cpu / 1000)) ms; $(due_sql "$size" -c "SELECT count(*) FROM engagements WHERE settle_at <= now() - interval '1 minute'") left"
  done
done
middle() { tr ' ' '\n' <<<"$1" | grep . | median; }
for what in "schedule of 1,000" "plain statements for 1,000" "process of 1,000" "asking about 1,000"; do
  for size in "${sizes[@]:1}"; do
    echo "due: $what on $size pairs takes $(ratio "$(middle "${walls[$what $size]}")" "$(middle "${walls[$what ${sizes[0]}]}")") times the time and" \
      "$(ratio "$(middle "${cpus[$what $size]}")" "$(middle "${cpus[$what ${sizes[0]}]}")") times the CPU time of ${sizes[0]}"
  done
done
