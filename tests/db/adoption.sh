#!/usr/bin/env bash
# The migrations on databases that hold a host's tables already (tests/db/hosts), on an empty one by two at once, and on those
# that must be refused; and the role of sql/roles.sql. Run: scripts/with-postgres tests/db/adoption.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

proactive=${PROACTIVE:-build/release/proactive}
host_tables=(users companions relationship_progression conversations messages companion_memories user_emotional_states)
role=adoption_role_$$
databases=()
work=$(mktemp -d)
passed=0
failed=0

cleanup() {
  local database
  for database in "${databases[@]}"; do dropdb --if-exists --force "$database" 2>/dev/null || true; done
  dropuser --if-exists "$role" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
# What this shell says about the tool's settings must not matter; the database is named by PG* alone.
for variable in "${!PROACTIVE_@}" "${!OPENAI_@}"; do unset "$variable"; done

sql() { psql -X -q -At -v ON_ERROR_STOP=1 "$@"; }

# check NAME COMMAND...: its output is shown only where it fails. Not run as a condition, where bash would ignore set -e.
check() {
  local name=$1 status
  shift
  set +e
  (
    set -e
    "$@"
  ) >"$work/output" 2>&1
  status=$?
  set -e
  if [ "$status" = 0 ]; then
    echo "ok - $PGDATABASE: $name"
    passed=$((passed + 1))
  else
    echo "not ok - $PGDATABASE: $name"
    sed 's/^/    /' "$work/output"
    failed=$((failed + 1))
  fi
}

# new_database NAME: the database of all that follows.
new_database() {
  export PGDATABASE=adoption_$1
  dropdb --if-exists "$PGDATABASE" 2>/dev/null
  createdb --maintenance-db=postgres "$PGDATABASE"
  databases+=("$PGDATABASE")
}

load_host() { # name
  new_database "$1"
  sql -f "tests/db/hosts/$1.sql"
}

# Columns, constraints and indexes of the host's tables, one a line.
host_outline() {
  sql <<'SQL' | LC_ALL=C sort
CREATE TEMP VIEW host_tables AS
  SELECT c.oid, c.relname FROM pg_class c
   WHERE c.oid IN (to_regclass('users'), to_regclass('companions'), to_regclass('relationship_progression'),
     to_regclass('conversations'), to_regclass('messages'), to_regclass('companion_memories'), to_regclass('user_emotional_states'));
SELECT 'column', h.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'NOT NULL' END
  FROM host_tables h JOIN pg_attribute a ON a.attrelid = h.oid AND a.attnum > 0 AND NOT a.attisdropped;
SELECT 'default', h.relname, a.attname, pg_get_expr(d.adbin, d.adrelid)
  FROM host_tables h JOIN pg_attrdef d ON d.adrelid = h.oid JOIN pg_attribute a ON a.attrelid = h.oid AND a.attnum = d.adnum;
SELECT 'constraint', h.relname, c.conname, pg_get_constraintdef(c.oid) FROM host_tables h JOIN pg_constraint c ON c.conrelid = h.oid;
SELECT 'index', h.relname, pg_get_indexdef(i.indexrelid) FROM host_tables h JOIN pg_index i ON i.indrelid = h.oid;
SQL
}

# A line for each table: the number of its rows and a digest of the columns that the outline in file $1 names.
host_digest() {
  local table columns
  for table in "${host_tables[@]}"; do
    columns=$(awk -F '|' -v table="$table" '$1 == "column" && $2 == table { printf "%s\"%s\"", sep, $4; sep = ", " }' "$1")
    [ -n "$columns" ] || continue
    sql -c "SELECT '$table', count(*), md5(string_agg(line, chr(10) ORDER BY line)) FROM (SELECT ROW($columns)::text AS line FROM $table) l"
  done
}

row_counts() {
  local table
  for table in "${host_tables[@]}"; do sql -c "SELECT '$table', count(*) FROM $table"; done
}

whole_database() { # without the list of migrations, which scripts/migrate makes first
  pg_dump --exclude-table=proactive_schema_migrations "$PGDATABASE" | sed -E '/^\\(un)?restrict/d'
}

only_added() { # before, after: files of sorted lines
  local lost
  lost=$(LC_ALL=C comm -23 "$1" "$2")
  [ -z "$lost" ] || { echo "lost: $lost" && return 1; }
}

host_is_kept() {
  host_outline >"$work/outline_after"
  only_added "$work/outline" "$work/outline_after"
  host_digest "$work/outline" >"$work/digest_after"
  diff "$work/digest" "$work/digest_after"
}

host_inserts_work() {
  local before after
  before=$(row_counts)
  sql -c 'SELECT host_inserts()'
  after=$(row_counts)
  diff <(awk -F '|' '{ print $1 "|" $2 + 1 }' <<<"$before") - <<<"$after"
}

all_applied() {
  local status
  status=$(scripts/migrate --status)
  echo "$status"
  [ "$(wc -l <<<"$status")" = "$(find sql/migrations -name '[0-9]*.sql' | wc -l)" ]
  ! grep -v '^applied ' <<<"$status"
}

# Every statement of sql/queries is planned, which resolves its types and checks its privileges, and not run.
all_statements_fit() { # role
  awk '/^-- name: / { end(); name = $3; next }
       /^--/ || name == "" { next }
       { text = text $0 "\n" }
       END { end() }
       function end(   count, arguments, i) {
         if (name == "" || text !~ /[^ \n]/) return
         for (count = 0; text ~ ("\\$" (count + 1) "[^0-9]"); ) count++
         for (i = 1; i <= count; i++) arguments = arguments (i > 1 ? ", " : "(") "NULL"
         printf "PREPARE \"%s\" AS\n%s;\nEXPLAIN EXECUTE \"%s\"%s;\n", name, text, name, count ? arguments ")" : ""
         name = text = ""
       }' sql/queries/*.sql >"$work/statements.sql"
  [ -s "$work/statements.sql" ]
  sql -U "$1" -f "$work/statements.sql"
}

is_refused() { # statement: for lack of a privilege
  local error
  error=$(sql -U "$role" -c "$1" 2>&1) && echo "may: $1" && return 1
  grep -q 'permission denied' <<<"$error" || { echo "$error" && return 1; }
}

role_is_limited() {
  local personal
  personal=$(sql -c "SELECT attname FROM pg_attribute WHERE attrelid = 'users'::regclass AND attnum > 0
    AND attname NOT IN ('id', 'name', 'is_active') AND has_column_privilege('$role', 'users', attnum, 'SELECT')")
  [ -z "$personal" ] || { echo "may read users: $personal" && return 1; }
  is_refused 'UPDATE users SET name = name'
  is_refused 'SELECT content FROM messages'
  is_refused 'UPDATE messages SET content = content'
  is_refused 'DELETE FROM messages'
  is_refused 'DELETE FROM conversations'
  is_refused 'UPDATE relationship_progression SET relationship_stage = relationship_stage'
  is_refused 'DELETE FROM proactive_engagements'
  is_refused 'UPDATE proactive_settings_history SET name = name'
  is_refused 'UPDATE proactive_templates SET body = body'
  is_refused 'DELETE FROM proactive_preferences'
  is_refused 'CREATE TABLE mine ()'
}

sent_as_they_should_be() {
  local sent wrong missed
  sent=$(sql -c "SELECT count(*) FROM proactive_engagements WHERE engagement_status = 'sent'")
  # The messages of each sent engagement, and of them those in the newest conversation of its pair.
  wrong=$(sql <<'SQL'
SELECT e.user_id, e.id, counted.*
  FROM proactive_engagements e
 CROSS JOIN LATERAL (
   SELECT count(*) AS messages, count(*) FILTER (WHERE m.conversation_id =
            (SELECT v.id FROM conversations v WHERE v.user_id = e.user_id AND v.companion_id = e.companion_id
              ORDER BY v.created_at DESC NULLS LAST, v.id DESC LIMIT 1)
            AND m.sender_type::text = 'companion' AND m.sender_id::text = e.companion_id::text
            AND m.content = e.engagement_content) AS as_expected
     FROM messages m WHERE m.user_id = e.user_id AND m.engagement_id = e.id) counted
 WHERE e.engagement_status = 'sent' AND (counted.messages, counted.as_expected) <> (1, 1)
SQL
  )
  # The hosts' pairs with several conversations are all due.
  missed=$(sql <<'SQL'
SELECT v.user_id, v.companion_id FROM conversations v
 WHERE NOT EXISTS (SELECT FROM proactive_engagements e
                    WHERE e.user_id = v.user_id AND e.companion_id = v.companion_id AND e.engagement_status = 'sent')
 GROUP BY v.user_id, v.companion_id HAVING count(*) > 1
SQL
  )
  echo "sent: $sent, wrong: $wrong, missed: $missed"
  [ "$sent" -gt 0 ] && [ -z "$wrong" ] && [ -z "$missed" ]
}

# Where it is ten in the morning now, so that no rule about the time of day gets in the way.
zone_of_the_morning() {
  local behind=$(($(date -u +%-H) - 10)) # the Etc zones count westward
  [ "$behind" -le 12 ] || behind=$((behind - 24))
  printf 'Etc/GMT%+d' "$behind"
}

# The tool itself, as the role that sql/roles.sql makes.
adopted_database_works() {
  if [ ! -x "$proactive" ]; then
    echo "# $PGDATABASE: skipped running the tool: there is no $proactive"
    return
  fi
  local as_role=(env PGUSER="$role" PROACTIVE_DEFAULT_TIMEZONE="$(zone_of_the_morning)" "$proactive")
  check "schedule works" "${as_role[@]}" schedule --writer template
  check "process works" "${as_role[@]}" process --now "$(date -u -d '+4 hours' +%Y-%m-%dT%H:%M:%SZ)"
  check "each sent engagement has one message in the newest conversation" sent_as_they_should_be
}

role_works() {
  check "sql/roles.sql makes the role" sql -v role="$role" -f sql/roles.sql
  check "sql/roles.sql can run again" sql -v role="$role" -f sql/roles.sql
  check "the role may do all that sql/queries holds" all_statements_fit "$role"
  check "the role may do nothing else" role_is_limited
  adopted_database_works
}

host_is_adopted() { # name
  load_host "$1"
  host_outline >"$work/outline"
  host_digest "$work/outline" >"$work/digest"
  check "migrates" scripts/migrate
  check "migrates again" scripts/migrate
  check "keeps the host's rows, columns, constraints and indexes" host_is_kept
  check "is fully migrated" all_applied
  check "the host's own INSERTs work" host_inserts_work
  role_works
}

missing_tables_are_made() {
  load_host uuid_enum
  sql -c 'ALTER TABLE conversations DROP COLUMN last_message_id' \
    -c 'DROP TABLE messages, companion_memories, user_emotional_states'
  check "migrates a host without some of the tables" scripts/migrate
  role_works
}

standalone_works() {
  new_database standalone
  check "migrates an empty database" scripts/migrate
  check "is fully migrated" all_applied
  sql <<'SQL'
INSERT INTO users (id, name) VALUES ('u1', 'Mira'), ('u2', 'Jonas');
INSERT INTO companions (name) VALUES ('Luna');
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction)
SELECT u.id, c.id, 'friend', 5, 5, now() - interval '2 days' FROM users u, companions c;
SQL
  role_works
}

two_at_once_succeed() {
  local first second status=0
  scripts/migrate >"$work/first" 2>&1 &
  first=$!
  scripts/migrate >"$work/second" 2>&1 &
  second=$!
  wait "$first" || status=1
  wait "$second" || status=1
  cat "$work/first" "$work/second"
  # Each migration was applied by one of the two.
  [ "$(sort "$work/first" "$work/second" | uniq -d)" = '' ] && [ "$status" = 0 ] && all_applied
}

# host_is_refused WHAT PATTERN SQL...: one sentence that says what to do, and the database stays as it was.
host_is_refused() {
  local what=$1 pattern=$2 statement
  shift 2
  for statement in "$@"; do sql -c "$statement"; done
  whole_database >"$work/before"
  refusal_is_clear() {
    local errors
    errors=$(scripts/migrate 2>&1) && return 1
    echo "$errors"
    [ "$(grep -c 'ERROR: ' <<<"$errors")" = 1 ] && grep -qE "ERROR:  $pattern.* and run the migration again\$" <<<"$errors"
  }
  check "$what is refused in one sentence" refusal_is_clear
  whole_database >"$work/after"
  check "$what: the database is as it was" diff "$work/before" "$work/after"
}

unsupported_hosts_are_refused() {
  new_database numeric_ids
  host_is_refused "users.id numeric" 'users.id is of type numeric' 'CREATE TABLE users (id numeric PRIMARY KEY)'
  new_database no_key
  host_is_refused "users.id without a key" 'users.id has neither' 'CREATE TABLE users (id uuid NOT NULL, name text)'
  new_database a_view
  host_is_refused "a view of users" 'users is not a table' 'CREATE TABLE people (id uuid PRIMARY KEY)' \
    'CREATE VIEW users AS SELECT * FROM people'
  new_database another_schema
  host_is_refused "users in another schema" 'table users is in schema app' 'CREATE SCHEMA app' \
    'CREATE TABLE app.users (id uuid PRIMARY KEY)' "ALTER DATABASE $PGDATABASE SET search_path = public, app"

  load_host integer_minimal
  host_is_refused "relationship_progression.user_id uuid" 'relationship_progression.user_id is of type uuid, which cannot be joined' \
    "ALTER TABLE relationship_progression ALTER COLUMN user_id TYPE uuid USING gen_random_uuid()"
  load_host integer_minimal
  host_is_refused "conversations.id without a default" 'conversations.id \(integer\) has no default' \
    'ALTER TABLE conversations ALTER COLUMN id DROP DEFAULT'
  load_host integer_minimal
  host_is_refused "no messages.content" 'table messages has no column content' 'ALTER TABLE messages RENAME COLUMN content TO body'
  load_host text_mixed
  host_is_refused "messages.sender_id integer" 'messages.sender_id is of type integer' \
    'ALTER TABLE messages ALTER COLUMN sender_id TYPE integer USING 1'
  load_host uuid_enum
  host_is_refused "sender_type without companion" 'messages.sender_type is of type sender_type, which lacks the word companion' \
    "ALTER TYPE sender_type RENAME VALUE 'companion' TO 'bot'"

  load_host bigint_serial
  host_is_refused "another proactive_engagements" 'a table proactive_engagements that this tool did not make is in the way' \
    'CREATE TABLE proactive_engagements (id bigserial PRIMARY KEY, user_id bigint, companion_id bigint)' \
    'INSERT INTO proactive_engagements DEFAULT VALUES'
  sql -c 'ALTER TABLE proactive_engagements RENAME TO proactive_engagements_before'
  check "after the rename that was asked for it migrates" scripts/migrate
  check "what was renamed keeps its rows" test "$(sql -c 'SELECT count(*) FROM proactive_engagements_before')" = 1
}

for file in tests/db/hosts/*.sql; do host_is_adopted "$(basename "$file" .sql)"; done
missing_tables_are_made
standalone_works
new_database empty
check "two migrations at once succeed" two_at_once_succeed
unsupported_hosts_are_refused

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
