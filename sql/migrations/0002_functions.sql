-- Functions and rights. Each function pins its search_path: what others create elsewhere in the database is never found.

-- For the app's backend: what a user wants, and what it knows.

CREATE FUNCTION opt_out(user_id text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
  INSERT INTO preferences (user_id, enabled) VALUES ($1, false)
      ON CONFLICT (user_id) DO UPDATE SET enabled = false, updated_at = now();
$$;
COMMENT ON FUNCTION opt_out(text) IS 'the user is not written to any more; what is scheduled is cancelled before its delivery';

CREATE FUNCTION opt_in(user_id text, version text, source text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
  INSERT INTO preferences (user_id, enabled, consent_at, consent_version, consent_source) VALUES ($1, true, now(), $2, $3)
      ON CONFLICT (user_id) DO UPDATE SET enabled = true, consent_at = now(), consent_version = excluded.consent_version,
         consent_source = excluded.consent_source, updated_at = now();
$$;
COMMENT ON FUNCTION opt_in(text, text, text) IS 'the user agrees to be written to: to which version of which text, and where';

CREATE FUNCTION recheck(user_id text, companion_id text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
  INSERT INTO pairs (user_id, companion_id, next_check_at) VALUES ($1, $2, now())
      ON CONFLICT (user_id, companion_id) DO UPDATE SET next_check_at = least(pairs.next_check_at, excluded.next_check_at);
$$;
COMMENT ON FUNCTION recheck(text, text) IS 'something about the pair has changed: the next schedule looks at it';

CREATE FUNCTION forget(user_id text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
  DELETE FROM engagements e WHERE e.user_id = $1;
  DELETE FROM pairs p WHERE p.user_id = $1;
  DELETE FROM preferences p WHERE p.user_id = $1;
$$;
COMMENT ON FUNCTION forget(text) IS 'removes all that the tool holds of the user; the app''s own tables stay as they are';

-- For operators: the only way to change a stored setting, which writes the history by itself. A value of NULL removes.
CREATE FUNCTION change_settings(names text[], new_values text[], changed_by text)
RETURNS TABLE (name text, old_value text, new_value text)
LANGUAGE sql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
  WITH wanted AS (
    SELECT d.name, s.value AS old_value, d.value AS new_value
      FROM unnest($1, $2) d(name, value)
      LEFT JOIN settings s ON s.name = d.name
     WHERE s.value IS DISTINCT FROM d.value
  ), stored AS (
    INSERT INTO settings (name, value, changed_by)
    SELECT w.name, w.new_value, $3 FROM wanted w WHERE w.new_value IS NOT NULL
        ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, changed_at = now()
  ), removed AS (
    DELETE FROM settings s USING wanted w WHERE s.name = w.name AND w.new_value IS NULL
  )
  INSERT INTO settings_history (name, old_value, new_value, changed_by, changed_role)
  SELECT w.name, w.old_value, w.new_value, $3, session_user FROM wanted w
  RETURNING name, old_value, new_value;
$$;

-- One huge value of the app costs nothing: the wrappers of the adapter cut lists to 50 items and texts to 200 or 4,000 characters.
CREATE FUNCTION cut_list(list jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(list)
  WHEN 'array' THEN (SELECT jsonb_agg(left(i.item #>> '{}', 200) ORDER BY i.n)
                       FROM jsonb_array_elements(jsonb_path_query_array(list, '$[0 to 49]')) WITH ORDINALITY i(item, n)
                      WHERE jsonb_typeof(i.item) IN ('string', 'number'))
  WHEN 'string' THEN to_jsonb(left(list #>> '{}', 4000))
END;

CREATE FUNCTION cut_memories(list jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(list)
  WHEN 'array' THEN (SELECT jsonb_agg(jsonb_build_object('id', left(i.item ->> 'id', 200), 'kind', left(i.item ->> 'kind', 200),
                                                         'text', left(i.item ->> 'text', 4000)) ORDER BY i.n)
                       FROM jsonb_array_elements(jsonb_path_query_array(list, '$[0 to 49]')) WITH ORDINALITY i(item, n)
                      WHERE jsonb_typeof(i.item) = 'object')
END;

-- Events that exceed a notification, for the table of the app's Socket.IO adapter. Nothing is stored, and nothing returned, where
-- there is no such table, or one of somebody else: its triggers and defaults would run with our owner's rights. Servers delete
-- what is older than 30 seconds by created_at: one whose clock is ahead must not delete a document before the others have read it.
CREATE FUNCTION store_attachments(documents bytea[]) RETURNS TABLE (id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = proactive, pg_temp AS $$
BEGIN
  PERFORM FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner
    WHERE c.oid = to_regclass('public.socket_io_attachments') AND c.relkind = 'r' AND (o.rolname = current_user OR o.rolsuper);
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
    INSERT INTO public.socket_io_attachments AS t (created_at, payload)
    SELECT clock_timestamp() + interval '5 minutes', d.document
      FROM unnest(documents) WITH ORDINALITY d(document, n)
     ORDER BY d.n
    RETURNING t.id;
END
$$;

-- What the functions of the installed adapter are, in one digest: of their text, not of what a restored dump numbers anew.
CREATE FUNCTION adapter_fingerprint(functions text[]) RETURNS text LANGUAGE sql STABLE SET search_path = proactive, pg_temp AS $$
  SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws(E'\x1f', p.proname, pg_get_function_arguments(p.oid),
           pg_get_function_result(p.oid), p.prosecdef, p.provolatile, p.proconfig::text, l.lanname, p.prosrc,
           pg_get_function_sqlbody(p.oid)), E'\x1e' ORDER BY p.proname, pg_get_function_identity_arguments(p.oid)), ''), 'UTF8')), 'hex')
    FROM pg_proc p
    JOIN pg_language l ON l.oid = p.prolang
   WHERE p.pronamespace = 'proactive'::regnamespace
     AND (p.oid::regprocedure::text = ANY ($1) OR p.proname LIKE 'app\_%'
          OR (p.proname LIKE 'adapter\_%' AND p.proname <> 'adapter_fingerprint'))
$$;

-- What each kind of role may do: sql/roles.sql grants it, scripts/migrate and the installation of an adapter grant it again, and
-- proactive config check compares with it. A runner runs schedule and process; an operator also turns knobs; a backend is the app.
CREATE VIEW privileges AS
WITH runner(privilege, object_type, object_name) AS (
  SELECT p.privilege, 'table', t.object_name
    FROM (VALUES
      ('pairs', 'SELECT,INSERT,UPDATE,DELETE'), ('engagements', 'SELECT,INSERT,UPDATE'), ('deliveries', 'SELECT,INSERT'),
      ('leases', 'SELECT,INSERT,UPDATE'), ('llm_usage', 'SELECT,INSERT,UPDATE'), ('runs', 'SELECT,INSERT,UPDATE,DELETE'),
      ('discovery', 'SELECT,UPDATE'), ('preferences', 'SELECT'), ('settings', 'SELECT'), ('settings_history', 'SELECT'),
      ('templates', 'SELECT'), ('pressure_phrases', 'SELECT'), ('adapter', 'SELECT'), ('schema_migrations', 'SELECT'),
      ('roles', 'SELECT'), ('privileges', 'SELECT'), ('held_privileges', 'SELECT')) t(object_name, privileges)
   CROSS JOIN LATERAL unnest(string_to_array(t.privileges, ',')) p(privilege)
  UNION ALL
  SELECT 'EXECUTE', 'function', f.object_name
    FROM (VALUES ('slice'), ('cut_list'), ('cut_memories'), ('store_attachments'), ('adapter_fingerprint'), ('adapter_pairs'), ('adapter_facts'), ('adapter_context'),
                 ('adapter_deliver'), ('adapter_answers'), ('adapter_sessions'), ('app_pairs'), ('app_facts'), ('app_context'),
                 ('app_deliver'), ('app_answers'), ('app_sessions')) f(object_name)
), granted(kind, privilege, object_type, object_name) AS (
  SELECT k.kind, r.privilege, r.object_type, r.object_name FROM (VALUES ('runner'), ('operator')) k(kind) CROSS JOIN runner r
  UNION ALL
  SELECT 'operator', p.privilege, 'table', t.object_name
    FROM (VALUES ('templates'), ('pressure_phrases'), ('preferences')) t(object_name)
   CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('DELETE')) p(privilege)
  UNION ALL
  VALUES ('operator', 'EXECUTE', 'function', 'change_settings'), ('operator', 'EXECUTE', 'function', 'recheck'),
         ('operator', 'EXECUTE', 'function', 'opt_out'), ('operator', 'EXECUTE', 'function', 'opt_in'),
         ('operator', 'EXECUTE', 'function', 'forget'),
         ('backend', 'EXECUTE', 'function', 'opt_out'), ('backend', 'EXECUTE', 'function', 'opt_in'),
         ('backend', 'EXECUTE', 'function', 'recheck'), ('backend', 'EXECUTE', 'function', 'forget')
)
SELECT g.kind, g.privilege, g.object_type, g.object_name, coalesce(c.oid, p.oid) AS object_oid,
       CASE WHEN c.oid IS NOT NULL THEN 'TABLE ' || c.oid::regclass ELSE 'FUNCTION ' || p.oid::regprocedure END AS object
  FROM granted g
  LEFT JOIN pg_catalog.pg_class c ON g.object_type = 'table' AND c.relnamespace = 'proactive'::regnamespace
                                 AND c.relname = g.object_name
  LEFT JOIN pg_catalog.pg_proc p ON g.object_type = 'function' AND p.pronamespace = 'proactive'::regnamespace
                                AND p.proname = g.object_name
 WHERE c.oid IS NOT NULL OR p.oid IS NOT NULL;
COMMENT ON VIEW privileges IS 'of what exists: an optional function of the adapter is listed while it is there';

-- Who holds which right in this schema besides its owner; 0 is PUBLIC.
CREATE VIEW held_privileges AS
SELECT a.grantee, a.privilege_type AS privilege, o.object
  FROM (SELECT 'SCHEMA proactive' AS object, n.nspowner AS owner, coalesce(n.nspacl, acldefault('n', n.nspowner)) AS acl
          FROM pg_catalog.pg_namespace n WHERE n.oid = 'proactive'::regnamespace
        UNION ALL
        SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || c.oid::regclass, c.relowner,
               coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))
          FROM pg_catalog.pg_class c WHERE c.relnamespace = 'proactive'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
        UNION ALL
        SELECT 'TABLE ' || c.oid::regclass, c.relowner, a.attacl -- of single columns: what revokes all on the table takes them back too
          FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL
         WHERE c.relnamespace = 'proactive'::regnamespace
        UNION ALL
        SELECT 'FUNCTION ' || p.oid::regprocedure, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner))
          FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'proactive'::regnamespace) o
 CROSS JOIN LATERAL aclexplode(o.acl) a
 WHERE a.grantee <> o.owner;

-- Brings every right in this schema to what is declared: what the database's defaults gave to others is taken back.
CREATE FUNCTION apply_privileges() RETURNS void LANGUAGE plpgsql SET search_path = proactive, pg_temp AS $$
DECLARE
  statement text;
BEGIN
  LOCK TABLE roles IN SHARE ROW EXCLUSIVE MODE; -- two at once would both change an object's rights, and one would fail
  DELETE FROM roles WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = roles.role_name);
  FOR statement IN
    SELECT DISTINCT format('REVOKE ALL ON %s FROM %s CASCADE', h.object,
                           CASE h.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(h.grantee)) END)
      FROM held_privileges h
  LOOP
    EXECUTE statement;
  END LOOP;
  FOR statement IN
    SELECT format('GRANT USAGE ON SCHEMA proactive TO %I', r.role_name) FROM roles r
    UNION ALL
    SELECT format('GRANT %s ON %s TO %I', p.privilege, p.object, r.role_name) FROM roles r JOIN privileges p ON p.kind = r.kind
  LOOP
    EXECUTE statement;
  END LOOP;
END
$$;
