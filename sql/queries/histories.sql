-- What happened to users from 28 days before an exposure to 28 days after it.

-- In the order of their ids. $1 the experiment, $2 version, $3 variant, $4 the user before ('': none), $5 the most.
-- name: exposures_of
SELECT x.user_id, x.exposed_at
  FROM exposures x
 WHERE x.experiment = $1::text AND x.version = $2::integer AND x.variant = $3::text AND x.user_id > $4::text COLLATE "C"
 ORDER BY x.user_id
 LIMIT $5::bigint

-- To whom messages were sent from $1 on and before $2, and when the first of them: at most $3 of them, by chance, and how many there are.
-- name: reached_users
SELECT e.user_id, min(e.sent_at) AS reached_at, count(*) OVER () AS users
  FROM engagements e
 WHERE e.sent_at >= $1::timestamptz AND e.sent_at < $2::timestamptz
 GROUP BY e.user_id
 ORDER BY sha256(convert_to(e.user_id, 'UTF8')), e.user_id
 LIMIT $3::bigint

-- Ours within an hour before count for the first session. $1 users, $2 when each was exposed.
-- name: histories
SELECT d.user_id, s.timezone, o.objections, r.outreaches
  FROM unnest($1::text[], $2::timestamptz[]) d(user_id, exposed_at)
  LEFT JOIN (SELECT p.user_id, p.timezone FROM preferences p WHERE p.user_id = ANY ($1::text[])) s ON s.user_id = d.user_id
  LEFT JOIN (
    SELECT x.user_id, to_jsonb(array_agg(x.at)) AS objections
      FROM (SELECT p.user_id, p.opted_out_at AS at FROM preferences p WHERE p.user_id = ANY ($1::text[]) AND p.opted_out_at IS NOT NULL
            UNION ALL
            SELECT m.user_id, m.created_at FROM mutes m WHERE m.user_id = ANY ($1::text[])
            UNION ALL
            SELECT e.user_id, e.negative_at
              FROM unnest($1::text[], $2::timestamptz[]) a(user_id, exposed_at)
              JOIN engagements e ON e.user_id = a.user_id AND e.negative_at IS NOT NULL AND e.sent_at >= a.exposed_at - interval '1 day'
             WHERE e.user_id = ANY ($1::text[])) x
     GROUP BY x.user_id) o ON o.user_id = d.user_id
  LEFT JOIN (
    SELECT e.user_id, jsonb_agg(jsonb_build_object('at', e.sent_at, 'status', e.engagement_status)) AS outreaches
      FROM unnest($1::text[], $2::timestamptz[]) a(user_id, exposed_at)
      JOIN engagements e ON e.user_id = a.user_id AND e.sent_at >= a.exposed_at - interval '1 hour'
                        AND e.sent_at < a.exposed_at + interval '28 days'
     WHERE e.user_id = ANY ($1::text[])
     GROUP BY e.user_id) r ON r.user_id = d.user_id

-- Whether the app's adapter tells of them at all.
-- name: tells_sessions
SELECT EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = 'proactive'::regnamespace AND p.proname = 'app_sessions') AS tells

-- $1 users, $2 when each was exposed, $3 28 days before the first of these.
-- name: exposed_sessions
SELECT a.user_id, a.started_at, a.messages::bigint AS messages, a.minutes::double precision AS minutes
  FROM unnest($1::text[], $2::timestamptz[]) d(user_id, exposed_at)
  JOIN adapter_sessions($1::text[], $3::timestamptz) a ON a.user_id = d.user_id
 WHERE a.started_at >= d.exposed_at - interval '28 days' AND a.started_at < d.exposed_at + interval '28 days'

-- One pair of each. $1 users.
-- name: one_pair_of_users
SELECT DISTINCT ON (p.user_id) p.user_id, p.companion_id
  FROM pairs p
 WHERE p.user_id = ANY ($1::text[]) AND p.gone_since IS NULL
 ORDER BY p.user_id, p.companion_id

-- name: zones_of_pairs
SELECT f.user_id, f.timezone
  FROM adapter_facts($1::text[], $2::text[]) f
 WHERE f.timezone IS NOT NULL
