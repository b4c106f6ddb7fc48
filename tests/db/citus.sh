#!/usr/bin/env bash
# What a Citus cluster can do is kept to: by the migrations, by the statements of sql/queries, and by sql/citus.sql, which changes nothing where
# there is no Citus. Where the server's packages have it, statements and runs are tried on one node of it with 8 shards, too.
# Run: scripts/with-postgres tests/db/citus.sh
# shellcheck source=tests/support/db-script.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/db-script.sh"
# shellcheck source=tests/support/own-server.sh
. tests/support/own-server.sh
work=$(mktemp -d)
plain=citus_$$
trap 'remove_server; rm -rf "$work"; PGHOST=$PRIVATE_POSTGRES PGPORT=5432 dropdb --if-exists --force "$plain"' EXIT
export PGDATABASE=$plain
tests/support/new-database "$plain"

# --- Migrations: what is refused on tables that are distributed, or there alone
statements_of() { # SQL files: one statement a line, without comments
  sed 's/--.*//' "$@" | tr '\n' ' ' | sed 's/;/;\n/g'
}
# Name, what is refused (extended regular expression, without regard to case), an example of it.
refused_of_migrations() {
  cat <<'LIST'
a column and a constraint in one statement|ALTER TABLE .*ADD COLUMN .*,\s*ADD (CONSTRAINT|CHECK|UNIQUE|FOREIGN|PRIMARY)|ALTER TABLE pairs ADD COLUMN a text, ADD CONSTRAINT b CHECK (a <> '');
a constraint within a new column|ALTER TABLE .*ADD COLUMN [^;]*\b(CHECK|REFERENCES|UNIQUE)\b|ALTER TABLE pairs ADD COLUMN a text CHECK (a <> '');
an identity in a new column|ADD COLUMN .*GENERATED (ALWAYS|BY DEFAULT) AS IDENTITY|ALTER TABLE pairs ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY;
rights on columns|(GRANT|REVOKE) (SELECT|INSERT|UPDATE|REFERENCES) ?\(|GRANT SELECT (user_id) ON pairs TO runner;
triggers|CREATE (OR REPLACE )?(CONSTRAINT )?TRIGGER|CREATE TRIGGER t AFTER INSERT ON pairs EXECUTE FUNCTION f();
LIST
}
found() { # file, pattern
  statements_of "$1" | grep -qiE "$2"
}
while IFS='|' read -r name pattern_and_example; do
  pattern=${pattern_and_example%|*} example=${pattern_and_example##*|}
  echo "$example" >"$work/example.sql"
  check "$name: would be seen" found "$work/example.sql" "$pattern"
  for file in sql/migrations/[0-9]*.sql; do ! found "$file" "$pattern" || echo "$file"; done >"$work/faults"
  if [ ! -s "$work/faults" ]; then ok "no migration has $name"; else not_ok "a migration has $name, which Citus refuses: use statements of their own" "$work/faults"; fi
done < <(refused_of_migrations)

mapfile -t distributed < <(sed -n "/^INSERT INTO wanted/,/;/p" sql/citus.sql | grep -oE "\('[a-z_]+', 'user_id'" | grep -oE "[a-z_]+', '" | sed "s/'.*//" | sort)
psql -XAtqc "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'user_id'
  WHERE c.relnamespace = 'proactive'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY c.relname COLLATE \"C\"" >"$work/of_users"
printf '%s\n' "${distributed[@]}" >"$work/distributed"
check "each table of users is distributed by sql/citus.sql, and nothing else" diff "$work/of_users" "$work/distributed"
list=$(printf ",'%s'" "${distributed[@]}")
check_sql "each unique key of theirs holds the user" "SELECT count(*) = 0 FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'user_id'
  WHERE c.relnamespace = 'proactive'::regnamespace AND c.relname IN (${list#,}) AND i.indisunique AND a.attnum <> ALL (i.indkey::smallint[])"
check_sql "what reads or writes them is no function in SQL, whose parameters would not be handed on" "SELECT count(*) = 0
  FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
  WHERE p.pronamespace = 'proactive'::regnamespace AND l.lanname = 'sql' AND p.proname !~ '^(app|adapter)_'
    AND coalesce(p.prosrc, '') || coalesce(pg_get_function_sqlbody(p.oid), '')
      ~* '\m(from|join|into|update)\s+(proactive\.)?($(IFS='|' && echo "${distributed[*]}"))\M'"

# --- Statements: shapes that are known not to work
split_queries() { # folder: one file for each statement of sql/queries
  mkdir -p "$1"
  awk -v folder="$1" '/^-- name: / { if (out) close(out); out = folder "/" $3 ".sql"; next } /^--/ { next } out { print >out }' sql/queries/*.sql
}
split_queries "$work/queries"
tables=$(IFS='|' && echo "${distributed[*]}")
refused_of_statements() {
  cat <<LIST
locks on rows of several users|\b($tables)\b.*FOR (UPDATE|SHARE|NO KEY UPDATE)|SELECT e.id FROM engagements e FOR UPDATE SKIP LOCKED
advisory locks|pg_(try_)?advisory|SELECT pg_advisory_xact_lock(1)
MERGE|^ *MERGE |MERGE INTO pairs USING d ON true WHEN MATCHED THEN DELETE
a join of tables of users by USING|JOIN ($tables)( [a-z]+)? USING|SELECT 1 FROM engagements e JOIN deliveries d USING (user_id)
groups of several kinds|GROUPING SETS|ROLLUP|CUBE ?\(|SELECT 1 FROM engagements e GROUP BY GROUPING SETS ((e.id), ())
settings of the session|SET (SESSION )?timezone|SET timezone = 'UTC'
a volatile function in an update|UPDATE ($tables)\b.*(clock_timestamp|random|nextval|gen_random_uuid) ?\(|UPDATE engagements e SET sent_at = clock_timestamp()
the clock in CASE or coalesce of an update|(UPDATE|INSERT INTO) ($tables)\b.*SET .*(CASE|coalesce\()[^=]*\bnow\(\)|UPDATE pairs p SET next_check_at = CASE WHEN true THEN now() END
a select list without columns beside tables of users|^(UPDATE|SELECT).*\(SELECT FROM (pairs|preferences)( [a-z])?\)|SELECT EXISTS (SELECT FROM pairs)
the app's functions beside users that name a shard|adapter_(pairs|facts|context|sessions|answers|deliver)\(.*(FROM|JOIN) ($tables)\b.*user_id (COLLATE "default" )?= ANY|SELECT 1 FROM adapter_facts(\$1, \$2) f JOIN pairs p ON p.user_id = f.user_id WHERE p.user_id = ANY (\$1)
an output named as the bare column that orders|SELECT [^;]*\b[a-z]\.(user_id|companion_id)::text AS (user_id|companion_id)\b.*ORDER BY|SELECT p.user_id::text AS user_id FROM pairs p ORDER BY p.user_id
LIST
}
in_one_line() { tr '\n' ' ' <"$1" | tr -s ' '; }
while IFS= read -r line; do
  name=${line%%|*} rest=${line#*|}
  pattern=${rest%|*} example=${rest##*|}
  check "$name: would be seen" grep -qE "$pattern" <<<"$example"
  for file in "$work"/queries/*.sql; do ! in_one_line "$file" | grep -qE "$pattern" || basename "$file" .sql; done >"$work/faults"
  if [ ! -s "$work/faults" ]; then ok "no statement has $name"; else not_ok "a statement has $name" "$work/faults"; fi
done < <(refused_of_statements)
# A statement that changes rows of an array of users names their shards, or each is asked for all of them.
for file in "$work"/queries/*.sql; do
  text=$(in_one_line "$file")
  if grep -qE "(UPDATE|DELETE FROM) ($tables)\b.*(FROM|USING) unnest\(" <<<"$text" && ! grep -q 'user_id COLLATE "default" = ANY' <<<"$text"; then
    basename "$file" .sql
  fi
done >"$work/faults"
what="each change of rows of an array of users names their shards"
if [ ! -s "$work/faults" ]; then ok "$what"; else not_ok "$what: add e.user_id COLLATE \"default\" = ANY (\$1)" "$work/faults"; fi

# --- Without Citus nothing is changed
state() { pg_dump --schema-only "$plain" && psql -XAtqc "SELECT setconfig FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase WHERE datname = '$plain'"; }
without_noise() { sed -E '/^\\(un)?restrict /d'; }
state | without_noise >"$work/before"
status=0
psql -X -f sql/citus.sql >"$work/said" 2>&1 || status=$?
state | without_noise >"$work/after"
check "without Citus: it ends with 3" test "$status" = 3
check "without Citus: it says so in one sentence" test "$(grep -c 'the extension citus is not in the database .*; nothing was changed$' "$work/said")/$(wc -l <"$work/said")" = 1/1
check "without Citus: nothing is changed" diff "$work/before" "$work/after"

# --- Every statement, with values, and with NULL where it asks for that. What is no fault of its shape does not count, such as a value that no
# row may have.
tried_statements() { # each is prepared and executed in a transaction that is rolled back; those of imported tables are not, which stay as they are
  local file
  cat <<'SQL'
\set VERBOSITY sqlstate
\pset tuples_only on
\pset format unaligned
SET client_min_messages = error;
SQL
  for file in "$work"/queries/*.sql; do
    ! grep -q 'imported\.' "$file" || continue
    case "$(basename "$file" .sql)" in begin_transaction | adapter_file | more_memory | lock_experiments | next_of_report | close_report) continue ;; esac
    printf '%s\n' "\\echo statement $(basename "$file" .sql)" "BEGIN; SET LOCAL search_path = proactive, pg_temp;" "PREPARE tried AS"
    sed '/^DECLARE .* CURSOR FOR$/d' "$file" # no cursor can be prepared
    cat <<SQL
;
SELECT step
  FROM (SELECT 'SAVEPOINT one' AS step, 0 AS place
        UNION ALL
        SELECT format('EXECUTE tried%s', '(' || string_agg(format('%L::%s', CASE WHEN v.place = 3 AND p.n = ANY ('{$(asks_null "$file")}') THEN NULL
                 ELSE CASE p.t::text
                   WHEN 'text' THEN 'user-1' WHEN 'boolean' THEN 'true' WHEN 'jsonb' THEN '[]' WHEN 'bytea[]' THEN '{}'
                   WHEN 'timestamp with time zone' THEN now()::text WHEN 'double precision' THEN '0.5' WHEN 'boolean[]' THEN '{t,f,t,f,t,f,t,f}'
                   WHEN 'text[]' THEN CASE WHEN p.is_first THEN '{user-1,user-2,user-3,user-4,user-5,user-6,user-7,user-8}' ELSE '{1,1,1,1,1,1,1,1}' END
                   WHEN 'timestamp with time zone[]' THEN '{now,now,now,now,now,now,now,now}'
                   ELSE CASE WHEN p.t::text LIKE '%[]' THEN '{1,2,3,4,5,6,7,8}' ELSE '30' END END END, p.t), ', ' ORDER BY p.n) FILTER (WHERE p.n IS NOT NULL) || ')'), v.place
          FROM pg_prepared_statements s
         CROSS JOIN (VALUES (1), (3)) v(place)
          LEFT JOIN LATERAL (
            SELECT t, n, t::text = 'text[]' AND n = min(n) FILTER (WHERE t::text = 'text[]') OVER () AS is_first
              FROM unnest(s.parameter_types) WITH ORDINALITY x(t, n)) p ON true
         WHERE s.name = 'tried' GROUP BY v.place
        UNION ALL
        SELECT 'ROLLBACK TO one', 2) x
 ORDER BY place \\gexec
ROLLBACK;
DEALLOCATE ALL;
SQL
  done
}
asks_null() { grep -oE '\$[0-9]+::[a-z]+(\[\])? IS (NOT )?NULL' "$1" | grep -oE '^\$[0-9]+' | tr -d '$' | sort -u | paste -sd, || true; }
faults_of_shape() { # of the output of these
  awk '/^statement /{ name = $2; tried++ } /ERROR: +(0A|XX|42)/ { print name ": " $0 } END { print tried " statements were tried" }'
}
try_statements() { # what
  tried_statements | psql -Xq >"$work/tried" 2>&1 || true
  faults_of_shape <"$work/tried" >"$work/faults"
  if [ "$(wc -l <"$work/faults")" = 1 ] && [ "$(grep -oE '^[0-9]+' "$work/faults")" -gt 150 ]; then
    ok "$1: $(cat "$work/faults")"
  else
    not_ok "$1" "$work/faults"
  fi
}
fill 100
try_statements "on one server every statement can be run"

# --- With Citus, where it is installed
if [ ! -e "$("$own_bin/pg_config" --pkglibdir 2>/dev/null || echo "${own_bin%/bin}/lib")/citus.so" ]; then
  echo "# Citus is not installed here: what takes a node of it is left out"
  finish
  exit
fi
own_server -c shared_preload_libraries=citus -c max_prepared_transactions=100 -c citus.node_conninfo=sslmode=disable -c jit=off
unset PGPASSWORD
export PGHOST=$own_directory # where no password is asked for
psql -Xq -v ON_ERROR_STOP=1 -c 'SET client_min_messages = warning' -c 'CREATE EXTENSION citus' -f - >/dev/null <<SQL
SELECT citus_set_coordinator_host('$own_directory', $PGPORT);
SQL
refused() { # sentence
  local status=0
  psql -X "${@:2}" -f sql/citus.sql >"$work/said" 2>&1 || status=$?
  check "with Citus: $1" test "$status/$(grep -c "$1.*; nothing was changed" "$work/said")" = 3/1
}
refused 'the coordinator knows no node that may hold shards'
psql -XAtqc "SELECT citus_set_node_property('$own_directory', $PGPORT, 'shouldhaveshards', true)" >/dev/null
refused 'shards is 2, 4, 8, 16, 32 or 64' -v shards=5
fill 100
check "with Citus: tables are distributed" psql -X -v shards=8 -f sql/citus.sql
check "with Citus: once more changes nothing" psql -X -f sql/citus.sql
check_sql "with Citus: what was here is there, and once" "SELECT (SELECT count(*) FROM proactive.engagements) = 100 AND (SELECT count(*) FROM users) = 100
  AND (SELECT count(*) FROM ONLY proactive.engagements) = 100"
check_sql "with Citus: foreign keys are back" "SELECT count(*) = 11 FROM pg_constraint f JOIN pg_dist_partition p ON p.logicalrelid = f.conrelid WHERE f.contype = 'f'"
check_sql "with Citus: a slice lies in one shard, and batches know in which" "SELECT max(n) = 1 AND count(*) = 8
  FROM (SELECT count(DISTINCT get_shard_id_for_distribution_column('proactive.engagements', u.user_id)) AS n
          FROM (SELECT 'u' || n AS user_id FROM generate_series(1, 500) n) u GROUP BY proactive.shard(proactive.slice(u.user_id))) s"
check "with Citus: the adapter for it can be installed" "$PROACTIVE" config adapter install sql/adapters/seed-citus.sql
check "with Citus: the check is content" "$PROACTIVE" config check
try_statements "with Citus every statement can be run"
PROACTIVE_QUIET_HOURS=off PROACTIVE_CHANNELS=none "$PROACTIVE" process --format json >"$work/report" 2>"$work/log" || true
check "with Citus: what is due is delivered" test "$(jq .sent "$work/report")" = 100
check_sql "with Citus: each user has one message" "SELECT count(*) = 100 AND count(DISTINCT user_id) = 100 FROM messages"
finish "$work/log"
