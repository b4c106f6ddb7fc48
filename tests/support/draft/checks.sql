-- What every installed draft must do, in an app with the seed's names: one line a check, "t" or "f" and its name.
-- Values are compared as text and JSON, since their types differ between apps.
\set ON_ERROR_STOP on
SET timezone = 'UTC';
CREATE TEMP TABLE asked AS
SELECT array_agg(user_id ORDER BY user_id, companion_id) AS u, array_agg(companion_id ORDER BY user_id, companion_id) AS c,
       count(*)::int AS n FROM proactive.app_pairs('-infinity');
CREATE TEMP TABLE lines AS
SELECT v.user_id::text AS u, v.companion_id::text AS c, v.id::text AS place, m.id::text AS id, m.sender_type::text AS sender,
       m.created_at::timestamptz AS at
  FROM messages m JOIN conversations v ON v.id = m.conversation_id;

SELECT n = (SELECT count(*) FROM relationship_progression), 'all pairs are found' FROM asked;
SELECT NOT EXISTS (SELECT FROM proactive.app_pairs('infinity')), 'none is found after all times';
SELECT NOT EXISTS (SELECT u, c FROM lines WHERE sender = 'user' AND at >= now() - interval '9 days'
                   EXCEPT SELECT user_id, companion_id FROM proactive.app_pairs(now() - interval '9 days')),
       'pairs whose user wrote are found';
SELECT count(*) = max(n) AND count(*) = count(DISTINCT (f.user_id, f.companion_id)), 'one row of facts a pair'
  FROM asked, proactive.app_facts(asked.u, asked.c) f;
SELECT bool_and(f.user_wrote_at IS NOT DISTINCT FROM (SELECT max(at) FROM lines l WHERE l.u = f.user_id AND l.c = f.companion_id AND sender = 'user')
            AND f.user_wrote_any_at IS NOT DISTINCT FROM (SELECT max(at) FROM lines l WHERE l.u = f.user_id AND sender = 'user')
            AND f.companion_wrote_at IS NOT DISTINCT FROM (SELECT max(at) FROM lines l WHERE l.u = f.user_id AND l.c = f.companion_id AND sender <> 'user')
            AND f.user_messages = (SELECT count(*) FROM lines l WHERE l.u = f.user_id AND l.c = f.companion_id AND sender = 'user')),
       'who wrote when'
  FROM asked, proactive.app_facts(asked.u, asked.c) f;
SELECT bool_and(f.stage = r.relationship_stage::text AND f.intimacy IS NOT DISTINCT FROM (to_jsonb(r) ->> 'intimacy_level')::double precision
            AND f.companion_name = (SELECT name FROM companions c WHERE c.id::text = f.companion_id)), 'stage, intimacy and name'
  FROM asked, proactive.app_facts(asked.u, asked.c) f
  JOIN relationship_progression r ON r.user_id::text = f.user_id AND r.companion_id::text = f.companion_id;
SELECT bool_and((f.mood IS NULL) = NOT EXISTS (SELECT FROM user_emotional_states s WHERE s.user_id::text = f.user_id
                                                AND coalesce(to_jsonb(s) -> 'created_at', '1') <> 'null')),
       'the mood' FROM asked, proactive.app_facts(asked.u, asked.c) f;
SELECT count(*) = max(n) AND count(x.memories) <= (SELECT count(*) FROM companion_memories), 'one row of context a pair'
  FROM asked, proactive.app_context(asked.u, asked.c, 3, 1) x;
SELECT NOT EXISTS (SELECT FROM proactive.app_facts(ARRAY['1000000'], asked.c[1:1])), 'no facts of a pair that is gone' FROM asked
 WHERE asked.u[1] ~ '^[0-9]+$';

SELECT NOT EXISTS (SELECT FROM (SELECT s.user_id, sum(s.messages)::bigint AS words, min(s.started_at) AS first_at,
                                       max(s.started_at + s.minutes * interval '1 minute') AS last_at
                                  FROM asked, proactive.app_sessions(asked.u, '-infinity') s GROUP BY 1) s
                     FULL JOIN (SELECT l.u, count(*) AS words, min(l.at) AS first_at, max(l.at) AS last_at
                                  FROM lines l WHERE l.sender = 'user' AND l.u IN (SELECT unnest(u) FROM asked) GROUP BY 1) l ON l.u = s.user_id
                    WHERE (s.words, s.first_at) IS DISTINCT FROM (l.words, l.first_at)
                       OR abs(extract(epoch FROM s.last_at - l.last_at)) > 0.001),
       'each word of a user is in one session';
SELECT NOT EXISTS (SELECT FROM (SELECT s.started_at - lag(s.started_at + s.minutes * interval '1 minute') OVER (PARTITION BY s.user_id ORDER BY s.started_at) AS pause
                                  FROM asked, proactive.app_sessions(asked.u, '-infinity') s) p
                    WHERE p.pause <= interval '29 minutes 59 seconds'), 'between sessions is half an hour';
SELECT NOT EXISTS (SELECT FROM asked, proactive.app_sessions(asked.u, 'infinity')), 'no sessions after all times';

