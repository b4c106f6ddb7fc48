-- People with agents of their own: everybody has an 'inbox', every second an agent whose id another has, too. Every tenth is in the
-- middle of a talk, every tenth wants quiet, every fifth has a group of two agents besides, every seventh a second session with the
-- inbox, where the newest line has no topic. :zone is where everybody lives.
CREATE TABLE public.users (
  id text PRIMARY KEY, handle text UNIQUE, given_name text, preference jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE public.agents (
  user_id text NOT NULL REFERENCES public.users ON DELETE CASCADE, id text NOT NULL, meta jsonb NOT NULL DEFAULT '{}',
  system_role text, opening jsonb, model text, virtual boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (user_id, id));
CREATE TABLE public.sessions (
  user_id text NOT NULL REFERENCES public.users ON DELETE CASCADE, id text NOT NULL, kind text NOT NULL DEFAULT 'agent',
  meta jsonb NOT NULL DEFAULT '{}', pinned boolean DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (user_id, id));
CREATE TABLE public.session_agents (
  user_id text NOT NULL, agent_id text NOT NULL, session_id text NOT NULL, PRIMARY KEY (user_id, agent_id, session_id),
  FOREIGN KEY (user_id, agent_id) REFERENCES public.agents (user_id, id) ON DELETE CASCADE,
  FOREIGN KEY (user_id, session_id) REFERENCES public.sessions (user_id, id) ON DELETE CASCADE);
CREATE TABLE public.topics (
  user_id text NOT NULL, id text NOT NULL, session_id text NOT NULL, title text,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, session_id) REFERENCES public.sessions (user_id, id) ON DELETE CASCADE);
CREATE TABLE public.messages (
  id text PRIMARY KEY, user_id text NOT NULL, session_id text NOT NULL, topic_id text,
  parent_id text REFERENCES public.messages ON DELETE SET NULL, agent_id text, role text NOT NULL, content text, meta jsonb,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (user_id, session_id) REFERENCES public.sessions (user_id, id) ON DELETE CASCADE,
  FOREIGN KEY (user_id, topic_id) REFERENCES public.topics (user_id, id) ON DELETE CASCADE);
CREATE INDEX messages_created_idx ON public.messages (created_at);
CREATE INDEX messages_session_idx ON public.messages (user_id, session_id);

INSERT INTO public.users (id, handle, given_name, preference)
SELECT 'user_' || n, 'handle' || n, CASE WHEN n % 4 <> 3 THEN 'Reader ' || n END,
       jsonb_build_object('locale', 'de-AT', 'tz', :'zone') || CASE n % 10 WHEN 2 THEN '{"quietAgents": true}' ELSE '{}' END::jsonb
  FROM generate_series(1, 60) n;
INSERT INTO public.agents (user_id, id, meta, system_role, virtual)
SELECT 'user_' || n, CASE i WHEN 0 THEN 'inbox' WHEN 1 THEN 'agt_' || n / 4 ELSE 'agt_helper' END,
       jsonb_build_object('title', (ARRAY['Inbox', 'Archivist', 'Helper'])[i + 1], 'tags', ARRAY['precise']), 'Answers briefly.', i = 2
  FROM generate_series(1, 60) n, generate_series(0, 2) i;
CREATE TEMP TABLE talks AS
SELECT n, kind, 'user_' || n AS u, format('ssn_%s_%s', kind, n % 30) AS s, -- ids of sessions are unique within a person, too
       CASE kind WHEN 'group' THEN ARRAY['inbox', 'agt_' || n / 4] WHEN 'more' THEN ARRAY['inbox'] WHEN 'helper' THEN ARRAY['agt_helper']
         ELSE ARRAY[CASE n % 2 WHEN 0 THEN 'inbox' ELSE 'agt_' || n / 4 END] END AS agents,
       now() - CASE kind WHEN 'group' THEN interval '20 days' WHEN 'more' THEN interval '49 hours' ELSE
         CASE WHEN n % 10 = 0 THEN interval '6 minutes' ELSE make_interval(hours => 50 + 3 * n) END END AS at
  FROM generate_series(1, 60) n, unnest(ARRAY['agent', 'group', 'more', 'helper']) kind
 WHERE kind = 'agent' OR kind = 'group' AND n % 5 = 0 OR kind = 'more' AND n % 7 = 0 OR kind = 'helper' AND n = 4;
INSERT INTO public.sessions (user_id, id, kind, created_at, updated_at)
SELECT u, s, CASE kind WHEN 'group' THEN 'group' ELSE 'agent' END, at - interval '9 days', at FROM talks;
INSERT INTO public.session_agents SELECT u, a, s FROM talks, unnest(agents) a;
INSERT INTO public.topics (user_id, id, session_id, title)
SELECT u, 'tpc_' || n, s, 'Shelves' FROM talks WHERE kind = 'agent' AND n % 3 = 0;
INSERT INTO public.messages (id, user_id, session_id, topic_id, agent_id, role, content, created_at, updated_at)
SELECT 'msg_' || left(md5(format('%s %s %s %s', n, kind, k, i)), 12), u, s, CASE WHEN kind = 'agent' AND n % 3 = 0 THEN 'tpc_' || n END,
       CASE WHEN kind = 'group' AND i = 1 THEN agents[1 + k % 2] END, (ARRAY['user', 'assistant', 'tool'])[i + 1], 'Line ' || k, x.at, x.at
  FROM talks, generate_series(0, 5) k, generate_series(0, 2) i,
       LATERAL (SELECT talks.at - k * interval '9 hours' + i * interval '8 seconds') x(at);
DROP TABLE talks;
