-- A small world with fixed ids, as of Monday 2026-03-02, 12:00 UTC. Each user shows one answer of the gate.
INSERT INTO companions (id, name, personality, traits, interests, is_active) VALUES
  (1, 'Luna', 'Calm and gentle', '["keeps old maps"]', '["old maps", "night trains"]', true),
  (2, 'Rico', 'Playful, witty', '["tells bad jokes"]', '["street food"]', true),
  (3, 'Away', 'Quiet', '[]', '[]', false);

INSERT INTO users (id, name, is_active) VALUES
  ('checkin', 'Ana López', true), ('support', 'Ben', true), ('reminder', 'Cleo', true), ('topic', 'Dev', true),
  ('nameless', NULL, true), ('escape', E'\x1b[31mEve "the" =cmd', true), ('emoji', '🦊 Fox <b>', true),
  ('early', 'Gus', true), ('stage', 'Hal', true), ('intimacy', 'Ida', true), ('trust', 'Jon', true), ('inactive', 'Kim', false),
  ('away', 'Lea', true), ('pending', 'Max', true), ('capped', 'Nia', true), ('fullday', 'Oli', true), ('notype', 'Pia', true);

INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction, created_at)
SELECT user_id, companion_id, stage, intimacy, trust, timestamptz '2026-03-02T12:00:00Z' - hours * interval '1 hour',
       timestamptz '2025-12-01T00:00:00Z'
  FROM (VALUES
    ('checkin', 1, 'friend', 5, 5, 30), ('support', 1, 'partner', 9, 9, 8), ('reminder', 2, 'close_friend', 6, 6, 14),
    ('topic', 2, 'friend', 4, 4, 3), ('nameless', 1, 'friend', 5, 5, 26), ('escape', 2, 'friend', 5, 5, 27),
    ('emoji', 1, 'friend', 5, 5, 28), ('early', 1, 'friend', 5, 5, 1), ('stage', 1, 'acquaintance', 5, 5, 30),
    ('intimacy', 1, 'friend', 2, 5, 30), ('trust', 1, 'friend', 5, 2, 30), ('inactive', 1, 'friend', 5, 5, 30),
    ('away', 3, 'friend', 5, 5, 30), ('pending', 1, 'friend', 5, 5, 30), ('capped', 1, 'friend', 5, 5, 30),
    ('capped', 2, 'friend', 5, 5, 31), ('fullday', 1, 'friend', 5, 5, 30), ('notype', 1, 'partner', 5, 5, 10))
    pairs(user_id, companion_id, stage, intimacy, trust, hours);

-- For some the messages say when the user wrote: nothing else is known of Ana; Ben's companion has written since; Gus wrote later
-- than his row says.
INSERT INTO conversations (id, user_id, companion_id, title, created_at) VALUES
  (1, 'checkin', 1, 'Maps', '2025-12-01T00:00:00Z'), (2, 'support', 1, 'Evenings', '2025-12-01T00:00:00Z'),
  (3, 'early', 1, 'Trains', '2025-12-01T00:00:00Z');
INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content, created_at) VALUES
  ('checkin', 1, 'user', 'checkin', 'I found one of Atlantis', '2026-03-01T06:00:00Z'),
  ('support', 2, 'user', 'support', 'Good night', '2026-03-02T04:00:00Z'),
  ('support', 2, 'companion', '1', 'Sleep well', '2026-03-02T11:45:00Z'),
  ('early', 3, 'user', 'early', 'On my way', '2026-03-02T11:00:00Z');
UPDATE relationship_progression SET last_interaction = NULL WHERE user_id = 'checkin';
UPDATE relationship_progression SET last_interaction = last_interaction - interval '1 day' WHERE user_id = 'early';

INSERT INTO companion_memories (user_id, companion_id, content, importance_score, created_at) VALUES
  ('reminder', 2, 'My sister is getting married in June', 8, '2026-02-01T00:00:00Z');

-- Open for Max and Nia, delivered three times to Oli this day; two of January for stats.
INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, engagement_status,
                                   created_at, closed_at, reason, relationship_stage, writer, run_id)
