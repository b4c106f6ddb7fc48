-- What is known of pairs: by the app's adapter, and by us.

-- name: app_facts
SELECT f.*, f.companion_wrote_at IS NULL AND (
         SELECT 'companion_wrote_at' = ANY (p.proargnames) FROM pg_proc p
          WHERE p.pronamespace = 'proactive'::regnamespace AND p.proname = 'app_facts') AS companion_never_wrote,
       CASE WHEN f.opted_out THEN false END AS enabled, f.opted_in AS agreed
  FROM adapter_facts($1::text[], $2::text[]) f

-- $3: the most memories. $4: the importance threshold.
-- name: app_context
SELECT c.* FROM adapter_context($1::text[], $2::text[], $3::integer, $4::integer) c

-- Ours, in the order of the pairs. $3: so many of the newest deliveries as a limit of the settings may count; those of the last week are
-- all there, since the users' own limits count them. $4: the instant of the run.
-- Of whom nothing of ours is known there is one row all the same. Each user has one row that all else is joined to: what is asked of
-- several nodes is asked of each once. The slice is any: working it out for a whole table costs more than its index.
-- name: pair_history
SELECT d.user_id, d.companion_id, h.gone_since, h.enabled, CASE WHEN h.enabled THEN true END AS agreed, h.timezone, h.language, h.quiet_hours,
       h.frequency, h.max_per_day, h.max_per_week, h.min_gap_hours, h.consent_at, h.consent_version, h.consent_source, h.disclosed_at,
       h.mutes, h.flags, h.mood_flagged_at, coalesce(h.pair_open, false) AS pair_open, coalesce(h.user_open, 0) AS user_open,
       h.next_delivery, h.planned, h.conversations, h.deliveries, h.last_type, h.last_outreach_at, h.silent_since, h.pair_deliveries
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY d(user_id, companion_id, n)
  LEFT JOIN (
    SELECT a.n, p.gone_since, s.enabled, s.timezone, s.language, s.quiet_hours::text AS quiet_hours, s.frequency, s.max_per_day,
           s.max_per_week, s.min_gap_hours, s.consent_at, s.consent_version, s.consent_source, told.at AS disclosed_at,
           muted.mutes, flagged.flags, flagged.mood_flagged_at, open.pair_open, open.user_open, open.next_delivery, open.planned,
           open.conversations, delivered.deliveries, last.engagement_type AS last_type, last.sent_at AS last_outreach_at,
           last.silent_since, last.pair_deliveries
      FROM unnest($1::text[], $2::text[]) WITH ORDINALITY a(user_id, companion_id, n)
      JOIN (SELECT x.user_id FROM pairs x WHERE x.user_id = ANY ($1::text[])
            UNION
            SELECT x.user_id FROM engagements x WHERE x.user_id = ANY ($1::text[])
            UNION
            SELECT x.user_id FROM preferences x WHERE x.user_id = ANY ($1::text[])
            UNION
            SELECT x.user_id FROM mutes x WHERE x.user_id = ANY ($1::text[]) AND slice(x.user_id) >= 0
            UNION
            SELECT x.user_id FROM safety_flags x WHERE x.user_id = ANY ($1::text[]) AND slice(x.user_id) >= 0) u ON u.user_id = a.user_id
      LEFT JOIN LATERAL (
        SELECT x.gone_since FROM pairs x
         WHERE x.user_id = u.user_id AND x.companion_id = a.companion_id AND x.user_id COLLATE "default" = ANY ($1::text[]) LIMIT 1) p ON true
      LEFT JOIN LATERAL (
        SELECT x.* FROM preferences x WHERE x.user_id = u.user_id AND x.user_id COLLATE "default" = ANY ($1::text[]) LIMIT 1) s ON true
      LEFT JOIN LATERAL (
        SELECT max(e.sent_at) AS at FROM engagements e WHERE e.user_id = u.user_id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.disclosure IS NOT NULL) told ON true
      LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('all', m.companion_id IS NULL, 'type', m.engagement_type, 'until', m.until)) AS mutes
          FROM mutes m
         WHERE m.user_id = u.user_id AND m.user_id COLLATE "default" = ANY ($1::text[]) AND (m.companion_id IS NULL OR m.companion_id = a.companion_id)
           AND (m.until IS NULL OR m.until > $4::timestamptz)) muted ON true
      LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('kind', f.kind, 'source', f.source, 'detected_at', f.detected_at, 'until', f.until,
                                            'released_at', f.released_at)) AS flags,
               max(f.detected_at) FILTER (WHERE f.source = 'mood') AS mood_flagged_at
          FROM safety_flags f
         WHERE f.user_id = u.user_id AND f.user_id COLLATE "default" = ANY ($1::text[])) flagged ON true
      LEFT JOIN LATERAL (
        SELECT bool_or(e.companion_id = a.companion_id) AS pair_open, count(*) AS user_open,
               min(e.scheduled_for) AS next_delivery, to_jsonb(array_agg(e.scheduled_for)) AS planned,
               to_jsonb(array_agg(e.conversation_id) FILTER (WHERE e.companion_id <> a.companion_id AND e.conversation_id IS NOT NULL))
                 AS conversations
          FROM engagements e
         WHERE e.user_id = u.user_id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status IN ('drafting', 'scheduled')) open ON true
      LEFT JOIN LATERAL (
        SELECT to_jsonb(array_agg(e.sent_at)) AS deliveries
          FROM (SELECT e.sent_at
                  FROM engagements e
                 WHERE e.user_id = u.user_id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.sent_at IS NOT NULL
                 ORDER BY e.sent_at DESC
                 LIMIT greatest($3::bigint, (SELECT count(*) FROM engagements w
                                              WHERE w.user_id = u.user_id AND w.user_id COLLATE "default" = ANY ($1::text[]) AND w.sent_at > $4::timestamptz - interval '8 days'))) e) delivered ON true
      LEFT JOIN LATERAL (
        SELECT (array_agg(e.engagement_type ORDER BY e.sent_at DESC))[1] AS engagement_type, max(e.sent_at) AS sent_at,
               (array_agg(e.silent_since ORDER BY e.sent_at DESC))[1] AS silent_since, to_jsonb(array_agg(e.sent_at)) AS pair_deliveries
          FROM (SELECT e.engagement_type, e.sent_at, e.silent_since
                  FROM engagements e
                 WHERE e.user_id = u.user_id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.companion_id = a.companion_id AND e.sent_at IS NOT NULL
                 ORDER BY e.sent_at DESC
                 LIMIT $3::bigint) e) last ON true) h ON h.n = d.n
 ORDER BY d.n

