-- Rooms of people with one bot or none. Every tenth person is in the middle of a talk; every tenth has closed the room, some of
-- them with an older one still open; every tenth has unsubscribed; every sixth has left two people with the bot of theirs in a room
-- of three; two accounts are deleted or the house's own.
CREATE TABLE public."Person" (
  "id" text PRIMARY KEY, "email" text NOT NULL UNIQUE, "displayName" text NOT NULL, "isPaying" boolean NOT NULL DEFAULT false,
  "isAutomated" boolean NOT NULL DEFAULT false, "createdAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updatedAt" timestamp(3) NOT NULL, "deletedAt" timestamp(3));
CREATE TABLE public."Bot" (
  "id" text PRIMARY KEY, "name" text NOT NULL, "temperament" text NOT NULL, "looks" text NOT NULL, "origin" text NOT NULL,
  "pastimes" text NOT NULL, "isPrivate" boolean NOT NULL DEFAULT false,
  "authorId" text NOT NULL REFERENCES public."Person" ON DELETE RESTRICT ON UPDATE CASCADE,
  "createdAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" timestamp(3) NOT NULL);
CREATE TABLE public."ChatRoom" (
  "id" text PRIMARY KEY, "title" text NOT NULL, "botId" text REFERENCES public."Bot" ON DELETE SET NULL ON UPDATE CASCADE,
  "createdAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" timestamp(3) NOT NULL, "deletedAt" timestamp(3));
CREATE TABLE public."_ChatRoomToPerson" (
  "A" text NOT NULL REFERENCES public."ChatRoom" ON DELETE CASCADE ON UPDATE CASCADE,
  "B" text NOT NULL REFERENCES public."Person" ON DELETE CASCADE ON UPDATE CASCADE, UNIQUE ("A", "B"));
CREATE INDEX "_ChatRoomToPerson_B_index" ON public."_ChatRoomToPerson" ("B");
CREATE TABLE public."Message" (
  "id" text PRIMARY KEY, "body" text NOT NULL, "roomId" text NOT NULL REFERENCES public."ChatRoom" ON DELETE RESTRICT ON UPDATE CASCADE,
  "personId" text REFERENCES public."Person" ON DELETE SET NULL ON UPDATE CASCADE,
  "botId" text REFERENCES public."Bot" ON DELETE SET NULL ON UPDATE CASCADE, "fromBot" boolean NOT NULL DEFAULT false,
  "createdAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" timestamp(3) NOT NULL);
CREATE INDEX "Message_roomId_idx" ON public."Message" ("roomId");
CREATE TABLE public."MailChoice" (
  "id" text PRIMARY KEY, "personId" text NOT NULL UNIQUE REFERENCES public."Person" ON DELETE CASCADE ON UPDATE CASCADE,
  "unsubscribed" boolean NOT NULL DEFAULT false);

CREATE FUNCTION pg_temp.made(what text) RETURNS text LANGUAGE sql AS $$ SELECT 'cl' || left(md5(what), 23) $$;
INSERT INTO public."Person" ("id", "email", "displayName", "isAutomated", "updatedAt", "deletedAt")
SELECT pg_temp.made('person ' || n), n || '@example.com', 'Resident ' || n, n = 58, now() AT TIME ZONE 'UTC',
       CASE WHEN n = 57 THEN now() AT TIME ZONE 'UTC' END
  FROM generate_series(1, 60) n;
INSERT INTO public."Bot" ("id", "name", "temperament", "looks", "origin", "pastimes", "isPrivate", "authorId", "updatedAt")
SELECT pg_temp.made('bot ' || n), (ARRAY['Hedda', 'Luc', 'Sanna', 'Omar'])[n], 'Playful and kind.', 'Blue scarf.', 'From the coast.',
       'sailing, soup,old films', n = 4, pg_temp.made('person 3'), now() AT TIME ZONE 'UTC'
  FROM generate_series(1, 4) n; -- the fourth is for person 3 alone
CREATE TEMP TABLE rooms AS
SELECT n, kind, pg_temp.made(kind || n) AS id, pg_temp.made('bot ' || 1 + n % 4) AS bot,
       now() - CASE WHEN kind = 'older' THEN interval '70 days' WHEN kind = 'shared' THEN interval '25 days'
                 WHEN n % 10 = 0 THEN interval '6 minutes' ELSE make_interval(hours => 50 + 3 * n) END AS at
  FROM generate_series(1, 60) n, unnest(ARRAY['own', 'older', 'shared']) kind
 WHERE kind = 'own' OR kind = 'older' AND n % 3 = 0 OR kind = 'shared' AND n % 6 = 0;
INSERT INTO public."ChatRoom"
SELECT id, 'A room', bot, (at - interval '9 days') AT TIME ZONE 'UTC', at AT TIME ZONE 'UTC',
       CASE WHEN kind = 'own' AND n % 10 = 3 THEN now() AT TIME ZONE 'UTC' END
  FROM rooms;
INSERT INTO public."_ChatRoomToPerson"
SELECT id, pg_temp.made('person ' || n - other) FROM rooms, generate_series(0, CASE kind WHEN 'shared' THEN 2 ELSE 0 END) other;
INSERT INTO public."Message" ("id", "body", "roomId", "personId", "botId", "fromBot", "createdAt", "updatedAt")
SELECT pg_temp.made(format('line %s %s %s %s', kind, n, k, bots)), 'Line ' || k, id,
       CASE WHEN NOT bots THEN pg_temp.made('person ' || CASE kind WHEN 'shared' THEN n - k % 3 ELSE n END) END,
       CASE WHEN bots THEN bot END, bots, x.at, x.at
  FROM rooms, generate_series(0, 5) k, unnest(ARRAY[false, true]) bots,
       LATERAL (SELECT (rooms.at - k * interval '9 hours' + CASE WHEN bots THEN interval '8 seconds' ELSE interval '0' END)
                       AT TIME ZONE 'UTC') x(at);
INSERT INTO public."MailChoice" SELECT pg_temp.made('choice ' || n), pg_temp.made('person ' || n), n % 10 = 2
  FROM generate_series(2, 60, 4) n;
DROP TABLE rooms;
