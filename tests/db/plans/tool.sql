-- The tool's side of the world of tests/db/plans.sh: what :rows pairs leave after more than a year. In the order of its time, as it was
-- written, a message to each pair, most of them settled, many of them older than anything that is kept; ghosts; few that are open, due, unsettled.
SET session_replication_role = replica;
SET maintenance_work_mem = '256MB';
-- Indexes are built in the end, which takes half the time.
CREATE TEMP TABLE built_later AS
SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_index i WHERE i.indrelid = 'proactive.engagements'::regclass AND NOT i.indisprimary;
SELECT format('DROP INDEX %s', name) FROM built_later \gexec
SET search_path = proactive, public;
INSERT INTO pairs (user_id, companion_id, next_check_at)
SELECT 'user-' || n, (1 + n % 100)::text, now() + CASE WHEN n % 200 = 0 THEN - interval '1 minute' ELSE (1 + n % 40000) * interval '1 minute' END
  FROM generate_series(1, :rows) n;
UPDATE discovery SET asked_at = now() - interval '20 minutes', full_at = now() - interval '1 hour';

-- Messages of 400 days; of the oldest half the texts are gone already. Of a twentieth the users are held out.
INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, engagement_status, closed_at, reason,
                         created_at, silent_since, relationship_stage, writer, template_id, llm_model, llm_calls, tokens_in, tokens_out, latency_ms,
                         refusals, memory_ids, run_id, local_hour, local_weekday, responded_at, seen_at, choice, disclosure, proof)
SELECT 'user-' || u, (1 + u % 100)::text, 'check_in', CASE WHEN kind IN ('sent', 'cancelled') AND n > :rows / 2 THEN 'How has your day been?' END,
       at + interval '3 hours', CASE kind WHEN 'sent' THEN at + interval '3 hours' END,
       CASE kind WHEN 'sent' THEN CASE WHEN n % 8 = 1 THEN 'responded' ELSE 'ignored' END ELSE kind END,
       CASE WHEN kind <> 'sent' THEN at + interval '3 hours' END, CASE kind WHEN 'cancelled' THEN 'user_wrote' WHEN 'failed' THEN 'unreadable' END,
       at, at - interval '30 hours', 'friend',
       CASE WHEN kind <> 'ghost' THEN CASE WHEN n % 5 = 0 THEN 'llm' ELSE 'template' END END, CASE WHEN kind <> 'ghost' AND n % 5 > 0 THEN 1 + n % 40 END,
       CASE WHEN kind <> 'ghost' AND n % 5 = 0 THEN 'qwen3' END, 1, 800, 60, 900, CASE WHEN kind = 'sent' AND n % 50 = 0 THEN '["too_long"]'::jsonb END,
       CASE WHEN kind = 'sent' AND n > :rows / 2 AND n % 5 = 0 THEN '["17"]'::jsonb END, 'run', CASE kind WHEN 'sent' THEN n % 24 END,
       CASE kind WHEN 'sent' THEN 1 + n % 7 END, CASE WHEN kind = 'sent' AND n % 8 = 1 THEN at + interval '5 hours' END,
       CASE WHEN kind = 'sent' AND n % 3 = 1 THEN at + interval '4 hours' END, '{"template": {"p": 0.2}}',
       CASE WHEN kind = 'sent' AND n % 10 = 0 THEN '{"form": "system", "language": "en", "version": "1"}'::jsonb END,
       CASE WHEN kind = 'sent' THEN '{"packs": [], "version": "1"}'::jsonb END
  FROM (SELECT n, (n::bigint * 7919) % :rows AS u, now() - interval '400 days' + n * interval '396 days' / :rows AS at,
               CASE WHEN n % 20 = 0 THEN 'ghost' WHEN n % 20 = 1 THEN 'cancelled' WHEN n % 1000 = 2 THEN 'failed' ELSE 'sent' END AS kind
          FROM generate_series(1, :rows) n) x;
-- The last four days: sent, and to be asked about; a hundredth of them by now.
INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, engagement_status, closed_at,
                         created_at, silent_since, relationship_stage, writer, template_id, run_id, local_hour, local_weekday, settle_at)
SELECT 'user-' || u, (1 + u % 100)::text, 'check_in', CASE WHEN ghost THEN NULL ELSE 'How has your day been?' END, at + interval '3 hours',
       CASE WHEN ghost THEN NULL ELSE at + interval '3 hours' END, CASE WHEN ghost THEN 'ghost' ELSE 'sent' END,
       CASE WHEN ghost THEN at + interval '3 hours' END, at, at - interval '30 hours', 'friend', CASE WHEN ghost THEN NULL ELSE 'template' END,
       CASE WHEN ghost THEN NULL ELSE 3 END, 'run', CASE WHEN ghost THEN NULL ELSE 12 END, CASE WHEN ghost THEN NULL ELSE 3 END,
       now() + CASE WHEN n % 100 < 2 THEN - interval '5 minutes' ELSE (n % 1440 + 1) * interval '1 minute' END
  FROM (SELECT n, (n::bigint * 104729) % :rows AS u, now() - interval '4 days' + n * interval '93 hours' / (:rows / 10) AS at, n % 20 = 1 AS ghost
          FROM generate_series(1, :rows / 10) n) x;
