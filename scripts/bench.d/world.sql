-- :pairs pairs, one user in two with two companions; the first :blocked of them are refused by the gate: a third for a
-- companion that is not active, a third because they talked an hour ago, a third because the user has an open engagement.
INSERT INTO companions (id, name, personality, interests, is_active)
SELECT n, 'Companion ' || n, 'warm and curious', '["old maps", "night trains", "baking bread"]', n <= 60
  FROM generate_series(1, 100) n;

INSERT INTO users (id, name) SELECT 'user-' || n, 'Sam' FROM generate_series(1, :pairs) n;

INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction, created_at)
SELECT 'user-' || n, CASE WHEN n <= :blocked AND n % 3 = 0 THEN 61 + n % 40 ELSE 1 + n % 60 END,
       (ARRAY['friend', 'close_friend', 'intimate', 'partner'])[1 + n % 4], 3 + n % 8, 3 + n % 8,
       CASE WHEN n <= :blocked AND n % 3 = 1 THEN now() - interval '1 hour' ELSE now() - (26 + n % 100) * interval '1 hour' END,
       now() - interval '100 days'
  FROM generate_series(1, :pairs) n;

INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, engagement_status,
                                   created_at, relationship_stage, writer, run_id)
SELECT 'user-' || n, 100, 'check_in', 'How has your day been so far?', now() + interval '20 hours', 'scheduled', now(), 'friend',
       'template', 'bench'
  FROM generate_series(1, :blocked) n WHERE n % 3 = 2;

INSERT INTO companion_memories (user_id, companion_id, content, importance_score)
SELECT user_id, companion_id, 'My sister is getting married in June', 7 FROM relationship_progression WHERE intimacy_level > 6;

VACUUM ANALYZE;
