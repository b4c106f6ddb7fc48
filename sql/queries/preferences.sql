-- What one user has said, and all that is held of one user. $1 is the user throughout.

-- name: user_preferences
SELECT p.enabled, p.consent_at, p.consent_version, p.consent_source, p.erased_at, p.updated_at,
       json_build_object('timezone', p.timezone, 'language', p.language, 'quiet_hours', p.quiet_hours, 'frequency', p.frequency,
                         'max_per_day', p.max_per_day, 'max_per_week', p.max_per_week, 'min_gap_hours', p.min_gap_hours) AS wishes
  FROM preferences p
 WHERE p.user_id = $1::text

-- name: user_mutes
SELECT m.companion_id, m.engagement_type, m.until, m.created_at
  FROM mutes m
 WHERE m.user_id = $1::text
 ORDER BY m.created_at, m.id

-- name: count_unmuted_pairs
SELECT count(*) AS pairs
  FROM pairs p
 WHERE p.user_id = $1::text
   AND NOT EXISTS (SELECT FROM mutes m
                    WHERE m.user_id = p.user_id AND m.companion_id = p.companion_id AND m.engagement_type IS NULL
                      AND (m.until IS NULL OR m.until > now()))

-- name: set_preferences
SELECT set_preferences($1::text, $2::jsonb)

-- $2 companion, $3 type, $4 until.
-- name: mute
SELECT mute($1::text, $2::text, $3::text, $4::timestamptz)

-- name: unmute
SELECT unmute($1::text, $2::text, $3::text) AS removed

-- name: opt_out
SELECT opt_out($1::text)

-- $2 the version of the text, $3 where.
-- name: opt_in
SELECT opt_in($1::text, $2::text, $3::text)

-- name: forget_user
SELECT forget($1::text)

-- Every table with a user_id stands in this statement, in the next one, and in the function forget; so do the errors of runs, which may
-- name users, in the latter two.
-- name: held_rows
SELECT 'pairs' AS table_name, count(*) AS held FROM pairs WHERE user_id = $1::text
UNION ALL
SELECT 'engagements', count(*) FROM engagements WHERE user_id = $1::text
UNION ALL
SELECT 'deliveries', count(*) FROM deliveries WHERE user_id = $1::text
UNION ALL
SELECT 'outbox', count(*) FROM outbox WHERE user_id = $1::text
UNION ALL
SELECT 'exposures', count(*) FROM exposures WHERE user_id = $1::text
UNION ALL
SELECT 'preferences', count(*) FROM preferences WHERE user_id = $1::text
UNION ALL
SELECT 'mutes', count(*) FROM mutes WHERE user_id = $1::text
UNION ALL
SELECT 'safety_flags', count(*) FROM safety_flags WHERE user_id = $1::text

-- name: export_user
SELECT json_build_object(
         'user_id', $1::text,
         'exported_at', now(),
         'preferences', (SELECT coalesce(json_agg(p), '[]') FROM preferences p WHERE p.user_id = $1::text),
         'mutes', (SELECT coalesce(json_agg(m ORDER BY m.id), '[]') FROM mutes m WHERE m.user_id = $1::text),
         'safety_flags', (SELECT coalesce(json_agg(f ORDER BY f.id), '[]') FROM safety_flags f WHERE f.user_id = $1::text),
         'pairs', (SELECT coalesce(json_agg(r ORDER BY r.companion_id), '[]') FROM pairs r WHERE r.user_id = $1::text),
         'engagements', (SELECT coalesce(json_agg(e ORDER BY e.id), '[]') FROM engagements e WHERE e.user_id = $1::text),
         'deliveries', (SELECT coalesce(json_agg(d ORDER BY d.engagement_id), '[]') FROM deliveries d WHERE d.user_id = $1::text),
         'outbox', (SELECT coalesce(json_agg(o ORDER BY o.created_at, o.engagement_id), '[]') FROM outbox o WHERE o.user_id = $1::text),
         'exposures', (SELECT coalesce(json_agg(x ORDER BY x.exposed_at, x.experiment, x.version), '[]') FROM exposures x WHERE x.user_id = $1::text),
         'errors_of_runs', (SELECT coalesce(json_agg(json_build_object('run_id', r.run_id, 'started_at', r.started_at, 'error', e.sentence)
                                                     ORDER BY r.started_at, e.n), '[]')
                              FROM runs r CROSS JOIN LATERAL jsonb_array_elements_text(r.errors) WITH ORDINALITY e(sentence, n)
                             WHERE names_user(e.sentence, $1::text))
       ) AS document

-- $2 the most.
-- name: user_outreaches
SELECT coalesce(e.sent_at, e.closed_at, e.scheduled_for, e.created_at) AS at, e.id, e.companion_id, e.engagement_type,
       e.engagement_status, e.reason, e.proof::text AS proof, e.disclosure::text AS disclosure, e.approved_by, e.error
  FROM engagements e
 WHERE e.user_id = $1::text
 ORDER BY e.created_at DESC, e.id DESC
 LIMIT $2::bigint
