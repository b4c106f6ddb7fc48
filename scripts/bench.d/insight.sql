-- :users users, each with one of :companions companions, :messages messages each over 90 days, of which a tenth of the users, held out, have ghosts. One in ten answers, those who
-- got messages a little more often; two variants of an experiment, six templates. Sessions come from the users' messages.
SET session_replication_role = replica; -- foreign keys hold, and are not looked at
INSERT INTO companions (id, name, is_active) SELECT n, 'Ida ' || n, true FROM generate_series(1, :companions) n;
INSERT INTO users (id, name) SELECT 'user-' || n, 'Sam' FROM generate_series(1, :users) n;
INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, last_interaction, created_at)
SELECT 'user-' || n, 1 + n % :companions, 'friend', now() - interval '2 days', now() - interval '200 days' FROM generate_series(1, :users) n;

INSERT INTO proactive.experiments (name, version, layer, status, variants, started_at, created_by)
VALUES ('warmth', 1, 'default', 'running', '[{"name": "control", "weight": 1, "settings": []}, {"name": "warm", "weight": 1, "settings": []}]',
        now() - interval '90 days', 'bench');
INSERT INTO proactive.exposures (user_id, experiment, version, variant, exposed_at)
SELECT 'user-' || n, 'warmth', 1, CASE WHEN n % 2 = 0 THEN 'warm' ELSE 'control' END, now() - interval '90 days'
  FROM generate_series(1, :users) n WHERE n % 10 <> 0;

INSERT INTO proactive.engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, sent_at, closed_at, engagement_status,
                                   created_at, silent_since, relationship_stage, writer, template_id, run_id, local_hour, local_weekday, responded_at, seen_at)
SELECT 'user-' || n, 1 + n % :companions, 'check_in', CASE WHEN NOT x.ghost THEN 'How has your day been so far?' END, x.at, CASE WHEN NOT x.ghost THEN x.at END,
       CASE WHEN x.ghost THEN x.at END, CASE WHEN x.ghost THEN 'ghost' WHEN x.luck < 0.12 THEN 'responded' ELSE 'ignored' END,
       x.at - interval '5 hours', x.at - interval '3 days' - x.luck * interval '20 days', 'friend', CASE WHEN NOT x.ghost THEN 'template' END,
       CASE WHEN NOT x.ghost THEN 1 + (n + k) % 6 END, 'bench', CASE WHEN NOT x.ghost THEN 8 + (n + k) % 14 END,
       CASE WHEN NOT x.ghost THEN extract(isodow FROM x.at) END,
       CASE WHEN x.luck < CASE WHEN x.ghost THEN 0.1 ELSE 0.12 END THEN x.at + interval '5 hours' END,
       CASE WHEN NOT x.ghost AND x.luck < 0.5 THEN x.at + interval '1 hour' END
  FROM generate_series(1, :users) n CROSS JOIN generate_series(1, :messages) k
 CROSS JOIN LATERAL (SELECT date_trunc('minute', now() - (k / 3 * 3 * interval '90 days' / :messages + k % 3 * interval '2 days') - (n % 1440) * interval '1 minute') AS at, n % 10 = 0 AS ghost,
                            (hashtext(n || ':' || k) & 65535) / 65536.0 AS luck) x;

VACUUM ANALYZE;
