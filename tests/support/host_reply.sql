-- For tests of hosts: host_reply(user, companion) writes as the host's user does, into the pair's newest conversation: a copy of an
-- earlier message of the user, whatever the columns of messages are.
CREATE SCHEMA test;
CREATE FUNCTION test.host_reply(the_user text, the_companion text) RETURNS void LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  columns text;
BEGIN
  SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns
    FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE a.attrelid = 'public.messages'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     AND (a.attname <> 'id' OR (d.oid IS NULL AND a.attidentity = ''));
  EXECUTE format($query$
    INSERT INTO public.messages (%1$s)
    SELECT %1$s
      FROM (SELECT (jsonb_populate_record(m, jsonb_build_object('id', CASE WHEN pg_typeof(m.id) IN ('text'::regtype, 'varchar'::regtype)
                                                                           THEN to_jsonb('reply-' || m.id) ELSE to_jsonb(m.id) END,
                                                                'created_at', now(), 'content', 'Good morning'))).*
              FROM public.messages m JOIN public.conversations v ON v.id = m.conversation_id
             WHERE v.user_id::text = $1 AND v.companion_id::text = $2 AND m.sender_type::text = 'user'
             ORDER BY v.created_at DESC, m.created_at DESC LIMIT 1) r
  $query$, columns) USING the_user, the_companion;
END $$;
-- The scheduled pairs whose user has written before, and so may write again.
CREATE VIEW test.talkers AS
SELECT e.user_id, e.companion_id FROM proactive.engagements e
 WHERE e.engagement_status = 'scheduled'
   AND EXISTS (SELECT FROM public.messages m JOIN public.conversations v ON v.id = m.conversation_id
                WHERE v.user_id::text = e.user_id AND v.companion_id::text = e.companion_id AND m.sender_type::text = 'user');
-- What was sent, and how each stands in the host's own tables.
CREATE VIEW test.sent AS
SELECT e.user_id, e.companion_id, e.id, e.engagement_content, d.message_id, m.*, v.*
  FROM proactive.engagements e
  LEFT JOIN proactive.deliveries d ON d.user_id = e.user_id AND d.engagement_id = e.id
  LEFT JOIN LATERAL (SELECT m.content, m.sender_type::text AS sender, m.sender_id::text AS sender_id, m.conversation_id::text AS place,
                            m.created_at::timestamptz AS said_at FROM public.messages m WHERE m.id::text = d.message_id) m ON true
  LEFT JOIN LATERAL (SELECT v.user_id::text AS owner, v.companion_id::text AS companion FROM public.conversations v
                      WHERE v.id::text = m.place) v ON true
 WHERE e.sent_at IS NOT NULL;