-- Open ones: due, waiting for approval, planned; drafts, some of them of runs that died; ghosts.
INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, engagement_status, created_at, silent_since,
                         relationship_stage, writer, template_id, run_id, approved_at, lease_until)
SELECT 'user-' || u, (1 + u % 100)::text, 'check_in', CASE WHEN kind = 'scheduled' THEN 'How has your day been?' END,
       now() + CASE WHEN n % 10 = 0 THEN - interval '1 minute' ELSE (n % 1440) * interval '1 minute' END, kind, now() - interval '2 hours',
       now() - interval '30 hours', 'friend', CASE kind WHEN 'scheduled' THEN 'template' END, CASE kind WHEN 'scheduled' THEN 3 END, 'run',
       CASE WHEN n % 30 < 25 THEN now() END, CASE kind WHEN 'drafting' THEN now() + (n % 3 - 1) * interval '2 minutes' END
  FROM (SELECT n, (n::bigint * 15485863) % :rows AS u, CASE WHEN n % 50 = 1 THEN 'drafting' WHEN n % 50 = 2 THEN 'ghost' ELSE 'scheduled' END AS kind
          FROM generate_series(1, :rows / 20) n) x;

INSERT INTO deliveries (user_id, engagement_id, message_id, conversation_id, delivered_at)
SELECT e.user_id, e.id, e.id::text, '1', e.sent_at FROM engagements e WHERE e.sent_at IS NOT NULL;
INSERT INTO outbox (user_id, engagement_id, status, body, created_at, next_at, closed_at)
SELECT e.user_id, e.id, k.status, CASE WHEN k.status <> 'accepted' THEN '{}' END, e.sent_at, CASE k.status WHEN 'waiting' THEN now() - interval '1 minute' END,
       CASE WHEN k.status <> 'waiting' THEN e.sent_at END
  FROM engagements e
 CROSS JOIN LATERAL (SELECT CASE WHEN e.sent_at < now() - interval '1 day' THEN 'accepted' WHEN e.id % 20 = 0 THEN 'waiting' WHEN e.id % 200 = 1 THEN 'dead' ELSE 'accepted' END AS status) k
 WHERE e.sent_at > now() - interval '80 days';
INSERT INTO preferences (user_id, enabled, opted_out_at, erased_at, timezone)
SELECT 'user-' || n, CASE WHEN n % 3 > 0 THEN n % 3 = 1 END, CASE WHEN n % 3 = 2 THEN now() - n % 400 * interval '1 day' END,
       CASE WHEN n % 300 = 2 THEN now() END, CASE WHEN n % 300 <> 2 THEN 'Europe/Berlin' END
  FROM generate_series(1, :rows, 5) n;
INSERT INTO mutes (user_id, companion_id, created_at) SELECT 'user-' || n, (1 + n % 100)::text, now() - n % 400 * interval '1 day' FROM generate_series(1, :rows, 10) n;
INSERT INTO safety_flags (user_id, kind, source, detected_at, released_at, released_by)
SELECT 'user-' || n, 'crisis', 'app', now() - (n % 400 + 4) * interval '1 day', CASE WHEN n % 2000 > 1 THEN now() - n % 400 * interval '1 day' END,
       CASE WHEN n % 2000 > 1 THEN 'Ann' END
  FROM generate_series(1, :rows, 10) n;
INSERT INTO experiments (name, version, layer, status, variants, started_at, created_by)
VALUES ('warmth', 1, 'default', 'running', '[{"name": "control", "weight": 1, "settings": []}, {"name": "warm", "weight": 1, "settings": []}]', now() - interval '90 days', 'test');
INSERT INTO exposures (user_id, experiment, version, variant, exposed_at)
SELECT 'user-' || n, 'warmth', 1, CASE WHEN n % 2 = 0 THEN 'warm' ELSE 'control' END, now() - interval '90 days' + n * interval '80 days' / :rows
  FROM generate_series(1, :rows) n;
INSERT INTO runs (run_id, command, as_of, started_at, finished_at, duration_ms, exit_code, report, settings_fingerprint)
SELECT 'run-' || n, CASE WHEN n % 16 = 0 THEN 'schedule' ELSE 'process' END, at, at, at, 90, 0,
       '{"checked": 1000, "scheduled": 50, "refused": {"interval": 950}, "left_due": 0, "slices": 64}', 'f'
  FROM (SELECT n, now() - n * interval '30 days' / (:rows / 20) AS at FROM generate_series(1, :rows / 20) n) x;
INSERT INTO settings_history (name, new_value, changed_by, changed_role, changed_at) VALUES ('holdout_percent', '5', 'Ann', 'ann', now() - interval '300 days');
SELECT definition FROM built_later \gexec
ANALYZE pairs, engagements, deliveries, outbox, experiments, exposures, runs, settings_history;
VACUUM ANALYZE preferences, mutes, safety_flags; -- as the server itself does after such insertions: their indexes alone tell who has any
