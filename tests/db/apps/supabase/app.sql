-- A hosted backend, with the platform's roles, grants and row level security. Conversations belong to one login and have a cast of
-- characters; every line there has the next number and a nonce, which the app's code gives; a trigger touches the conversation.
-- Every third conversation has a cast of two, every ninth of three. Every tenth login is in the middle of a talk, every tenth does
-- not want to be written to first, every eighth has not seen the newest line; one is banned, one deleted; one character is not
-- published. :zone is where everybody lives.
DO $$ BEGIN
  IF to_regrole('anon') IS NULL THEN CREATE ROLE anon NOLOGIN; END IF;
  IF to_regrole('authenticated') IS NULL THEN CREATE ROLE authenticated NOLOGIN; END IF;
END $$;
CREATE SCHEMA auth;
GRANT USAGE ON SCHEMA auth, public TO anon, authenticated;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO anon, authenticated;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON FUNCTIONS TO anon, authenticated;
CREATE TABLE auth.users (
  id uuid PRIMARY KEY, email varchar(255), raw_user_meta_data jsonb, last_sign_in_at timestamptz, banned_until timestamptz,
  created_at timestamptz, deleted_at timestamptz);
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid $$;
CREATE TYPE public.speaker AS ENUM ('human', 'character');
CREATE TABLE public.profiles (
  id uuid PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE, nickname text, tz text, lang text NOT NULL DEFAULT 'en',
  may_write_first boolean NOT NULL DEFAULT true, updated_at timestamptz);
CREATE TABLE public.characters (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), made_by uuid REFERENCES auth.users ON DELETE SET NULL, handle text NOT NULL UNIQUE,
  shown_name text NOT NULL, prompt text NOT NULL, voice text, published boolean NOT NULL DEFAULT true);
CREATE TABLE public.conversations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), owner_id uuid NOT NULL REFERENCES auth.users ON DELETE CASCADE,
  title text NOT NULL DEFAULT 'Talk', read_upto int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX conversations_owner_idx ON public.conversations (owner_id, updated_at DESC);
CREATE TABLE public.cast_members (
  conversation_id uuid NOT NULL REFERENCES public.conversations ON DELETE CASCADE,
  character_id uuid NOT NULL REFERENCES public.characters ON DELETE CASCADE,
  added_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (conversation_id, character_id));
CREATE TABLE public.messages (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), conversation_id uuid NOT NULL REFERENCES public.conversations ON DELETE CASCADE,
  line int NOT NULL, sender public.speaker NOT NULL, character_id uuid REFERENCES public.characters ON DELETE SET NULL,
  body text NOT NULL, client_nonce uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (conversation_id, line), CHECK (sender <> 'human' OR character_id IS NULL));
CREATE FUNCTION public.add_profile() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.profiles (id, nickname) VALUES (NEW.id, NEW.raw_user_meta_data ->> 'full_name');
  RETURN NEW;
END $$;
CREATE TRIGGER on_login AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.add_profile();
CREATE FUNCTION public.touch_conversation() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.conversations c SET updated_at = greatest(c.updated_at, NEW.created_at) WHERE c.id = NEW.conversation_id;
  RETURN NEW;
END $$;
CREATE TRIGGER on_line AFTER INSERT ON public.messages FOR EACH ROW EXECUTE FUNCTION public.touch_conversation();
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.characters ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.conversations ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cast_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY theirs ON public.conversations TO authenticated USING (owner_id = (SELECT auth.uid()));
CREATE POLICY theirs ON public.messages TO authenticated
  USING (EXISTS (SELECT FROM public.conversations c WHERE c.id = conversation_id AND c.owner_id = (SELECT auth.uid())));

CREATE FUNCTION pg_temp.made(what text) RETURNS uuid LANGUAGE sql AS $$ SELECT md5(what)::uuid $$;
INSERT INTO auth.users (id, email, raw_user_meta_data, banned_until, created_at, deleted_at)
SELECT pg_temp.made('login ' || n), n || '@example.com', jsonb_build_object('full_name', 'Lodger ' || n),
       CASE n WHEN 58 THEN now() + interval '9 days' WHEN 56 THEN now() - interval '9 days' END, now() - interval '90 days',
       CASE n WHEN 57 THEN now() END
  FROM generate_series(1, 60) n;
UPDATE public.profiles SET tz = :'zone', lang = 'pt';
UPDATE public.profiles SET may_write_first = false WHERE id IN (SELECT pg_temp.made('login ' || n) FROM generate_series(2, 60, 10) n);
INSERT INTO public.characters (id, handle, shown_name, prompt, voice, published)
SELECT pg_temp.made('character ' || n), 'handle' || n, (ARRAY['Alma', 'Bela', 'Cato', 'Dina', 'Egon'])[n], 'A patient neighbour.',
       'short sentences', n <> 5
  FROM generate_series(1, 5) n;
CREATE TEMP TABLE talks AS
SELECT n, pg_temp.made('talk ' || n) AS id, CASE WHEN n % 9 = 0 THEN 3 WHEN n % 3 = 0 THEN 2 ELSE 1 END AS size,
       now() - CASE WHEN n % 10 = 0 THEN interval '6 minutes' ELSE make_interval(hours => 50 + 3 * n) END AS at
  FROM generate_series(1, 60) n;
INSERT INTO public.conversations (id, owner_id, read_upto, created_at, updated_at)
SELECT id, pg_temp.made('login ' || n), 6 * (size + 1) - CASE n % 8 WHEN 5 THEN 1 ELSE 0 END, at - interval '9 days', at - interval '9 days' FROM talks;
INSERT INTO public.cast_members
SELECT id, pg_temp.made('character ' || 1 + (n + i) % 5), at - interval '9 days' FROM talks, generate_series(1, size) i;
INSERT INTO public.messages (conversation_id, line, sender, character_id, body, client_nonce, created_at)
SELECT id, (5 - k) * (size + 1) + i + 1, CASE i WHEN 0 THEN 'human' ELSE 'character' END::public.speaker,
       CASE WHEN i > 0 THEN pg_temp.made('character ' || 1 + (n + i) % 5) END, 'Line ' || k, gen_random_uuid(),
       at - k * interval '9 hours' + i * interval '8 seconds'
  FROM talks, generate_series(0, 5) k, generate_series(0, size) i
 ORDER BY n, k DESC, i;
DROP TABLE talks;
