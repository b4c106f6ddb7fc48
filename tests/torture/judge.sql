-- What must not be: its kind, what it is, whose it is.
WITH live AS (
  SELECT user_id::text, id AS engagement_id, companion_id, engagement_status, engagement_content, lease_until
    FROM proactive_engagements
), messages_of AS (
  SELECT user_id, engagement_id, count(*) AS messages FROM torture.messages GROUP BY user_id, engagement_id
), sent_of AS (
  SELECT user_id, engagement_id, count(*) AS times FROM torture.sent GROUP BY user_id, engagement_id
)
SELECT 'lost' AS kind, 'sent without a message' AS finding, s.user_id || ' ' || s.engagement_id AS example
  FROM sent_of s LEFT JOIN messages_of m USING (user_id, engagement_id) WHERE m.messages IS NULL
UNION ALL
SELECT 'lost', 'an engagement is gone, but its user is not', e.user_id || ' ' || e.engagement_id
  FROM torture.engagements e JOIN users u ON u.id = e.user_id LEFT JOIN live l USING (user_id, engagement_id)
 WHERE l.user_id IS NULL
UNION ALL
SELECT 'lost', 'a message is gone, but its user and its companion are not', l.user_id || ' ' || l.engagement_id
  FROM live l JOIN companions c ON c.id = l.companion_id
 WHERE l.engagement_status = 'sent'
   AND NOT EXISTS (SELECT FROM messages m WHERE m.user_id = l.user_id AND m.engagement_id = l.engagement_id
                                            AND m.content = l.engagement_content)
UNION ALL
SELECT 'lost', 'a message of an engagement that was not sent', m.user_id || ' ' || m.engagement_id
  FROM messages_of m LEFT JOIN sent_of s USING (user_id, engagement_id) WHERE s.times IS NULL
UNION ALL
SELECT 'lost', 'was sent, but is ' || l.engagement_status, l.user_id || ' ' || l.engagement_id
  FROM live l JOIN sent_of s USING (user_id, engagement_id) WHERE l.engagement_status NOT IN ('sent', 'responded', 'ignored')
UNION ALL
SELECT 'doubled', m.messages || ' messages of one engagement', m.user_id || ' ' || m.engagement_id
  FROM messages_of m WHERE m.messages > 1
UNION ALL
SELECT 'doubled', 'sent ' || s.times || ' times', s.user_id || ' ' || s.engagement_id FROM sent_of s WHERE s.times > 1
UNION ALL
SELECT 'stuck', 'is still ' || l.engagement_status, l.user_id || ' ' || l.engagement_id
  FROM live l WHERE l.engagement_status IN ('drafting', 'scheduled') OR l.lease_until IS NOT NULL
UNION ALL
SELECT 'stuck', 'a lease is held by ' || holder, command || ' ' || slice FROM proactive_leases WHERE lease_until > now()
UNION ALL
SELECT 'overCaps', count(*) || ' messages on ' || day, user_id
  FROM (SELECT s.user_id, (s.sent_at AT TIME ZONE z.zone)::date AS day
          FROM torture.sent s JOIN torture.zones z USING (user_id)) local
 GROUP BY user_id, day HAVING count(*) > 3
UNION ALL
SELECT 'falseEvents', 'an event without message', e.message_id::text
  FROM torture.events e LEFT JOIN torture.messages m USING (message_id, conversation_id, engagement_id) WHERE m.message_id IS NULL
UNION ALL
SELECT 'falseEvents', count(*) || ' events of one message', message_id::text
  FROM torture.events GROUP BY message_id HAVING count(*) > 1
UNION ALL
SELECT 'missedEvents', 'no event, though we were listening', m.message_id::text
  FROM torture.messages m JOIN torture.listening l ON m.at BETWEEN l.since AND l.until
 WHERE NOT EXISTS (SELECT FROM torture.events e WHERE e.message_id = m.message_id)
