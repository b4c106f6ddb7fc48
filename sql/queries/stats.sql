-- Engagements created in [$1, $2), ghosts of users who are held out left out, and what came of them, by one attribute, $3: all, type, stage, companion, writer, model, template, hour
-- (on the user's clock), nth (how many messages the user got in the 168 hours until it, itself included), policy (those in force for it) or
-- day (a day of the time zone $4). Where $5 is given, all values that are not among them are one, which has no key: others.
-- Of what was sent the user is the unit: of each user how many messages, and how many of them came to something; sums, variances and
-- covariances over users. Times are those of answers.

-- name: stats_by
WITH told AS MATERIALIZED (
  SELECT o.others, CASE WHEN o.others THEN '' ELSE d.key END AS key, e.user_id, e.engagement_status AS status, e.sent_at IS NOT NULL AS sent,
         e.engagement_status IN ('responded', 'ignored') AS known, e.engagement_status = 'responded' AS responded, e.seen_at IS NOT NULL OR e.responded_at IS NOT NULL AS seen, e.negative_at IS NOT NULL AS negative,
         CASE WHEN e.engagement_status = 'responded' THEN extract(epoch FROM e.responded_at - e.sent_at) END AS seconds
    FROM engagements e
   CROSS JOIN LATERAL (SELECT CASE $3::text
             WHEN 'all' THEN 'all'
             WHEN 'type' THEN e.engagement_type
             WHEN 'stage' THEN e.relationship_stage
             WHEN 'companion' THEN e.companion_id
             WHEN 'writer' THEN coalesce(e.writer, 'none')
             WHEN 'model' THEN coalesce(e.llm_model, 'none')
             WHEN 'template' THEN coalesce(e.template_id::text, 'none')
             WHEN 'hour' THEN coalesce(lpad(e.local_hour::text, 2, '0'), 'none')
             WHEN 'nth' THEN CASE WHEN e.sent_at IS NULL THEN 'none' ELSE
               (SELECT count(*) FROM engagements x WHERE x.user_id = e.user_id AND x.sent_at > e.sent_at - interval '168 hours'
                                                     AND x.sent_at <= e.sent_at)::text END
             WHEN 'policy' THEN coalesce((SELECT nullif(string_agg(p.pack, ' ' ORDER BY p.n), '')
                                             FROM jsonb_array_elements_text(e.proof -> 'packs') WITH ORDINALITY p(pack, n)), 'none')
             WHEN 'day' THEN ((e.created_at AT TIME ZONE $4::text)::date)::text
           END AS key) d
   CROSS JOIN LATERAL (SELECT $5::text[] IS NOT NULL AND d.key <> ALL ($5::text[]) AS others) o
   WHERE e.created_at >= $1::timestamptz AND e.created_at < $2::timestamptz AND e.engagement_status <> 'ghost'
), counts AS (
  SELECT others, key, min(user_id) AS sample_user, max(user_id) AS other_user, count(*) AS created,
         count(*) FILTER (WHERE status IN ('drafting', 'scheduled')) AS open, count(*) FILTER (WHERE sent) AS sent,
         count(*) FILTER (WHERE status = 'cancelled') AS cancelled, count(*) FILTER (WHERE status = 'expired') AS expired,
         count(*) FILTER (WHERE status = 'failed') AS failed
    FROM told GROUP BY others, key
), of_user AS (
  SELECT others, key, count(*) AS sent, count(*) FILTER (WHERE known) AS known, count(*) FILTER (WHERE responded) AS responded,
         count(*) FILTER (WHERE known AND seen) AS known_seen, count(*) FILTER (WHERE negative) AS negative
    FROM told WHERE sent GROUP BY others, key, user_id
), rates AS (
  SELECT others, key, count(*) AS users, sum(known) AS known, count(*) FILTER (WHERE known > 0) AS known_users,
         sum(responded) AS responded, sum(known_seen) AS seen, sum(negative) AS negative,
         var_samp(sent) AS var_sent, var_samp(negative) AS var_negative, covar_samp(negative, sent) AS cov_negative,
         var_samp(known) FILTER (WHERE known > 0) AS var_known,
         var_samp(responded) FILTER (WHERE known > 0) AS var_responded, covar_samp(responded, known) FILTER (WHERE known > 0) AS cov_responded,
         var_samp(known_seen) FILTER (WHERE known > 0) AS var_seen, covar_samp(known_seen, known) FILTER (WHERE known > 0) AS cov_seen
    FROM of_user GROUP BY others, key
), times AS (
  SELECT others, key, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median,
         percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds) AS p90
    FROM told WHERE sent AND seconds IS NOT NULL GROUP BY others, key
)
SELECT c.*, r.users, r.known, r.known_users, r.responded, r.seen, r.negative, r.var_sent, r.var_negative, r.cov_negative, r.var_known,
       r.var_responded, r.cov_responded, r.var_seen, r.cov_seen, t.median::double precision, t.p90::double precision
  FROM counts c
  LEFT JOIN rates r USING (others, key)
  LEFT JOIN times t USING (others, key)
 ORDER BY c.key

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
