-- Real-time events: PostgreSQL's notifications, which are sent when the transaction commits and only then.

-- How much of the queue is in use, from 0 to 1.
-- name: notification_queue_usage
SELECT pg_notification_queue_usage() AS share

-- $1 channel, $2 documents in the order of their events.
-- name: notify
SELECT pg_notify($1::text, d.document)
  FROM unnest($2::text[]) WITH ORDINALITY d(document, n)
 ORDER BY d.n

-- The table of the app's Socket.IO adapter, where it is and may be trusted: a table of somebody else could run that one's trigger
-- with our rights.
-- name: has_attachments_table
SELECT EXISTS (
  SELECT FROM pg_class c
   WHERE c.oid = to_regclass('public.socket_io_attachments') AND c.relkind = 'r'
     AND has_table_privilege(c.oid, 'INSERT')
     AND c.relowner IN (SELECT nspowner FROM pg_namespace WHERE nspname = 'proactive'
                        UNION ALL SELECT proowner FROM pg_proc WHERE oid = to_regproc('proactive.app_deliver'))) AS is_there

-- $1 documents as MessagePack. Servers delete what is older than 30 seconds by created_at: one whose clock is ahead must not
-- delete a document before the others have read it.
-- name: store_attachments
INSERT INTO public.socket_io_attachments (created_at, payload)
SELECT clock_timestamp() + interval '5 minutes', d.document
  FROM unnest($1::bytea[]) WITH ORDINALITY d(document, n)
 ORDER BY d.n
RETURNING id
