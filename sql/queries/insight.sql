-- What outreach does, and to whom: of engagements created in [$1, $2). Whatever is compared is of users, each of whom counts once, since
-- messages of one user are not independent of each other: of each user how many messages, and how many of them came to something; sums
-- of these over users, of their squares and products. Ghosts stand where users who are held out would have got a message.

-- How far messages came, and of how many users.
-- name: insight_funnel
SELECT count(*) AS eligible_users, coalesce(sum(u.eligible), 0)::bigint AS eligible,
       count(*) FILTER (WHERE u.held_out > 0) AS held_out_users, coalesce(sum(u.held_out), 0)::bigint AS held_out,
       count(*) FILTER (WHERE u.scheduled > 0) AS scheduled_users, coalesce(sum(u.scheduled), 0)::bigint AS scheduled,
       count(*) FILTER (WHERE u.sent > 0) AS sent_users, coalesce(sum(u.sent), 0)::bigint AS sent,
       count(*) FILTER (WHERE u.known > 0) AS known_users, coalesce(sum(u.known), 0)::bigint AS known,
       count(*) FILTER (WHERE u.seen > 0) AS seen_users, coalesce(sum(u.seen), 0)::bigint AS seen,
       count(*) FILTER (WHERE u.responded > 0) AS responded_users, coalesce(sum(u.responded), 0)::bigint AS responded,
       coalesce(sum(u.receipts), 0)::bigint AS receipts
  FROM (SELECT e.user_id, count(*) AS eligible, count(*) FILTER (WHERE e.engagement_status = 'ghost') AS held_out, count(e.writer) AS scheduled,
               count(e.sent_at) AS sent, count(*) FILTER (WHERE e.engagement_status IN ('responded', 'ignored')) AS known,
               count(*) FILTER (WHERE e.engagement_status = 'responded' OR (e.engagement_status = 'ignored' AND (e.seen_at IS NOT NULL OR e.responded_at IS NOT NULL))) AS seen,
               count(*) FILTER (WHERE e.engagement_status = 'responded') AS responded, count(e.seen_at) AS receipts
          FROM engagements e
         WHERE e.created_at >= $1::timestamptz AND e.created_at < $2::timestamptz
         GROUP BY e.user_id) u

-- Whether the app's adapter tells when messages are seen, and when users are there.
-- name: insight_told_by_app
SELECT EXISTS (SELECT FROM pg_proc p CROSS JOIN LATERAL unnest(p.proargnames) a(name)
                WHERE p.pronamespace = 'proactive'::regnamespace AND p.proname = 'app_answers' AND a.name = 'seen_at') AS seen,
       EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = 'proactive'::regnamespace AND p.proname = 'app_answers') AS answers,
       EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = 'proactive'::regnamespace AND p.proname = 'app_sessions') AS sessions

-- Answers by $3: template (-1: none) or slot (the hour of a week on the user's clock, from Monday's first, 0). Numbers sort and group faster than
-- ids, so a user is a hash of 64 bits: that two of a million users share one happens once in some forty million reports. There are nearly as
-- many groups as messages, so that workers which group a part each would only make work: OFFSET 0 lets them read alone.
-- name: insight_rates
SELECT u.key, count(*) AS users, sum(u.sent) AS sent, count(*) FILTER (WHERE u.known > 0) AS known_users, coalesce(sum(u.known), 0) AS known,
       coalesce(sum(u.responded), 0) AS responded, coalesce(sum(u.known * u.known), 0) AS known_known,
       coalesce(sum(u.responded * u.responded), 0) AS responded_responded, coalesce(sum(u.known * u.responded), 0) AS known_responded
  FROM (SELECT m.key, count(*)::integer AS sent, count(m.responded)::integer AS known, coalesce(sum(m.responded), 0)::integer AS responded
          FROM (SELECT hashtextextended(e.user_id, 0) AS user_hash,
                       CASE $3::text WHEN 'template' THEN coalesce(e.template_id, -1) WHEN 'slot' THEN (e.local_weekday - 1) * 24 + e.local_hour END AS key,
                       CASE e.engagement_status WHEN 'responded' THEN 1 WHEN 'ignored' THEN 0 END AS responded
                  FROM engagements e
                 WHERE e.created_at >= $1::timestamptz AND e.created_at < $2::timestamptz AND e.sent_at IS NOT NULL
                OFFSET 0) m
         GROUP BY m.user_hash, m.key) u
 WHERE u.key IS NOT NULL
 GROUP BY u.key
 ORDER BY u.key

