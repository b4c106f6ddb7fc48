-- Upon app_world.sql: three memories of each pair, a mood of each user, and every :of_due-th pair due for up to two hours, in no order of users.
SET session_replication_role = replica;
INSERT INTO companion_memories (user_id, companion_id, content, importance_score, created_at)
SELECT u.id, r.companion_id, (ARRAY['Likes to bake bread on Sundays', 'Is learning to play the piano', 'Has a dog called ' || u.name])[k], 5 + k,
       now() - k * interval '20 days'
  FROM users u JOIN relationship_progression r ON r.user_id = u.id CROSS JOIN generate_series(1, 3) k;
INSERT INTO user_emotional_states (user_id, companion_id, emotional_state, intensity_score, created_at)
SELECT 'user-' || n, 1 + n % 100, 'calm', 4, now() - interval '2 days' FROM generate_series(1, :pairs) n;
UPDATE proactive.pairs SET next_check_at = now() - (60 + substr(user_id, 6)::bigint * 7919 % 7200) * interval '1 second'
 WHERE substr(user_id, 6)::bigint % :of_due = 0;
UPDATE proactive.discovery SET asked_at = now(), full_at = now();
UPDATE proactive.retention_round SET began_at = now(), after_user = NULL, after_id = NULL;
VACUUM ANALYZE;
