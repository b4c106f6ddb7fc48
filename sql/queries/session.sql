-- What holds for every transaction, first in each: within the transaction, since a pooler may give the next one to another
-- server process. $1: the longest that one statement may take.
-- name: session_settings
SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', '2s', true),
       set_config('idle_in_transaction_session_timeout', '10s', true), set_config('jit', 'off', true),
       set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO', true)
