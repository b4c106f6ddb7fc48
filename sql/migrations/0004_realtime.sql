-- Where events that exceed the 7,999 bytes of a notification are put for the app's Socket.IO servers. The table is that of
-- @socket.io/postgres-adapter, which reads it and deletes what is older than 30 seconds: an app that has it keeps its own.
CREATE TABLE IF NOT EXISTS socket_io_attachments (
  id         bigserial UNIQUE,
  created_at timestamptz DEFAULT now(),
  payload    bytea
);
