-- Pairs: which the app has, which are due, and when each is looked at next.

-- One run asks at a time: it takes its turn by moving the time on, and learns since when to ask; others do not wait for it. $1 the run's instant, $2 minutes
-- between two turns. The last ten minutes before the last turn are asked for again: what was committed late is not missed. Where no pair is known yet, it is
-- always time to ask for all: what an app has imported is older than any turn. So it is where learning of all for the first time was broken off, for the run that
-- keeps up. $3 whether no pair is known, $4 whether this is that run.
-- name: take_discovery_turn
UPDATE discovery d
   SET asked_at = greatest(before.last_asked_at, $1::timestamptz)
  FROM (SELECT asked_at AS last_asked_at, $3::boolean OR ($4::boolean AND NOT isfinite(full_at)) AS is_at_begin FROM discovery FOR UPDATE SKIP LOCKED) before
 WHERE d.asked_at = before.last_asked_at
   AND (before.is_at_begin OR d.asked_at <= $1::timestamptz - $2::integer * interval '1 minute')
RETURNING CASE WHEN isfinite(before.last_asked_at) THEN before.last_asked_at - interval '10 minutes' ELSE before.last_asked_at END AS since,
          before.is_at_begin OR d.full_at <= $1::timestamptz - interval '1 day' AS is_full_due

-- name: knows_nobody
SELECT NOT EXISTS (SELECT 1 FROM pairs) AS knows_nobody

-- An id of over 200 bytes is no id that an index of ours could hold: config adapter check counts such pairs.

-- Who was erased is not learned of anew.

-- Pairs whose user wrote since $1: new ones, and known ones that are looked at again soon. $2 the run's instant.
-- name: discover_pairs
INSERT INTO pairs (user_id, companion_id, next_check_at)
SELECT DISTINCT a.user_id, a.companion_id, $2::timestamptz
  FROM adapter_pairs($1::timestamptz) a
  LEFT JOIN (SELECT s.user_id FROM preferences s WHERE s.erased_at IS NOT NULL) e ON e.user_id = a.user_id
 WHERE octet_length(a.user_id) BETWEEN 1 AND 200 AND octet_length(a.companion_id) BETWEEN 1 AND 200
   AND e.user_id IS NULL
    ON CONFLICT (user_id, companion_id) DO UPDATE SET next_check_at = excluded.next_check_at
 WHERE pairs.next_check_at > excluded.next_check_at

-- The next pairs of all that are not known yet, or of those that an operator names. Sorted, since they are read before the first is stored, and indexes take
-- them faster; the server cannot know how many the app has, so that who was erased is read once. $1 the run's instant, $2 the most of one step, $3 the user, $4 the companion.
-- name: discover_all_pairs
INSERT INTO pairs (user_id, companion_id, next_check_at)
SELECT n.user_id, n.companion_id, $1::timestamptz
  FROM (SELECT a.user_id, a.companion_id
          FROM adapter_pairs('-infinity') a
          LEFT JOIN (SELECT k.user_id, k.companion_id
                       FROM pairs k
                      WHERE ($3::text IS NULL OR k.user_id = $3::text) AND ($4::text IS NULL OR k.companion_id = $4::text)) p
            ON p.user_id = a.user_id AND p.companion_id = a.companion_id
         WHERE ($3::text IS NULL OR a.user_id = $3::text)
           AND ($4::text IS NULL OR a.companion_id = $4::text)
           AND octet_length(a.user_id) BETWEEN 1 AND 200 AND octet_length(a.companion_id) BETWEEN 1 AND 200
           AND p.user_id IS NULL
           AND a.user_id NOT IN (SELECT e.user_id FROM preferences e WHERE e.erased_at IS NOT NULL)
         LIMIT $2::bigint) n
 ORDER BY n.user_id, n.companion_id
    ON CONFLICT (user_id, companion_id) DO NOTHING

-- Not where an app has nobody yet: it is asked again soon.
-- name: end_full_discovery
UPDATE discovery SET full_at = $1::timestamptz

-- Oldest first, after the last one seen. Without slices all users.
-- name: due_pairs
SELECT p.user_id AS user_text, p.companion_id AS companion_text, p.next_check_at::text AS next_check
  FROM pairs p
 WHERE p.next_check_at <= $1::timestamptz
   AND ($2::timestamptz IS NULL OR (p.next_check_at, p.user_id, p.companion_id) > ($2::timestamptz, $3::text, $4::text))
   AND ($5::smallint[] IS NULL OR slice(p.user_id) = ANY ($5::smallint[]))
 ORDER BY p.next_check_at, p.user_id, p.companion_id
 LIMIT $6::bigint

-- All pairs of these users that are due. $1 users, $2 the instant.
-- name: due_pairs_of_users
SELECT p.user_id AS user_text, p.companion_id AS companion_text, p.next_check_at::text AS next_check
  FROM (SELECT DISTINCT u.user_id COLLATE "C" AS user_id FROM unnest($1::text[]) u(user_id)) d
  JOIN pairs p ON p.user_id = d.user_id AND p.user_id COLLATE "default" = ANY ($1::text[]) AND p.next_check_at <= $2::timestamptz
 ORDER BY p.next_check_at, p.user_id, p.companion_id

