#!/usr/bin/env bash
# Drafts of adapters for real databases, installed by psql as a person would: the seed's tables in all their variants,
# then shapes that must be guessed. Run: scripts/with-postgres tests/db/draft.sh
# shellcheck source=tests/support/db-script.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/db-script.sh"
export PGTZ=UTC
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

psql -Xqc 'CREATE ROLE app_owner' 2>/dev/null || true # another script may have made it on this server
createdb draft_nothing
PGDATABASE=draft_nothing scripts/migrate >/dev/null
new_app() { # name, files: tables of a role of their own
  createdb --template=draft_nothing "$1"
  export PGDATABASE=$1
  psql -Xqc 'GRANT CREATE ON SCHEMA public TO app_owner'
  for file in "${@:2}"; do PGOPTIONS='-c role=app_owner' psql -Xq -v ON_ERROR_STOP=1 -f "$file" >/dev/null; done
}
install_draft() {
  "$PROACTIVE" config adapter draft >"$work/draft.sql" && psql -Xq -v ON_ERROR_STOP=1 -1 -f "$work/draft.sql"
}
run_checks() { # name, file of checks
  local lines
  lines=$(psql -XAtq -F ' ' -f "$2" 2>&1) || true
  while IFS= read -r line; do
    case $line in
      't '*) ok "$1: ${line#t }" ;;
      *) not_ok "$1: $line" ;;
    esac
  done <<<"$lines"
}
holds() { grep -qF -- "$1" "$work/draft.sql"; }
lacks() { ! grep -qF -- "$1" "$work/draft.sql"; }

