-- The engagements created in [$1, $2), ghosts of users who are held out left out, with one attribute each, $3: all, type, stage, companion, writer,
-- model, template, hour (on the user's clock), policy (those in force for it), day (a day of the time zone $4) or nth, by which those of 14 days before are
-- read too, since they count for the numbers of the first. One row of the result is all engagements of one in 1,024 users, as bytes, since millions of
-- rows take a report longer to send and to read than to find: of each the user, as the upper 56 bits of a hash, and below them what became of it
-- (int8; src/store/engagement_bytes.cpp reads it), of one that was answered the seconds until then (float8), by nth of one that was sent when (timestamptz),
-- else the attribute and by companion, behind a zero, the user. A zero parts them.
-- name: declare_report
DECLARE report NO SCROLL CURSOR FOR
SELECT string_agg(r.engagement, '\x00') AS engagements
  FROM (SELECT hashtextextended(e.user_id, 0) >> 54 AS part,
               CASE WHEN e.engagement_status = 'responded'
                    THEN int8send(h.header) || float8send(coalesce(date_part('epoch', e.responded_at - e.sent_at), 'NaN'))
                    ELSE int8send(h.header) END
               || CASE WHEN $3::text <> 'nth' THEN textsend(k.key)
                       WHEN e.sent_at IS NOT NULL THEN timestamptz_send(e.sent_at)
                       ELSE '' END
               || CASE WHEN $3::text = 'companion' THEN '\x00' || textsend(e.user_id) ELSE '' END AS engagement
          FROM engagements e
         CROSS JOIN LATERAL (SELECT hashtextextended(e.user_id, 0) & -256
                                    | (CASE WHEN e.sent_at IS NOT NULL THEN 0
                                            ELSE CASE e.engagement_status WHEN 'drafting' THEN 1 WHEN 'scheduled' THEN 1 WHEN 'cancelled' THEN 2
                                                                          WHEN 'expired' THEN 3 WHEN 'failed' THEN 4 ELSE 5 END END
                                       + CASE e.engagement_status WHEN 'ignored' THEN 8 WHEN 'responded' THEN 24 ELSE 0 END
                                       + CASE WHEN coalesce(e.seen_at, e.responded_at) IS NOT NULL THEN 32 ELSE 0 END
                                       + CASE WHEN e.negative_at IS NOT NULL THEN 64 ELSE 0 END
                                       + CASE WHEN e.created_at < $1::timestamptz THEN 128 ELSE 0 END) AS header) h
         CROSS JOIN LATERAL (SELECT CASE $3::text
                                    WHEN 'type' THEN e.engagement_type
                                    WHEN 'stage' THEN e.relationship_stage
                                    WHEN 'companion' THEN e.companion_id
                                    WHEN 'writer' THEN coalesce(e.writer, 'none')
                                    WHEN 'model' THEN coalesce(e.llm_model, 'none')
                                    WHEN 'template' THEN coalesce(e.template_id::text, 'none')
                                    WHEN 'hour' THEN coalesce(lpad(e.local_hour::text, 2, '0'), 'none')
                                    WHEN 'policy' THEN coalesce(nullif(translate((e.proof -> 'packs')::text, '[]",', ''), ''), 'none')
                                    WHEN 'day' THEN ((e.created_at AT TIME ZONE $4::text)::date)::text
                                    ELSE ''
                                    END AS key) k
         WHERE e.created_at >= $1::timestamptz - CASE $3::text WHEN 'nth' THEN interval '14 days' ELSE interval '0' END AND e.created_at < $2::timestamptz
           AND e.engagement_status <> 'ghost') r
 GROUP BY r.part

-- So few that a large installation's rows take some MB.
-- name: next_of_report
FETCH 16 FROM report

-- name: close_report
CLOSE report

-- All rows are fetched, not some. Bytes in groups that are hashed are held in memory, whatever they take: of more than some millions of engagements
-- they are sorted, on disk if need be.
-- name: plan_report
SELECT set_config('cursor_tuple_fraction', '1', true), set_config(CASE WHEN c.reltuples > 4e6 THEN 'enable_hashagg' ELSE 'enable_sort' END, 'off', true)
  FROM pg_class c
 WHERE c.oid = 'engagements'::regclass

-- For the statements that follow in the transaction.
-- name: plan_as_before
SELECT set_config(s.name, s.reset_val, true) FROM pg_settings s WHERE s.name IN ('enable_hashagg', 'enable_sort')

-- Who wrote, and what it took. A fallback for which no call was made has no model. The milliseconds of calls are counted first, of which there are far
-- fewer than messages: a percentile is the first that so many are not above.
-- name: stats_writers
WITH counted AS (
  SELECT e.writer, coalesce(e.llm_model, '') AS model, e.latency_ms, count(*) AS calls
    FROM engagements e
   WHERE e.created_at >= $1::timestamptz AND e.created_at < $2::timestamptz AND e.writer IS NOT NULL AND e.llm_calls > 0 AND e.latency_ms IS NOT NULL
   GROUP BY 1, 2, 3
), latencies AS (
  SELECT c.writer, c.model, min(c.latency_ms) FILTER (WHERE c.up_to >= 0.5 * c.calls) AS p50, min(c.latency_ms) FILTER (WHERE c.up_to >= 0.95 * c.calls) AS p95
    FROM (SELECT l.writer, l.model, l.latency_ms, sum(l.calls) OVER (PARTITION BY l.writer, l.model ORDER BY l.latency_ms) AS up_to,
                 sum(l.calls) OVER (PARTITION BY l.writer, l.model) AS calls
            FROM counted l) c
   GROUP BY c.writer, c.model
), written AS (
  SELECT e.writer, coalesce(e.llm_model, '') AS model, count(*) AS engagements, sum(e.llm_calls)::bigint AS calls,
         sum(e.tokens_in)::bigint AS tokens_in, sum(e.tokens_out)::bigint AS tokens_out
    FROM engagements e
   WHERE e.created_at >= $1::timestamptz AND e.created_at < $2::timestamptz AND e.writer IS NOT NULL
   GROUP BY 1, 2
)
SELECT w.*, l.p50 AS latency_p50, l.p95 AS latency_p95
  FROM written w
  LEFT JOIN latencies l USING (writer, model)
 ORDER BY w.engagements DESC, w.writer, w.model

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