-- When the users began to write in the app, the newest thousand. $2: not before this instant. Of ours nothing is read with it: what a
-- distributed database sends whole to one node, it would send with the app's functions.
-- name: app_sessions
SELECT s.user_id, to_jsonb(s.started[1:1000]) AS sessions
  FROM (SELECT a.user_id, array_agg(a.started_at ORDER BY a.started_at DESC) AS started
          FROM adapter_sessions($1::text[], $2::timestamptz) a
         WHERE a.started_at >= $2::timestamptz
         GROUP BY a.user_id) s

-- When messages of ours came that may have caused them.
-- name: deliveries_to_users
SELECT e.user_id, to_jsonb(array_agg(e.sent_at)) AS deliveries
  FROM engagements e
 WHERE e.user_id = ANY ($1::text[]) AND e.sent_at >= $2::timestamptz - interval '1 hour'
 GROUP BY e.user_id

-- What the pairs received, or an operator has rejected for them, newest first, and which of their memories and templates rest: so many
-- days after they were used, or as long as a message that uses them waits. Pairs whose user got no message have no row. $1 users, $2 companions, $3 now, $4 each one's days of memories,
-- $5 of templates (null: none rest).
-- name: recent_outreaches
SELECT a.user_id, a.companion_id, newest.template_ids, newest.contents, resting.resting_memories, resting.resting_templates
  FROM unnest($1::text[], $2::text[], $4::integer[], $5::integer[]) a(user_id, companion_id, memory_days, template_days)
  JOIN (SELECT DISTINCT x.user_id FROM engagements x WHERE x.user_id = ANY ($1::text[])) u ON u.user_id = a.user_id
  LEFT JOIN LATERAL (
   SELECT coalesce(jsonb_agg(e.template_id ORDER BY e.sent_at DESC), '[]') AS template_ids,
          coalesce(jsonb_agg(e.engagement_content ORDER BY e.sent_at DESC), '[]') AS contents
     FROM ((SELECT x.template_id, x.engagement_content, x.sent_at
              FROM engagements x
             WHERE x.user_id = u.user_id AND x.user_id COLLATE "default" = ANY ($1::text[]) AND x.companion_id = a.companion_id AND x.sent_at IS NOT NULL
             ORDER BY x.sent_at DESC
             LIMIT 20)
           UNION ALL
           (SELECT x.template_id, x.engagement_content, x.closed_at
              FROM engagements x
             WHERE x.user_id = u.user_id AND x.user_id COLLATE "default" = ANY ($1::text[]) AND x.companion_id = a.companion_id AND x.reason = 'rejected'
             ORDER BY x.closed_at DESC
             LIMIT 20)) e) newest ON true
  LEFT JOIN LATERAL (
   SELECT coalesce(jsonb_agg(m.id) FILTER (WHERE e.companion_id = a.companion_id
                                             AND e.read_at > $3::timestamptz - a.memory_days * interval '1 day'),
                   '[]') AS resting_memories,
          coalesce(jsonb_agg(e.template_id) FILTER (WHERE e.read_at > $3::timestamptz - a.template_days * interval '1 day'),
                   '[]') AS resting_templates
     FROM (SELECT x.companion_id, x.template_id, x.memory_ids, x.sent_at AS read_at
             FROM engagements x
            WHERE x.user_id = u.user_id AND x.user_id COLLATE "default" = ANY ($1::text[]) AND x.sent_at > $3::timestamptz - greatest(a.memory_days, a.template_days) * interval '1 day'
            UNION ALL
           SELECT x.companion_id, x.template_id, x.memory_ids, x.scheduled_for
             FROM engagements x
            WHERE x.user_id = u.user_id AND x.user_id COLLATE "default" = ANY ($1::text[]) AND x.engagement_status = 'scheduled'
            UNION ALL
           SELECT x.companion_id, x.template_id, x.memory_ids, x.closed_at
             FROM engagements x
            WHERE x.user_id = u.user_id AND x.user_id COLLATE "default" = ANY ($1::text[]) AND x.reason = 'rejected'
              AND x.closed_at > $3::timestamptz - greatest(a.memory_days, a.template_days) * interval '1 day') e
     LEFT JOIN LATERAL jsonb_array_elements_text(e.memory_ids) m(id) ON true) resting ON true
