-- A marketplace of personas made with Prisma: quoted names, ids made by the client library, times without zone that hold UTC, and
-- one table of lines from which everything is read: who talks with whom, since when, who spoke last. It has no table of users and
-- no way to say no: its settings page calls proactive.opt_out. Without these indexes each call reads the whole table:
--   CREATE INDEX CONCURRENTLY "Message_pair_idx" ON public."Message" ("userId", "personaId", "createdAt");
--   CREATE INDEX CONCURRENTLY "Message_createdAt_idx" ON public."Message" ("createdAt");
CREATE FUNCTION proactive.app_pairs(since timestamptz) RETURNS TABLE (user_id text, companion_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT m."userId", m."personaId" FROM public."Message" m
   WHERE m."createdAt" BETWEEN (since AT TIME ZONE 'UTC') AND 'infinity' -- an open range is planned as a third of the table
     AND m."role" = 'user'
$$;

-- Joined and grouped at once rather than looked up pair by pair: one pass over the lines even where the index is missing.
CREATE FUNCTION proactive.app_facts(users text[], companions text[])
RETURNS TABLE (user_id text, companion_id text, companion_name text, since timestamptz, user_wrote_at timestamptz,
  user_wrote_any_at timestamptz, companion_wrote_at timestamptz, user_messages bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.u, d.c, p."name", t.since AT TIME ZONE 'UTC', t.user_at AT TIME ZONE 'UTC', t.any_at AT TIME ZONE 'UTC',
         t.persona_at AT TIME ZONE 'UTC', t.lines
    FROM unnest(users, companions) d(u, c)
    JOIN public."Persona" p ON p."id" = d.c
    JOIN (SELECT m."userId", m."personaId", min(m."createdAt") AS since, count(*) FILTER (WHERE m."role" = 'user') AS lines,
                 max(m."createdAt") FILTER (WHERE m."role" = 'user') AS user_at,
                 max(max(m."createdAt") FILTER (WHERE m."role" = 'user')) OVER (PARTITION BY m."userId") AS any_at,
                 max(m."createdAt") FILTER (WHERE m."role" = 'system') AS persona_at
            FROM public."Message" m WHERE m."userId" IN (SELECT unnest(users))
           GROUP BY m."userId", m."personaId") t ON t."userId" = d.u AND t."personaId" = d.c
$$;

CREATE FUNCTION proactive.app_context(users text[], companions text[], most_memories int, least_importance int)
RETURNS TABLE (user_id text, companion_id text, personality text, style text, backstory text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.u, d.c, p."directions", p."openingLines", p."tagline"
    FROM unnest(users, companions) d(u, c) JOIN public."Persona" p ON p."id" = d.c
$$;

-- The id is made here, since the column has no default, and leads from the row that was stored back to its engagement.
CREATE FUNCTION proactive.app_deliver(users text[], companions text[], engagements bigint[], contents text[],
  details jsonb[], moment timestamptz)
RETURNS TABLE (engagement_id bigint, message_id text, message jsonb, refused text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH due AS (
    SELECT d.*, p."id" IS NOT NULL AS there, 'c' || left(md5(gen_random_uuid()::text), 24) AS id
      FROM unnest(users, companions, engagements, contents) d(u, c, engagement, body) LEFT JOIN public."Persona" p ON p."id" = d.c
  ), said AS (
    INSERT INTO public."Message" ("id", "role", "text", "personaId", "userId", "createdAt", "updatedAt")
    SELECT d.id, 'system', d.body, d.c, d.u, moment AT TIME ZONE 'UTC', moment AT TIME ZONE 'UTC' FROM due d WHERE d.there
    RETURNING *)
  SELECT d.engagement, m."id", to_jsonb(m) || jsonb_build_object(
           'createdAt', m."createdAt" AT TIME ZONE 'UTC', 'updatedAt', m."updatedAt" AT TIME ZONE 'UTC'),
         CASE WHEN m."id" IS NULL THEN 'persona_gone' END
    FROM due d LEFT JOIN said m ON m."id" = d.id
$$;

CREATE FUNCTION proactive.app_answers(users text[], companions text[], engagements bigint[], messages text[],
  since timestamptz[])
RETURNS TABLE (engagement_id bigint, answered_at timestamptz, answer_id text, replies_1h bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.engagement, a.first AT TIME ZONE 'UTC', (array_agg(a."id" ORDER BY a."createdAt"))[1],
         count(*) FILTER (WHERE a."createdAt" <= a.first + interval '1 hour')
    FROM (SELECT d.engagement, m."id", m."createdAt", min(m."createdAt") OVER (PARTITION BY d.engagement) AS first
            FROM unnest(users, companions, engagements, since) d(u, c, engagement, since)
            JOIN public."Message" m ON m."userId" = d.u AND m."personaId" = d.c AND m."createdAt" > d.since AT TIME ZONE 'UTC'
           WHERE m."role" = 'user') a
   GROUP BY a.engagement, a.first
$$;