-- How many are due in each slice, of the $3 that have been due for longest; the slice of the oldest first. $1 the instant, $2 slices (null: all).
-- name: due_pairs_by_slice
SELECT d.slice, count(*) AS due
  FROM (SELECT slice(p.user_id) AS slice, p.next_check_at AS due_at
          FROM pairs p
         WHERE p.next_check_at <= $1::timestamptz AND ($2::smallint[] IS NULL OR slice(p.user_id) = ANY ($2::smallint[]))
         ORDER BY p.next_check_at, p.user_id, p.companion_id
         LIMIT $3::bigint) d
 GROUP BY d.slice
 ORDER BY min(d.due_at), d.slice

-- name: count_due_pairs
SELECT count(*) AS due
  FROM (SELECT p.user_id
          FROM pairs p
         WHERE p.next_check_at <= $1::timestamptz AND ($2::smallint[] IS NULL OR slice(p.user_id) = ANY ($2::smallint[]))
         LIMIT 100000) due

-- Those that an operator names (or all), due or not, after the last one seen.
-- name: chosen_pairs
SELECT p.user_id AS user_text, p.companion_id AS companion_text, p.next_check_at::text AS next_check
  FROM pairs p
 WHERE ($1::text IS NULL OR p.user_id = $1::text)
   AND ($2::text IS NULL OR p.companion_id = $2::text)
   AND ($3::text IS NULL OR (p.user_id, p.companion_id) > ($3::text, $4::text))
   AND ($5::smallint[] IS NULL OR slice(p.user_id) = ANY ($5::smallint[]))
 ORDER BY p.user_id, p.companion_id
 LIMIT $6::bigint

-- What a dry run sees besides: pairs that the next real run would learn of.
-- name: unknown_pairs
SELECT a.user_id AS user_text, a.companion_id AS companion_text, '-infinity' AS next_check
  FROM adapter_pairs($1::timestamptz) a
  LEFT JOIN (SELECT k.user_id, k.companion_id
               FROM pairs k
              WHERE ($2::text IS NULL OR k.user_id = $2::text) AND ($3::text IS NULL OR k.companion_id = $3::text)) p
    ON p.user_id = a.user_id AND p.companion_id = a.companion_id
  LEFT JOIN (SELECT s.user_id FROM preferences s WHERE s.erased_at IS NOT NULL) e ON e.user_id = a.user_id
 WHERE ($2::text IS NULL OR a.user_id = $2::text)
   AND ($3::text IS NULL OR a.companion_id = $3::text)
   AND ($4::text IS NULL OR (a.user_id COLLATE "C", a.companion_id COLLATE "C") > ($4::text, $5::text))
   AND octet_length(a.user_id) BETWEEN 1 AND 200 AND octet_length(a.companion_id) BETWEEN 1 AND 200
   AND p.user_id IS NULL AND e.user_id IS NULL
 GROUP BY a.user_id, a.companion_id
 ORDER BY a.user_id COLLATE "C", a.companion_id COLLATE "C"
 LIMIT $6::bigint

-- Since when the next real run would ask, by the same rules as its turn; infinity: for none. $1 the run's instant, $2 minutes between two turns.
-- name: next_discovery
SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM pairs) OR NOT isfinite(full_at) THEN '-infinity'
            WHEN asked_at > $1::timestamptz - $2::integer * interval '1 minute' THEN 'infinity'
            WHEN full_at <= $1::timestamptz - interval '1 day' THEN '-infinity'
            ELSE asked_at - interval '10 minutes' END AS since
  FROM discovery

-- $1 users, $2 companions, $3 when each is looked at next, $4 since when it is gone.
-- name: park_pairs
UPDATE pairs p
   SET next_check_at = d.next_check_at, gone_since = d.gone_since, error = NULL
  FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) d(user_id, companion_id, next_check_at, gone_since)
 WHERE p.user_id = d.user_id AND p.companion_id = d.companion_id AND p.user_id COLLATE "default" = ANY ($1::text[])

-- Pairs that could not be read. $3 errors, $4 when they are looked at next.
-- name: park_unreadable_pairs
UPDATE pairs p
   SET next_check_at = $4::timestamptz, error = d.error
  FROM unnest($1::text[], $2::text[], $3::text[]) d(user_id, companion_id, error)
 WHERE p.user_id = d.user_id AND p.companion_id = d.companion_id AND p.user_id COLLATE "default" = ANY ($1::text[])

-- name: forget_pairs
DELETE FROM pairs p
 USING unnest($1::text[], $2::text[]) d(user_id, companion_id)
 WHERE p.user_id = d.user_id AND p.companion_id = d.companion_id AND p.user_id COLLATE "default" = ANY ($1::text[])

-- Others than these, of whom the app should know: where it has facts of none of them, it is not they who are gone.
-- name: sample_pairs
SELECT p.user_id AS user_text, p.companion_id AS companion_text
  FROM pairs p
 WHERE p.gone_since IS NULL AND p.error IS NULL AND NOT EXISTS (
   SELECT FROM unnest($1::text[], $2::text[]) d(user_id, companion_id)
    WHERE d.user_id = p.user_id AND d.companion_id = p.companion_id)
 LIMIT 1000
