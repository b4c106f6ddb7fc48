-- Spreads a database of the tool over the nodes of a Citus cluster: psql -f sql/citus.sql, on the coordinator, in the app's database, as the
-- owner of the schema proactive, while no run works and the app is stopped. proactive-operation(7) says when and how. All of it or nothing
-- is done; run again, it distributes what was not yet, and says what there is.
--   shards      how many shards a table has: 2, 4, ... 64, so that each 64th of the users lies in one; by default 2 to 4 a node
--   app_tables  local: the app's tables stay as they are; by default those of the adapter seed are distributed too, where their keys allow
-- What is of a user is distributed by user_id; all else stays with the coordinator, where runs connect.
\set ON_ERROR_STOP on
\set SHOW_CONTEXT never
\if :{?shards}
\else
  \set shards ''
\endif
\if :{?app_tables}
\else
  \set app_tables ''
\endif
\set QUIET on
\o /dev/null
SET client_min_messages = warning;
BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL search_path = proactive, pg_temp;

-- A sentence is raised by a block of its own: psql ends with an error by nothing else. The catalog of Citus is asked only where there is one.
SELECT format('DO %L', format('BEGIN RAISE EXCEPTION USING MESSAGE = %L; END', refusal || '; nothing was changed'))
  FROM (SELECT CASE
    WHEN NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')
      THEN 'the extension citus is not in the database ' || current_database()
             || ', and Debian has no package of it: install Citus 12.1 or newer on every node, and CREATE EXTENSION citus in this database of each'
    WHEN n.oid IS NULL THEN 'there is no schema proactive in the database ' || current_database() || ': run proactive-migrate'
    WHEN NOT pg_has_role(n.nspowner, 'USAGE')
      THEN 'the schema proactive belongs to ' || n.nspowner::regrole || ', who alone distributes it: run this as that role'
    WHEN NOT pg_has_role(d.datdba, 'USAGE')
      THEN 'a setting of the database is to be made, and it belongs to ' || d.datdba::regrole || ': run this as a role that is a member of both'
    WHEN :'shards' !~ '^(|2|4|8|16|32|64)$' THEN 'shards is 2, 4, 8, 16, 32 or 64'
    WHEN :'app_tables' NOT IN ('', 'local') THEN 'app_tables is local, or not given'
    END FROM pg_database d LEFT JOIN pg_namespace n ON n.nspname = 'proactive' WHERE d.datname = current_database()) r(refusal)
 WHERE refusal IS NOT NULL \gexec
SELECT format('DO %L', format('BEGIN RAISE EXCEPTION USING MESSAGE = %L; END', refusal || '; nothing was changed'))
  FROM (SELECT CASE
    WHEN (SELECT l.groupid FROM pg_dist_local_group l) <> 0 THEN 'this is a worker of the cluster: connect to its coordinator'
    WHEN NOT EXISTS (SELECT FROM pg_dist_node w WHERE w.shouldhaveshards AND w.isactive)
      THEN 'the coordinator knows no node that may hold shards: SELECT citus_add_node(host, port) for each worker'
    END) r(refusal)
 WHERE refusal IS NOT NULL \gexec

SET LOCAL citus.multi_shard_modify_mode = 'sequential'; -- keys between tables are made in the transaction that distributes them
SELECT set_config('citus.shard_count', coalesce(nullif(:'shards', ''), least(64, power(2, floor(log(2, 4 * count(*)))))::bigint::text), true) AS shards
  FROM pg_dist_node w WHERE w.shouldhaveshards AND w.isactive \gset

-- What is distributed by which column, together with which table, in this order; without a column: a copy is on every node.
CREATE TEMP TABLE wanted (n integer GENERATED ALWAYS AS IDENTITY, relation regclass NOT NULL, distributed_by text, beside text) ON COMMIT DROP;
INSERT INTO wanted (relation, distributed_by, beside)
VALUES ('engagements', 'user_id', 'none'), ('deliveries', 'user_id', 'engagements'), ('outbox', 'user_id', 'engagements'),
       ('pairs', 'user_id', 'engagements'), ('preferences', 'user_id', 'engagements'), ('mutes', 'user_id', 'engagements'),
       ('safety_flags', 'user_id', 'engagements'), ('exposures', 'user_id', 'engagements');

