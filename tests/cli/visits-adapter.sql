
CREATE OR REPLACE FUNCTION proactive.app_sessions(users text[], since timestamptz)
RETURNS TABLE (user_id text, started_at timestamptz, messages bigint, minutes double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT v.user_id, v.started_at, v.messages, v.minutes FROM public.visits v WHERE v.user_id = ANY ($1) AND v.started_at >= $2
$$;
