# shellcheck shell=bash
# What the parts of scripts/bench share. They are run by it, beside a private server.
# shellcheck disable=SC2034 # used by those who source this

proactive=build/release/proactive
rounds=${BENCH_QUICK:+1}
rounds=${rounds:-5}
export PROACTIVE_ENABLE_DEBUG_LOGGING=false PROACTIVE_LOG_LEVEL=warn
# In the users' zone it is about three in the afternoon, whenever this runs: what was planned for another part of the day is written anew
# instead of delivered.
ahead=$((15 - 10#$(date -u +%H)))
[ "$ahead" -le 14 ] || ahead=$((ahead - 24))
PROACTIVE_DEFAULT_TIMEZONE=Etc/GMT$(printf '%+d' $((-ahead)))
export PROACTIVE_DEFAULT_TIMEZONE

new_world() { # pairs, of which blocked: also the name of the database
  export PGDATABASE=bench_$1_$2
  createdb "$PGDATABASE"
  scripts/migrate --standalone >/dev/null
  "$proactive" config preset seed >/dev/null # the world's people never answer: nothing would be due
  psql -Xq -v ON_ERROR_STOP=1 -v pairs="$1" -v blocked="$2" -f scripts/bench.d/world.sql
}
milliseconds() { # runs a command, prints how long it took
  local start end
  start=$(date +%s%N)
  "$@" >/dev/null
  end=$(date +%s%N)
  echo $(((end - start) / 1000000))
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
peak_kib() { # the largest resident memory of a command, as the kernel counts it
  bash -c '"$@" >/dev/null & pid=$!; peak=0
    while kill -0 $pid 2>/dev/null; do
      now=$(awk "/VmHWM/ { print \$2 }" /proc/$pid/status 2>/dev/null || true)
      [ -n "$now" ] && [ "$now" -gt "$peak" ] && peak=$now
      sleep 0.002
    done
    wait $pid; echo $peak' _ "$@"
}
server_cpu() { # CPU time of the server, in microseconds: of all its processes, those that have ended too
  local postmaster
  postmaster=$(head -n 1 "$PRIVATE_POSTGRES/data/postmaster.pid")
  { echo "$postmaster" && pgrep -P "$postmaster"; } | sed 's|.*|/proc/&/stat|' | { xargs cat 2>/dev/null || true; } |
    sed 's/^[0-9]* (.*) //' | awk '{ ticks += $12 + $13; if (NR == 1) ticks += $14 + $15 } END { print ticks * 10000 }'
}
# Runs a command on a copy of a database. Sets wall (ms), server (us of CPU), client (us of CPU) and wal (bytes).
measure() { # database, command...
  local template=$1 copy=bench_copy start before lsn
  shift
  createdb --template="$template" "$copy"
  PGDATABASE=$copy psql -Xqc CHECKPOINT
  lsn=$(psql -XAtc 'SELECT pg_current_wal_insert_lsn()')
  before=$(server_cpu)
  start=$(date +%s%N)
  TIMEFORMAT='%U %S'
  { time PGDATABASE=$copy "$@" >"$PRIVATE_POSTGRES/bench.out" 2>"$PRIVATE_POSTGRES/bench.err"; } 2>"$PRIVATE_POSTGRES/bench.times"
  wall=$((($(date +%s%N) - start) / 1000000))
  server=$(($(server_cpu) - before))
  client=$(awk '{ printf "%d", ($1 + $2) * 1000000 }' "$PRIVATE_POSTGRES/bench.times")
  wal=$(psql -XAtc "SELECT pg_current_wal_insert_lsn() - '$lsn'")
  dropdb "$copy"
}
ratio() { awk "BEGIN { printf \"%.3f\", $1 / $2 }"; }
per_row() { awk "BEGIN { printf \"%.1f\", $1 / $2 }"; }
declare -A kept=()
keep() { # what: the last measurement of it, for middle
  kept[$1 wall]+="$wall "
  kept[$1 server]+="$server "
  kept[$1 client]+="$client "
  kept[$1 wal]+="$wal "
}
middle() { tr ' ' '\n' <<<"${kept[$1 $2]}" | grep . | median; } # what, and wall, server, client or wal
