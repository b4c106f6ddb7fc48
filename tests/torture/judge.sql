-- What must not be: its kind, what it is, whose it is.
WITH live AS (
  SELECT user_id, id AS engagement_id, companion_id, engagement_status, engagement_content, created_at, reason, lease_until
    FROM proactive.engagements
), app_messages AS (
  SELECT user_id, (metadata ->> 'engagement_id')::bigint AS engagement_id, count(*) AS messages,
         array_agg(id::text) AS ids, array_agg(content) AS contents
    FROM public.messages WHERE metadata ? 'engagement_id' GROUP BY 1, 2
), messages_of AS (
  SELECT user_id, engagement_id, count(*) AS messages, array_agg(message_id::text) AS ids, min(at) AS at
    FROM torture.messages GROUP BY user_id, engagement_id
), sent_at AS (
  SELECT s.user_id, s.engagement_id, s.sent_at, m.at FROM torture.sent s JOIN messages_of m USING (user_id, engagement_id)
), sent_of AS (
  SELECT user_id, engagement_id, count(*) AS times FROM torture.sent GROUP BY user_id, engagement_id
)
SELECT 'lost' AS kind, 'sent without a message' AS finding, s.user_id || ' ' || s.engagement_id AS example
  FROM sent_of s LEFT JOIN messages_of m USING (user_id, engagement_id) WHERE m.messages IS NULL
UNION ALL
SELECT 'lost', 'an engagement is gone, but its user was not forgotten', e.user_id || ' ' || e.engagement_id
  FROM torture.engagements e LEFT JOIN live l USING (user_id, engagement_id)
 WHERE l.user_id IS NULL AND NOT EXISTS (SELECT FROM torture.forgotten f WHERE f.user_id = e.user_id)
UNION ALL
SELECT 'lost', 'the app''s message is gone, but its user and its companion are not', l.user_id || ' ' || l.engagement_id
  FROM live l JOIN public.users u ON u.id = l.user_id JOIN public.companions c ON c.id::text = l.companion_id
  LEFT JOIN app_messages m ON m.user_id = l.user_id AND m.engagement_id = l.engagement_id
 WHERE l.engagement_status IN ('sent', 'responded', 'ignored') AND l.engagement_content <> ALL (coalesce(m.contents, '{}'))
UNION ALL
SELECT 'lost', 'a message of an engagement that was not sent', m.user_id || ' ' || m.engagement_id
  FROM messages_of m LEFT JOIN sent_of s USING (user_id, engagement_id) WHERE s.times IS NULL
UNION ALL
SELECT 'lost', 'was sent, but is ' || l.engagement_status, l.user_id || ' ' || l.engagement_id
  FROM live l JOIN sent_of s USING (user_id, engagement_id) WHERE l.engagement_status NOT IN ('sent', 'responded', 'ignored')
UNION ALL
SELECT 'lost', 'sent without a delivery', l.user_id || ' ' || l.engagement_id
  FROM live l LEFT JOIN proactive.deliveries d USING (user_id, engagement_id)
 WHERE l.engagement_status IN ('sent', 'responded', 'ignored') AND d.user_id IS NULL
UNION ALL
SELECT 'lost', 'a delivery of an engagement that was not sent', d.user_id || ' ' || d.engagement_id
  FROM proactive.deliveries d LEFT JOIN sent_of s USING (user_id, engagement_id) WHERE s.times IS NULL
UNION ALL
SELECT 'lost', 'a delivery without its message', d.user_id || ' ' || d.engagement_id
  FROM proactive.deliveries d LEFT JOIN messages_of m USING (user_id, engagement_id)
 WHERE d.message_id <> ALL (coalesce(m.ids, '{}')) OR d.message_id IS NULL
UNION ALL
SELECT 'lost', 'refused, though the app did not', l.user_id || ' ' || l.engagement_id
  FROM live l WHERE l.reason = 'refused' AND NOT torture.is_refused(l.engagement_id)
UNION ALL
SELECT 'lost', 'failed, though nothing was wrong with it', l.user_id || ' ' || l.engagement_id || ': ' || l.reason
  FROM live l WHERE l.engagement_status = 'failed' AND l.reason = 'unreadable'
UNION ALL
SELECT 'doubled', m.messages || ' messages of one engagement', m.user_id || ' ' || m.engagement_id
  FROM messages_of m WHERE m.messages > 1
UNION ALL
SELECT 'doubled', m.messages || ' messages in the app of one engagement', m.user_id || ' ' || m.engagement_id
  FROM app_messages m WHERE m.messages > 1
UNION ALL
SELECT 'doubled', count(*) || ' deliveries of one engagement', user_id || ' ' || engagement_id
  FROM proactive.deliveries GROUP BY user_id, engagement_id HAVING count(*) > 1
UNION ALL
SELECT 'doubled', 'sent ' || s.times || ' times', s.user_id || ' ' || s.engagement_id FROM sent_of s WHERE s.times > 1
UNION ALL
SELECT 'stuck', 'is still ' || l.engagement_status, l.user_id || ' ' || l.engagement_id
  FROM live l WHERE l.engagement_status IN ('drafting', 'scheduled') OR l.lease_until IS NOT NULL
