-- Engagements created in [$1, $2), ghosts of users who are held out left out, and what came of them, by one attribute, $3, and, where $6 says so, of all together:
-- all, type, stage, companion, writer, model, template, hour (on the user's clock), nth (how many messages the user got in the 168 hours until it,
-- itself included, for which those of 14 days before are read), policy (those in force for it) or day (a day of the time zone $4). Where $5 is given,
-- all values that are not among them are one, which has no key: others.
-- Of what was sent the user is the unit: of each user how many messages, and how many of them came to something; sums, variances and
-- covariances over users. Times are those of answers. A user is a hash of 64 bits, as in insight_rates; workers may read (OFFSET 0), but if
-- they also grouped, each would have nearly all users.

-- name: stats_by
WITH facts AS NOT MATERIALIZED (
  SELECT hashtextextended(e.user_id, 0) AS user_hash, CASE WHEN $3::text = 'companion' THEN e.user_id END AS user_id,
         CASE $3::text
             WHEN 'all' THEN 'all'
             WHEN 'type' THEN e.engagement_type
             WHEN 'stage' THEN e.relationship_stage
             WHEN 'companion' THEN e.companion_id
             WHEN 'writer' THEN coalesce(e.writer, 'none')
             WHEN 'model' THEN coalesce(e.llm_model, 'none')
             WHEN 'template' THEN coalesce(e.template_id::text, 'none')
             WHEN 'hour' THEN coalesce(lpad(e.local_hour::text, 2, '0'), 'none')
             WHEN 'policy' THEN coalesce((SELECT nullif(string_agg(p.pack, ' ' ORDER BY p.n), '')
                                             FROM jsonb_array_elements_text(e.proof -> 'packs') WITH ORDINALITY p(pack, n)), 'none')
             WHEN 'day' THEN ((e.created_at AT TIME ZONE $4::text)::date)::text
           END AS key,
         e.created_at >= $1::timestamptz AS counts, e.sent_at, CASE WHEN e.sent_at IS NULL THEN e.engagement_status END AS unsent,
         CASE e.engagement_status WHEN 'ignored' THEN 0 WHEN 'responded' THEN 1 END AS responded,
         coalesce(e.seen_at, e.responded_at) IS NOT NULL AS seen, e.negative_at IS NOT NULL AS negative,
         CASE e.engagement_status WHEN 'responded' THEN extract(epoch FROM e.responded_at - e.sent_at)::double precision END AS seconds
    FROM engagements e
   WHERE e.created_at >= $1::timestamptz - CASE $3::text WHEN 'nth' THEN interval '14 days' ELSE interval '0' END AND e.created_at < $2::timestamptz
     AND e.engagement_status <> 'ghost'
), by_nth AS MATERIALIZED (
  SELECT w.user_hash, coalesce(w.nth::text, 'none') AS key, w.sent_at, w.unsent, w.responded, w.seen, w.negative, w.seconds
    FROM (SELECT f.*, CASE WHEN f.sent_at IS NOT NULL THEN count(*) OVER (PARTITION BY f.user_hash ORDER BY f.sent_at
                                                                          RANGE BETWEEN interval '168 hours' PRECEDING AND CURRENT ROW) END AS nth
            FROM facts f
           WHERE $3::text = 'nth') w
   WHERE w.counts
), told AS NOT MATERIALIZED (
  SELECT a.user_hash, a.user_id, o.others, CASE WHEN o.others THEN '' ELSE a.key END AS key, a.sent_at, a.unsent, a.responded, a.seen, a.negative, a.seconds
    FROM (SELECT f.user_hash, f.user_id, f.key, f.sent_at, f.unsent, f.responded, f.seen, f.negative, f.seconds FROM facts f WHERE $3::text <> 'nth'
           UNION ALL
          SELECT n.user_hash, NULL, n.key, n.sent_at, n.unsent, n.responded, n.seen, n.negative, n.seconds FROM by_nth n) a
   CROSS JOIN LATERAL (SELECT $5::text[] IS NOT NULL AND a.key <> ALL ($5::text[]) AS others) o
), of_user AS MATERIALIZED (
  SELECT t.user_hash, t.others, t.key, min(t.user_id) AS sample_user, max(t.user_id) AS other_user,
         count(*)::integer AS created, count(*) FILTER (WHERE t.unsent IN ('drafting', 'scheduled'))::integer AS open,
         count(*) FILTER (WHERE t.unsent = 'cancelled')::integer AS cancelled, count(*) FILTER (WHERE t.unsent = 'expired')::integer AS expired,
         count(*) FILTER (WHERE t.unsent = 'failed')::integer AS failed, count(t.sent_at)::integer AS sent, count(t.responded)::integer AS known,
         coalesce(sum(t.responded), 0)::integer AS responded, count(t.responded) FILTER (WHERE t.seen)::integer AS seen,
         count(*) FILTER (WHERE t.negative)::integer AS negative
    FROM (SELECT * FROM told OFFSET 0) t
   GROUP BY t.user_hash, t.others, t.key
), answers AS MATERIALIZED (
  SELECT t.others, t.key, t.seconds FROM told t WHERE t.seconds IS NOT NULL
), users AS (
  SELECT false AS is_all, o.others, o.key, o.sample_user, o.other_user, o.created, o.open, o.cancelled, o.expired, o.failed, o.sent::double precision AS sent,
         o.known::double precision AS known, o.responded::double precision AS responded, o.seen::double precision AS seen,
         o.negative::double precision AS negative
    FROM of_user o
   UNION ALL
  SELECT true, false, 'all', NULL, NULL, sum(o.created), sum(o.open), sum(o.cancelled), sum(o.expired), sum(o.failed), sum(o.sent), sum(o.known),
         sum(o.responded), sum(o.seen), sum(o.negative)
    FROM of_user o
   WHERE $6::boolean
   GROUP BY o.user_hash
), rates AS (
  SELECT u.is_all, u.others, u.key, min(u.sample_user) AS sample_user, max(u.other_user) AS other_user, sum(u.created)::bigint AS created,
         sum(u.open)::bigint AS open, sum(u.cancelled)::bigint AS cancelled, sum(u.expired)::bigint AS expired, sum(u.failed)::bigint AS failed,
         count(*) FILTER (WHERE u.sent > 0) AS users, sum(u.sent)::bigint AS sent, sum(u.known) AS known, count(*) FILTER (WHERE u.known > 0) AS known_users,
         sum(u.responded) AS responded, sum(u.seen) AS seen, sum(u.negative) AS negative,
         var_samp(u.sent) FILTER (WHERE u.sent > 0) AS var_sent, var_samp(u.negative) FILTER (WHERE u.sent > 0) AS var_negative,
         covar_samp(u.negative, u.sent) FILTER (WHERE u.sent > 0) AS cov_negative, var_samp(u.known) FILTER (WHERE u.known > 0) AS var_known,
         var_samp(u.responded) FILTER (WHERE u.known > 0) AS var_responded, covar_samp(u.responded, u.known) FILTER (WHERE u.known > 0) AS cov_responded,
         var_samp(u.seen) FILTER (WHERE u.known > 0) AS var_seen, covar_samp(u.seen, u.known) FILTER (WHERE u.known > 0) AS cov_seen
    FROM users u
   GROUP BY u.is_all, u.others, u.key
), times AS (
  SELECT a.is_all, a.others, a.key, percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY a.seconds) AS seconds
    FROM (SELECT false AS is_all, x.others, x.key, x.seconds FROM answers x
           UNION ALL
          SELECT true, false, 'all', x.seconds FROM answers x WHERE $6::boolean) a
   GROUP BY a.is_all, a.others, a.key
)
SELECT r.*, t.seconds[1] AS median, t.seconds[2] AS p90
  FROM rates r
  LEFT JOIN times t USING (is_all, others, key)
 ORDER BY r.key

