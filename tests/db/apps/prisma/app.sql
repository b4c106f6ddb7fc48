-- A marketplace of personas: all that it keeps of a talk are its lines. Times have no zone and hold UTC. Every tenth person is in
-- the middle of a talk, every tenth has been gone for a year, and every fourth talks with two personas.
CREATE TYPE public."Role" AS ENUM ('user', 'system');
CREATE TABLE public."Shelf" ("id" text PRIMARY KEY, "label" text NOT NULL);
CREATE TABLE public."Persona" (
  "id" text PRIMARY KEY, "creatorId" text NOT NULL, "creatorName" text NOT NULL, "portrait" text NOT NULL, "name" text NOT NULL,
  "tagline" text NOT NULL, "directions" text NOT NULL, "openingLines" text NOT NULL,
  "shelfId" text NOT NULL REFERENCES public."Shelf" ON UPDATE CASCADE,
  "createdAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" timestamp(3) NOT NULL);
CREATE TABLE public."Message" (
  "id" text PRIMARY KEY, "role" public."Role" NOT NULL, "text" text NOT NULL,
  "personaId" text NOT NULL REFERENCES public."Persona" ON DELETE CASCADE ON UPDATE CASCADE, "userId" text NOT NULL,
  "createdAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" timestamp(3) NOT NULL);
CREATE INDEX "Message_personaId_idx" ON public."Message" ("personaId");

CREATE FUNCTION pg_temp.made(what text) RETURNS text LANGUAGE sql AS $$ SELECT 'c' || left(md5(what), 24) $$;
CREATE FUNCTION pg_temp.person(n int) RETURNS text LANGUAGE sql AS $$ SELECT 'user_' || left(md5('person ' || n), 20) $$;
INSERT INTO public."Shelf" VALUES (pg_temp.made('shelf'), 'Neighbours');
INSERT INTO public."Persona" -- made by people who talk with others
SELECT pg_temp.made('persona ' || n), pg_temp.person(n), 'Maker ' || n, n || '.png', (ARRAY['Ilse', 'Marek', 'Noor', 'Theo', 'Vera'])[n],
       'Knows the weather', 'Calm, asks about small things.', E'Human: Hello?\nPersona: Come in.', pg_temp.made('shelf'),
       now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
  FROM generate_series(1, 5) n;
INSERT INTO public."Message" ("id", "role", "text", "personaId", "userId", "createdAt", "updatedAt")
SELECT pg_temp.made(format('line %s %s %s %s', n, second, k, who)), who, 'Line ' || k, pg_temp.made('persona ' || 1 + (n + second) % 5),
       pg_temp.person(n), x.at, x.at
  FROM generate_series(1, 60) n, generate_series(0, CASE WHEN n % 4 = 0 THEN 1 ELSE 0 END) second, generate_series(0, 5) k,
       unnest(enum_range(NULL::public."Role")) who,
       LATERAL (SELECT CASE n % 10 WHEN 0 THEN interval '6 minutes' WHEN 1 THEN interval '1 year'
                         ELSE make_interval(hours => 50 + 3 * n) END + k * interval '9 hours' AS ago) talk,
       LATERAL (SELECT (now() - ago + CASE who WHEN 'system' THEN interval '8 seconds' ELSE interval '0' END) AT TIME ZONE 'UTC') x(at);
