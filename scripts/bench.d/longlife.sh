#!/usr/bin/env bash
# 500 passes in a row, half an hour of the runs' clock apart, while autovacuum comes, once a second instead of once a minute: 300 messages planned and delivered in each,
# and 200 users who write. CPU time of the last ten passes against that of the first ten; dead rows, sizes, and how much of these is bloat
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
export PROACTIVE_QUIET_HOURS=off PROACTIVE_CHANNELS=none PROACTIVE_ALLOW_NOW=true PGDATABASE=longlife_world

psql -Xqd postgres -c "ALTER SYSTEM SET autovacuum_naptime = '1s'" -c 'SELECT pg_reload_conf()' >/dev/null
passes=${BENCH_QUICK:+40}
passes=${passes:-500}
pairs=20000
createdb "$PGDATABASE"
scripts/migrate --standalone >/dev/null
"$proactive" config preset seed >/dev/null
psql -Xq -v ON_ERROR_STOP=1 -v pairs=$pairs -v messages=6 -v of_due=1000000 -f scripts/bench.d/app_world.sql >/dev/null
now=$(date +%s)
pass() { # sets wall, cpu, planned and sent
  local at before start
  now=$((now + 1800))
  at=$(date -u -d "@$now" +%FT%TZ)
  psql -Xq -v at="$at" -v pairs=$pairs -v pass="$1" <<'SQL'
INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content, is_read, created_at)
SELECT 'user-' || n, n, 'user', '1', 'Tell me more', true, :'at'::timestamptz - interval '5 minutes'
  FROM (SELECT 1 + (:pass * 200 + k) * 7919 % :pairs AS n FROM generate_series(1, 200) k) x;
SQL
  before=$(server_cpu)
  start=$(date +%s%N)
  TIMEFORMAT='%U %S'
  { time { "$proactive" schedule --now "$at" --limit 300 --format json >"$PRIVATE_POSTGRES/schedule" &&
    "$proactive" process --now "$at" --format json >"$PRIVATE_POSTGRES/process"; }; } 2>"$PRIVATE_POSTGRES/times"
  wall=$((($(date +%s%N) - start) / 1000000))
  cpu=$(($(server_cpu) - before + $(tail -n 1 "$PRIVATE_POSTGRES/times" | awk '{ printf "%d", ($1 + $2) * 1000000 }')))
  planned=$(jq .scheduled "$PRIVATE_POSTGRES/schedule")
  sent=$(jq .sent "$PRIVATE_POSTGRES/process")
}
sizes() {
  psql -XAtq -F ', ' -c "SELECT '  ' || relname, n_live_tup || ' rows', n_dead_tup || ' dead', pg_size_pretty(pg_table_size(relid)),
      'indexes ' || pg_size_pretty(pg_indexes_size(relid)), autovacuum_count || ' times vacuumed'
    FROM pg_stat_user_tables WHERE schemaname = 'proactive' AND n_tup_ins > 100 ORDER BY pg_total_relation_size(relid) DESC LIMIT 8"
}
size_of_all() { psql -XAtqc "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relnamespace = 'proactive'::regnamespace AND relkind = 'r'"; }
warm_up=${BENCH_QUICK:+20}
warm_up=${warm_up:-150}
for n in $(seq "$warm_up"); do pass "$n"; done # until what came of messages is asked for days later, too
cpus=()
works=()
for n in $(seq "$passes"); do
  pass $((n + warm_up))
  cpus+=("$cpu")
  works+=($((planned + sent)))
  [ $((n % (passes / 10))) != 0 ] || echo "longlife pass $n: $wall ms, CPU $((cpu / 1000)) ms, $planned planned, $sent sent"
done
of() { printf '%s\n' "$@" | median; }
first=$(of "${cpus[@]:0:10}") last=$(of "${cpus[@]: -10}")
echo "longlife: the last ten of $passes passes take $(ratio "$last" "$first") times the CPU time of the first ten ($((first / 1000)) ms), for" \
  "$(ratio "$(of "${works[@]: -10}")" "$(of "${works[@]:0:10}")") times the work ($(of "${works[@]:0:10}") messages planned or sent)"
sizes
full=$(size_of_all)
psql -Xq -c 'SET client_min_messages = warning' -c 'VACUUM FULL ANALYZE'
echo "longlife: the tool's tables have $((full / 1048576)) MiB, $(ratio "$full" "$(size_of_all)") times what they have when they are written anew"
psql -Xqd postgres -c 'ALTER SYSTEM RESET autovacuum_naptime' -c 'SELECT pg_reload_conf()' >/dev/null