-- Who wrote, and what it took. A fallback for which no call was made has no model.
-- name: stats_writers
SELECT e.writer, coalesce(e.llm_model, '') AS model, count(*) AS engagements, sum(e.llm_calls)::bigint AS calls,
       sum(e.tokens_in)::bigint AS tokens_in, sum(e.tokens_out)::bigint AS tokens_out,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY e.latency_ms) FILTER (WHERE e.llm_calls > 0) AS latency_p50,
       percentile_disc(0.95) WITHIN GROUP (ORDER BY e.latency_ms) FILTER (WHERE e.llm_calls > 0) AS latency_p95
  FROM engagements e
 WHERE e.created_at >= $1::timestamptz AND e.created_at < $2::timestamptz AND e.writer IS NOT NULL
 GROUP BY e.writer, e.llm_model
 ORDER BY count(*) DESC, e.writer, e.llm_model

-- Why drafts were refused and calls failed.
-- name: stats_refusals
SELECT e.writer, coalesce(e.llm_model, '') AS model, r.reason, count(*) AS times
  FROM engagements e
 CROSS JOIN LATERAL jsonb_array_elements_text(e.refusals) r(reason)
 WHERE e.created_at >= $1::timestamptz AND e.created_at < $2::timestamptz AND e.writer IS NOT NULL
   AND e.refusals IS NOT NULL
 GROUP BY e.writer, e.llm_model, r.reason
 ORDER BY count(*) DESC, r.reason

-- name: stats_reasons
SELECT engagement_status, reason, count(*) AS engagements, min(error) AS example
  FROM engagements
 WHERE created_at >= $1::timestamptz AND created_at < $2::timestamptz AND reason IS NOT NULL AND engagement_status <> 'ghost'
 GROUP BY engagement_status, reason
 ORDER BY count(*) DESC, engagement_status, reason

