-- Statements as they must not be: tests/db/plans.sh says of each what is wrong with it, or would find nothing in the others either.

-- name: broken_scan
SELECT p.user_id FROM pairs p WHERE p.next_check_at + interval '1 second' <= $1::timestamptz LIMIT 1000

-- name: broken_filter
SELECT p.user_id FROM pairs p WHERE p.next_check_at <= 'infinity' AND p.gone_since <= $1::timestamptz ORDER BY p.next_check_at LIMIT 1000

-- name: broken_sort
SELECT e.user_id FROM engagements e WHERE e.settle_at <= $1::timestamptz + interval '1 day' ORDER BY e.engagement_content, e.user_id

-- name: broken_function
SELECT f.user_id FROM adapter_pairs('-infinity') f LIMIT 1
