-- Real-time events: PostgreSQL's notifications, which are sent when the transaction commits and only then.

-- How much of the queue is in use, from 0 to 1.
-- name: notification_queue_usage
SELECT pg_notification_queue_usage() AS share

-- Sessions that listen to the channel, as far as their last statement tells, and all others of the app: of those nothing is known, or
-- they are of roles that hide it. $1 the channel.
-- name: listeners
SELECT count(*) FILTER (WHERE a.query ILIKE 'listen%' AND strpos(a.query, $1::text) > 0) AS listening, count(*) AS sessions
  FROM pg_stat_activity a
 WHERE a.datname = current_database() AND a.usesysid IS NOT NULL AND coalesce(a.application_name, '') NOT LIKE 'proactive %'

-- $1 channel, $2 documents in the order of their events.
-- name: notify
SELECT pg_notify($1::text, d.document)
  FROM unnest($2::text[]) WITH ORDINALITY d(document, n)
 ORDER BY d.n

-- $1 documents as MessagePack. No row where the app has no table for them that could be trusted.
-- name: store_attachments
SELECT s.id FROM store_attachments($1::bytea[]) s
