-- A role for the tool that may do what its runs need, and nothing else: psql -v role=proactive -f sql/roles.sql
-- Run it as the owner of the tables, in the schema that holds them, after scripts/migrate and again after each upgrade. The
-- role, by default proactive, is created without a password when it is missing; creating it takes CREATEROLE.
\set ON_ERROR_STOP on
\if :{?role}
\else
  \set role proactive
\endif
BEGIN;

SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), :'role')
UNION ALL
SELECT format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), :'role') \gexec

-- The host's tables, by columns: no e-mail addresses, and of messages not what was said.
GRANT SELECT (id, name, is_active) ON users TO :"role";
GRANT SELECT (id, name, personality, traits, interests, conversation_style, is_active) ON companions TO :"role";
GRANT SELECT (user_id, companion_id, relationship_stage, intimacy_level, trust_level, last_interaction, created_at, updated_at,
              next_check_at),
      UPDATE (last_interaction, updated_at, next_check_at)
   ON relationship_progression TO :"role";
GRANT SELECT (id, user_id, companion_id, title, last_message_id, last_message_at, created_at, updated_at),
      INSERT (user_id, companion_id, title, last_message_at, created_at, updated_at),
      UPDATE (last_message_id, last_message_at, updated_at)
   ON conversations TO :"role";
GRANT SELECT (id, conversation_id, user_id, engagement_id, sender_type, sender_id, created_at, updated_at),
      INSERT (conversation_id, user_id, engagement_id, sender_type, sender_id, content, message_type, created_at, updated_at)
   ON messages TO :"role";
GRANT SELECT (id, user_id, companion_id, memory_type, content, importance_score, created_at, is_active) ON companion_memories TO :"role";
GRANT SELECT (user_id, companion_id, emotional_state, intensity_score, created_at) ON user_emotional_states TO :"role";

-- The sequences that number new conversations and messages, owned by the column or only named in its default.
SELECT format('GRANT USAGE ON SEQUENCE %s TO %I', s.oid::regclass, :'role')
  FROM pg_attribute a
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  JOIN pg_depend p ON p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid AND p.refclassid = 'pg_class'::regclass
  JOIN pg_class s ON s.oid = p.refobjid AND s.relkind = 'S'
 WHERE a.attrelid IN ('conversations'::regclass, 'messages'::regclass) AND a.attname = 'id'
UNION
SELECT format('GRANT USAGE ON SEQUENCE %s TO %I', pg_get_serial_sequence(t.table_name, 'id'), :'role')
  FROM (VALUES ('conversations'), ('messages')) t(table_name)
 WHERE pg_get_serial_sequence(t.table_name, 'id') IS NOT NULL \gexec

-- Events that are too large for a notification; the app's Socket.IO servers read and delete them.
GRANT SELECT (id), INSERT (created_at, payload) ON socket_io_attachments TO :"role";
GRANT USAGE ON SEQUENCE socket_io_attachments_id_seq TO :"role";

-- The tool's own tables. The history of settings can be added to, and not changed.
GRANT SELECT, INSERT, UPDATE ON proactive_engagements, proactive_leases, proactive_llm_usage TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON proactive_settings, proactive_runs TO :"role";
GRANT SELECT, INSERT ON proactive_settings_history TO :"role";
GRANT SELECT ON proactive_preferences, proactive_templates, proactive_pressure_phrases, proactive_schema_migrations TO :"role";
GRANT EXECUTE ON FUNCTION proactive_slice(text) TO :"role";

COMMIT;
