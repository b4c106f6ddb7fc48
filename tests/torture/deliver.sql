-- The seed's app_deliver (here proactive.seed_deliver) of an app that wants no message of some engagements, and whose function
-- raises an error at others while they are poisoned.
CREATE FUNCTION proactive.app_deliver(users text[], companions text[], engagements bigint[], contents text[], details jsonb[],
                                      at timestamptz)
RETURNS TABLE (engagement_id bigint, message_id text, conversation_id text, message jsonb, refused text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  wanted record;
BEGIN
  IF EXISTS (SELECT FROM unnest($3) e(id) WHERE torture.is_poisoned(e.id, 'function')) THEN
    RAISE EXCEPTION 'poison in app_deliver' USING ERRCODE = 'data_exception';
  END IF;
  SELECT array_agg(d.u) AS users, array_agg(d.c) AS companions, array_agg(d.e) AS engagements, array_agg(d.body) AS contents,
         array_agg(d.about) AS details
    INTO wanted
    FROM unnest($1, $2, $3, $4, $5) d(u, c, e, body, about) WHERE NOT torture.is_refused(d.e);
  RETURN QUERY
    SELECT s.engagement_id, s.message_id, s.conversation_id, s.message, NULL
      FROM proactive.seed_deliver(wanted.users, wanted.companions, wanted.engagements, wanted.contents, wanted.details, $6) s
    UNION ALL
    SELECT e.id, NULL, NULL, NULL, 'not today' FROM unnest($3) e(id) WHERE torture.is_refused(e.id);
END
$$;
