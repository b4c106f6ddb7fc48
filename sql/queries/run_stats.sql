-- What the runs that began in [$1, $2) came to, all together.

-- A run without an exit status was killed, or has not ended yet.
-- name: run_totals
SELECT count(*) AS runs, count(*) FILTER (WHERE exit_code <> 0) AS failed, count(*) FILTER (WHERE exit_code IS NULL) AS unended
  FROM runs
 WHERE started_at >= $1::timestamptz AND started_at < $2::timestamptz

-- What they told the app, by channel.
-- name: run_channels
SELECT t.channel, sum(t.number) FILTER (WHERE t.step = 'announced')::bigint AS announced,
       sum(t.number) FILTER (WHERE t.step = 'left_out')::bigint AS left_out,
       sum(t.number) FILTER (WHERE t.step = 'accepted')::bigint AS accepted,
       sum(t.number) FILTER (WHERE t.step = 'failed')::bigint AS failed,
       sum(t.number) FILTER (WHERE t.step = 'dropped')::bigint AS dropped,
       sum(t.number) FILTER (WHERE t.step = 'dead')::bigint AS dead
  FROM (SELECT c.key AS channel, n.key AS step, CASE WHEN jsonb_typeof(n.value) = 'number' THEN (n.value #>> '{}')::numeric END AS number
          FROM runs x
         CROSS JOIN LATERAL jsonb_each(CASE WHEN jsonb_typeof(x.report -> 'channels') = 'object' THEN x.report -> 'channels' END) c
         CROSS JOIN LATERAL jsonb_each(CASE WHEN jsonb_typeof(c.value) = 'object' THEN c.value END) n
         WHERE x.started_at >= $1::timestamptz AND x.started_at < $2::timestamptz) t
 GROUP BY t.channel
 ORDER BY t.channel

-- Their errors, at most $3; those that differ in ids and numbers alone, which are words with a digit (ids_masked), count as one.
-- name: run_errors
SELECT min(e.sentence #>> '{}') AS error, count(*) AS times, count(DISTINCT x.run_id) AS runs, max(x.started_at) AS newest
  FROM runs x
 CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(x.errors) WHEN 'array' THEN x.errors ELSE '[]' END) e(sentence)
 WHERE x.started_at >= $1::timestamptz AND x.started_at < $2::timestamptz AND jsonb_typeof(e.sentence) = 'string'
 GROUP BY regexp_replace(e.sentence #>> '{}', '[[:alnum:]_-]*[0-9][[:alnum:]_-]*', '#', 'g')
 ORDER BY times DESC, newest DESC, error
 LIMIT $3::bigint
