-- :pairs users who talk with one companion and are silent for more than a day. Each user's name can be said and is the
-- user's only; so has the memory. The language is :language.
INSERT INTO companions (id, name, personality, traits, interests, conversation_style)
VALUES (1, 'Luna', 'Calm and curious', '["keeps old maps"]', '["night trains", "tea"]', 'short sentences');

INSERT INTO users (id, name)
SELECT 'user-' || n, 'Qu' || (
         SELECT string_agg((ARRAY['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'je', 'ki', 'lo', 'mu'])[digit::integer + 1], '' ORDER BY place)
           FROM regexp_split_to_table(n::text, '') WITH ORDINALITY AS digits (digit, place))
  FROM generate_series(1, :pairs) n;

INSERT INTO proactive.preferences (user_id, language, timezone)
SELECT 'user-' || n, :'language', 'Europe/Berlin' FROM generate_series(1, :pairs) n;

INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction, created_at)
SELECT 'user-' || n, 1, CASE WHEN n % 5 = 0 THEN 'close_friend' ELSE 'friend' END, 6, 6,
       now() - CASE WHEN n % 5 = 0 THEN interval '14 hours' ELSE interval '30 hours' END, now() - interval '100 days'
  FROM generate_series(1, :pairs) n;

INSERT INTO companion_memories (user_id, companion_id, content, importance_score, memory_type)
SELECT 'user-' || n, 1, 'keeps canary' || translate(n::text, '0123456789', 'abcdefghij') || 'z in a blue cage', 7, 'fact'
  FROM generate_series(1, :pairs) n;
