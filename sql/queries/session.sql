-- Begins a transaction, in one message with what holds for every one: within the transaction, since a pooler may give the next one to another
-- server process, and before anything is looked up, since a database or a role may have set each of them otherwise. Functions and
-- tables are found in the catalog and in our schema only; rows that row level security hides are an error, not an absence; notices of
-- the app's triggers would stand between the lines of the log.
-- name: begin_transaction
BEGIN;
SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
SET LOCAL search_path = proactive, pg_temp;
SET LOCAL row_security = off;
SET LOCAL standard_conforming_strings = on;
SET LOCAL array_nulls = on;
SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO, YMD';
SET LOCAL intervalstyle = 'postgres';
SET LOCAL bytea_output = 'hex';
SET LOCAL extra_float_digits = 1;
SET LOCAL xmlbinary = 'base64';
SET LOCAL transform_null_equals = off;
SET LOCAL quote_all_identifiers = off;
SET LOCAL client_min_messages = error;
SET LOCAL default_tablespace = '';
SET LOCAL check_function_bodies = on;
SET LOCAL jit = off;
SET LOCAL lock_timeout = '2s';
SET LOCAL idle_in_transaction_session_timeout = '10s';
