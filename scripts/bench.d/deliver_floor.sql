-- A careful client's plain statements for 1,000 messages that are due, without a second look: what delivering them writes, in one
-- transaction. The rows come to the client and go back as arrays, as from any program.
SELECT coalesce(array_agg(d.user_id), '{}') AS users, coalesce(array_agg(d.id), '{}') AS ids, coalesce(array_agg(d.companion_id), '{}') AS companions,
       coalesce(array_agg(d.engagement_content), '{}') AS contents, coalesce(array_agg(d.conversation_id), '{}') AS conversations,
       coalesce(array_agg(nextval('messages_id_seq')), '{}') AS messages
  FROM (SELECT e.user_id, e.id, e.companion_id, e.engagement_content,
               (SELECT v.id FROM conversations v WHERE v.user_id = e.user_id COLLATE "default" AND v.companion_id = e.companion_id::integer AND v.is_active
                 ORDER BY greatest(v.last_message_at, v.updated_at, v.created_at) DESC NULLS LAST, v.id DESC LIMIT 1) AS conversation_id
          FROM proactive.engagements e
         WHERE (e.engagement_status = 'scheduled') IS TRUE AND e.approved_at IS NOT NULL AND e.scheduled_for <= now()
         ORDER BY e.scheduled_for, e.user_id, e.id LIMIT 1000) d
\gset
BEGIN;
UPDATE proactive.engagements e
   SET engagement_status = 'sent', sent_at = now(), local_hour = 12, local_weekday = 3, settle_at = now() + interval '1 hour',
       proof = '{"age": "unknown", "packs": [], "consent": null, "version": "bench", "local_time": "2026-01-01T12:00:00+00:00", "jurisdiction": null, "settings_fingerprint": "0123456789abcdef"}'
  FROM unnest(:'users'::text[], :'ids'::bigint[]) d(user_id, id)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.engagement_status = 'scheduled';
INSERT INTO messages (id, user_id, conversation_id, sender_type, sender_id, content, message_type, metadata, created_at, updated_at)
SELECT d.message_id, d.user_id, d.conversation_id, 'companion', d.companion_id, d.content, 'text',
       jsonb_build_object('engagement_type', 'check_in', 'writer', 'template', 'language', 'en', 'proactive', true, 'ai_generated', true,
                          'disclosure', NULL, 'engagement_id', d.id), now(), now()
  FROM unnest(:'users'::text[], :'ids'::bigint[], :'companions'::text[], :'contents'::text[], :'conversations'::bigint[], :'messages'::bigint[])
       d(user_id, id, companion_id, content, conversation_id, message_id);
UPDATE conversations v SET last_message_id = d.message_id, last_message_at = now(), updated_at = now()
  FROM unnest(:'users'::text[], :'conversations'::bigint[], :'messages'::bigint[]) d(user_id, id, message_id)
 WHERE v.user_id = d.user_id AND v.id = d.id;
UPDATE relationship_progression r SET last_interaction = now(), updated_at = now()
  FROM unnest(:'users'::text[], :'companions'::integer[]) d(user_id, companion_id)
 WHERE r.user_id = d.user_id AND r.companion_id = d.companion_id;
INSERT INTO proactive.deliveries (user_id, engagement_id, message_id, conversation_id, delivered_at)
SELECT d.user_id, d.id, d.message_id, d.conversation_id, now()
  FROM unnest(:'users'::text[], :'ids'::bigint[], :'messages'::text[], :'conversations'::text[]) d(user_id, id, message_id, conversation_id);
COMMIT;
