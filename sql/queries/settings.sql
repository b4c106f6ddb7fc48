-- name: stored_settings
SELECT name, value FROM settings ORDER BY name

-- The only way to change them: it writes the history itself. $1 names, $2 values (NULL removes), $3 who.
-- name: change_settings
SELECT c.name, c.old_value, c.new_value FROM change_settings($1::text[], $2::text[], $3::text) c ORDER BY c.name

-- name: settings_history
SELECT changed_at, changed_by, name, old_value, new_value
  FROM settings_history
 ORDER BY changed_at DESC, name, id DESC  -- of one change, which is one transaction, by name
 LIMIT $1::bigint

-- One preset, or the undoing of one, is one transaction, and its author says so.
-- name: last_preset_changes
WITH newest AS (
  SELECT changed_at, changed_by
    FROM settings_history
   WHERE changed_by ~ ' \((undo of )?preset [A-Za-z]+\)$'
   ORDER BY changed_at DESC, id DESC
   LIMIT 1
)
SELECT h.changed_at, h.changed_by, h.name, h.old_value, h.new_value
  FROM settings_history h JOIN newest USING (changed_at, changed_by)
 ORDER BY h.name
