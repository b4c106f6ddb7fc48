-- Delivery: what is due, and the statements of one delivering transaction in their order.

-- Oldest first, after the last one seen; a look without a lock, since the claim is mark_sent.
-- name: due_engagements
SELECT e.user_id::text, e.id::text, e.companion_id::text, e.engagement_type, e.scheduled_for, e.created_at, e.engagement_content,
       e.writer
  FROM proactive_engagements e
 WHERE e.engagement_status = 'scheduled' AND e.scheduled_for <= $1::timestamptz
   AND ($2::timestamptz IS NULL OR
        (e.scheduled_for, e.user_id, e.id) > ($2::timestamptz, $3::proactive_user_id, $4::bigint))
   AND ($5::smallint[] IS NULL OR proactive_slice(e.user_id::text) = ANY ($5::smallint[]))
 ORDER BY e.scheduled_for, e.user_id, e.id
 LIMIT $6::bigint

-- name: mark_sent
UPDATE proactive_engagements e
   SET engagement_status = 'sent', sent_at = $3::timestamptz
  FROM unnest($1::proactive_user_id[], $2::bigint[]) d(user_id, id)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.engagement_status = 'scheduled'
RETURNING e.user_id::text, e.id::text, e.engagement_content

-- Pairs that have never talked. A host may or may not have a unique index here: both work.
-- name: create_conversations
INSERT INTO conversations (user_id, companion_id, title, created_at, updated_at)
SELECT e.user_id, e.companion_id, c.name, $3::timestamptz, $3::timestamptz
  FROM unnest($1::proactive_user_id[], $2::bigint[]) d(user_id, id)
  JOIN proactive_engagements e ON e.user_id = d.user_id AND e.id = d.id
  JOIN companions c ON c.id = e.companion_id
 WHERE NOT EXISTS (SELECT FROM conversations o WHERE o.user_id = e.user_id AND o.companion_id = e.companion_id)
    ON CONFLICT DO NOTHING

-- Into the newest conversation of the pair. Ids are returned in the JSON type of their columns, times as the host's columns keep
-- them.
-- name: insert_messages
INSERT INTO messages
  (conversation_id, user_id, engagement_id, sender_type, sender_id, content, message_type, created_at, updated_at)
SELECT newest.id, e.user_id, e.id, 'companion', e.companion_id, e.engagement_content, 'text', $3::timestamptz, $3::timestamptz
  FROM unnest($1::proactive_user_id[], $2::bigint[]) WITH ORDINALITY d(user_id, id, n)
  JOIN proactive_engagements e ON e.user_id = d.user_id AND e.id = d.id
  JOIN LATERAL (
    SELECT o.id
      FROM conversations o
     WHERE o.user_id = e.user_id AND o.companion_id = e.companion_id
     ORDER BY o.created_at DESC NULLS LAST, o.id DESC
     LIMIT 1) newest ON true
 ORDER BY d.n
RETURNING user_id::text, engagement_id::text, to_jsonb(id), to_jsonb(conversation_id), to_jsonb(sender_id),
          created_at::timestamptz, updated_at::timestamptz

-- name: touch_conversations
UPDATE conversations c
   SET last_message_id = m.id, last_message_at = $3::timestamptz, updated_at = $3::timestamptz
  FROM unnest($1::proactive_user_id[], $2::bigint[]) d(user_id, id)
  JOIN messages m ON m.user_id = d.user_id AND m.engagement_id = d.id
 WHERE c.id = m.conversation_id AND c.user_id = m.user_id

-- $3 the run's instant, $4 when the pairs are looked at next.
-- name: touch_relationships
UPDATE relationship_progression r
   SET last_interaction = $3::timestamptz, updated_at = $3::timestamptz, next_check_at = $4::timestamptz
  FROM unnest($1::proactive_user_id[], $2::proactive_companion_id[]) d(user_id, companion_id)
 WHERE r.user_id = d.user_id AND r.companion_id = d.companion_id

-- What became of a batch: by its keys and the instant of its run.
-- name: count_sent
SELECT count(*)
  FROM unnest($1::proactive_user_id[], $2::bigint[]) d(user_id, id)
  JOIN proactive_engagements e ON e.user_id = d.user_id AND e.id = d.id
 WHERE e.engagement_status IN ('sent', 'responded', 'ignored') AND e.sent_at = $3::timestamptz

-- $3 statuses (cancelled, expired, failed), $4 reasons, $5 errors, $6 the run's instant.
-- name: close_due
UPDATE proactive_engagements e
   SET engagement_status = d.status, reason = d.reason, error = d.error, closed_at = $6::timestamptz
  FROM unnest($1::proactive_user_id[], $2::bigint[], $3::text[], $4::text[], $5::text[]) d(user_id, id, status, reason, error)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.engagement_status = 'scheduled'
RETURNING e.user_id::text, e.id::text

-- name: hold_due
UPDATE proactive_engagements e
   SET scheduled_for = d.scheduled_for
  FROM unnest($1::proactive_user_id[], $2::bigint[], $3::timestamptz[]) d(user_id, id, scheduled_for)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.engagement_status = 'scheduled'
RETURNING e.user_id::text, e.id::text
