-- Traps of a role that may create in schema public, to be run as that role: psql -v other=ROLE -f tests/support/traps.sql
-- Whatever runs trap() leaves a mark in the sequence trapped, which no rollback takes back, and gives the role what it can give.
CREATE SEQUENCE public.trapped;
GRANT ALL ON SEQUENCE public.trapped TO PUBLIC;
SELECT format($made$
CREATE FUNCTION public.trap() RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
  PERFORM pg_catalog.nextval('public.trapped'::regclass);
  EXECUTE 'ALTER ROLE %1$I SUPERUSER CREATEROLE';
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $body$ $made$, :'other') \gexec

CREATE FUNCTION public.trap_trigger() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM public.trap(); RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END $$;
CREATE FUNCTION public.trap_policy() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN PERFORM public.trap(); RETURN true; END $$;

-- A table of the role's own: each way in which touching it runs something.
CREATE FUNCTION public.trap_table(relation regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER trap BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION public.trap_trigger()', relation);
  EXECUTE format('CREATE TRIGGER trap_statement AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH STATEMENT EXECUTE FUNCTION public.trap_trigger()', relation);
  EXECUTE format('ALTER TABLE %s ADD COLUMN trap boolean DEFAULT NULL, ADD CHECK (public.trap_policy()) NOT VALID', relation);
  EXECUTE format('ALTER TABLE %s ALTER COLUMN trap SET DEFAULT public.trap_policy()', relation);
END $$;

-- Functions and operators of the catalog's names: of the same types, and of types that a statement's arguments would fit better.
CREATE FUNCTION public.set_traps() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $set$
DECLARE
  made record;
  relation regclass;
BEGIN
  FOR relation IN SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                     AND c.relowner = current_user::regrole LOOP
    PERFORM public.trap_table(relation);
  END LOOP;
  FOR made IN SELECT * FROM (VALUES
    ('now()', 'timestamptz', 'pg_catalog.clock_timestamp()'),
    ('clock_timestamp()', 'timestamptz', 'pg_catalog.now()'),
    ('gen_random_uuid()', 'uuid', '''00000000-0000-4000-8000-000000000000''::uuid'),
    ('unnest(text[])', 'SETOF text', ''''''),
    ('unnest(bigint[])', 'SETOF bigint', '1'),
    ('unnest(varchar[])', 'SETOF text', ''''''),
    ('unnest(timestamptz[])', 'SETOF timestamptz', 'NULL::timestamptz'),
    ('to_jsonb(bigint)', 'jsonb', '''{}''::jsonb'), ('to_jsonb(integer)', 'jsonb', '''{}''::jsonb'),
    ('to_jsonb(text)', 'jsonb', '''{}''::jsonb'), ('to_jsonb(text[])', 'jsonb', '''[]''::jsonb'), ('to_jsonb(name[])', 'jsonb', '''[]''::jsonb'),
    ('set_config(text, text, boolean)', 'text', '''off'''), ('current_setting(text)', 'text', '''off'''),
    ('hashtext(text)', 'integer', '0'), ('hashtext(varchar)', 'integer', '0'),
    ('left(text, integer)', 'text', ''''''), ('left(varchar, integer)', 'text', ''''''), ('lower(varchar)', 'text', ''''''),
    ('char_length(varchar)', 'integer', '1'), ('format(text, text)', 'text', '''SELECT 1'''), ('format(text, name)', 'text', '''SELECT 1'''),
    ('lpad(text, integer, text)', 'text', ''''''), ('string_agg(text, text)', 'text', ''''''), ('concat_ws(text, text)', 'text', ''''''),
    ('to_regclass(text)', 'regclass', 'NULL::regclass'), ('has_table_privilege(oid, text)', 'boolean', 'true'),
    ('pg_has_role(oid, text)', 'boolean', 'true'), ('quote_ident(name)', 'text', '''x'''), ('pg_get_userbyid(oid)', 'name', '''x''::name'),
    ('pg_notify(text, varchar)', 'void', ''),
    ('jsonb_array_elements(jsonb)', 'SETOF jsonb', 'NULL::jsonb'), ('jsonb_typeof(jsonb)', 'text', ''''''),
    ('apply_privileges()', 'void', ''), ('slice(text)', 'smallint', '0::smallint'), ('slice(varchar)', 'smallint', '0::smallint'),
    ('adapter_facts(text[], text[])', 'void', ''), ('app_pairs(timestamptz)', 'void', '')) v(signature, result, value) LOOP
    EXECUTE format('CREATE FUNCTION public.%s RETURNS %s LANGUAGE plpgsql AS %L', made.signature, made.result,
      CASE WHEN made.result LIKE 'SETOF %' THEN 'BEGIN PERFORM public.trap(); RETURN NEXT ' || made.value || '; END'
           WHEN made.result = 'void' THEN 'BEGIN PERFORM public.trap(); END'
           ELSE 'BEGIN PERFORM public.trap(); RETURN ' || made.value || '; END' END);
  END LOOP;
  FOR made IN
    SELECT o.name, l.type AS left_type, r.type AS right_type,
           format('public.trap_%s_%s_%s', CASE o.name WHEN '=' THEN 'equal' WHEN '<>' THEN 'unequal' ELSE 'joined' END, l.n, r.n) AS function
      FROM unnest(ARRAY['=', '<>', '||']) o(name)
     CROSS JOIN unnest(ARRAY['text', 'varchar', 'name']) WITH ORDINALITY l(type, n)
     CROSS JOIN unnest(ARRAY['text', 'varchar', 'name']) WITH ORDINALITY r(type, n) LOOP
    EXECUTE format('CREATE FUNCTION %s(%s, %s) RETURNS %s LANGUAGE plpgsql AS %L', made.function, made.left_type, made.right_type,
      CASE made.name WHEN '||' THEN 'text' ELSE 'boolean' END,
      'BEGIN PERFORM public.trap(); RETURN ' || CASE made.name WHEN '||' THEN '''''' ELSE 'true' END || '; END');
    EXECUTE format('CREATE OPERATOR public.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = %s)', made.name, made.left_type, made.right_type, made.function);
  END LOOP;
END $set$;