VALUES
  ('pending', 1, 'check_in', 'How has your day been so far?', '2026-03-02T13:00:00Z', NULL, 'scheduled', '2026-03-02T11:30:00Z', NULL,
   NULL, 'friend', 'template', 'earlier'),
  ('capped', 2, 'check_in', 'Any news from your side?', '2026-03-02T14:00:00Z', NULL, 'scheduled', '2026-03-02T11:30:00Z', NULL, NULL,
   'friend', 'template', 'earlier'),
  ('fullday', 2, 'check_in', 'One of three for today.', '2026-03-02T08:00:00Z', '2026-03-02T08:00:00Z', 'sent', '2026-03-02T07:00:00Z',
   NULL, NULL, 'friend', 'template', 'earlier'),
  ('fullday', 2, 'check_in', 'Two of three for today.', '2026-03-02T09:00:00Z', '2026-03-02T09:00:00Z', 'sent', '2026-03-02T07:00:00Z',
   NULL, NULL, 'friend', 'template', 'earlier'),
  ('fullday', 2, 'check_in', 'Three of three for today.', '2026-03-02T10:00:00Z', '2026-03-02T10:00:00Z', 'sent',
   '2026-03-02T07:00:00Z', NULL, NULL, 'friend', 'template', 'earlier'),
  ('checkin', 1, 'topic_suggestion', 'Which old map would you live in?', '2026-01-05T10:00:00Z', '2026-01-05T10:00:00Z', 'sent',
   '2026-01-05T07:00:00Z', NULL, NULL, 'friend', 'template', 'january'),
  ('support', 1, 'emotional_support', 'In your corner, as ever.', '2026-01-06T10:00:00Z', NULL, 'cancelled', '2026-01-06T07:00:00Z',
   '2026-01-06T10:00:00Z', 'superseded', 'partner', 'template', 'january'),
  ('topic', 2, 'topic_suggestion', 'Street food or home cooking?', '2026-01-06T10:00:00Z', NULL, 'failed', '2026-01-06T07:00:00Z',
   '2026-01-06T10:00:00Z', 'delivery_error', 'friend', 'template', 'january');
-- What an LLM wrote in January, once at the second try, and once not at all.
INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, engagement_status,
                                   created_at, closed_at, reason, relationship_stage, writer, run_id, llm_model, llm_calls, tokens_in,
                                   tokens_out, latency_ms, refusals, memory_ids)
VALUES
  ('emoji', 1, 'check_in', 'How was the night train?', '2026-01-06T10:00:00Z', '2026-01-06T10:00:00Z', 'sent', '2026-01-06T07:00:00Z',
   NULL, NULL, 'friend', 'llm', 'january', 'gpt-4o-mini', 1, 500, 40, 300, '[]', '[]'),
  ('trust', 1, 'check_in', 'Old maps or new trains?', '2026-01-06T10:00:00Z', '2026-01-06T10:00:00Z', 'sent', '2026-01-06T07:00:00Z',
   NULL, NULL, 'friend', 'llm', 'january', 'gpt-4o-mini', 2, 1000, 80, 500, '["too_long"]', '["17"]'),
  ('nameless', 1, 'check_in', 'Any news from your side?', '2026-01-06T10:00:00Z', '2026-01-06T10:00:00Z', 'sent', '2026-01-06T07:00:00Z',
   NULL, NULL, 'friend', 'fallback', 'january', 'gpt-4o-mini', 2, 500, 0, 60000, '["too_long", "timeout"]', '[]'),
  ('early', 1, 'check_in', NULL, '2026-01-06T10:00:00Z', NULL, 'cancelled', '2026-01-06T07:00:00Z', '2026-01-06T07:00:00Z', 'skipped',
   'friend', 'llm', 'january', 'gpt-4o-mini', 1, 500, 20, 200, '[]', '[]');
UPDATE proactive.engagements SET error = E'value too long \x1b[2J for "column"' WHERE reason = 'delivery_error';
