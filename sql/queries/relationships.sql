-- Relationships: which are due, the facts that the gate decides on, and when each is looked at next.
-- ORDER BY names the table's columns: a bare name would mean the text in the SELECT list, which no index gives.

-- Oldest first, after the last one seen. Without slices all users.
-- name: due_relationships
SELECT r.user_id::text, r.companion_id::text, r.next_check_at::text
  FROM relationship_progression r
 WHERE r.next_check_at <= $1::timestamptz
   AND ($2::timestamptz IS NULL OR
        (r.next_check_at, r.user_id, r.companion_id) > ($2::timestamptz, $3::proactive_user_id, $4::proactive_companion_id))
   AND ($5::smallint[] IS NULL OR proactive_slice(r.user_id::text) = ANY ($5::smallint[]))
 ORDER BY r.next_check_at, r.user_id, r.companion_id
 LIMIT $6::bigint

-- name: count_due_relationships
SELECT count(*)
  FROM (SELECT FROM relationship_progression r
         WHERE r.next_check_at <= $1::timestamptz
           AND ($2::smallint[] IS NULL OR proactive_slice(r.user_id::text) = ANY ($2::smallint[]))
         LIMIT 100000) due

-- Those that an operator names (or all), due or not, after the last one seen.
-- name: chosen_relationships
SELECT r.user_id::text, r.companion_id::text, r.next_check_at::text
  FROM relationship_progression r
 WHERE ($1::text IS NULL OR r.user_id = $1::text::proactive_user_id)
   AND ($2::text IS NULL OR r.companion_id = $2::text::proactive_companion_id)
   AND ($3::text IS NULL OR (r.user_id, r.companion_id) > ($3::text::proactive_user_id, $4::text::proactive_companion_id))
   AND ($5::smallint[] IS NULL OR proactive_slice(r.user_id::text) = ANY ($5::smallint[]))
 ORDER BY r.user_id, r.companion_id
 LIMIT $6::bigint

-- $3: deliveries at or after this instant are counted. $4: the importance threshold.
-- name: relationship_facts
SELECT d.user_id::text, d.companion_id::text,
       r.user_id IS NOT NULL AS exists, u.id IS NOT NULL AS user_exists, c.id IS NOT NULL AS companion_exists,
       coalesce(u.is_active::text IN ('true', '1'), false) AS user_active,
       coalesce(c.is_active::text IN ('true', '1'), false) AS companion_active,
       u.name AS user_name, c.name AS companion_name,
       r.relationship_stage::text AS stage, coalesce(r.intimacy_level, 0)::integer AS intimacy,
       coalesce(r.trust_level, 0)::integer AS trust,
       coalesce(r.last_interaction, r.created_at)::timestamptz AS last_interaction,
       p.timezone,
       open.pair_open, open.user_open, open.next_delivery, open.planned, delivered.deliveries,
       last.engagement_type AS last_type, memory.found AS has_memory
  FROM unnest($1::proactive_user_id[], $2::proactive_companion_id[]) WITH ORDINALITY d(user_id, companion_id, n)
  LEFT JOIN relationship_progression r ON r.user_id = d.user_id AND r.companion_id = d.companion_id
  LEFT JOIN users u ON u.id = d.user_id
  LEFT JOIN companions c ON c.id = d.companion_id
  LEFT JOIN proactive_preferences p ON p.user_id = d.user_id
  LEFT JOIN LATERAL (
    SELECT coalesce(bool_or(e.companion_id = d.companion_id), false) AS pair_open, count(*) AS user_open,
           min(e.scheduled_for) AS next_delivery, to_jsonb(array_agg(e.scheduled_for)) AS planned
      FROM proactive_engagements e
     WHERE e.user_id = d.user_id AND e.engagement_status IN ('drafting', 'scheduled')) open ON true
  LEFT JOIN LATERAL (
    SELECT to_jsonb(array_agg(e.sent_at)) AS deliveries
      FROM proactive_engagements e
     WHERE e.user_id = d.user_id AND e.sent_at >= $3::timestamptz) delivered ON true
  LEFT JOIN LATERAL (
    SELECT e.engagement_type
      FROM proactive_engagements e
     WHERE e.user_id = d.user_id AND e.companion_id = d.companion_id AND e.sent_at IS NOT NULL
     ORDER BY e.sent_at DESC
     LIMIT 1) last ON true
  LEFT JOIN LATERAL (
    SELECT EXISTS (
      SELECT FROM companion_memories m
       WHERE m.user_id = d.user_id AND m.companion_id = d.companion_id AND m.is_active::text IN ('true', '1')
         AND m.importance_score >= $4::integer) AS found) memory ON r.relationship_stage::text IN ('close_friend', 'intimate')
 ORDER BY d.n

