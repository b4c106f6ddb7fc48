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

-- Ours, in the order of the pairs: what users want and how they are. Of whom nothing is known there is one row all the same. Mutes are all
-- of the user's. $3: the instant of the run.
-- name: our_facts
SELECT d.user_id, d.companion_id, s.enabled, CASE WHEN s.enabled THEN true END AS agreed, s.timezone, s.language,
       s.quiet_hours::text AS quiet_hours, s.frequency, s.max_per_day, s.max_per_week, s.min_gap_hours, s.consent_at, s.consent_version,
       s.consent_source, told.at AS disclosed_at, muted.mutes, flagged.flags, flagged.mood_flagged_at
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY d(user_id, companion_id, n)
  LEFT JOIN (SELECT x.* FROM preferences x WHERE x.user_id = ANY ($1::text[])) s ON s.user_id = d.user_id
  LEFT JOIN (SELECT e.user_id, max(e.sent_at) AS at FROM engagements e
              WHERE e.user_id = ANY ($1::text[]) AND e.disclosure IS NOT NULL
              GROUP BY e.user_id) told ON told.user_id = d.user_id
  LEFT JOIN (SELECT m.user_id, jsonb_agg(jsonb_build_object('companion', m.companion_id, 'type', m.engagement_type, 'until', m.until)) AS mutes
               FROM mutes m
              WHERE m.user_id = ANY ($1::text[]) AND (m.until IS NULL OR m.until > $3::timestamptz)
              GROUP BY m.user_id) muted ON muted.user_id = d.user_id
  LEFT JOIN (SELECT f.user_id,
                    jsonb_agg(jsonb_build_object('kind', f.kind, 'source', f.source, 'detected_at', f.detected_at, 'until', f.until,
                                                 'released_at', f.released_at)) AS flags,
                    max(f.detected_at) FILTER (WHERE f.source = 'mood') AS mood_flagged_at
               FROM safety_flags f
              WHERE f.user_id = ANY ($1::text[])
              GROUP BY f.user_id) flagged ON flagged.user_id = d.user_id
 ORDER BY d.n

-- Of pairs that the app does not know, since when.
-- name: gone_pairs
SELECT p.user_id, p.companion_id, p.gone_since
  FROM unnest($1::text[], $2::text[]) d(user_id, companion_id)
  JOIN pairs p ON p.user_id = d.user_id AND p.companion_id = d.companion_id AND p.user_id COLLATE "default" = ANY ($1::text[])
 WHERE p.gone_since IS NOT NULL

-- name: open_engagements
SELECT e.user_id, e.companion_id, e.scheduled_for, e.conversation_id
  FROM engagements e
 WHERE e.user_id = ANY ($1::text[]) AND e.engagement_status IN ('drafting', 'scheduled')
 ORDER BY e.scheduled_for, e.id

-- Newest first. $2 companions, each with its user (null: all of them), $3 the most of each.
-- name: newest_deliveries
SELECT n.user_id, n.companion_id, n.engagement_type, n.sent_at, n.silent_since FROM newest_deliveries($1::text[], $2::text[], $3::bigint) n

-- The same, all since $2.
-- name: deliveries_since
SELECT e.user_id, e.companion_id, e.engagement_type, e.sent_at, e.silent_since
  FROM engagements e
 WHERE e.user_id = ANY ($1::text[]) AND e.sent_at > $2::timestamptz
 ORDER BY e.sent_at DESC, e.id DESC

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