UNION ALL
SELECT 'stuck', 'a lease is held by ' || holder, command || ' ' || slice FROM proactive.leases WHERE lease_until > now()
UNION ALL
-- No run that has read the facts of half a minute ago is still at work: its lease is 5 s, and a stopped one is awake again within 13.
-- So many a day of any zone that the user had in the last half minute.
SELECT 'overCaps', 'more than 3 messages on the day of ' || s.sent_at, s.user_id
  FROM sent_at s
 WHERE NOT EXISTS (
   SELECT FROM torture.zones z
    WHERE z.user_id = s.user_id AND z.at <= s.at
      AND NOT EXISTS (SELECT FROM torture.zones later
                       WHERE later.user_id = z.user_id AND later.at > z.at AND later.at <= s.at - interval '30 seconds')
      AND (SELECT count(*) FROM sent_at o
            WHERE o.user_id = s.user_id AND o.at <= s.at
              AND (o.sent_at AT TIME ZONE z.zone)::date = (s.sent_at AT TIME ZONE z.zone)::date) <= 3)
UNION ALL
SELECT 'tactless', 'sent ' || m.at - w.at || ' after its user had written', m.user_id || ' ' || m.engagement_id
  FROM messages_of m JOIN live l USING (user_id, engagement_id)
  JOIN torture.writes w ON w.user_id = l.user_id AND w.companion_id = l.companion_id AND w.written_at > l.created_at
 WHERE m.at > w.at + interval '30 seconds'
UNION ALL
SELECT 'tactless', 'sent after the word of its user: ' || o.word, s.user_id || ' ' || s.engagement_id
  FROM torture.sent s JOIN torture.objections o USING (user_id)
 WHERE s.engagement_id <> ALL (o.sent_before)
UNION ALL
-- A user who has moved has more than one day at a time.
SELECT 'tactless', 'nobody said on ' || (e.sent_at AT TIME ZONE z.zone)::date || ' that an AI writes', e.user_id
  FROM proactive.engagements e JOIN torture.zones z USING (user_id)
 WHERE e.sent_at IS NOT NULL AND (SELECT count(*) FROM torture.zones o WHERE o.user_id = e.user_id) = 1
 GROUP BY e.user_id, (e.sent_at AT TIME ZONE z.zone)::date
HAVING count(e.disclosure) = 0
UNION ALL
SELECT 'tactless', 'held of a user who was forgotten', f.user_id
  FROM torture.forgotten f
 WHERE EXISTS (SELECT FROM live l WHERE l.user_id = f.user_id)
    OR EXISTS (SELECT FROM proactive.safety_flags s WHERE s.user_id = f.user_id)
UNION ALL
SELECT 'lost', 'delivered without a call for the app', l.user_id || ' ' || l.engagement_id
  FROM live l LEFT JOIN proactive.outbox o USING (user_id, engagement_id)
 WHERE l.engagement_status IN ('sent', 'responded', 'ignored') AND o.user_id IS NULL
UNION ALL
SELECT 'lost', 'a call is ' || o.status || ', and was never accepted', o.user_id || ' ' || o.engagement_id
  FROM proactive.outbox o
 WHERE o.status IN ('accepted', 'dead')
   AND NOT EXISTS (SELECT FROM torture.calls c WHERE c.user_id = o.user_id AND c.engagement_id = o.engagement_id AND c.accepted)
UNION ALL
SELECT 'stuck', 'a call still waits', o.user_id || ' ' || o.engagement_id FROM proactive.outbox o WHERE o.status = 'waiting'
UNION ALL
SELECT 'falseCalls', 'a call of a message that was not sent', c.user_id || ' ' || c.engagement_id
  FROM torture.calls c LEFT JOIN sent_of s USING (user_id, engagement_id) WHERE s.times IS NULL
UNION ALL
SELECT 'falseCalls', count(DISTINCT c.digest) || ' texts under one id', c.user_id || ' ' || c.engagement_id
  FROM torture.calls c GROUP BY c.user_id, c.engagement_id HAVING count(DISTINCT c.digest) > 1
UNION ALL
-- The outbox goes by the instants of runs, which here are not those at which they commit: judged where both say the same.
SELECT 'falseCalls', 'was called before ' || a.engagement_id || ', which was delivered before it', b.user_id || ' ' || b.engagement_id
  FROM (SELECT c.user_id, c.engagement_id, min(c.at) AS at, o.created_at, m.at AS delivered_at
          FROM torture.calls c JOIN proactive.outbox o USING (user_id, engagement_id) JOIN messages_of m USING (user_id, engagement_id)
         WHERE c.accepted GROUP BY c.user_id, c.engagement_id, o.created_at, m.at) a
  JOIN (SELECT c.user_id, c.engagement_id, min(c.at) AS at, o.created_at, m.at AS delivered_at
          FROM torture.calls c JOIN proactive.outbox o USING (user_id, engagement_id) JOIN messages_of m USING (user_id, engagement_id)
         WHERE c.accepted GROUP BY c.user_id, c.engagement_id, o.created_at, m.at) b
    ON b.user_id = a.user_id AND a.created_at < b.created_at AND a.delivered_at < b.delivered_at AND b.at < a.at
UNION ALL
-- A call that is under way is not waited for.
SELECT 'tactless', 'called after the word of its user: ' || o.word, c.user_id || ' ' || c.engagement_id
  FROM torture.calls c JOIN torture.objections o USING (user_id)
 WHERE c.at > o.at + interval '30 seconds'
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
