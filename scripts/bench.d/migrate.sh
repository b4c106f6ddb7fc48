#!/usr/bin/env bash
# an app with 5,000,000 messages that eight clients read and write 200 times a second, by itself and while the schema is made, the adapter is
# tried and installed, the first pass runs, and a later version brings an index: how often the app waited for a lock for more than 100 ms, its
# slowest statements, and which locks of the tool's were seen on its tables, for how long at a stretch
set -euo pipefail
# shellcheck source=scripts/bench.d/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
export PGDATABASE=migrate_world PROACTIVE_CHANNELS=none

pairs=${BENCH_QUICK:+20000}
pairs=${pairs:-1000000}
folder=$(mktemp -d)
createdb "$PGDATABASE"
scripts/migrate --standalone >/dev/null
psql -Xq -v ON_ERROR_STOP=1 -v pairs="$pairs" -v messages=5 -v of_due=10 -f scripts/bench.d/app_world.sql >/dev/null
psql -Xq -c 'SET client_min_messages = warning' -c 'DROP SCHEMA proactive CASCADE' -c "ALTER SYSTEM SET log_lock_waits = on" -c "ALTER SYSTEM SET deadlock_timeout = '100ms'" \
  -c 'SELECT pg_reload_conf()' -o /dev/null
cat >"$folder/read.sql" <<'SQL'
\set n random(1, :pairs)
SELECT v.id, m.content FROM conversations v JOIN messages m ON m.user_id = v.user_id AND m.conversation_id = v.id
 WHERE v.user_id = 'user-' || :n ORDER BY m.created_at DESC LIMIT 20;
SQL
cat >"$folder/write.sql" <<'SQL'
\set n random(1, :pairs)
BEGIN;
INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content) VALUES ('user-' || :n, :n, 'user', '1', 'How are you?');
UPDATE conversations SET last_message_at = now(), updated_at = now() WHERE user_id = 'user-' || :n AND id = :n;
UPDATE relationship_progression SET last_interaction = now() WHERE user_id = 'user-' || :n;
COMMIT;
SQL
# Locks on the app's tables besides the app's own and the server's, as often as can be looked: instant, who, which, on what.
watching="SELECT extract(epoch FROM clock_timestamp()), a.application_name, l.pid, l.mode, c.relname FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
  JOIN pg_stat_activity a USING (pid) WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.application_name <> 'pgbench'
   AND a.backend_type = 'client backend' AND l.granted AND l.mode <> 'AccessShareLock'"
beside() { # what, command...
  local app watcher said what=$1
  shift
  said=$(wc -c <"$PRIVATE_POSTGRES/server.log")
  (cd "$folder" && exec pgbench -n -c 8 -R 200 -T 3600 -l --log-prefix=log -D pairs="$pairs" -f read.sql -f write.sql >out 2>&1) &
  app=$!
  { echo "$watching" && echo '\watch 0.01'; } | psql -XAtq >"$folder/locks" 2>&1 &
  watcher=$!
  sleep 1
  "$@" >"$folder/done" 2>&1 || { cat "$folder/done" && exit 1; }
  kill -ALRM $app # as if its time were over
  kill $watcher
  wait $app $watcher 2>/dev/null || true
  cat "$folder"/log.* | awk '{ print ($3 - $7) / 1000 }' | sort -n | awk -v what="$what" '{ v[NR] = $1 }
    END { printf "migrate, %s: %d transactions of the app, the 99th of 100 took %.1f ms, the slowest %.1f ms", what, NR, v[int(NR * 0.99)], v[NR] }'
  echo "; $(tail -c "+$((said + 1))" "$PRIVATE_POSTGRES/server.log" | grep -c 'still waiting for' || true) waits of more than 100 ms for a lock"
  awk -F'|' 'NF == 5 { key = $2 " " $4 " on " $5; if (!((key, $3) in seen) || $1 - seen[key, $3] > 0.2) began[key, $3] = $1; seen[key, $3] = $1
      if ($1 - began[key, $3] >= longest[key] + 0) longest[key] = $1 - began[key, $3] }
    END { for (key in longest) printf "  seen: %s, for %.0f ms\n", key, 1000 * longest[key] }' "$folder/locks" | sort
  rm -f "$folder"/log.*
}
twice_check() {
  "$proactive" config adapter check sql/adapters/seed.sql
  "$proactive" config adapter install seed
}
beside "by itself" sleep 10
beside "schema" scripts/migrate
beside "adapter" twice_check
beside "first pass" "$proactive" schedule --limit 1000

later=$folder/later
mkdir -p "$later"
cp -r scripts sql "$later"
number=$(find sql/migrations -name '[0-9]*.sql' | wc -l)
echo 'CREATE INDEX CONCURRENTLY IF NOT EXISTS pairs_later ON pairs (companion_id, user_id);' >"$later/sql/migrations/$(printf %04d $((number + 1)))_later.concurrent.sql"
echo 'ALTER TABLE pairs ADD COLUMN later text;' >"$later/sql/migrations/$(printf %04d $((number + 2)))_column.sql"
beside "upgrade" "$later/scripts/migrate"
rm -rf "$folder"
