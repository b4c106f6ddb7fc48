-- That an AI writes, as users are told.

-- Of each language the newest.
-- name: disclosure_texts
SELECT DISTINCT ON (d.language) d.language, d.version, d.body
  FROM disclosure_texts d
 ORDER BY d.language, d.created_at DESC, d.version DESC

-- $1 language, $2 version, $3 text. A version that is there stays as it is.
-- name: add_disclosure_text
INSERT INTO disclosure_texts (language, version, body)
VALUES ($1::text, $2::text, $3::text)
    ON CONFLICT (language, version) DO NOTHING
RETURNING language