-- The same by how many messages the user got in the 168 hours until it, itself included.
-- name: insight_nth
SELECT u.key, count(*) AS users, sum(u.sent) AS sent, count(*) FILTER (WHERE u.known > 0) AS known_users, coalesce(sum(u.known), 0) AS known,
       coalesce(sum(u.responded), 0) AS responded, coalesce(sum(u.known * u.known), 0) AS known_known,
       coalesce(sum(u.responded * u.responded), 0) AS responded_responded, coalesce(sum(u.known * u.responded), 0) AS known_responded
  FROM (SELECT w.nth AS key, count(*)::integer AS sent, count(*) FILTER (WHERE w.known)::integer AS known,
               count(*) FILTER (WHERE w.responded)::integer AS responded
          FROM (SELECT t.*, count(*) OVER (PARTITION BY t.user_hash ORDER BY t.sent_at RANGE BETWEEN interval '168 hours' PRECEDING AND CURRENT ROW) AS nth
                  FROM (SELECT hashtextextended(e.user_id, 0) AS user_hash, e.sent_at, e.created_at >= $1::timestamptz AS counts,
                               e.engagement_status IN ('responded', 'ignored') AS known, e.engagement_status = 'responded' AS responded
                          FROM engagements e
                         WHERE e.created_at >= $1::timestamptz - interval '14 days' AND e.created_at < $2::timestamptz
                           AND e.sent_at IS NOT NULL) t) w
         WHERE w.counts
         GROUP BY w.user_hash, w.nth) u
 GROUP BY u.key
 ORDER BY u.key

-- Of messages that were created once their user was exposed, and before the experiment, or the variant, was stopped.
-- name: insight_variants
SELECT u.experiment, u.version, u.variant, count(*) AS exposed, count(*) FILTER (WHERE u.sent > 0) AS users, sum(u.sent) AS sent,
       count(*) FILTER (WHERE u.known > 0) AS known_users, sum(u.known) AS known, sum(u.responded) AS responded, sum(u.known * u.known) AS known_known,
       sum(u.responded * u.responded) AS responded_responded, sum(u.known * u.responded) AS known_responded
  FROM (SELECT x.user_id, x.experiment, x.version, x.variant, count(e.sent_at)::integer AS sent,
               count(*) FILTER (WHERE e.engagement_status IN ('responded', 'ignored'))::integer AS known,
               count(*) FILTER (WHERE e.engagement_status = 'responded')::integer AS responded
          FROM exposures x
          JOIN experiments t ON t.name = x.experiment AND t.version = x.version AND coalesce(t.stopped_at, 'infinity') > $1::timestamptz
          LEFT JOIN engagements e ON e.user_id = x.user_id AND e.created_at >= greatest(x.exposed_at, $1::timestamptz)
                                 AND e.created_at < least(t.stopped_at, (t.stopped_variants -> x.variant ->> 'at')::timestamptz, $2::timestamptz)
                                 AND e.sent_at IS NOT NULL
         WHERE x.exposed_at < $2::timestamptz
         GROUP BY x.user_id, x.experiment, x.version) u
 GROUP BY u.experiment, u.version, u.variant
 ORDER BY u.experiment, u.version, u.variant

-- Since when users are compared: before the hold-out was what it is, who is held out now got messages, and who is not may have been held out;
-- and ghosts are kept less long than messages. Null: nobody is held out. Whether first contacts are known: none of its ghosts is gone.
-- name: insight_holdout
SELECT greatest(c.changed_at, g.first) AS since, coalesce(g.first < c.changed_at + interval '14 days', false) AS is_whole
  FROM (SELECT min(e.closed_at) AS first FROM engagements e WHERE e.engagement_status = 'ghost' AND e.closed_at IS NOT NULL) g
 CROSS JOIN (SELECT max(h.changed_at) AS changed_at FROM settings_history h WHERE h.name = 'holdout_percent') c
 WHERE g.first IS NOT NULL

