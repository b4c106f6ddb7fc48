-- When users are there, for an adapter with app_sessions (visits-adapter.sql): one in three in a week, those who got messages a little more
-- often; a tenth at night, and now and then for long.
CREATE TABLE public.visits (user_id text NOT NULL, started_at timestamptz NOT NULL, messages integer NOT NULL, minutes integer NOT NULL);
INSERT INTO public.visits
SELECT 'user-' || n, now() - day * interval '1 day' - n % 24 * interval '1 hour', 1 + n % 20, CASE WHEN n % 15 = 0 THEN 200 ELSE 12 END
  FROM generate_series(1, 2000) n CROSS JOIN generate_series(1, 90) day
 WHERE (hashtext(n || ':' || day) & 1023) < CASE WHEN n % 10 = 0 THEN 55 ELSE 65 END;
CREATE INDEX ON public.visits (user_id, started_at);
