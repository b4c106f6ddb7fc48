-- name: stored_settings
SELECT name, value FROM settings ORDER BY name

-- The only way to change them: it writes the history itself. $1 names, $2 values (NULL removes), $3 who.
-- name: change_settings
SELECT c.name, c.old_value, c.new_value FROM change_settings($1::text[], $2::text[], $3::text) c ORDER BY c.name

-- name: settings_history
SELECT changed_at, changed_by, name, old_value, new_value
  FROM settings_history
 ORDER BY changed_at DESC, id DESC
 LIMIT $1::bigint