-- Users who got messages, and those who are held out: of each what came within seven days of each message, or of the instant at which one would
-- have been sent; who was both is neither. Messages since $1 and $3, since when somebody is held out, whose seven days were over at $2 a day ago,
-- so that the app was asked. Users' first one since $3 tells, where it is among them and $4, for how many of the 28 days before it the user had
-- been silent: x, with 14 where it is not known.
-- name: insight_arms
WITH instants AS (
  SELECT e.user_id, e.engagement_status = 'ghost' AS ghost, t.at, e.silent_since,
         coalesce(e.responded_at <= t.at + interval '168 hours', false) AS returned,
         e.created_at >= $1::timestamptz AND t.at < $2::timestamptz - interval '8 days' AND (e.settle_at IS NULL OR e.responded_at IS NOT NULL) AS counts
    FROM engagements e
   CROSS JOIN LATERAL (SELECT coalesce(e.sent_at, e.closed_at) AS at) t
   WHERE (e.sent_at IS NOT NULL OR (e.engagement_status = 'ghost' AND e.closed_at IS NOT NULL AND e.reason IS NULL))
     AND t.at >= $3::timestamptz
), users AS (
  SELECT i.user_id, bool_and(i.ghost) AS held_out, bool_or(i.ghost) AS was_held_out, min(i.at) AS first_of_all, min(i.at) FILTER (WHERE i.counts) AS first,
         avg(i.returned::integer::double precision) FILTER (WHERE i.counts) AS returned,
         count(*) FILTER (WHERE i.counts) >= 3 AND NOT bool_or(i.returned) FILTER (WHERE i.counts) AS silent,
         min(ARRAY[date_part('epoch', i.at), date_part('epoch', i.at - i.silent_since) / 86400]) FILTER (WHERE i.counts) AS oldest
    FROM instants i
   GROUP BY i.user_id
), of_user AS (
  SELECT u.user_id, u.held_out, u.first, u.returned, u.silent,
         coalesce(CASE WHEN $4::boolean AND u.first = u.first_of_all THEN least(u.oldest[2], 28) END, 14) AS x
    FROM users u
   WHERE u.first IS NOT NULL AND u.held_out = u.was_held_out
), of_user_and_wishes AS (
  SELECT u.held_out, u.x, u.returned, u.silent::integer AS silent, ((p.opted_out_at >= u.first AND p.opted_out_at < $2::timestamptz) IS TRUE)::integer AS opted_out,
         (m.user_id IS NOT NULL)::integer AS muted
    FROM of_user u
    LEFT JOIN preferences p ON p.user_id = u.user_id
    LEFT JOIN (SELECT m.user_id, max(m.created_at) AS at FROM mutes m WHERE m.created_at < $2::timestamptz GROUP BY m.user_id) m
      ON m.user_id = u.user_id AND m.at >= u.first
), sums AS (
  SELECT u.held_out, count(*) AS users, sum(u.x) AS x, sum(u.x * u.x) AS xx, sum(u.returned) AS returned, sum(u.returned * u.returned) AS returned_squared,
         sum(u.x * u.returned) AS x_returned, sum(u.opted_out) AS opted_out, sum(u.x * u.opted_out) AS x_opted_out, sum(u.muted) AS muted,
         sum(u.x * u.muted) AS x_muted, sum(u.silent) AS silent, sum(u.x * u.silent) AS x_silent
    FROM of_user_and_wishes u
   GROUP BY u.held_out
)
SELECT v.metric, s.held_out, s.users, s.x, v.y, s.xx, v.yy, v.xy
  FROM sums s
 CROSS JOIN LATERAL (VALUES ('returned', s.returned, s.returned_squared, s.x_returned), ('opted_out', s.opted_out, s.opted_out, s.x_opted_out),
                            ('muted', s.muted, s.muted, s.x_muted), ('silent', s.silent, s.silent, s.x_silent)) v(metric, y, yy, xy)
 ORDER BY v.metric, s.held_out