-- name: park_relationships
UPDATE relationship_progression r
   SET next_check_at = d.next_check_at
  FROM unnest($1::proactive_user_id[], $2::proactive_companion_id[], $3::timestamptz[]) d(user_id, companion_id, next_check_at)
 WHERE r.user_id = d.user_id AND r.companion_id = d.companion_id

-- What a writer is told of each pair. $3: the most memories. $4: the importance threshold.
-- name: briefs
SELECT d.user_id::text, d.companion_id::text, u.name AS user_name, c.name AS companion_name, c.personality,
       c.conversation_style AS style, coalesce(r.intimacy_level, 0)::integer AS intimacy,
       CASE WHEN recent.newest_at >= coalesce(r.last_interaction, r.created_at)::timestamptz THEN recent.contents ->> 0 END
         AS unanswered,
       to_jsonb(c.traits) AS traits, to_jsonb(c.interests) AS interests, p.language, p.timezone,
       memory.list AS memories, mood.state AS mood, mood.intensity, mood.created_at AS mood_at,
       recent.template_ids, recent.contents
  FROM unnest($1::proactive_user_id[], $2::proactive_companion_id[]) WITH ORDINALITY d(user_id, companion_id, n)
  JOIN users u ON u.id = d.user_id
  JOIN companions c ON c.id = d.companion_id
  LEFT JOIN relationship_progression r ON r.user_id = d.user_id AND r.companion_id = d.companion_id
  LEFT JOIN proactive_preferences p ON p.user_id = d.user_id
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(best.content, best.kind, best.id)
                     ORDER BY best.importance_score DESC, best.created_at DESC) AS list
      FROM (SELECT m.content, m.memory_type::text AS kind, m.id::text AS id, m.importance_score, m.created_at
              FROM companion_memories m
             WHERE m.user_id = d.user_id AND m.companion_id = d.companion_id AND m.is_active::text IN ('true', '1')
               AND m.importance_score >= $4::integer
             ORDER BY m.importance_score DESC, m.created_at DESC
             LIMIT $3::integer) best) memory ON true
  LEFT JOIN LATERAL (
    SELECT s.emotional_state::text AS state, s.intensity_score::integer AS intensity, s.created_at::timestamptz AS created_at
      FROM user_emotional_states s
     WHERE s.user_id = d.user_id AND s.companion_id = d.companion_id
     ORDER BY s.created_at DESC
     LIMIT 1) mood ON true
  LEFT JOIN LATERAL (
    SELECT to_jsonb(array_agg(newest.template_id ORDER BY newest.sent_at DESC)) AS template_ids,
           to_jsonb(array_agg(newest.engagement_content ORDER BY newest.sent_at DESC)) AS contents,
           max(newest.sent_at) AS newest_at
      FROM (SELECT e.template_id, e.engagement_content, e.sent_at
              FROM proactive_engagements e
             WHERE e.user_id = d.user_id AND e.companion_id = d.companion_id AND e.sent_at IS NOT NULL
             ORDER BY e.sent_at DESC
             LIMIT 20) newest) recent ON true
 ORDER BY d.n