-- The seed's, where whoever runs this owns them, the user is in every key, no other table refers to them or is referred to, and nothing
-- of them is a trigger's work, which Citus does not do.
WITH app (name, distributed_by, beside) AS (
  VALUES ('companions', NULL, NULL), ('users', 'id', 'none'), ('relationship_progression', 'user_id', 'public.users'),
         ('conversations', 'user_id', 'public.users'), ('messages', 'user_id', 'public.users'),
         ('companion_memories', 'user_id', 'public.users'), ('user_emotional_states', 'user_id', 'public.users')
), tables AS (
  SELECT a.*, to_regclass('public.' || a.name) AS relation FROM app a
)
INSERT INTO wanted (relation, distributed_by, beside)
SELECT t.relation, t.distributed_by, t.beside
  FROM tables t
 WHERE :'app_tables' <> 'local' AND EXISTS (SELECT FROM adapter a WHERE a.name IN ('seed', 'seed-citus'))
   AND NOT EXISTS (SELECT FROM tables x LEFT JOIN pg_class c ON c.oid = x.relation
                    WHERE c.oid IS NULL OR c.relkind <> 'r' OR NOT pg_has_role(c.relowner, 'USAGE'))
   AND NOT EXISTS (SELECT FROM tables x JOIN pg_index i ON i.indrelid = x.relation AND i.indisunique
                     JOIN pg_attribute u ON u.attrelid = x.relation AND u.attname = x.distributed_by
                    WHERE u.attnum <> ALL (i.indkey::smallint[]))
   AND NOT EXISTS (SELECT FROM pg_constraint f
                    WHERE f.contype = 'f' AND (f.conrelid IN (SELECT relation FROM tables)) <> (f.confrelid IN (SELECT relation FROM tables)))
   AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid IN (SELECT relation FROM tables) AND NOT g.tgisinternal);
DELETE FROM wanted w USING pg_dist_partition p WHERE p.logicalrelid = w.relation;

-- Foreign keys go first and come back, since a table that is distributed refers to no local one. The rows that were here are on the
-- nodes then, and go last.
CREATE TEMP TABLE foreign_keys ON COMMIT DROP AS
SELECT f.conrelid::regclass AS relation, f.conname AS name, pg_get_constraintdef(f.oid) AS definition
  FROM pg_constraint f
 WHERE f.contype = 'f' AND (f.conrelid IN (SELECT relation FROM wanted) OR f.confrelid IN (SELECT relation FROM wanted));
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', f.relation, f.name) FROM foreign_keys f \gexec
SELECT CASE WHEN w.distributed_by IS NULL THEN format('SELECT create_reference_table(%L)', w.relation)
            ELSE format('SELECT create_distributed_table(%L, %L, colocate_with => %L)', w.relation, w.distributed_by, w.beside) END
  FROM wanted w ORDER BY w.n \gexec
SELECT format('SELECT truncate_local_data_after_distributing_table(%L)', w.relation) FROM wanted w ORDER BY w.n \gexec
SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', f.relation, f.name, f.definition) FROM foreign_keys f \gexec
SELECT create_distributed_function('slice(text)');
SELECT format('CREATE OR REPLACE FUNCTION shard(slice smallint) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN slice * %s / 64', count(*))
  FROM pg_dist_shard s WHERE s.logicalrelid = 'engagements'::regclass \gexec
SELECT create_distributed_function('shard(smallint)');
CREATE OR REPLACE FUNCTION newest_deliveries(users text[], companions text[], most bigint)
RETURNS TABLE (user_id text, companion_id text, engagement_type text, sent_at timestamptz, silent_since timestamptz)
LANGUAGE plpgsql STABLE SET search_path = proactive, pg_temp AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  SELECT n.user_id, n.companion_id, n.engagement_type, n.sent_at, n.silent_since
    FROM (SELECT e.user_id, e.companion_id, e.engagement_type, e.sent_at, e.silent_since,
                 row_number() OVER (PARTITION BY e.user_id, d.companion_id ORDER BY e.sent_at DESC) AS nth
            FROM engagements e
            JOIN unnest($1, $2) d(user_id, companion_id) ON d.user_id = e.user_id AND (d.companion_id IS NULL OR d.companion_id = e.companion_id)
           WHERE e.user_id = ANY ($1) AND e.sent_at IS NOT NULL) n
   WHERE n.nth <= $3
   ORDER BY n.sent_at DESC;
END
$function$;
SELECT apply_privileges();
-- Without it statements of several runs that change rows on several nodes would wait for each other.
SELECT format('ALTER DATABASE %I SET citus.all_modifications_commutative = on', current_database()) \gexec
-- A worker knows nothing of what a run sets for its transaction: there, compiling costs more than the statements, and times are told in
-- the zone of the database.
SELECT format('DO %L', format('BEGIN RAISE EXCEPTION USING MESSAGE = %L; END',
         format('on %s:%s the database %I cannot be set up (%s): let its owner be %I there too; nothing was changed here',
                w.nodename, w.nodeport, current_database(), w.result, current_user)))
  FROM (VALUES ('jit', 'off'), ('timezone', 'UTC')) s(name, value)
 CROSS JOIN LATERAL run_command_on_workers(format('ALTER DATABASE %I SET %s = %L', current_database(), s.name, s.value)) w
 WHERE NOT w.success LIMIT 1 \gexec

SELECT format('distributed over %s nodes, in %s shards each: %s; what is left to do stands in proactive-operation(7)',
              (SELECT count(*) FROM pg_dist_node w WHERE w.shouldhaveshards AND w.isactive),
              (SELECT count(*) FROM pg_dist_shard s WHERE s.logicalrelid = 'engagements'::regclass),
              string_agg(p.logicalrelid::text, ', ' ORDER BY p.logicalrelid::text)) AS told
  FROM pg_dist_partition p
 WHERE p.partmethod = 'h' \gset
COMMIT;
\o
\echo :told
