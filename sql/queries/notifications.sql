-- Real-time events: PostgreSQL's notifications, which are sent when the transaction commits and only then.

-- How much of the queue is in use, from 0 to 1.
-- name: notification_queue_usage
SELECT pg_notification_queue_usage()

-- $1 channel, $2 documents in the order of their events.
-- name: notify
SELECT pg_notify($1::text, d.document)
  FROM unnest($2::text[]) WITH ORDINALITY d(document, n)
 ORDER BY d.n

-- $1 documents as MessagePack. Servers delete what is older than 30 seconds by created_at: one whose clock is ahead must not
-- delete a document before the others have read it.
-- name: store_attachments
INSERT INTO socket_io_attachments (created_at, payload)
SELECT clock_timestamp() + interval '5 minutes', d.document
  FROM unnest($1::bytea[]) WITH ORDINALITY d(document, n)
 ORDER BY d.n
RETURNING id::text