for host in tests/db/hosts/*.sql; do
  name=$(basename "$host" .sql)
  new_app "draft_$name" "$host"
  check "$name: the draft is valid SQL" install_draft
  check "$name: nothing is left to do" lacks TODO
  check "$name: the functions run as the tables' owner" holds 'OWNER TO app_owner'
  run_checks "$name" tests/support/draft/checks.sql
  check "$name: the app still works" psql -Xq -v ON_ERROR_STOP=1 -c 'SELECT host_inserts()'
  check_sql "$name: and its new pair is found" "SELECT count(*) = 1 FROM proactive.app_pairs(now() - interval '1 minute') p
    WHERE NOT EXISTS (SELECT FROM conversations v WHERE v.user_id::text = p.user_id AND v.companion_id::text = p.companion_id
                                                    AND v.created_at < now() - interval '1 minute')
      AND EXISTS (SELECT FROM messages m JOIN conversations v ON v.id = m.conversation_id
                   WHERE v.user_id::text = p.user_id AND v.companion_id::text = p.companion_id AND m.sender_type::text = 'user'
                     AND m.created_at > now() - interval '1 minute')"
done

# Which conversation: the active one that was used last, not the newest.
deliver() { # user, companion: prints the conversation
  psql -XAtqc "SELECT conversation_id FROM proactive.app_deliver(ARRAY['$1'], ARRAY['$2'], ARRAY[99]::bigint[], ARRAY['Hello'], ARRAY['{}'::jsonb], now())"
}
PGDATABASE=draft_varchar_app_ids check 'the conversation that was used last' \
  test "$(PGDATABASE=draft_varchar_app_ids deliver 0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a01 7)" = 9-older
export PGDATABASE=draft_bigint_serial
psql -Xqc "UPDATE conversations SET archived = true WHERE user_id = 1"
place=$(deliver 1 1)
check_sql 'archived conversations are left alone' "SELECT count(*) = 1 FROM conversations WHERE id = '$place' AND NOT archived AND user_id = 1"

# The tables that come with the tool: the draft is the adapter that comes with it.
new_app draft_seed "sql/adapters/seed-tables.sql"
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
SET timezone = 'UTC';
ALTER TABLE users OWNER TO postgres; ALTER TABLE companions OWNER TO postgres; ALTER TABLE relationship_progression OWNER TO postgres;
ALTER TABLE conversations OWNER TO postgres; ALTER TABLE messages OWNER TO postgres; ALTER TABLE companion_memories OWNER TO postgres;
ALTER TABLE user_emotional_states OWNER TO postgres;
INSERT INTO users (id, name) VALUES ('u1', 'Ada'), ('u2', NULL), ('u3', 'Cleo');
INSERT INTO companions (name, traits) VALUES ('Luna', '["kind"]'), ('Max', '[]');
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, created_at)
  SELECT 'u' || n, 1 + n % 2, 'friend', 5, 6, now() - interval '30 days' FROM generate_series(1, 3) n;
INSERT INTO conversations (user_id, companion_id, is_active, created_at, updated_at, last_message_at)
  VALUES ('u1', 2, false, now() - interval '1 day', now(), now()), ('u2', 1, true, now() - interval '9 days', now() - interval '9 days', NULL),
         ('u2', 1, true, now() - interval '20 days', now() - interval '3 days', now() - interval '3 days');
INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content, created_at)
  SELECT user_id, id, side, 'x', 'Hi', created_at + interval '1 hour' * n FROM conversations, unnest(ARRAY['user', 'companion']) WITH ORDINALITY s(side, n);
INSERT INTO companion_memories (user_id, companion_id, content, importance_score) VALUES ('u1', 2, 'likes tea', 7);
INSERT INTO user_emotional_states (user_id, companion_id, emotional_state) VALUES ('u1', 2, 'calm');
SQL
check 'seed: the draft is valid SQL' install_draft
check 'seed: it is the adapter that is shipped' diff sql/adapters/seed.sql "$work/draft.sql"
run_checks seed tests/support/draft/checks.sql
check_sql 'seed: an inactive conversation is left alone' "SELECT count(*) = 2 AND count(*) FILTER (WHERE is_active) = 1 FROM conversations WHERE user_id = 'u1'"
psql -Xqc "ALTER SEQUENCE messages_id_seq RESTART 9007199254740993"
check_sql 'seed: ids that JavaScript cannot hold are texts' "SELECT message ->> 'id' = '9007199254740993' AND jsonb_typeof(message -> 'id') = 'string'
  FROM proactive.app_deliver(ARRAY['u1'], ARRAY['2'], ARRAY[5]::bigint[], ARRAY['Hi'], ARRAY['{}'::jsonb], now())"
psql -Xq -v ON_ERROR_STOP=1 <<'SQL'
TRUNCATE conversations CASCADE;
ALTER TABLE conversations ADD UNIQUE (user_id, companion_id);
INSERT INTO conversations (user_id, companion_id, is_active) VALUES ('u1', 2, false);
CREATE TABLE user_cultural_context (user_id varchar(36) PRIMARY KEY REFERENCES users, country text, language text, timezone text);
INSERT INTO user_cultural_context VALUES ('u1', 'de', 'de-AT', 'Europe/Vienna');
DROP FUNCTION proactive.app_pairs, proactive.app_facts, proactive.app_context, proactive.app_deliver, proactive.app_answers, proactive.app_sessions;
SQL
check 'seed: the draft for a conversation a pair' install_draft
place=$(deliver u1 2)
check_sql 'seed: the only conversation is opened again' "SELECT count(*) = 1 AND bool_and(is_active AND id = '$place') FROM conversations WHERE user_id = 'u1'"
check_sql 'seed: language, zone and country' "SELECT language = 'de-AT' AND timezone = 'Europe/Vienna' AND jurisdiction = 'DE' FROM proactive.app_facts('{u1}', '{2}')"

# Shapes that must be guessed: their TODOs, and one row a delivery all the same.
for shape in tests/db/shapes/*.sql; do
  name=$(basename "$shape" .sql)
  new_app "draft_$name" "$shape"
  check "$name: the draft is valid SQL" install_draft
  while IFS= read -r line; do check "$name: $line" holds "$line"; done < <(sed -n 's/^-- expect: //p' "$shape")
  run_checks "$name" tests/support/draft/guessed.sql
done
# Tables that are read whole: the draft and the check ask for the same indexes, and what they say can be done, also where a table
# is partitioned, and its partitions again.
cat >"$work/large.sql" <<'SQL'
CREATE TABLE users (id uuid PRIMARY KEY, name text);
CREATE TABLE companions (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE bonds (user_id uuid NOT NULL REFERENCES users, companion_id uuid NOT NULL REFERENCES companions, stage text, "startedAt" timestamptz NOT NULL,
  PRIMARY KEY (user_id, companion_id));
CREATE TABLE messages (id uuid NOT NULL DEFAULT gen_random_uuid(), user_id uuid NOT NULL, companion_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('user', 'assistant')), content text NOT NULL, created_at timestamptz NOT NULL) PARTITION BY RANGE (created_at);
CREATE TABLE "messages before" PARTITION OF messages FOR VALUES FROM (MINVALUE) TO ('2030-01-01') PARTITION BY HASH (user_id);
CREATE TABLE messages_even PARTITION OF "messages before" FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE messages_odd PARTITION OF "messages before" FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE messages_later PARTITION OF messages FOR VALUES FROM ('2030-01-01') TO (MAXVALUE);
INSERT INTO users SELECT md5('u' || n)::uuid, 'U' || n FROM generate_series(1, 6000) n;
INSERT INTO companions VALUES (md5('c')::uuid, 'Ada');
INSERT INTO bonds SELECT id, md5('c')::uuid, NULL, '2025-01-01' FROM users;
INSERT INTO messages (user_id, companion_id, role, content, created_at) SELECT id, md5('c')::uuid, 'user', 'Hi', '2026-01-01' FROM users;
ANALYZE users, companions, bonds, messages;
SQL
new_app draft_large "$work/large.sql"
check_indexes() { # what the check asks for
  "$PROACTIVE" config adapter check "$work/draft.sql" >"$work/found" 2>&1 || true
  grep 'it reads all' "$work/found" || true
}
"$PROACTIVE" config adapter draft >"$work/draft.sql"
check_indexes >"$work/asked"
sed -n 's/^--   \(.*[^;]\);\{0,1\}$/\1/p' "$work/draft.sql" | grep 'CREATE INDEX' >"$work/indexes"
check 'large: the check has seen the tables being read' test "$(grep -c . "$work/asked")" -ge 3
check 'large: a partitioned table is one, whatever its partitions' grep -qE 'app_facts .*it reads all [0-9]+ rows of public.messages for a single pair' "$work/asked"
while read -r line; do
  proposal=${line#*such as }
  check "large: the draft has what the check asks for: $proposal" grep -qF -- "${proposal%% and then *}" "$work/indexes"
done <"$work/asked"
check 'large: the bonds are among it' grep -qF 'CREATE INDEX CONCURRENTLY ON public.bonds ("startedAt")' "$work/indexes"
sed -n 's/^--   //p' "$work/draft.sql" | grep 'CREATE INDEX' >"$work/make.sql"
check 'large: psql makes them as they stand' psql -Xq -v ON_ERROR_STOP=1 -f "$work/make.sql"
check_sql 'large: all are valid, and those of the partitions belong to the table' "SELECT count(*) = 10 AND bool_and(i.indisvalid AND (NOT c.relispartition OR x.relispartition))
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
 WHERE c.relname LIKE 'messages%' AND c.relnamespace = 'public'::regnamespace"
psql -Xqc ANALYZE
"$PROACTIVE" config adapter draft >"$work/draft.sql"
check 'large: the next draft wants none' lacks 'CREATE INDEX'
check_indexes >"$work/asked"
check 'large: nor does the check' test ! -s "$work/asked"
# A table that has an index and is joined whole all the same, without a column of times: no statement is made up for it.
createdb --template=draft_nothing draft_linked
export PGDATABASE=draft_linked
sed 's/series(1, 60)/series(1, 6000)/' tests/db/apps/agents/app.sql | psql -Xq -v ON_ERROR_STOP=1 -v zone=UTC >/dev/null
# Once vacuumed it would be read by its index alone.
psql -Xqc 'ALTER TABLE session_agents SET (autovacuum_enabled = off)' -c ANALYZE -c "ALTER DATABASE draft_linked SET effective_cache_size = '1MB'"
"$PROACTIVE" config adapter draft >"$work/draft.sql"
check_indexes >"$work/asked"
check 'linked: what is read whole is said' grep -q 'app_pairs .*it reads all [0-9]* rows of public.session_agents' "$work/asked"
check 'linked: no index without columns is asked for' test "$(grep -c 'CREATE INDEX' "$work/asked")" = 0
check 'linked: but what to look at' grep -q 'see with EXPLAIN' "$work/asked"
export PGDATABASE=draft_nothing
status=0
"$PROACTIVE" config adapter draft >"$work/out" 2>"$work/err" || status=$?
check 'a database without messages has no draft' test "$status $(wc -c <"$work/out")" = '78 0'
finish