-- All pairs, the first one twice: two messages of one batch in one conversation.
CREATE TEMP TABLE batch AS
SELECT u || u[1] AS u, c || c[1] AS c, ARRAY(SELECT g::bigint FROM generate_series(1, n + 1) g) AS e,
       ARRAY(SELECT 'It''s number ' || g FROM generate_series(1, n + 1) g) AS contents,
       array_fill('{"ai_generated": true}'::jsonb, ARRAY[n + 1]) AS details, n + 1 AS n,
       date_trunc('milliseconds', now()) AS at FROM asked;
CREATE TEMP TABLE delivered AS
SELECT d.* FROM batch, proactive.app_deliver(batch.u, batch.c, batch.e, batch.contents, batch.details, batch.at) d;
CREATE TEMP TABLE kept AS
SELECT i AS e, batch.u[i] AS u, batch.c[i] AS c, batch.contents[i] AS content, d.*, to_jsonb(m) AS row, to_jsonb(v) AS place
  FROM batch CROSS JOIN generate_subscripts(batch.e, 1) i
  JOIN delivered d ON d.engagement_id = i
  JOIN messages m ON m.id::text = d.message_id JOIN conversations v ON v.id::text = d.conversation_id;

SELECT count(*) = (SELECT n FROM batch) AND count(DISTINCT engagement_id) = count(*) AND count(DISTINCT message_id) = count(*),
       'one row a delivered engagement' FROM delivered;
SELECT count(*) = (SELECT n FROM batch) AND bool_and(row ->> 'content' = content AND row ->> 'conversation_id' = conversation_id
         AND row ->> 'sender_type' = 'companion' AND row ->> 'sender_id' = c AND coalesce(row ->> 'message_type', 'text') = 'text'
         AND (row ->> 'created_at')::timestamptz = (SELECT at FROM batch)), 'the messages are stored' FROM kept;
SELECT bool_and(NOT row ? 'metadata' OR row -> 'metadata' @> jsonb_build_object('ai_generated', true, 'engagement_id', e)), 'with their details' FROM kept;
SELECT bool_and(place ->> 'user_id' = u AND place ->> 'companion_id' = c), 'in conversations of their pairs' FROM kept;
SELECT bool_and(coalesce((place ->> 'updated_at')::timestamptz, at) = at AND coalesce((place ->> 'last_message_at')::timestamptz, at) = at
         AND (NOT place ? 'last_message_id' OR place ->> 'last_message_id' = (SELECT k.message_id FROM kept k WHERE k.conversation_id = kept.conversation_id ORDER BY e DESC LIMIT 1))),
       'which are touched' FROM kept CROSS JOIN (SELECT at FROM batch) b;
SELECT count(DISTINCT conversation_id) = 1, 'two of one pair share a conversation' FROM kept, asked WHERE kept.u = asked.u[1] AND kept.c = asked.c[1];
SELECT bool_and((SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(message) k) =
                  '{content,conversation_id,created_at,id,message_type,sender_id,sender_type,updated_at}'::text[]
         AND message ->> 'id' = message_id AND message ->> 'conversation_id' = conversation_id AND message ->> 'content' = content
         AND message ->> 'sender_id' = c AND message -> 'id' = row -> 'id'
         AND message ->> 'created_at' = to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
       'and shown as clients see them' FROM kept CROSS JOIN (SELECT at FROM batch) b;
SELECT bool_and(f.companion_wrote_at = at AND f.user_wrote_at IS NOT DISTINCT FROM (SELECT max(l.at) FROM lines l WHERE l.u = f.user_id AND l.c = f.companion_id AND sender = 'user')),
       'they are the companion''s newest' FROM asked, batch, proactive.app_facts(asked.u, asked.c) f;
SELECT bool_and(coalesce((to_jsonb(r) ->> 'last_interaction')::timestamptz, at) = at), 'the relationships are touched' FROM relationship_progression r CROSS JOIN (SELECT at FROM batch) b;
SELECT count(*) = max(n) AND bool_and(a.answered_at IS NULL), 'nobody has answered' FROM batch, proactive.app_answers(batch.u, batch.c, batch.e,
       (SELECT array_agg(message_id ORDER BY engagement_id) FROM delivered), array_fill(batch.at, ARRAY[batch.n])) a;
SELECT bool_and(a.answered_at IS NOT DISTINCT FROM (SELECT min(l.at) FROM lines l WHERE l.u = batch.u[a.engagement_id] AND l.c = batch.c[a.engagement_id] AND sender = 'user')),
       'answers are found' FROM batch, proactive.app_answers(batch.u, batch.c, batch.e,
       (SELECT array_agg(message_id ORDER BY engagement_id) FROM delivered), array_fill(batch.at - interval '900 days', ARRAY[batch.n])) a;
-- Once more: into the same conversations, no further ones.
CREATE TEMP TABLE again AS
SELECT d.* FROM batch, proactive.app_deliver(batch.u, batch.c, batch.e, batch.contents, batch.details, batch.at + interval '1 hour') d;
SELECT bool_and(again.conversation_id = delivered.conversation_id AND again.message_id <> delivered.message_id), 'the next ones go to the same conversations'
  FROM again JOIN delivered USING (engagement_id);
