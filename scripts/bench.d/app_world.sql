-- :pairs pairs of as many users in the seed's tables, each with a conversation of :messages messages a day and more ago and with one outreach
-- of ours four days ago that was ignored; a message has been due to every :of_due-th of them for up to two hours, in no order of users. Foreign keys hold, and are not looked at.
SET session_replication_role = replica;
INSERT INTO companions (id, name, personality, interests)
SELECT n, 'Companion ' || n, 'warm and curious', '["old maps", "night trains", "baking bread"]' FROM generate_series(1, 100) n;
CREATE FUNCTION pg_temp.name(n bigint) RETURNS text IMMUTABLE -- one of 2,000
  RETURN (ARRAY['Al', 'An', 'Be', 'Ca', 'Chi', 'Da', 'Di', 'E', 'Fe', 'Fio', 'Ga', 'Gio', 'Ha', 'He', 'I', 'Ja', 'Jo', 'Ju', 'Ka', 'Ki', 'La', 'Le',
                'Li', 'Lu', 'Ma', 'Mi', 'Na', 'Ni', 'O', 'Pa', 'Pe', 'Ra', 'Ri', 'Ro', 'Sa', 'Si', 'Ta', 'Ti', 'Va', 'Yu'])[1 + n % 40]
      || (ARRAY['bel', 'bin', 'cia', 'co', 'dan', 'dra', 'fan', 'fy', 'go', 'ka', 'ki', 'la', 'lan', 'len', 'lia', 'lin', 'lo', 'ma', 'mo', 'mon', 'na',
                'nea', 'nia', 'nik', 'no', 'nor', 'phie', 'ra', 'ren', 'ri', 'rik', 'rin', 'ro', 'ron', 'sa', 'sey', 'sha', 'son', 'ta', 'tan', 'the', 'tin',
                'to', 'ton', 'tte', 'va', 'ver', 'via', 'vin', 'zo'])[1 + n * 7919 / 40 % 50];
INSERT INTO users (id, name) SELECT 'user-' || n, pg_temp.name(n) FROM generate_series(1, :pairs) n;
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction, created_at)
SELECT 'user-' || n, 1 + n % 100, 'friend', 5, 5, now() - interval '30 hours', now() - interval '100 days' FROM generate_series(1, :pairs) n;
INSERT INTO conversations (id, user_id, companion_id, title, last_message_at, created_at, updated_at)
SELECT n, 'user-' || n, 1 + n % 100, 'Companion', now() - interval '30 hours', now() - interval '100 days', now() - interval '30 hours'
  FROM generate_series(1, :pairs) n;
INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content, is_read, created_at, updated_at)
SELECT 'user-' || n, n, CASE WHEN k = 1 THEN 'companion' ELSE 'user' END, '1', 'Tell me how it went, I would like to hear all of it', true, at, at
  FROM generate_series(1, :pairs) n CROSS JOIN generate_series(1, :messages) k CROSS JOIN LATERAL (SELECT now() - (29 + k) * interval '1 hour' AS at) x;
INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, engagement_status,
                                   created_at, silent_since, relationship_stage, writer, run_id, local_hour, local_weekday)
SELECT 'user-' || n, 1 + n % 100, 'check_in', 'How has your day been so far?', now() - interval '4 days', now() - interval '4 days', 'ignored',
       now() - interval '100 hours', now() - interval '5 days', 'friend', 'template', 'bench', 12, 3
  FROM generate_series(1, :pairs) n;
INSERT INTO proactive.deliveries (user_id, engagement_id, message_id, conversation_id, delivered_at)
SELECT e.user_id, e.id, e.id::text, '1', e.sent_at FROM proactive.engagements e;
INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, engagement_status,
                                   created_at, silent_since, relationship_stage, writer, run_id)
SELECT 'user-' || n, 1 + n % 100, 'check_in', 'How has your day been so far?', now() - (60 + n::bigint * 7919 % 7200) * interval '1 second', 'scheduled',
       now() - interval '2 hours', now() - interval '30 hours', 'friend', 'template', 'bench'
  FROM generate_series(1, :pairs) n WHERE n % :of_due = 0;
INSERT INTO proactive.pairs (user_id, companion_id, next_check_at)
SELECT 'user-' || n, (1 + n % 100)::text, now() + interval '10 hours' FROM generate_series(1, :pairs) n;
SELECT setval(pg_get_serial_sequence('conversations', 'id'), :pairs + 1);
VACUUM ANALYZE;