-- name: stats_runs
SELECT run_id, command, started_at, duration_ms, exit_code, report::text, errors::text, settings_fingerprint
  FROM runs
 WHERE started_at >= $1::timestamptz AND started_at < $2::timestamptz
 ORDER BY started_at DESC, run_id
 LIMIT $3::bigint

-- What became of pairs and messages on their way, as the runs have reported it: a number, or numbers by reason. Of the newest run of each
-- command that had work, and of all that began in [$1, $2).
-- name: stats_funnel
SELECT x.command, k.key AS step, coalesce(r.key, '') AS reason,
       coalesce(sum(v.number) FILTER (WHERE x.run_id = n.run_id), 0)::bigint AS newest, sum(v.number)::bigint AS period
  FROM runs x
  JOIN (SELECT DISTINCT ON (y.command) y.command, y.run_id
          FROM runs y
         WHERE y.started_at >= $1::timestamptz AND y.started_at < $2::timestamptz AND y.finished_at IS NOT NULL
           AND y.report <> '{}' AND y.report -> 'slices' IS DISTINCT FROM '0'
         ORDER BY y.command, y.started_at DESC) n USING (command)
 CROSS JOIN LATERAL jsonb_each(CASE WHEN jsonb_typeof(x.report) = 'object' THEN x.report END) k
  LEFT JOIN LATERAL jsonb_each(CASE WHEN jsonb_typeof(k.value) = 'object' THEN k.value END) r ON true
 CROSS JOIN LATERAL (SELECT CASE jsonb_typeof(coalesce(r.value, k.value)) WHEN 'number' THEN (coalesce(r.value, k.value) #>> '{}')::numeric END AS number) v
 WHERE x.started_at >= $1::timestamptz AND x.started_at < $2::timestamptz
   AND v.number IS NOT NULL
   AND (k.key IN ('refused', 'held', 'cancelled') AND r.key IS NOT NULL
        OR k.key IN ('checked', 'scheduled', 'left_due', 'due', 'sent', 'expired', 'failed', 'unreadable') AND r.key IS NULL)
 GROUP BY x.command, k.key, r.key
 ORDER BY x.command, k.key, sum(v.number) DESC, r.key

-- What was withheld: looked at by schedule and refused, and planned, but cancelled.
-- name: stats_withheld
SELECT coalesce(l.reason, c.reason) AS reason, coalesce(l.refused, 0)::bigint AS refused, coalesce(c.cancelled, 0)::bigint AS cancelled
  FROM (SELECT r.reason, sum(r.number::numeric) AS refused
          FROM runs x CROSS JOIN LATERAL jsonb_each_text(x.report -> 'refused') r(reason, number)
         WHERE x.started_at >= $1::timestamptz AND x.started_at < $2::timestamptz AND x.command = 'schedule'
           AND jsonb_typeof(x.report -> 'refused') = 'object'
         GROUP BY r.reason) l
  FULL JOIN (SELECT e.reason, count(*) AS cancelled
               FROM engagements e
              WHERE e.created_at >= $1::timestamptz AND e.created_at < $2::timestamptz AND e.engagement_status = 'cancelled'
              GROUP BY e.reason) c ON c.reason = l.reason
 WHERE coalesce(l.reason, c.reason) = ANY ($3::text[])
 ORDER BY coalesce(l.refused, 0) + coalesce(c.cancelled, 0) DESC, 1

-- name: stats_disclosures
SELECT e.disclosure ->> 'language' AS language, e.disclosure ->> 'version' AS version, e.disclosure ->> 'form' AS form, count(*) AS messages
  FROM engagements e
 WHERE e.created_at >= $1::timestamptz AND e.created_at < $2::timestamptz AND e.disclosure IS NOT NULL
 GROUP BY 1, 2, 3
 ORDER BY count(*) DESC, 1, 2, 3

-- Who opted out in [$1, $2), how many got a message afterwards without having agreed anew, and how long after at most.
-- name: stats_opt_outs
SELECT count(*) AS users, count(*) FILTER (WHERE later.seconds IS NOT NULL) AS written_to, max(later.seconds)::double precision AS longest
  FROM preferences p
  LEFT JOIN LATERAL (
    SELECT max(extract(epoch FROM d.delivered_at - p.opted_out_at)) AS seconds
      FROM deliveries d
     WHERE d.user_id = p.user_id AND d.delivered_at > p.opted_out_at
       AND (p.consent_at IS NULL OR p.consent_at <= p.opted_out_at OR d.delivered_at < p.consent_at)) later ON true
 WHERE p.opted_out_at >= $1::timestamptz AND p.opted_out_at < $2::timestamptz
