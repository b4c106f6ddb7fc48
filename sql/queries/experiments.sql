-- Experiments, whom they have reached, and ghosts: messages that users who are held out would have got.

-- $1 statuses, $2 the name (null: all).
-- name: list_experiments
SELECT x.name, x.version, x.layer, x.status, x.variants, x.buckets, x.stopped_variants, x.planned_users, x.created_at,
       x.created_by, x.started_at, x.stopped_at, x.stopped_why
  FROM experiments x
 WHERE x.status = ANY ($1::text[]) AND ($2::text IS NULL OR x.name = $2::text)
 ORDER BY x.layer, x.name, x.version

-- Who changes experiments does it alone: what is free in a layer is read, and then taken.
-- name: lock_experiments
LOCK TABLE experiments IN SHARE ROW EXCLUSIVE MODE

-- $1 the name, $2 layer, $3 variants, $4 planned users, $5 by whom. The next version.
-- name: insert_experiment
INSERT INTO experiments (name, version, layer, status, variants, planned_users, created_by)
SELECT $1::text, coalesce(max(x.version), 0) + 1, $2::text, 'draft', $3::jsonb, $4::bigint, $5::text
  FROM experiments x WHERE x.name = $1::text
RETURNING version

-- $1 the name, $2 version, $3 buckets.
-- name: run_experiment
UPDATE experiments x
   SET status = 'running', buckets = $3::jsonb, started_at = coalesce(x.started_at, now())
 WHERE x.name = $1::text AND x.version = $2::integer AND x.status <> 'stopped'
RETURNING x.name

-- $1 the name, $2 version, $3 why.
-- name: stop_experiment
UPDATE experiments x
   SET status = 'stopped', stopped_at = now(), stopped_why = $3::text
 WHERE x.name = $1::text AND x.version = $2::integer AND x.status <> 'stopped'
RETURNING x.name

-- $1 the name, $2 version, $3 the variant, $4 why.
-- name: stop_variant
UPDATE experiments x
   SET stopped_variants = x.stopped_variants || jsonb_build_object($3::text, jsonb_build_object('at', now(), 'why', $4::text))
 WHERE x.name = $1::text AND x.version = $2::integer AND x.status = 'running' AND NOT x.stopped_variants ? $3::text
RETURNING x.name

-- name: first_experiment_begin
SELECT min(x.started_at) AS began_at FROM experiments x WHERE x.status = 'running'

-- Those whose guardrails are to be looked at: once a day. $1 the instant.
-- name: unreviewed_experiments
SELECT x.name
  FROM experiments x
 WHERE x.status = 'running' AND (x.reviewed_at IS NULL OR x.reviewed_at <= $1::timestamptz - interval '1 day')

-- $1 the name, $2 version, $3 the instant.
-- name: mark_reviewed
UPDATE experiments x SET reviewed_at = $3::timestamptz WHERE x.name = $1::text AND x.version = $2::integer

-- $1 the name, $2 version.
-- name: exposed_users
SELECT e.variant, count(*) AS users, min(e.exposed_at) AS first, max(e.exposed_at) AS last
  FROM exposures e
 WHERE e.experiment = $1::text AND e.version = $2::integer
 GROUP BY e.variant

-- The first counts. $1 users, $2 experiments, $3 versions, $4 variants, $5 the run's instant.
-- name: note_exposures
INSERT INTO exposures (user_id, experiment, version, variant, exposed_at)
SELECT d.user_id, d.experiment, d.version, d.variant, $5::timestamptz
  FROM unnest($1::text[], $2::text[], $3::integer[], $4::text[]) d(user_id, experiment, version, variant)
    ON CONFLICT DO NOTHING

-- Where a draft would be claimed: claim_drafts. A pair has one that is open.
-- name: insert_ghosts
INSERT INTO engagements
  (user_id, companion_id, engagement_type, safe, relationship_stage, scheduled_for, silent_since, conversation_id, engagement_status,
   created_at, run_id)
SELECT d.user_id, d.companion_id, d.engagement_type, d.safe, d.stage, d.scheduled_for, d.silent_since, d.conversation_id, 'ghost',
       $8::timestamptz, $9::text
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[], $10::boolean[])
       d(user_id, companion_id, engagement_type, stage, scheduled_for, silent_since, conversation_id, safe)
  LEFT JOIN (SELECT s.user_id FROM preferences s WHERE s.user_id = ANY ($1::text[]) AND s.enabled IS FALSE
              UNION
             SELECT f.user_id FROM safety_flags f WHERE f.user_id = ANY ($1::text[]) AND f.released_at IS NULL) spared ON spared.user_id = d.user_id
 WHERE spared.user_id IS NULL
    ON CONFLICT DO NOTHING
RETURNING user_id

-- Open ones, and those that count as messages. $1 users.
-- name: ghosts_of_users
SELECT e.user_id, e.companion_id, e.engagement_type, e.scheduled_for, e.closed_at, e.silent_since, e.conversation_id
  FROM engagements e
 WHERE e.user_id = ANY ($1::text[]) AND e.engagement_status = 'ghost' AND e.reason IS NULL
 ORDER BY e.user_id, e.scheduled_for, e.id

-- Oldest first. $1 the instant, $2 slices (null: all), $3 the most.
-- name: due_ghosts
SELECT e.user_id, e.id, e.companion_id, e.engagement_type, e.scheduled_for, e.created_at, e.held_from, e.safe
  FROM engagements e
 WHERE e.engagement_status = 'ghost' AND e.closed_at IS NULL AND e.scheduled_for <= $1::timestamptz
   AND ($2::smallint[] IS NULL OR slice(e.user_id) = ANY ($2::smallint[]))
 ORDER BY e.scheduled_for, e.user_id, e.id
 LIMIT $3::bigint

-- $1 users, $2 ids, $3 why they would not have been sent (null: they would), $4 the run's instant. Of messages it is asked from an hour on.
-- name: close_ghosts
UPDATE engagements e
   SET closed_at = $4::timestamptz, reason = d.reason, settle_at = $4::timestamptz + CASE WHEN d.reason IS NULL THEN interval '1 hour' END
  FROM unnest($1::text[], $2::bigint[], $3::text[]) d(user_id, id, reason)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'ghost' AND e.closed_at IS NULL

-- name: hold_ghosts
UPDATE engagements e
   SET scheduled_for = d.scheduled_for, held_from = coalesce(e.held_from, e.scheduled_for)
  FROM unnest($1::text[], $2::bigint[], $3::timestamptz[]) d(user_id, id, scheduled_for)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'ghost' AND e.closed_at IS NULL
