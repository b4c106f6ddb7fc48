-- What every draft must do, even a guessed one: rows for all pairs, one row a delivery, answers.
\set ON_ERROR_STOP on
SET timezone = 'UTC';
CREATE TEMP TABLE asked AS
SELECT array_agg(user_id ORDER BY user_id, companion_id) AS u, array_agg(companion_id ORDER BY user_id, companion_id) AS c,
       count(*)::int AS n, array_agg(number) AS e, now() AS at
  FROM (SELECT *, row_number() OVER () AS number FROM proactive.app_pairs('-infinity')) p;
SELECT n > 0 AND NOT EXISTS (SELECT FROM proactive.app_pairs('infinity')), 'pairs' FROM asked;
SELECT count(*) = max(n) AND count(DISTINCT (f.user_id, f.companion_id)) = max(n) AND count(f.user_wrote_at) = max(n)
   AND count(f.companion_name) = max(n), 'facts' FROM asked, proactive.app_facts(asked.u, asked.c) f;
SELECT count(*) = max(n), 'context' FROM asked, proactive.app_context(asked.u, asked.c, 3, 5) x;
CREATE TEMP TABLE delivered AS
SELECT d.* FROM asked, proactive.app_deliver(asked.u, asked.c, asked.e, array_fill('Hello'::text, ARRAY[n]), array_fill('{"ai_generated": true}'::jsonb, ARRAY[n]), asked.at) d;
SELECT count(*) = (SELECT n FROM asked) AND count(DISTINCT engagement_id) = count(*) AND count(DISTINCT message_id) = count(*)
   AND bool_and(message::text LIKE '%Hello%' AND message ->> 'id' = message_id), 'deliveries' FROM delivered;
SELECT bool_and(f.companion_wrote_at >= date_trunc('milliseconds', at) - interval '1 ms' AND f.user_wrote_at < at), 'they are the companion''s newest'
  FROM asked, proactive.app_facts(asked.u, asked.c) f;
SELECT count(*) = max(n) AND count(a.answered_at) = max(n), 'answers'
  FROM asked, proactive.app_answers(asked.u, asked.c, asked.e, (SELECT array_agg(message_id ORDER BY engagement_id) FROM delivered), array_fill(asked.at - interval '900 days', ARRAY[n])) a;
