-- The app's side of the world of tests/db/plans.sh: :rows users, each with one pair, one conversation and two messages, the last of which
-- most of them wrote long ago. Foreign keys are not looked at, which would take most of the time.
SET session_replication_role = replica;
SET maintenance_work_mem = '256MB';
-- Indexes are built in the end, which takes half the time.
CREATE TEMP TABLE built_later AS
SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_index i WHERE i.indrelid = 'public.messages'::regclass AND NOT i.indisprimary;
SELECT format('DROP INDEX %s', name) FROM built_later \gexec
INSERT INTO companions (id, name, personality, is_active) SELECT n, 'Companion ' || n, 'warm and curious', n < 95 FROM generate_series(1, 100) n;
INSERT INTO users (id, name) SELECT 'user-' || n, 'Sam' FROM generate_series(1, :rows) n;
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction, created_at)
SELECT 'user-' || n, 1 + n % 100, 'friend', 5, 5, now() - (30 + n % 9000) * interval '1 hour', now() - interval '400 days'
  FROM generate_series(1, :rows) n;
INSERT INTO conversations (id, user_id, companion_id, title, last_message_at, created_at, updated_at)
SELECT n, 'user-' || n, 1 + n % 100, 'Companion', now() - (30 + n % 9000) * interval '1 hour', now() - interval '400 days', now()
  FROM generate_series(1, :rows) n;
INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content, is_read, created_at)
SELECT 'user-' || n, n, CASE k WHEN 1 THEN 'companion' ELSE 'user' END, '1', 'Tell me how it went', true, now() - (30 + k + n % 9000) * interval '1 hour'
  FROM generate_series(1, :rows) n CROSS JOIN generate_series(1, 2) k;
INSERT INTO companion_memories (user_id, companion_id, content, importance_score)
SELECT 'user-' || n, 1 + n % 100, 'My sister is getting married in June', 7 FROM generate_series(1, :rows, 4) n;
INSERT INTO user_emotional_states (user_id, companion_id, emotional_state, created_at)
SELECT 'user-' || n, 1 + n % 100, 'calm', now() - (30 + n % 9000) * interval '1 hour' FROM generate_series(1, :rows, 4) n;
SELECT setval(pg_get_serial_sequence('conversations', 'id'), :rows + 1);
SELECT definition FROM built_later \gexec
ANALYZE companions, users, relationship_progression, conversations, messages, companion_memories, user_emotional_states;
