-- What is known of pairs: by the app's adapter, and by us.

-- name: app_facts
SELECT f.* FROM adapter_facts($1::text[], $2::text[]) f

-- $3: the most memories. $4: the importance threshold.
-- name: app_context
SELECT c.* FROM adapter_context($1::text[], $2::text[], $3::integer, $4::integer) c

-- Ours, in the order of the pairs. $3: deliveries at or after this instant are counted.
-- name: pair_history
SELECT d.user_id, d.companion_id, p.gone_since, s.enabled, s.timezone, s.language,
       open.pair_open, open.user_open, open.next_delivery, open.planned, open.conversations, delivered.deliveries,
       last.engagement_type AS last_type, last.sent_at AS last_outreach_at, last.silent_since
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY d(user_id, companion_id, n)
  LEFT JOIN pairs p ON p.user_id = d.user_id AND p.companion_id = d.companion_id
  LEFT JOIN preferences s ON s.user_id = d.user_id
  LEFT JOIN LATERAL (
    SELECT coalesce(bool_or(e.companion_id = d.companion_id), false) AS pair_open, count(*) AS user_open,
           min(e.scheduled_for) AS next_delivery, to_jsonb(array_agg(e.scheduled_for)) AS planned,
           to_jsonb(array_agg(e.conversation_id) FILTER (WHERE e.companion_id <> d.companion_id AND e.conversation_id IS NOT NULL))
             AS conversations
      FROM engagements e
     WHERE e.user_id = d.user_id AND e.engagement_status IN ('drafting', 'scheduled')) open ON true
  LEFT JOIN LATERAL (
    SELECT to_jsonb(array_agg(e.sent_at)) AS deliveries
      FROM engagements e
     WHERE e.user_id = d.user_id AND e.sent_at >= $3::timestamptz) delivered ON true
  LEFT JOIN LATERAL (
    SELECT e.engagement_type, e.sent_at, e.silent_since
      FROM engagements e
     WHERE e.user_id = d.user_id AND e.companion_id = d.companion_id AND e.sent_at IS NOT NULL
     ORDER BY e.sent_at DESC
     LIMIT 1) last ON true
 ORDER BY d.n

-- What the pairs received, newest first.
-- name: recent_outreaches
SELECT d.user_id, d.companion_id,
       to_jsonb(array_agg(newest.template_id ORDER BY newest.sent_at DESC)) AS template_ids,
       to_jsonb(array_agg(newest.engagement_content ORDER BY newest.sent_at DESC)) AS contents
  FROM unnest($1::text[], $2::text[]) d(user_id, companion_id)
 CROSS JOIN LATERAL (
   SELECT e.template_id, e.engagement_content, e.sent_at
     FROM engagements e
    WHERE e.user_id = d.user_id AND e.companion_id = d.companion_id AND e.sent_at IS NOT NULL
    ORDER BY e.sent_at DESC
    LIMIT 20) newest
 GROUP BY d.user_id, d.companion_id
