-- A subscription: bonds of scores from 0 to 100 with the app's own words, memories weighted from 0 to 1, moods in words, lines by
-- month. Of ten people one is in the middle of a talk, one has switched check-ins off and one was never asked; some are under age,
-- held by the moderators or deleted; a companion is retired; some have deleted their newest line,
-- some not read their companion's. :zone is where everybody lives.
CREATE TYPE public.session_kind AS ENUM ('chat', 'call');
CREATE TYPE public.bond_stage AS ENUM ('new', 'warming', 'steady', 'close', 'devoted', 'drifting');
CREATE TABLE public.users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), display_name text, email text NOT NULL UNIQUE, locale text NOT NULL DEFAULT 'en-US',
  time_zone text, country char(2), birthdate date, check_in_enabled boolean, safety_hold boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(), deleted_at timestamptz);
CREATE TABLE public.companions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL,
  slug text GENERATED ALWAYS AS (lower(replace(name, ' ', '-'))) STORED UNIQUE,
  persona text NOT NULL, tone text NOT NULL, story text, traits text[] NOT NULL DEFAULT '{}', retired_at timestamptz);
CREATE TABLE public.sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES public.users ON DELETE CASCADE,
  companion_id uuid NOT NULL REFERENCES public.companions ON DELETE CASCADE, kind public.session_kind NOT NULL DEFAULT 'chat',
  started_at timestamptz NOT NULL DEFAULT now(), ended_at timestamptz,
  seconds int GENERATED ALWAYS AS (extract(epoch FROM ended_at - started_at)::int) STORED);
CREATE INDEX sessions_user_idx ON public.sessions (user_id, started_at DESC);
CREATE TABLE public.messages (
  id uuid NOT NULL DEFAULT gen_random_uuid(), session_id uuid NOT NULL REFERENCES public.sessions ON DELETE CASCADE,
  user_id uuid NOT NULL, companion_id uuid NOT NULL, role text NOT NULL CHECK (role IN ('user', 'ai')),
  text text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 4000), letters int GENERATED ALWAYS AS (char_length(text)) STORED,
  read_at timestamptz, created_at timestamptz NOT NULL DEFAULT now(), deleted_at timestamptz, PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);
CREATE INDEX messages_pair_idx ON public.messages (user_id, companion_id, created_at);
SELECT format('CREATE TABLE public.%I PARTITION OF public.messages FOR VALUES FROM (%L) TO (%L)', 'messages_' || n,
              date_trunc('month', now()) + (n - 12) * interval '1 month', date_trunc('month', now()) + (n - 11) * interval '1 month')
  FROM generate_series(0, 14) n
\gexec
CREATE TABLE public.bonds (
  user_id uuid NOT NULL REFERENCES public.users ON DELETE CASCADE,
  companion_id uuid NOT NULL REFERENCES public.companions ON DELETE CASCADE, stage public.bond_stage NOT NULL DEFAULT 'new',
  closeness_score int NOT NULL DEFAULT 0 CHECK (closeness_score BETWEEN 0 AND 100),
  trust_score int CHECK (trust_score BETWEEN 0 AND 100),
  warmth numeric GENERATED ALWAYS AS ((closeness_score + coalesce(trust_score, 0)) / 2.0) STORED,
  started_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (user_id, companion_id));
CREATE TABLE public.memories (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES public.users ON DELETE CASCADE,
  companion_id uuid REFERENCES public.companions ON DELETE CASCADE, topic text NOT NULL, content text NOT NULL,
  importance real NOT NULL DEFAULT 0.5 CHECK (importance BETWEEN 0 AND 1), expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(), deleted_at timestamptz);
