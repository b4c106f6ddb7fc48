-- What statements are asked about: a batch of each kind, as the arrays that a run would send.
SELECT array_agg(user_id) AS users, array_agg(companion_id) AS companions, (array_agg(user_id))[1:10] AS some_users
  FROM (SELECT user_id, companion_id FROM proactive.pairs WHERE next_check_at <= now() ORDER BY next_check_at, user_id LIMIT 1000) d
\gset
SELECT array_agg(user_id) AS due_users, array_agg(companion_id) AS due_companions, array_agg(id) AS due_ids
  FROM (SELECT * FROM proactive.engagements WHERE engagement_status = 'scheduled' AND approved_at IS NOT NULL AND scheduled_for <= now()
         ORDER BY scheduled_for, user_id, id LIMIT 1000) d
\gset
SELECT array_agg(user_id) AS sent_users, array_agg(companion_id) AS sent_companions, array_agg(id) AS sent_ids, array_agg(id) AS sent_messages,
       array_agg(sent_at) AS sent_times
  FROM (SELECT * FROM proactive.engagements WHERE engagement_status = 'sent' AND settle_at <= now() ORDER BY settle_at, user_id LIMIT 1000) d
\gset
SELECT array_agg(user_id) AS draft_users, array_agg(id) AS draft_ids
  FROM (SELECT * FROM proactive.engagements WHERE engagement_status = 'drafting' LIMIT 100) d
\gset
SELECT array_agg(user_id) AS ghost_users, array_agg(id) AS ghost_ids
  FROM (SELECT * FROM proactive.engagements WHERE engagement_status = 'ghost' AND closed_at IS NULL LIMIT 100) d
\gset
SELECT array_agg(user_id) AS failed_users, array_agg(id) AS failed_ids
  FROM (SELECT * FROM proactive.engagements WHERE engagement_status = 'failed' LIMIT 100) d
\gset
SELECT array_agg(user_id) AS call_users, array_agg(engagement_id) AS call_ids
  FROM (SELECT * FROM proactive.outbox WHERE status = 'waiting' LIMIT 100) d
\gset
SELECT array_agg(id) AS waiting_ids FROM (SELECT id FROM proactive.engagements WHERE engagement_status = 'scheduled' AND approved_at IS NULL LIMIT 10) d
\gset
SELECT array_agg(n::smallint) AS slices FROM generate_series(0, 63, 8) n
\gset
