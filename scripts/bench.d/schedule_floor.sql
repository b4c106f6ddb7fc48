-- A careful client's plain statements for 1,000 pairs that are due: the facts, memories and moods of each come to the client, and a message
-- of each goes back, in one transaction with when the pair is looked at next.
SELECT coalesce(array_agg(d.user_id), '{}') AS users, coalesce(array_agg(d.companion_id), '{}') AS companions,
       coalesce(array_agg(d.stage), '{}') AS stages, coalesce(array_agg(d.wrote_at), '{}') AS wrote,
       json_agg(json_build_array(d.name, d.companion, d.traits, d.interests, d.replied_at, d.unread, d.memories, d.mood, d.mood_intensity, d.sent_at)) AS told
  FROM (SELECT p.user_id, p.companion_id, r.relationship_stage AS stage, u.name, c.name AS companion, c.traits, c.interests, said.wrote_at, said.replied_at,
               said.unread, memory.list AS memories, mood.emotional_state AS mood, mood.intensity_score AS mood_intensity, last.sent_at
          FROM proactive.pairs p
          JOIN relationship_progression r ON r.user_id = p.user_id COLLATE "default" AND r.companion_id = p.companion_id::integer
          JOIN users u ON u.id = r.user_id AND u.is_active
          JOIN companions c ON c.id = r.companion_id AND c.is_active
         CROSS JOIN LATERAL (
           SELECT max(a.created_at) AS wrote_at, max(b.created_at) AS replied_at, bool_or(NOT b.is_read) AS unread
             FROM conversations v
             LEFT JOIN LATERAL (SELECT m.created_at FROM messages m WHERE m.user_id = v.user_id AND m.conversation_id = v.id AND m.sender_type = 'user'
                                 ORDER BY m.created_at DESC LIMIT 1) a ON true
             LEFT JOIN LATERAL (SELECT m.created_at, m.is_read FROM messages m WHERE m.user_id = v.user_id AND m.conversation_id = v.id AND m.sender_type = 'companion'
                                 ORDER BY m.created_at DESC LIMIT 1) b ON true
            WHERE v.user_id = r.user_id AND v.companion_id = r.companion_id) said
          LEFT JOIN LATERAL (
           SELECT json_agg(k.content) AS list
             FROM (SELECT m.content FROM companion_memories m WHERE m.user_id = r.user_id AND m.companion_id = r.companion_id AND m.is_active
                    ORDER BY m.importance_score DESC, m.created_at DESC LIMIT 3) k) memory ON true
          LEFT JOIN LATERAL (SELECT s.emotional_state, s.intensity_score FROM user_emotional_states s WHERE s.user_id = r.user_id
                              ORDER BY s.created_at DESC LIMIT 1) mood ON true
          LEFT JOIN LATERAL (SELECT e.sent_at FROM proactive.engagements e WHERE e.user_id = p.user_id AND e.sent_at IS NOT NULL
                              ORDER BY e.sent_at DESC LIMIT 1) last ON true
         WHERE p.next_check_at <= now()
         ORDER BY p.next_check_at, p.user_id, p.companion_id LIMIT 1000) d
\gset
BEGIN;
INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, engagement_status, created_at, silent_since,
                                   relationship_stage, writer, template_id, template_set, memory_ids, run_id)
SELECT d.user_id, d.companion_id, 'check_in', 'How has your day been so far, Sam?', now() + interval '4 hours', 'scheduled', now(), d.wrote_at, d.stage,
       'template', 1, 'default', '[]', 'bench'
  FROM unnest(:'users'::text[], :'companions'::text[], :'stages'::text[], :'wrote'::timestamptz[]) d(user_id, companion_id, stage, wrote_at);
UPDATE proactive.pairs p SET next_check_at = now() + interval '10 hours'
  FROM unnest(:'users'::text[], :'companions'::text[]) d(user_id, companion_id)
 WHERE p.user_id = d.user_id AND p.companion_id = d.companion_id;
COMMIT;
