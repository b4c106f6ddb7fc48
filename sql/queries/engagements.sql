-- Drafts: claimed for writing, written, stored. Every write on a draft is guarded by its status and attempt.

-- $1 users, $2 companions, $3 types, $4 stages, $5 delivery times, $6 the users' last signs, $7 conversations, $8 the run's instant,
-- $9 lease seconds, $10 the run, $11 whether only a safe template may write it,
-- $12 what was drawn. Whichever unique index refuses a second open engagement: it is left out.
-- name: claim_drafts
INSERT INTO engagements
  (user_id, companion_id, engagement_type, safe, relationship_stage, scheduled_for, silent_since, conversation_id, engagement_status,
   created_at, lease_until, run_id, choice)
SELECT d.user_id, d.companion_id, d.engagement_type, d.safe, d.stage, d.scheduled_for, d.silent_since, d.conversation_id, 'drafting',
       $8::timestamptz, now() + $9::integer * interval '1 second', $10::text, d.choice::jsonb
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[], $11::boolean[],
              $12::text[])
       d(user_id, companion_id, engagement_type, stage, scheduled_for, silent_since, conversation_id, safe, choice)
  LEFT JOIN (SELECT s.user_id FROM preferences s WHERE s.user_id = ANY ($1::text[]) AND s.enabled IS FALSE
              UNION
             SELECT f.user_id FROM safety_flags f WHERE f.user_id = ANY ($1::text[]) AND f.released_at IS NULL) spared ON spared.user_id = d.user_id
 WHERE spared.user_id IS NULL
    ON CONFLICT DO NOTHING
RETURNING user_id, id, companion_id, attempt

-- Messages that were written before anything was claimed. $1 to $7 as above, $8 the run's instant, $9 the run, $10 whether only a
-- safe template may have written it, $11 what was drawn, $12 messages, $13 writers, $14 templates, $15 their sets, $16 memories,
-- $17 whether they wait for approval, $18 what they were reviewed for.
-- name: insert_written
INSERT INTO engagements
  (user_id, companion_id, engagement_type, safe, relationship_stage, scheduled_for, silent_since, conversation_id, engagement_status,
   created_at, run_id, choice, engagement_content, writer, template_id, template_set, memory_ids, approved_at, reviewed_for)
SELECT d.user_id, d.companion_id, d.engagement_type, d.safe, d.stage, d.scheduled_for, d.silent_since, d.conversation_id, 'scheduled',
       $8::timestamptz, $9::text, d.choice::jsonb, d.content, d.writer, d.template_id, d.template_set, d.memory_ids::jsonb,
       now() + CASE WHEN NOT d.waits THEN interval '0' END, d.reviewed_for
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[], $10::boolean[],
              $11::text[], $12::text[], $13::text[], $14::bigint[], $15::text[], $16::text[], $17::boolean[], $18::text[])
       d(user_id, companion_id, engagement_type, stage, scheduled_for, silent_since, conversation_id, safe, choice, content, writer,
         template_id, template_set, memory_ids, waits, reviewed_for)
  LEFT JOIN (SELECT s.user_id FROM preferences s WHERE s.user_id = ANY ($1::text[]) AND s.enabled IS FALSE
              UNION
             SELECT f.user_id FROM safety_flags f WHERE f.user_id = ANY ($1::text[]) AND f.released_at IS NULL) spared ON spared.user_id = d.user_id
 WHERE spared.user_id IS NULL
    ON CONFLICT DO NOTHING
RETURNING user_id, id

-- Drafts whose writer has died. $1 lease seconds, $2 the run, $3 slices, $4 the most.
-- name: take_over_drafts
UPDATE engagements e
   SET attempt = e.attempt + 1, lease_until = now() + $1::integer * interval '1 second', run_id = $2::text
  FROM (SELECT x.user_id, x.id, x.attempt
          FROM engagements x
         WHERE x.engagement_status = 'drafting' AND x.lease_until < now() AND x.attempt < 5
           AND slice(x.user_id) = ANY ($3::smallint[])
         ORDER BY x.lease_until, x.user_id, x.id
         LIMIT $4::bigint) d
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.engagement_status = 'drafting' AND e.attempt = d.attempt
RETURNING e.user_id, e.id, e.companion_id, e.attempt, e.engagement_type, e.safe, e.relationship_stage, e.scheduled_for

