-- Users whose message has been due for a minute: psql -v users=N -f tests/support/due.sql
INSERT INTO companions (id, name) VALUES (1, 'Luna') ON CONFLICT DO NOTHING;
INSERT INTO users (id, name) SELECT 'user-' || n, 'Sam' FROM generate_series(1, :users) n;
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction, created_at)
SELECT 'user-' || n, 1, 'friend', 5, 5, now() - interval '30 hours', now() - interval '100 days' FROM generate_series(1, :users) n;
INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, engagement_status,
                                   created_at, silent_since, relationship_stage, writer, run_id)
SELECT 'user-' || n, 1, 'check_in', 'How has your day been so far?', now() - interval '1 minute', 'scheduled',
       now() - interval '2 hours', now() - interval '30 hours', 'friend', 'template', 'test' FROM generate_series(1, :users) n;
