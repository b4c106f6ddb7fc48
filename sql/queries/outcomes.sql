-- What came of messages: asked of the app for those that were sent, some times after each; and of ghosts whether their users wrote anyway.

-- Whether the app's adapter tells at all.
-- name: tells_answers
SELECT EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = 'proactive'::regnamespace AND p.proname = 'app_answers') AS tells

-- $1 now, $2 slices (null: all), $3 the most, $4 whether of ghosts, or of messages: said so that no index of all ghosts that there ever were
-- seems to help.
-- name: unsettled
SELECT e.user_id, e.id, e.companion_id, d.message_id, coalesce(e.sent_at, e.closed_at) AS sent_at, e.settle_at,
       e.engagement_status = 'ghost' AS ghost
  FROM engagements e
  LEFT JOIN deliveries d ON d.user_id = e.user_id AND d.engagement_id = e.id
 WHERE e.settle_at <= $1::timestamptz AND CASE WHEN $4::boolean THEN e.engagement_status IS NOT DISTINCT FROM 'ghost' ELSE d.user_id IS NOT NULL END
   AND ($2::smallint[] IS NULL OR slice(e.user_id) = ANY ($2::smallint[]))
 ORDER BY e.settle_at, e.user_id, e.id
 LIMIT $3::bigint

-- $1 users, $2 companions, $3 engagements, $4 messages, $5 when they were sent.
-- name: app_answers
SELECT a.engagement_id, a.answered_at, a.answer_id, least(a.replies_1h, 1000000)::bigint AS replies_1h, a.seen_at
  FROM adapter_answers($1::text[], $2::text[], $3::bigint[], $4::text[], $5::timestamptz[]) a

-- Whether the app's facts tell who wants no more messages.
-- name: tells_objections
SELECT EXISTS (SELECT FROM pg_proc p CROSS JOIN LATERAL unnest(p.proargnames) a(name)
                WHERE p.pronamespace = 'proactive'::regnamespace AND p.proname = 'app_facts' AND a.name IN ('opted_out', 'muted_until'))
       AS tells

-- Those of the pairs of which it is so at $3.
-- name: app_objections
SELECT f.user_id, f.companion_id
  FROM adapter_facts($1::text[], $2::text[]) f
 WHERE f.opted_out OR f.muted_until > $3::timestamptz

-- $1 users, $2 ids, $3 statuses, $4 when they were answered, $5 by which messages, $6 replies, $7 when they were seen, $8 when to ask
-- again (null: no more), $9 when they were found unwelcome. What was known stays where the app does not tell it any more.
-- name: settle
UPDATE engagements e
   SET engagement_status = d.status, responded_at = coalesce(d.answered_at, e.responded_at),
       response_id = coalesce(d.answer_id, e.response_id), replies_1h = coalesce(d.replies, e.replies_1h),
       seen_at = coalesce(d.seen_at, e.seen_at), settle_at = d.ask_again, negative_at = coalesce(e.negative_at, d.objected_at)
  FROM unnest($1::text[], $2::bigint[], $3::text[], $4::timestamptz[], $5::text[], $6::bigint[], $7::timestamptz[], $8::timestamptz[],
              $9::timestamptz[])
       d(user_id, id, status, answered_at, answer_id, replies, seen_at, ask_again, objected_at)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.sent_at IS NOT NULL

-- Nothing can be known of these. $1 users, $2 ids.
-- name: give_up_settling
UPDATE engagements e
   SET settle_at = NULL
  FROM unnest($1::text[], $2::bigint[]) d(user_id, id)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[])

-- $1 users, $2 ids, $3 when they wrote, $4 when to ask again (null: no more).
-- name: settle_ghosts
UPDATE engagements e
   SET responded_at = coalesce(d.wrote_at, e.responded_at), settle_at = d.ask_again
  FROM unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::timestamptz[]) d(user_id, id, wrote_at, ask_again)
 WHERE e.user_id = d.user_id AND e.id = d.id AND e.user_id COLLATE "default" = ANY ($1::text[]) AND e.engagement_status = 'ghost'
