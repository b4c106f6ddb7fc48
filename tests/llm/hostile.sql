-- Gives each user of the world a hostile companion, memories, and some a name and a mood: node tests/llm/hostile.mjs COUNT | psql -f ...
CREATE TEMP TABLE hostile (n bigint, companion text, personality text, style text, backstory text, trait text, interest text, user_name text,
                           mood text, memory text, other_memory text);
\copy hostile FROM pstdin (FORMAT csv)
INSERT INTO companions (id, name, personality, conversation_style, backstory, traits, interests)
SELECT n + 1, companion, personality, style, backstory, jsonb_build_array(trait), jsonb_build_array(interest) FROM hostile;
UPDATE relationship_progression r SET companion_id = n + 1 FROM hostile WHERE r.user_id = 'user-' || n;
UPDATE companion_memories m SET companion_id = n + 1 FROM hostile WHERE m.user_id = 'user-' || n;
UPDATE users u SET name = user_name FROM hostile WHERE u.id = 'user-' || n AND user_name <> '';
INSERT INTO companion_memories (user_id, companion_id, content, importance_score, memory_type)
SELECT 'user-' || n, n + 1, text, 9, 'fact' FROM hostile CROSS JOIN LATERAL (VALUES (memory), (other_memory)) m(text);
SET client_min_messages = warning;
ALTER TABLE user_emotional_states DROP CONSTRAINT IF EXISTS user_emotional_states_emotional_state_check; -- other apps have none
INSERT INTO user_emotional_states (user_id, companion_id, emotional_state, intensity_score)
SELECT 'user-' || n, n + 1, mood, 5 FROM hostile WHERE n % 3 = 0;
