-- Real-time events: PostgreSQL's notifications, which are sent when the transaction commits and only then.

-- How much of the queue is in use, from 0 to 1.
-- name: notification_queue_usage
SELECT pg_notification_queue_usage() AS share

-- $1 channel, $2 documents in the order of their events.
-- name: notify
SELECT pg_notify($1::text, d.document)
  FROM unnest($2::text[]) WITH ORDINALITY d(document, n)
 ORDER BY d.n

-- $1 documents as MessagePack. No row where the app has no table for them that could be trusted.
-- name: store_attachments
SELECT s.id FROM store_attachments($1::bytea[]) s