CREATE INDEX memories_user_idx ON public.memories (user_id) WHERE deleted_at IS NULL;
CREATE TABLE public.moods (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id uuid NOT NULL REFERENCES public.users ON DELETE CASCADE,
  mood text NOT NULL, intensity text CHECK (intensity IN ('slight', 'clear', 'overwhelming')),
  logged_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX moods_user_idx ON public.moods (user_id, logged_at DESC);

CREATE FUNCTION pg_temp.made(what text) RETURNS uuid LANGUAGE sql AS $$ SELECT md5(what)::uuid $$;
INSERT INTO public.users (id, display_name, email, locale, time_zone, country, birthdate, check_in_enabled, safety_hold, deleted_at)
SELECT pg_temp.made('member ' || n), CASE WHEN n % 8 <> 7 THEN 'Subscriber ' || n END, n || '@example.com', 'de-DE', :'zone', 'AT',
       current_date - make_interval(years => CASE n % 15 WHEN 14 THEN 15 ELSE 30 END),
       CASE n % 10 WHEN 2 THEN false WHEN 5 THEN NULL ELSE true END, n % 20 = 19, CASE WHEN n = 57 THEN now() END
  FROM generate_series(1, 60) n;
INSERT INTO public.companions (id, name, persona, tone, story, traits, retired_at)
SELECT pg_temp.made('companion ' || n), (ARRAY['Ada', 'Ben', 'Cleo', 'Dov'])[n], 'Asks one thing at a time.', 'plain', 'A baker.',
       ARRAY['attentive'], CASE n WHEN 4 THEN now() END
  FROM generate_series(1, 4) n;
CREATE TEMP TABLE talks AS
SELECT n, pg_temp.made('member ' || n) AS u, pg_temp.made('companion ' || 1 + (n + second) % 4) AS c, second,
       now() - CASE WHEN n % 10 = 0 THEN interval '6 minutes' ELSE make_interval(hours => 50 + 3 * n + 5 * second) END AS at
  FROM generate_series(1, 60) n, generate_series(0, CASE WHEN n % 4 = 0 THEN 1 ELSE 0 END) second;
INSERT INTO public.bonds (user_id, companion_id, stage, closeness_score, trust_score, started_at, updated_at)
SELECT u, c, (enum_range(NULL::public.bond_stage))[1 + n % 6], 40 + n % 60, CASE WHEN n % 7 <> 0 THEN 30 + n END, at - interval '9 days', at
  FROM talks;
INSERT INTO public.sessions (id, user_id, companion_id, kind, started_at, ended_at)
SELECT pg_temp.made(format('session %s %s %s', n, second, k)), u, c, CASE k WHEN 3 THEN 'call' ELSE 'chat' END::public.session_kind,
       at - k * interval '9 hours', CASE WHEN k > 0 OR n % 10 > 0 THEN at - k * interval '9 hours' + interval '7 minutes' END
  FROM talks, generate_series(0, 5) k;
INSERT INTO public.messages (session_id, user_id, companion_id, role, text, read_at, created_at, deleted_at)
SELECT s.id, u, c, role, 'Line', CASE WHEN NOT (role = 'ai' AND s.started_at = talks.at AND n % 8 = 5) THEN x.at END, x.at,
       CASE WHEN role = 'user' AND s.started_at = talks.at AND n % 6 = 0 THEN now() END
  FROM talks JOIN public.sessions s ON s.user_id = u AND s.companion_id = c, unnest(ARRAY['user', 'ai']) role,
       LATERAL (SELECT s.started_at + CASE role WHEN 'ai' THEN interval '8 seconds' ELSE interval '0' END) x(at);
INSERT INTO public.memories (user_id, companion_id, topic, content, importance, expires_at, deleted_at)
SELECT u, CASE i WHEN 1 THEN c END, 'wish', 'Wants to learn to sail.', (ARRAY[0.7, 0.9, 0.9, 0.2])[i],
       CASE i WHEN 2 THEN now() - interval '1 hour' END, CASE i WHEN 3 THEN now() END
  FROM talks, generate_series(1, 4) i WHERE second = 0; -- usable are the first and the last
INSERT INTO public.moods (user_id, mood, intensity, logged_at)
SELECT u, (ARRAY['sad', 'calm'])[1 + n % 2], (ARRAY['slight', 'clear', 'overwhelming', NULL])[1 + n % 4], at FROM talks WHERE n % 3 = 0;
DROP TABLE talks;
