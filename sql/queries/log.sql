-- What was sent in days that have passed, to whom, and what is known of then: for a replay.

-- From $1 on and before $2.
-- name: log_extent
SELECT count(*) AS messages, min(e.sent_at) AS first
  FROM engagements e
 WHERE e.sent_at >= $1::timestamptz AND e.sent_at < $2::timestamptz

-- Whenever that was.
-- name: newest_message
SELECT max(e.sent_at) AS newest
  FROM engagements e
 WHERE e.sent_at IS NOT NULL

-- At most $1 of those that are known, by chance, and the same ones each time; and how many there are.
-- name: sampled_users
SELECT u.user_id, count(*) OVER () AS users
  FROM (SELECT DISTINCT p.user_id FROM pairs p WHERE p.gone_since IS NULL) u
 ORDER BY sha256(convert_to(u.user_id, 'UTF8')), u.user_id
 LIMIT $1::bigint

-- Their pairs, also those that were written to in the days and are forgotten since. $1 users, $2 and $3 begin and end of the days. $4: so many of the newest messages before them as a limit of the settings
-- may count; those of two months are all there. Of the user's word, what has an instant of its own is apart.
-- name: logged_pairs
SELECT p.user_id, p.companion_id, s.timezone, s.language, s.quiet_hours::text AS quiet_hours, s.frequency, s.max_per_day, s.max_per_week,
       s.min_gap_hours, NULL::boolean AS enabled, NULL::boolean AS agreed,
       s.enabled AS said_enabled, s.opted_out_at, s.consent_at, s.consent_version, s.consent_source,
       muted.mutes, flagged.flags, flagged.mood_flagged_at, sent.messages, closed.cancelled, closed.expired
  FROM (SELECT k.user_id, k.companion_id
          FROM pairs k
         WHERE k.user_id = ANY ($1::text[])
         UNION
        SELECT e.user_id, e.companion_id
          FROM engagements e
         WHERE e.user_id = ANY ($1::text[]) AND e.sent_at >= $2::timestamptz AND e.sent_at < $3::timestamptz) p
  LEFT JOIN preferences s ON s.user_id = p.user_id
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('companion_id', m.companion_id, 'type', m.engagement_type, 'until', m.until,
                                        'since', m.created_at)) AS mutes
      FROM mutes m
     WHERE m.user_id = p.user_id AND m.created_at < $3::timestamptz) muted ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('kind', f.kind, 'source', f.source, 'detected_at', f.detected_at, 'until', f.until,
                                        'released_at', f.released_at)) AS flags,
           max(f.detected_at) FILTER (WHERE f.source = 'mood') AS mood_flagged_at
      FROM safety_flags f
     WHERE f.user_id = p.user_id) flagged ON true
  LEFT JOIN LATERAL (
    SELECT min(n.sent_at) AS counted_since
      FROM (SELECT e.sent_at
              FROM engagements e
             WHERE e.user_id = p.user_id AND e.companion_id = p.companion_id AND e.sent_at < $2::timestamptz
             ORDER BY e.sent_at DESC
             LIMIT $4::bigint) n) newest ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('planned_at', e.created_at, 'sent_at', e.sent_at, 'type', e.engagement_type,
                                        'stage', e.relationship_stage, 'silent_since', e.silent_since, 'status', e.engagement_status,
                                        'responded_at', e.responded_at, 'seen_at', e.seen_at, 'negative_at', e.negative_at)
                     ORDER BY e.sent_at, e.id) AS messages
      FROM engagements e
     WHERE e.user_id = p.user_id AND e.companion_id = p.companion_id AND e.sent_at < $3::timestamptz
       AND e.sent_at >= least($2::timestamptz - interval '62 days', newest.counted_since)) sent ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(c.reason, c.engagements) FILTER (WHERE c.engagement_status = 'cancelled') AS cancelled,
           coalesce(sum(c.engagements) FILTER (WHERE c.engagement_status = 'expired'), 0)::bigint AS expired
      FROM (SELECT e.engagement_status, e.reason, count(*) AS engagements
              FROM engagements e
             WHERE e.user_id = p.user_id AND e.companion_id = p.companion_id AND e.engagement_status IN ('cancelled', 'expired')
               AND e.closed_at >= $2::timestamptz AND e.closed_at < $3::timestamptz
             GROUP BY e.engagement_status, e.reason) c) closed ON true
 ORDER BY p.user_id, p.companion_id

-- When they began to write, and for how long they did: the newest ten thousand of each. $1 users, $2 and $3 from when to when.
-- name: logged_sessions
SELECT n.user_id, n.started_at, n.minutes
  FROM (SELECT a.user_id, a.started_at, a.minutes::double precision AS minutes,
               row_number() OVER (PARTITION BY a.user_id ORDER BY a.started_at DESC) AS place
          FROM adapter_sessions($1::text[], $2::timestamptz) a
         WHERE a.started_at >= $2::timestamptz AND a.started_at < $3::timestamptz) n
 WHERE n.place <= 10000
 ORDER BY n.user_id, n.started_at
