-- What the check of an adapter asks, in a transaction that is rolled back.

-- Up to a million pairs are looked at.
-- name: check_pairs
SELECT count(*) AS pairs, count(*) FILTER (WHERE x.n > 1) AS twice,
       count(*) FILTER (WHERE x.user_id IS NULL OR x.companion_id IS NULL OR x.user_id = '' OR x.companion_id = '') AS empty,
       (array_agg(format('user %s with companion %s', coalesce(nullif(x.user_id, ''), 'NULL'), coalesce(nullif(x.companion_id, ''), 'NULL'))
                  ORDER BY x.user_id, x.companion_id)
          FILTER (WHERE x.user_id IS NULL OR x.companion_id IS NULL OR x.user_id = '' OR x.companion_id = ''))[1] AS empty_sample,
       count(*) FILTER (WHERE octet_length(x.user_id) > 200 OR octet_length(x.companion_id) > 200) AS too_long
  FROM (SELECT a.user_id, a.companion_id, count(*) AS n
          FROM (SELECT * FROM adapter_pairs('-infinity') LIMIT 1000000) a
         GROUP BY a.user_id, a.companion_id) x

-- name: check_pairs_since
SELECT count(*) AS pairs FROM (SELECT FROM adapter_pairs($1::timestamptz) LIMIT 1000000) a

-- Some pairs from all over.
-- name: check_sample
SELECT x.user_id AS user_text, x.companion_id AS companion_text
  FROM (SELECT DISTINCT a.user_id, a.companion_id
          FROM (SELECT * FROM adapter_pairs('-infinity') LIMIT 100000) a
         WHERE octet_length(a.user_id) BETWEEN 1 AND 200 AND octet_length(a.companion_id) BETWEEN 1 AND 200) x
 ORDER BY hashtext(x.user_id || ' ' || x.companion_id), x.user_id, x.companion_id
 LIMIT 1000

-- Rows that this transaction has read by scanning whole tables, and rows that it has written, so far.
-- name: table_activity
SELECT s.relid::regclass::text AS name, root.oid::regclass::text AS root, (SELECT n.nspname::text FROM pg_namespace n WHERE n.oid = root.relnamespace) AS root_schema,
       root.relname::text AS root_relation, root.oid <> s.relid AS is_partition, coalesce(s.seq_tup_read, 0) AS scanned,
       s.n_tup_ins + s.n_tup_upd + s.n_tup_del AS written, pg_get_userbyid(c.relowner) AS owner, o.rolsuper AS owner_is_superuser,
       EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = s.relid AND NOT t.tgisinternal) AS has_triggers
  FROM pg_stat_xact_user_tables s
  JOIN pg_class c ON c.oid = s.relid
  JOIN pg_roles o ON o.oid = c.relowner
  JOIN pg_class root ON root.oid = CASE WHEN c.relispartition THEN pg_partition_root(s.relid)::oid ELSE s.relid END
 WHERE s.schemaname <> 'proactive'

-- Columns of the table $1 by whose names one would look for a pair, and which the function $2 says: candidates of an index.
-- name: check_id_columns
SELECT a.attname::text AS name
  FROM pg_attribute a
  JOIN pg_proc p ON p.pronamespace = 'proactive'::regnamespace AND p.proname = $2
 WHERE a.attrelid = to_regclass($1::text) AND a.attnum > 0 AND NOT a.attisdropped
   AND regexp_split_to_array(lower(p.prosrc), '[^[:alnum:]_$]+') @> ARRAY[lower(a.attname::text)]
   AND a.attname ~* '(user|person|owner|member|account|profile|companion|persona|bot|character|agent|conversation|room|chat|session|thread)'
   AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'uuid'::regtype, 'int4'::regtype, 'int8'::regtype)
 ORDER BY CASE WHEN a.attname ~* '(user|person|owner|member|account|profile)' THEN 0
               WHEN a.attname ~* '(companion|persona|bot|character|agent)' THEN 1 ELSE 2 END, a.attnum
 LIMIT 2

-- The column that says when a row was made, by its name; none where the function only says a parameter that is called so.
-- name: check_time_columns
SELECT a.attname::text AS name
  FROM pg_attribute a
  JOIN pg_proc p ON p.pronamespace = 'proactive'::regnamespace AND p.proname = $2
 WHERE a.attrelid = to_regclass($1::text) AND a.attnum > 0 AND NOT a.attisdropped
   AND regexp_split_to_array(lower(p.prosrc), '[^[:alnum:]_$]+') @> ARRAY[lower(a.attname::text)]
   AND a.attname <> ALL (coalesce(p.proargnames[1:p.pronargs], '{}'))
   AND a.atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype)
 ORDER BY a.attname !~* '(created|sent|inserted)', a.attnum
 LIMIT 1

-- name: next_engagement_id
SELECT coalesce(max(id), 0) + 1 AS id FROM engagements

-- name: check_answers
SELECT count(*) AS answers
  FROM adapter_answers($1::text[], $2::text[], $3::bigint[], $4::text[], $5::timestamptz[]) a

-- name: check_sessions
SELECT count(*) AS sessions FROM adapter_sessions($1::text[], $2::timestamptz) s
