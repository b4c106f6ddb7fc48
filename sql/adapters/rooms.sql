-- Rooms made with Prisma: people and rooms are many to many, a room has one bot or none, may hold several people (their lines are
-- read by others: nothing is ever delivered there), and is closed by setting "deletedAt". Times without zone hold UTC.
-- Its lines are indexed by room alone. For app_pairs, which reads them all without it:
--   CREATE INDEX CONCURRENTLY "Message_createdAt_idx" ON public."Message" ("createdAt");
CREATE FUNCTION proactive.app_pairs(since timestamptz) RETURNS TABLE (user_id text, companion_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT talk."personId", r."botId"
    FROM (SELECT DISTINCT m."personId", m."roomId" FROM public."Message" m
           WHERE m."createdAt" BETWEEN (since AT TIME ZONE 'UTC') AND 'infinity' -- an open range is planned as a third of the table
             AND m."personId" IS NOT NULL) talk
   CROSS JOIN LATERAL (SELECT r."botId" FROM public."ChatRoom" r WHERE r."id" = talk."roomId" AND r."deletedAt" IS NULL OFFSET 0) r
   WHERE r."botId" IS NOT NULL
$$;

-- What was written counts in whatever room, closed or shared; what is open decides whether the pair is there at all.
CREATE FUNCTION proactive.app_facts(users text[], companions text[])
RETURNS TABLE (user_id text, companion_id text, user_name text, user_active boolean, companion_name text, companion_active boolean,
  opted_out boolean, since timestamptz, user_wrote_at timestamptz, user_wrote_any_at timestamptz, companion_wrote_at timestamptz,
  user_messages numeric, others_read boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.u, d.c, p."displayName", p."deletedAt" IS NULL AND NOT p."isAutomated", b."name", NOT b."isPrivate" OR b."authorId" = d.u,
         coalesce(x."unsubscribed", false), t.since AT TIME ZONE 'UTC', t.user_at AT TIME ZONE 'UTC', t.any_at AT TIME ZONE 'UTC',
         t.bot_at AT TIME ZONE 'UTC', t.lines, NOT t.alone
    FROM unnest(users, companions) d(u, c)
    JOIN public."Person" p ON p."id" = d.u
    JOIN public."Bot" b ON b."id" = d.c
    LEFT JOIN public."MailChoice" x ON x."personId" = d.u -- the only no that this app knows
    JOIN LATERAL (
      SELECT max(l.user_at) AS any_at, min(r."createdAt") FILTER (WHERE r."botId" = d.c) AS since,
             max(l.user_at) FILTER (WHERE r."botId" = d.c) AS user_at, max(l.bot_at) FILTER (WHERE r."botId" = d.c) AS bot_at,
             sum(l.lines) FILTER (WHERE r."botId" = d.c) AS lines, bool_or(r."botId" = d.c AND r."deletedAt" IS NULL) AS open,
             bool_or(r."botId" = d.c AND r."deletedAt" IS NULL AND NOT EXISTS (
               SELECT FROM public."_ChatRoomToPerson" o WHERE o."A" = r."id" AND o."B" <> d.u)) AS alone
        FROM public."_ChatRoomToPerson" s
        JOIN public."ChatRoom" r ON r."id" = s."A"
       CROSS JOIN LATERAL (
         SELECT max(m."createdAt") FILTER (WHERE m."personId" = d.u) AS user_at, count(*) FILTER (WHERE m."personId" = d.u) AS lines,
                max(m."createdAt") FILTER (WHERE m."botId" = d.c) AS bot_at
           FROM public."Message" m WHERE m."roomId" = r."id") l
       WHERE s."B" = d.u AND r."botId" IS NOT NULL) t ON t.open
$$;

CREATE FUNCTION proactive.app_context(users text[], companions text[], most_memories int, least_importance int)
RETURNS TABLE (user_id text, companion_id text, personality text, backstory text, interests text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.u, d.c, b."temperament", b."origin", regexp_split_to_array(b."pastimes", '\s*,\s*')
    FROM unnest(users, companions) d(u, c) JOIN public."Bot" b ON b."id" = d.c
$$;

-- The first statement locks the rooms, so that until the commit nobody joins or closes one; the second sees how they are then.
CREATE FUNCTION proactive.app_deliver(users text[], companions text[], engagements bigint[], contents text[],
  details jsonb[], moment timestamptz)
RETURNS TABLE (engagement_id bigint, message_id text, conversation_id text, message jsonb, refused text)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms' AS $$
  SELECT FROM public."ChatRoom" r
   WHERE r."id" IN (SELECT s."A" FROM unnest(users, companions) d(u, c) JOIN public."_ChatRoomToPerson" s ON s."B" = d.u
                      JOIN public."ChatRoom" o ON o."id" = s."A" AND o."botId" = d.c AND o."deletedAt" IS NULL)
   ORDER BY r."id" FOR UPDATE;
  WITH due AS (
    SELECT d.*, room.id AS room, 'cl' || left(md5(gen_random_uuid()::text), 23) AS id
      FROM unnest(users, companions, engagements, contents) d(u, c, engagement, body)
      LEFT JOIN LATERAL (
        SELECT r."id" FROM public."_ChatRoomToPerson" s JOIN public."ChatRoom" r ON r."id" = s."A"
          JOIN public."Person" p ON p."id" = s."B"
         WHERE s."B" = d.u AND p."deletedAt" IS NULL AND r."botId" = d.c AND r."deletedAt" IS NULL
           AND NOT EXISTS (SELECT FROM public."_ChatRoomToPerson" o WHERE o."A" = r."id" AND o."B" <> d.u)
         ORDER BY r."updatedAt" DESC LIMIT 1) room(id) ON true
  ), said AS (
    INSERT INTO public."Message" ("id", "body", "roomId", "botId", "fromBot", "createdAt", "updatedAt")
    SELECT d.id, d.body, d.room, d.c, true, moment AT TIME ZONE 'UTC', moment AT TIME ZONE 'UTC' FROM due d WHERE d.room IS NOT NULL
    RETURNING *
  ), touched AS ( -- the list of rooms is ordered by it
    UPDATE public."ChatRoom" r SET "updatedAt" = greatest(r."updatedAt", m."createdAt") FROM said m WHERE r."id" = m."roomId")
  SELECT d.engagement, m."id", m."roomId", to_jsonb(m) || jsonb_build_object(
           'createdAt', m."createdAt" AT TIME ZONE 'UTC', 'updatedAt', m."updatedAt" AT TIME ZONE 'UTC'),
         CASE WHEN m."id" IS NULL THEN 'room_closed' END
    FROM due d LEFT JOIN said m ON m."id" = d.id
$$;

CREATE FUNCTION proactive.app_answers(users text[], companions text[], engagements bigint[], messages text[],
  since timestamptz[])
RETURNS TABLE (engagement_id bigint, answered_at timestamptz, answer_id text, replies_1h bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.engagement, a.first AT TIME ZONE 'UTC', (array_agg(a."id" ORDER BY a."createdAt"))[1],
         count(*) FILTER (WHERE a."createdAt" <= a.first + interval '1 hour')
    FROM (SELECT d.engagement, m."id", m."createdAt", min(m."createdAt") OVER (PARTITION BY d.engagement) AS first
            FROM unnest(users, engagements, messages, since) d(u, engagement, message, since)
            JOIN public."Message" ours ON ours."id" = d.message
            JOIN public."Message" m ON m."roomId" = ours."roomId" AND m."personId" = d.u AND m."createdAt" > d.since AT TIME ZONE 'UTC') a
   GROUP BY a.engagement, a.first
$$;
