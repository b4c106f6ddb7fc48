-- :users users in many time zones, each with :pairs_of_user companions out of twelve, whom they last talked with before :begin.
-- Friends, mostly: they are engaged again soon, so that the caps are what limits them.
INSERT INTO companions (id, name, personality, interests)
SELECT n, 'Companion ' || n, 'warm and curious', '["old maps", "night trains"]' FROM generate_series(1, 12) n;

INSERT INTO users (id, name)
SELECT 'user-' || n, (ARRAY['Sam', 'Zoë', '王芳', 'Aoife "A"', 'José', '👩‍🚀'])[1 + n % 6] FROM generate_series(1, :users) n;

INSERT INTO proactive.preferences (user_id, timezone, language)
SELECT 'user-' || n, (ARRAY['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'America/St_Johns',
                            'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Australia/Lord_Howe', NULL])[1 + n % 10],
       CASE WHEN n % 4 = 0 THEN 'de' ELSE 'en' END
  FROM generate_series(1, :users) n WHERE n % 11 <> 0;

INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction,
                                      created_at)
SELECT 'user-' || n, 1 + (n + pair * 5) % 12,
       (ARRAY['friend', 'friend', 'friend', 'partner', 'close_friend'])[1 + (n + pair) % 5],
       3 + n % 8, 3 + n % 8, timestamptz :'begin' - (1 + n % 50) * interval '1 hour', timestamptz :'begin' - interval '90 days'
  FROM generate_series(1, :users) n CROSS JOIN generate_series(0, :pairs_of_user - 1) pair;

INSERT INTO companion_memories (user_id, companion_id, content, importance_score)
SELECT user_id, companion_id, 'My sister is getting married in June', 8 FROM relationship_progression WHERE intimacy_level > 6;

ANALYZE;