-- Of sessions that the app tells, for at most $4 users of each arm, by chance: the share of their chat between 00 and 05 on the user's clock, and
-- the share of the 28 days before $2 on which they were there for more than three hours. $3 the zone of those whose is not known, $5 which
-- part of the users, by chance too, is looked at to find these (0 to 1).
-- name: insight_chat
WITH arms AS (
  SELECT e.user_id, min(e.companion_id) AS companion_id, bool_and(e.engagement_status = 'ghost') AS held_out
    FROM engagements e
   WHERE e.created_at >= $1::timestamptz AND e.created_at < $2::timestamptz
     AND (e.sent_at IS NOT NULL OR (e.engagement_status = 'ghost' AND e.closed_at IS NOT NULL AND e.reason IS NULL))
     AND hashtextextended(e.user_id, 1) & 1048575 < $5::double precision * 1048576
   GROUP BY e.user_id
  HAVING bool_and(e.engagement_status = 'ghost') = bool_or(e.engagement_status = 'ghost')
), sampled AS MATERIALIZED (
  SELECT n.user_id, n.companion_id, n.held_out
    FROM (SELECT a.*, row_number() OVER (PARTITION BY a.held_out ORDER BY md5(a.user_id), a.user_id) AS n FROM arms a) n
   WHERE n.n <= $4::bigint
), zones AS MATERIALIZED (
  SELECT z.name FROM pg_timezone_names z
), clocks AS (
  SELECT s.user_id, coalesce(wish.name, told.name, $3::text) AS zone
    FROM sampled s
    LEFT JOIN preferences p ON p.user_id = s.user_id
    LEFT JOIN (SELECT f.user_id, max(f.timezone) AS timezone
                 FROM adapter_facts((SELECT array_agg(x.user_id ORDER BY x.user_id) FROM sampled x),
                                    (SELECT array_agg(x.companion_id ORDER BY x.user_id) FROM sampled x)) f
                GROUP BY f.user_id) f ON f.user_id = s.user_id
    LEFT JOIN zones wish ON wish.name = p.timezone
    LEFT JOIN zones told ON told.name = f.timezone
), days AS (
  SELECT c.user_id, (a.started_at AT TIME ZONE c.zone)::date AS day, sum(coalesce(a.messages, 1)) AS messages,
         sum(coalesce(a.messages, 1)) FILTER (WHERE extract(hour FROM a.started_at AT TIME ZONE c.zone) < 5) AS at_night,
         sum(a.minutes) AS minutes
    FROM adapter_sessions((SELECT array_agg(x.user_id) FROM sampled x), $2::timestamptz - interval '28 days') a
    JOIN clocks c ON c.user_id = a.user_id
   WHERE a.started_at >= $2::timestamptz - interval '28 days' AND a.started_at < $2::timestamptz
   GROUP BY c.user_id, (a.started_at AT TIME ZONE c.zone)::date
), of_user AS (
  SELECT s.user_id, s.held_out, coalesce(sum(d.at_night), 0) / nullif(sum(d.messages), 0) AS night,
         count(*) FILTER (WHERE d.minutes > 180) / 28.0 AS long, bool_or(d.minutes IS NOT NULL) AS tells_minutes
    FROM sampled s
    LEFT JOIN days d ON d.user_id = s.user_id
   GROUP BY s.user_id, s.held_out
)
SELECT v.metric, u.held_out, count(*) AS users, 0 AS x, sum(v.y) AS y, 0 AS xx, sum(v.y * v.y) AS yy, 0 AS xy
  FROM of_user u
 CROSS JOIN LATERAL (VALUES ('night', u.night::double precision),
                            ('long_days', CASE WHEN (SELECT bool_or(x.tells_minutes) FROM of_user x) THEN u.long::double precision END)) v(metric, y)
 WHERE v.y IS NOT NULL
 GROUP BY v.metric, u.held_out
 ORDER BY v.metric, u.held_out

-- Users whose first message, or the first that they would have got, came in [$1, $2), by its week ($3: a zone; from Monday), and how many of
-- at most $4 of them, by chance, were there in each of the eight weeks after it, the first of which begins with it.
-- name: insight_cohorts
WITH firsts AS (
  SELECT e.user_id, min(coalesce(e.sent_at, e.closed_at)) AS at, bool_and(e.engagement_status = 'ghost') AS held_out
    FROM engagements e
   WHERE e.sent_at IS NOT NULL OR (e.engagement_status = 'ghost' AND e.closed_at IS NOT NULL AND e.reason IS NULL)
   GROUP BY e.user_id
  HAVING bool_and(e.engagement_status = 'ghost') = bool_or(e.engagement_status = 'ghost')
), cohorts AS (
  SELECT w.*, row_number() OVER (PARTITION BY w.week, w.held_out ORDER BY md5(w.user_id), w.user_id) AS n,
         count(*) OVER (PARTITION BY w.week, w.held_out) AS users, max(w.at) OVER (PARTITION BY w.week, w.held_out) AS last
    FROM (SELECT f.*, date_trunc('week', f.at AT TIME ZONE $3::text)::date AS week
            FROM firsts f WHERE f.at >= $1::timestamptz AND f.at < $2::timestamptz) w
), sampled AS MATERIALIZED (
  SELECT c.* FROM cohorts c WHERE c.n <= $4::bigint
), visits AS (
  SELECT DISTINCT s.user_id, floor(extract(epoch FROM a.started_at - s.at) / 604800)::integer + 1 AS nth
    FROM adapter_sessions((SELECT array_agg(x.user_id) FROM sampled x), (SELECT min(x.at) FROM sampled x)) a
    JOIN sampled s ON s.user_id = a.user_id
   WHERE a.started_at >= s.at AND a.started_at < least(s.at + interval '56 days', $2::timestamptz)
)
SELECT s.week::text AS week, s.held_out, max(s.users) AS users, count(DISTINCT s.user_id) AS sampled, w.nth,
       count(v.user_id) AS active, max(s.last) + w.nth * interval '7 days' <= $2::timestamptz AS over
  FROM sampled s
 CROSS JOIN generate_series(1, 8) w(nth)
  LEFT JOIN visits v ON v.user_id = s.user_id AND v.nth = w.nth
 GROUP BY s.week, s.held_out, w.nth
 ORDER BY s.week, s.held_out, w.nth

-- What sorts and groups may take before they go to disk, for the rest of the transaction; not less than it is.
-- name: more_memory
SELECT set_config('work_mem', greatest(pg_size_bytes('64MB'), pg_size_bytes(current_setting('work_mem'))) / 1024 || 'kB', true)
