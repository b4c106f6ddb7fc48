-- What `config check` asks of the server.

-- name: connection_facts
SELECT current_user, current_database(), current_setting('server_version'), clock_timestamp(), pg_is_in_recovery(),
       current_setting('server_encoding'), inet_server_addr() IS NULL,
       coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)

-- What the tool must be allowed to do and is not.
-- name: missing_privileges
SELECT needed.privilege || ' on ' || needed.table_name || coalesce(' (' || needed.column_name || ')', '')
  FROM (VALUES
    ('SELECT', 'users', 'id'), ('SELECT', 'users', 'name'), ('SELECT', 'users', 'is_active'),
    ('SELECT', 'companions', 'id'), ('SELECT', 'companions', 'name'), ('SELECT', 'companions', 'is_active'),
    ('SELECT', 'companions', 'personality'), ('SELECT', 'companions', 'traits'), ('SELECT', 'companions', 'interests'),
    ('SELECT', 'companions', 'conversation_style'), ('SELECT', 'companion_memories', 'id'),
    ('SELECT', 'companion_memories', 'memory_type'),
    ('SELECT', 'relationship_progression', 'next_check_at'), ('SELECT', 'relationship_progression', 'relationship_stage'),
    ('UPDATE', 'relationship_progression', 'next_check_at'), ('UPDATE', 'relationship_progression', 'last_interaction'),
    ('UPDATE', 'relationship_progression', 'updated_at'),
    ('SELECT', 'conversations', 'id'), ('INSERT', 'conversations', 'user_id'), ('INSERT', 'conversations', 'title'),
    ('UPDATE', 'conversations', 'last_message_id'), ('UPDATE', 'conversations', 'last_message_at'),
    ('UPDATE', 'conversations', 'updated_at'),
    ('SELECT', 'messages', 'engagement_id'), ('SELECT', 'messages', 'sender_id'), ('SELECT', 'messages', 'updated_at'), ('INSERT', 'messages', 'content'),
    ('INSERT', 'messages', 'engagement_id'),
    ('SELECT', 'socket_io_attachments', 'id'), ('INSERT', 'socket_io_attachments', 'payload'),
    ('SELECT', 'companion_memories', 'content'), ('SELECT', 'user_emotional_states', 'emotional_state'),
    ('SELECT', 'proactive_engagements', NULL), ('INSERT', 'proactive_engagements', NULL),
    ('UPDATE', 'proactive_engagements', NULL), ('SELECT', 'proactive_preferences', NULL),
    ('SELECT', 'proactive_templates', NULL), ('SELECT', 'proactive_settings', NULL),
    ('SELECT', 'proactive_runs', NULL), ('INSERT', 'proactive_runs', NULL), ('UPDATE', 'proactive_runs', NULL),
    ('DELETE', 'proactive_runs', NULL), ('SELECT', 'proactive_leases', NULL), ('INSERT', 'proactive_leases', NULL),
    ('UPDATE', 'proactive_leases', NULL), ('SELECT', 'proactive_pressure_phrases', NULL),
    ('SELECT', 'proactive_llm_usage', NULL), ('INSERT', 'proactive_llm_usage', NULL),
    ('UPDATE', 'proactive_llm_usage', NULL)) needed(privilege, table_name, column_name)
 WHERE to_regclass(needed.table_name) IS NOT NULL
   AND NOT CASE WHEN needed.column_name IS NULL THEN has_table_privilege(needed.table_name, needed.privilege)
                ELSE has_column_privilege(needed.table_name, needed.column_name, needed.privilege) END

-- Columns that the host requires in rows that the tool inserts without them: such a delivery would fail.
-- name: unfilled_columns
SELECT c.relname || '.' || a.attname
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
 WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
   AND ((c.oid = to_regclass('conversations')
         AND a.attname NOT IN ('user_id', 'companion_id', 'title', 'created_at', 'updated_at'))
     OR (c.oid = to_regclass('messages')
         AND a.attname NOT IN ('conversation_id', 'user_id', 'engagement_id', 'sender_type', 'sender_id', 'content',
                               'message_type', 'created_at', 'updated_at')))
 ORDER BY 1

-- Users whose zone this server does not know; default_timezone is used for them.
-- name: unknown_timezones
SELECT p.timezone, count(*) FROM proactive_preferences p
 WHERE p.timezone IS NOT NULL AND NOT EXISTS (SELECT FROM pg_timezone_names z WHERE z.name = p.timezone)
 GROUP BY p.timezone ORDER BY count(*) DESC LIMIT 5
