-- name: stored_settings
SELECT name, value FROM proactive_settings ORDER BY name

-- $1 names, $2 values, $3 who.
-- name: store_settings
WITH wanted AS (
  SELECT d.name, d.value FROM unnest($1::text[], $2::text[]) d(name, value)
), recorded AS (
  INSERT INTO proactive_settings_history (name, old_value, new_value, changed_by)
  SELECT w.name, s.value, w.value, $3::text FROM wanted w LEFT JOIN proactive_settings s ON s.name = w.name
   WHERE s.value IS DISTINCT FROM w.value
)
INSERT INTO proactive_settings (name, value, changed_by)
SELECT w.name, w.value, $3::text FROM wanted w
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at

-- name: remove_settings
WITH removed AS (
  DELETE FROM proactive_settings WHERE name = ANY ($1::text[]) RETURNING name, value
)
INSERT INTO proactive_settings_history (name, old_value, new_value, changed_by)
SELECT name, value, NULL, $2::text FROM removed
RETURNING name

-- name: settings_history
SELECT changed_at, changed_by, name, old_value, new_value
  FROM proactive_settings_history
 ORDER BY changed_at DESC, id DESC
 LIMIT $1::bigint
