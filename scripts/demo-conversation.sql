-- Shows one conversation into which a message was delivered, with times of the user's zone: for scripts/demo.
\pset tuples_only on
\pset border 0
\pset footer off

-- Preferably one whose message takes up what the user has told before.
SELECT e.user_id, m.conversation_id, u.name AS user_name, c.name AS companion_name, coalesce(p.timezone, 'UTC') AS timezone
  FROM proactive.engagements e
  JOIN messages m ON m.user_id = e.user_id AND m.metadata ->> 'engagement_id' = e.id::text
  JOIN users u ON u.id = e.user_id
  JOIN companions c ON c.id::text = e.companion_id
  LEFT JOIN proactive.preferences p ON p.user_id = e.user_id
 ORDER BY EXISTS (SELECT FROM companion_memories f
                   WHERE f.user_id = e.user_id AND f.companion_id::text = e.companion_id
                     AND m.content LIKE '%' || f.content || '%') DESC,
          EXISTS (SELECT FROM messages b WHERE b.user_id = e.user_id AND b.conversation_id = m.conversation_id
                     AND b.sender_type = 'user') DESC, e.user_id
 LIMIT 1 \gset

\echo :user_name and :companion_name, times in :timezone
SELECT to_char(created_at AT TIME ZONE :'timezone', 'Dy HH24:MI') AS at,
       CASE sender_type WHEN 'user' THEN :'user_name' ELSE :'companion_name' END AS sender, content
  FROM messages
 WHERE user_id = :'user_id' AND conversation_id = :'conversation_id'
 ORDER BY created_at, id;
