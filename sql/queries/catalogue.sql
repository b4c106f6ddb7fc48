-- What the catalogue says of the app's tables: one row a table, its parts as JSON. Expressions and types come out
-- qualified, since the search_path of a run holds none of the app's schemas.

-- name: schema_names
SELECT n.nspname::text AS name
  FROM pg_catalog.pg_namespace n
 WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'proactive')
 ORDER BY n.nspname

-- $1: one schema, or NULL for all but the system's and the tool's. Statistics tell words only of columns that look like
-- a list of words or an id; nobody's texts are read.
-- name: catalogue_tables
SELECT current_user::text AS reader, n.nspname::text AS schema_name, c.relname::text AS table_name, c.relkind::text AS kind,
       pg_catalog.pg_get_userbyid(c.relowner)::text AS owner, c.reltuples::double precision AS row_estimate,
       c.relrowsecurity, c.relforcerowsecurity,
       columns.list AS columns, keys.list AS keys, indexes.list AS indexes, foreign_keys.list AS foreign_keys,
       triggers.list AS triggers, checks.list AS checks
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object(
             'name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
             'base_type', pg_catalog.format_type(base.oid, NULL),
             'base', base.typname, 'kind', base.typtype, 'category', base.typcategory, 'element', element.typname,
             'max_length', CASE WHEN base.typname IN ('varchar', 'bpchar') AND base.typmod > 4 THEN base.typmod - 4 ELSE 0 END,
             'not_null', a.attnotnull OR base.not_null, 'generated', a.attgenerated <> '', 'identity_always', a.attidentity = 'a',
             'default', CASE WHEN a.attidentity <> '' THEN format('nextval(%L::regclass)',
                               pg_catalog.pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname))
                             WHEN a.attgenerated = '' THEN coalesce(pg_catalog.pg_get_expr(f.adbin, f.adrelid), base.default_value) END,
             'labels', (SELECT jsonb_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = base.oid),
             'samples', CASE WHEN base.typcategory = 'S' THEN statistics.words END)
             ORDER BY a.attnum) AS list
      FROM pg_catalog.pg_attribute a
      LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
     CROSS JOIN LATERAL (
        WITH RECURSIVE beneath AS (
          SELECT t.*, a.atttypmod AS typmod, t.typnotnull AS not_null, t.typdefault AS default_value
            FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid
          UNION ALL
          SELECT t.*, b.typtypmod, b.not_null OR t.typnotnull, b.default_value
            FROM beneath b JOIN pg_catalog.pg_type t ON t.oid = b.typbasetype)
        SELECT b.oid, b.typname, b.typtype, b.typcategory, b.typelem, b.typmod, b.not_null,
               CASE WHEN b.oid <> a.atttypid THEN b.default_value END AS default_value
          FROM beneath b WHERE b.typbasetype = 0) base
      LEFT JOIN pg_catalog.pg_type element ON element.oid = base.typelem AND base.typcategory = 'A'
      LEFT JOIN LATERAL (
        SELECT to_jsonb(CASE
                 WHEN CASE WHEN s.n_distinct < 0 THEN -s.n_distinct * c.reltuples ELSE s.n_distinct END BETWEEN 1 AND 12 AND s.avg_width <= 24
                  AND a.attname ~* '(role|sender|author|speaker|from|type|kind|stage|status|state|mode)' THEN s.most_common_vals::text::text[]
                 WHEN a.attname ~* '^_?id$' THEN s.histogram_bounds::text::text[] END) AS words
          FROM pg_catalog.pg_stats s
         WHERE s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
         LIMIT 1) statistics ON true
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) columns
 CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('columns', k.names, 'primary', i.indisprimary, 'immediate', i.indimmediate,
                                        'whole', i.indpred IS NULL) ORDER BY i.indisprimary DESC, i.indexrelid) AS list
      FROM pg_catalog.pg_index i
     CROSS JOIN LATERAL (
        SELECT jsonb_agg(coalesce(a.attname, '') ORDER BY x.n) AS names
          FROM unnest(i.indkey::smallint[]) WITH ORDINALITY x(attnum, n)
          LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = x.attnum
         WHERE x.n <= i.indnkeyatts) k
     WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid) keys
 CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('columns', k.names, 'whole', i.indpred IS NULL) ORDER BY i.indexrelid) AS list
      FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
      JOIN pg_catalog.pg_am m ON m.oid = x.relam AND m.amname = 'btree'
     CROSS JOIN LATERAL (
        SELECT jsonb_agg(coalesce(a.attname, '') ORDER BY y.n) AS names
          FROM unnest(i.indkey::smallint[]) WITH ORDINALITY y(attnum, n)
          LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = y.attnum
         WHERE y.n <= i.indnkeyatts) k
     WHERE i.indrelid = c.oid AND i.indisvalid) indexes
 CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('columns', pairs.columns, 'schema', tn.nspname, 'table', t.relname,
                                        'target_columns', pairs.target_columns) ORDER BY f.conname) AS list
      FROM pg_catalog.pg_constraint f
      JOIN pg_catalog.pg_class t ON t.oid = f.confrelid
      JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
     CROSS JOIN LATERAL (
        SELECT jsonb_agg(own.attname ORDER BY x.n) AS columns, jsonb_agg(target.attname ORDER BY x.n) AS target_columns
          FROM unnest(f.conkey, f.confkey) WITH ORDINALITY x(own, target, n)
          JOIN pg_catalog.pg_attribute own ON own.attrelid = f.conrelid AND own.attnum = x.own
          JOIN pg_catalog.pg_attribute target ON target.attrelid = f.confrelid AND target.attnum = x.target) pairs
     WHERE f.conrelid = c.oid AND f.contype = 'f' AND NOT EXISTS (
             SELECT FROM pg_catalog.pg_class part WHERE part.oid = f.confrelid AND part.relispartition)) foreign_keys
 CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('name', t.tgname, 'function', format('%I.%I', pn.nspname, p.proname),
                                        'on_insert', (t.tgtype & 4) <> 0) ORDER BY t.tgname) AS list
      FROM pg_catalog.pg_trigger t
      JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
      JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace
     WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D') triggers
 CROSS JOIN LATERAL (
    SELECT jsonb_agg(pg_catalog.pg_get_constraintdef(k.oid) ORDER BY k.conname) AS list
      FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c') checks
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'proactive')
   AND ($1::text IS NULL OR n.nspname = $1::text)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
 ORDER BY n.nspname, c.relname