-- name: fail_exhausted_drafts
UPDATE engagements
   SET engagement_status = 'failed', reason = 'attempts', closed_at = $1::timestamptz, lease_until = NULL,
       error = 'the runs that wrote this message died five times'
 WHERE engagement_status = 'drafting' AND lease_until < now() AND attempt >= 5
   AND slice(user_id) = ANY ($2::smallint[])
RETURNING user_id, id

-- Drafts that are written, and those for which there is to be no message. $1 users, $2 ids, $3 attempts, $4 messages, $5 writers,
-- $6 templates, $7 to $13 what the LLM was asked, $14 why there is none, $15 the run's instant, $16 whether they wait for approval,
-- $17 what they were reviewed for, $18 the templates' sets, $19 what was chosen among templates (null: is not kept).
-- name: store_drafts
UPDATE engagements e
   SET engagement_status = CASE WHEN d.content IS NULL THEN 'cancelled' ELSE 'scheduled' END,
       reason = d.reason,
       closed_at = CASE WHEN d.content IS NULL THEN $15::timestamptz END,
       engagement_content = d.content, writer = d.writer, template_id = d.template_id, template_set = d.template_set, lease_until = NULL,
       llm_model = d.llm_model, llm_calls = d.llm_calls, tokens_in = d.tokens_in, tokens_out = d.tokens_out,
       latency_ms = d.latency_ms, refusals = d.refusals::jsonb, memory_ids = d.memory_ids::jsonb,
       choice = CASE WHEN d.choice IS NULL THEN e.choice ELSE coalesce(e.choice, '{}') || d.choice::jsonb END,
       approved_at = now() + CASE WHEN NOT d.waits THEN interval '0' END, reviewed_for = d.reviewed_for
  FROM unnest($1::text[], $2::bigint[], $3::integer[], $4::text[], $5::text[], $6::bigint[], $7::text[],
              $8::integer[], $9::bigint[], $10::bigint[], $11::bigint[], $12::text[], $13::text[], $14::text[], $16::boolean[], $17::text[], $18::text[], $19::text[])
       d(user_id, id, attempt, content, writer, template_id, llm_model, llm_calls, tokens_in, tokens_out, latency_ms, refusals,
         memory_ids, reason, waits, reviewed_for, template_set, choice)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'drafting' AND e.attempt = d.attempt
RETURNING e.user_id, e.id, e.reason

-- A run that waits for its writer keeps its drafts. $1 users, $2 ids, $3 attempts, $4 lease seconds.
-- name: renew_drafts
UPDATE engagements e
   SET lease_until = now() + $4::integer * interval '1 second'
  FROM unnest($1::text[], $2::bigint[], $3::integer[]) d(user_id, id, attempt)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'drafting' AND e.attempt = d.attempt
RETURNING e.user_id, e.id

-- A run that was told to stop leaves its drafts to the next one.
-- name: release_drafts
UPDATE engagements e
   SET lease_until = '-infinity'
  FROM unnest($1::text[], $2::bigint[], $3::integer[]) d(user_id, id, attempt)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'drafting' AND e.attempt = d.attempt
RETURNING e.user_id, e.id

-- $1 users, $2 ids, $3 attempts, $4 errors, $5 the reason, $6 the run's instant.
-- name: fail_drafts
UPDATE engagements e
   SET engagement_status = 'failed', reason = $5::text, error = d.error, closed_at = $6::timestamptz, lease_until = NULL
  FROM unnest($1::text[], $2::bigint[], $3::integer[], $4::text[]) d(user_id, id, attempt, error)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'drafting' AND e.attempt = d.attempt
RETURNING e.user_id, e.id, e.companion_id

-- Drafts whose pair has gone, or may not be written to any more, before they were written.
-- name: cancel_drafts
UPDATE engagements e
   SET engagement_status = 'cancelled', reason = d.reason, closed_at = $5::timestamptz, lease_until = NULL
  FROM unnest($1::text[], $2::bigint[], $3::integer[], $4::text[]) d(user_id, id, attempt, reason)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'drafting' AND e.attempt = d.attempt
RETURNING e.user_id, e.id
