-- The tool's own tables, in a schema of their own. Every table of a user's data has user_id in its key, so that it can be
-- distributed later; ids are text, whatever they are in the app. scripts/migrate pins search_path to this schema.

-- Pairs that the tool knows of, and when each is looked at next: narrow, since every look updates it. What a look leaves behind lies before what
-- is due, and all that look for that step over it, so it is vacuumed when there is a twentieth of it.
CREATE TABLE pairs (
  user_id       text COLLATE "C" NOT NULL,
  companion_id  text COLLATE "C" NOT NULL,
  next_check_at timestamptz NOT NULL,
  gone_since    timestamptz,
  error         text,
  PRIMARY KEY (user_id, companion_id)
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
COMMENT ON COLUMN pairs.gone_since IS 'since when the app has no facts of the pair; it is forgotten after 30 days';
COMMENT ON COLUMN pairs.error IS 'why the pair could not be read when it was last looked at';
CREATE INDEX pairs_due ON pairs (next_check_at, user_id, companion_id);

-- When the app was last asked for pairs: since the last time (overlapping), and for all of them.
CREATE TABLE discovery (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  asked_at timestamptz NOT NULL DEFAULT '-infinity',
  full_at  timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO discovery DEFAULT VALUES;

-- How far the round through all engagements has come that removes what is old. It begins anew a day after it began, and each run goes on
-- with a part of it, so that what is kept costs no run more than that.
CREATE TABLE retention_round (
  only_one   boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  began_at   timestamptz NOT NULL DEFAULT '-infinity',
  after_user text COLLATE "C",
  after_id   bigint,
  CONSTRAINT retention_round_place CHECK ((after_user IS NULL) = (after_id IS NULL))
);
COMMENT ON COLUMN retention_round.after_user IS 'null: the round has ended';
INSERT INTO retention_round DEFAULT VALUES;

-- One outreach to one pair. The stored words of status, type and stage are frozen.
CREATE TABLE engagements (
  user_id            text COLLATE "C" NOT NULL,
  id                 bigint      GENERATED ALWAYS AS IDENTITY,
  companion_id       text COLLATE "C" NOT NULL,
  conversation_id    text COLLATE "C",
  engagement_type    text        NOT NULL,
  safe               boolean     NOT NULL DEFAULT false,
  engagement_content text,
  scheduled_for      timestamptz,
  held_from          timestamptz,
  -- What was drawn, with which probability: {"hour":{"p":0.031,"of":96},"template":{"p":0.2,"arms":{"12":0.2,"13":0.8}}}.
  choice             jsonb,
  sent_at            timestamptz,
  user_response      text,
  engagement_status  text        NOT NULL,
  created_at         timestamptz NOT NULL,
  closed_at          timestamptz,
  silent_since       timestamptz,
  relationship_stage text        NOT NULL,
  writer             text,
  template_id        bigint,
  template_set       text,
  reason             text,
  error              text,
  attempt            integer     NOT NULL DEFAULT 1,
  lease_until        timestamptz,
  run_id             text        NOT NULL,
  -- Whose eyes have seen it before it is due, where an operator wants that.
  approved_at        timestamptz DEFAULT now(),
  approved_by        text,
  reviewed_for       text        NOT NULL DEFAULT '',
  -- Why it was sent, and what it told.
  proof              jsonb,
  disclosure         jsonb,
  -- How an LLM came to the message, or did not: filled where one was asked.
  llm_model          text,
  llm_calls          integer,
  tokens_in          bigint,
  tokens_out         bigint,
  latency_ms         bigint,
  refusals           jsonb,
  memory_ids         jsonb,
  -- What came of it.
  local_hour         smallint,
  local_weekday      smallint,
  responded_at       timestamptz,
  response_id        text,
  replies_1h         bigint,
  seen_at            timestamptz,
  negative_at        timestamptz,
  settle_at          timestamptz,
  PRIMARY KEY (user_id, id),
  CONSTRAINT engagements_type CHECK (engagement_type IN ('check_in', 'memory_reminder', 'topic_suggestion', 'emotional_support')),
  CONSTRAINT engagements_safe CHECK (NOT safe OR (engagement_type = 'emotional_support' AND coalesce(writer, 'template') = 'template')),
  CONSTRAINT engagements_status CHECK (engagement_status IN
    ('drafting', 'scheduled', 'sent', 'responded', 'ignored', 'cancelled', 'expired', 'failed', 'ghost')),
  CONSTRAINT engagements_ghost CHECK (engagement_status <> 'ghost' OR (scheduled_for IS NOT NULL AND
    num_nonnulls(engagement_content, writer, template_id, template_set, llm_model, memory_ids, error) = 0)),
  CONSTRAINT engagements_stage CHECK (relationship_stage IN
    ('stranger', 'acquaintance', 'friend', 'close_friend', 'intimate', 'partner')),
  CONSTRAINT engagements_writer CHECK (writer IN ('template', 'llm', 'fallback')),
  CONSTRAINT engagements_written CHECK (engagement_status IN ('drafting', 'cancelled', 'failed', 'ghost') OR
    (scheduled_for IS NOT NULL AND writer IS NOT NULL AND (engagement_content IS NOT NULL OR sent_at IS NOT NULL))),
  CONSTRAINT engagements_choice CHECK (jsonb_typeof(choice) = 'object'),
  CONSTRAINT engagements_held CHECK (held_from < scheduled_for),
  CONSTRAINT engagements_content CHECK (char_length(engagement_content) BETWEEN 1 AND 4000),
  CONSTRAINT engagements_lease CHECK ((engagement_status = 'drafting') = (lease_until IS NOT NULL)),
  CONSTRAINT engagements_sent CHECK ((engagement_status IN ('sent', 'responded', 'ignored')) = (sent_at IS NOT NULL)),
  CONSTRAINT engagements_closed CHECK (engagement_status = 'ghost' OR (engagement_status IN ('cancelled', 'expired', 'failed')) = (closed_at IS NOT NULL)),
  CONSTRAINT engagements_reason CHECK (CASE engagement_status WHEN 'ghost' THEN reason IS NULL OR closed_at IS NOT NULL
                                               ELSE (engagement_status IN ('cancelled', 'expired', 'failed')) = (reason IS NOT NULL) END),
  CONSTRAINT engagements_attempt CHECK (attempt BETWEEN 1 AND 5),
  CONSTRAINT engagements_lists CHECK (jsonb_typeof(refusals) = 'array' AND jsonb_typeof(memory_ids) = 'array'),
  CONSTRAINT engagements_llm CHECK (writer <> 'llm' OR (llm_calls >= 1 AND llm_model IS NOT NULL)),
  CONSTRAINT engagements_outcome CHECK (engagement_status <> 'responded' OR responded_at IS NOT NULL),
  CONSTRAINT engagements_clock CHECK (local_hour BETWEEN 0 AND 23 AND local_weekday BETWEEN 1 AND 7),
  CONSTRAINT engagements_unsent CHECK (sent_at IS NOT NULL OR num_nonnulls(seen_at, negative_at, proof, disclosure) = 0),
  CONSTRAINT engagements_unasked CHECK (sent_at IS NOT NULL OR num_nonnulls(responded_at, settle_at) = 0 OR
    (engagement_status = 'ghost' AND closed_at IS NOT NULL AND reason IS NULL)),
  CONSTRAINT engagements_approved CHECK (approved_at IS NOT NULL OR (sent_at IS NULL AND approved_by IS NULL)),
  CONSTRAINT engagements_approved_by CHECK (char_length(approved_by) BETWEEN 1 AND 100),
  CONSTRAINT engagements_cost CHECK (least(llm_calls, tokens_in, tokens_out, latency_ms) >= 0)
);
COMMENT ON COLUMN engagements.conversation_id IS 'the app''s conversation, where several companions share one';
COMMENT ON COLUMN engagements.engagement_status IS
  'ghost: its user is held out, and a message would have been planned: closed_at is when it would have been sent, or, with a reason, not';
COMMENT ON COLUMN engagements.safe IS 'for a user in distress: written from a template that is marked safe';
COMMENT ON COLUMN engagements.held_from IS 'the slot that it was written for, where a rule has moved scheduled_for to a later one';
COMMENT ON COLUMN engagements.approved_at IS 'null: it waits for proactive config queue approve, and is not due before';
COMMENT ON COLUMN engagements.approved_by IS 'null: no approval was asked for';
COMMENT ON COLUMN engagements.reviewed_for IS 'faults besides those of all messages that this one was found not to have: come_back romance';
COMMENT ON COLUMN engagements.proof IS 'consent, age, jurisdiction, policies, local time, settings and program as they were at sent_at';
COMMENT ON COLUMN engagements.disclosure IS 'how the user was told with it that an AI writes: form, language and version of disclosure_texts; null: was not';
COMMENT ON COLUMN engagements.silent_since IS
  'the user''s last sign when this was planned: what delivering it may overwrite in the app';
COMMENT ON COLUMN engagements.local_hour IS 'the hour (0-23) of sent_at on the user''s clock';
COMMENT ON COLUMN engagements.local_weekday IS 'its day of the week there: 1 is Monday';
COMMENT ON COLUMN engagements.responded_at IS
  'the user''s first message to the companion after sent_at, of a ghost after closed_at; an ignored one may have a late one';
COMMENT ON COLUMN engagements.negative_at IS 'the user opted out, or muted the companion, within 24 hours after sent_at';
COMMENT ON COLUMN engagements.settle_at IS 'when the app is asked next what came of it; null: no more';

-- At most one open engagement per pair, and per conversation that several companions share.
CREATE UNIQUE INDEX engagements_open ON engagements (user_id, companion_id) WHERE engagement_status IN ('drafting', 'scheduled');
CREATE UNIQUE INDEX engagements_open_conversation ON engagements (user_id, conversation_id)
  WHERE engagement_status IN ('drafting', 'scheduled') AND conversation_id IS NOT NULL;
CREATE UNIQUE INDEX engagements_open_ghost ON engagements (user_id, companion_id) WHERE engagement_status = 'ghost' AND closed_at IS NULL;
CREATE INDEX engagements_ghosts_due ON engagements (scheduled_for, user_id, id) WHERE engagement_status = 'ghost' AND closed_at IS NULL;
CREATE INDEX engagements_ghosts ON engagements (user_id, closed_at) WHERE engagement_status = 'ghost';
-- IS TRUE, as the statements say it that want this index: the server takes rows that are due for as many as all that are open, and would read
-- engagements_open besides.
CREATE INDEX engagements_due ON engagements (scheduled_for, user_id, id) WHERE (engagement_status = 'scheduled') IS TRUE AND approved_at IS NOT NULL;
CREATE INDEX engagements_waiting ON engagements (scheduled_for, user_id, id) WHERE engagement_status = 'scheduled' AND approved_at IS NULL;
CREATE INDEX engagements_disclosed ON engagements (user_id, sent_at) WHERE disclosure IS NOT NULL;
CREATE INDEX engagements_leases ON engagements (lease_until) WHERE engagement_status = 'drafting';
CREATE INDEX engagements_sent_to ON engagements (user_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX engagements_unsettled ON engagements (settle_at) WHERE settle_at IS NOT NULL;
CREATE INDEX engagements_created ON engagements USING brin (created_at);
CREATE INDEX engagements_sent ON engagements USING brin (sent_at);
CREATE INDEX engagements_closed ON engagements USING brin (closed_at);

-- One row per delivered engagement, inserted in the delivering transaction: the key refuses a second delivery, whatever the
-- code and the engagement's status say.
CREATE TABLE deliveries (
  user_id         text COLLATE "C" NOT NULL,
  engagement_id   bigint      NOT NULL,
  message_id      text,
  conversation_id text,
  delivered_at    timestamptz NOT NULL,
  PRIMARY KEY (user_id, engagement_id),
  CONSTRAINT deliveries_engagement FOREIGN KEY (user_id, engagement_id) REFERENCES engagements (user_id, id) ON DELETE CASCADE
);

-- Calls of the app's webhook, one for each message that was delivered while it was a channel: inserted in the delivering transaction,
-- and waiting until the receiver has accepted it. What is waiting is sent in the order of its deliveries, user by user.
CREATE TABLE outbox (
  user_id       text COLLATE "C" NOT NULL,
  engagement_id bigint      NOT NULL,
  status        text        NOT NULL DEFAULT 'waiting',
  body          text,
  created_at    timestamptz NOT NULL,
  next_at       timestamptz,
  attempts      integer     NOT NULL DEFAULT 0,
  closed_at     timestamptz,
  reason        text,
  error         text,
  PRIMARY KEY (user_id, engagement_id),
  CONSTRAINT outbox_engagement FOREIGN KEY (user_id, engagement_id) REFERENCES engagements (user_id, id) ON DELETE CASCADE,
  CONSTRAINT outbox_status CHECK (status IN ('waiting', 'accepted', 'dropped', 'dead')),
  CONSTRAINT outbox_waiting CHECK (status <> 'waiting' OR (body IS NOT NULL AND next_at IS NOT NULL)),
  CONSTRAINT outbox_closed CHECK ((status = 'waiting') = (closed_at IS NULL)),
  CONSTRAINT outbox_body CHECK (status IN ('waiting', 'dead') OR body IS NULL),
  CONSTRAINT outbox_reason CHECK ((status = 'dropped') = (reason IS NOT NULL)),
  CONSTRAINT outbox_attempts CHECK (attempts >= 0)
) WITH (fillfactor = 85);
COMMENT ON COLUMN outbox.body IS 'what is posted, and signed, byte for byte; removed once it is accepted or dropped';
COMMENT ON COLUMN outbox.reason IS 'why it was dropped: a check of the gate that refuses since, or operator';
COMMENT ON COLUMN outbox.error IS 'what became of the last call that failed';
CREATE INDEX outbox_due ON outbox (next_at, user_id, engagement_id) WHERE status = 'waiting';
CREATE INDEX outbox_of_user ON outbox (user_id, created_at, engagement_id) WHERE status = 'waiting';
CREATE INDEX outbox_open ON outbox (created_at, user_id, engagement_id) WHERE status IN ('waiting', 'dead');
CREATE INDEX outbox_ended ON outbox USING brin (closed_at);

-- The receiver that has answered 410: it gets no calls before an operator says so, or webhook_url names another.
CREATE TABLE gone_receiver (
  only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  fingerprint text        NOT NULL,
  since       timestamptz NOT NULL
);

-- Settings tried on users. A version's variants, and so who is in which, never change once it runs; buckets only grow.
CREATE TABLE experiments (
  name        text        NOT NULL,
  version     integer     NOT NULL,
  layer       text        NOT NULL,
  status      text        NOT NULL,
  variants    jsonb       NOT NULL,
  buckets     jsonb       NOT NULL DEFAULT '[]',
  -- Those that auto_stop or an operator has stopped: {"late":{"at":"2026-03-01T09:00:00Z","why":"opt_outs"}}.
  stopped_variants jsonb  NOT NULL DEFAULT '{}',
  planned_users bigint    NOT NULL DEFAULT 1000,
  created_at  timestamptz NOT NULL DEFAULT now(),
  created_by  text        NOT NULL,
  started_at  timestamptz,
  reviewed_at timestamptz,
  stopped_at  timestamptz,
  stopped_why text,
  PRIMARY KEY (name, version),
  CONSTRAINT experiments_planned CHECK (planned_users BETWEEN 40 AND 1000000000),
  CONSTRAINT experiments_names CHECK (name ~ '^[a-z][a-z0-9_-]{0,39}$' AND layer ~ '^[a-z][a-z0-9_-]{0,39}$'),
  CONSTRAINT experiments_version CHECK (version >= 1),
  CONSTRAINT experiments_status CHECK (status IN ('draft', 'running', 'stopped')),
  CONSTRAINT experiments_documents CHECK (jsonb_typeof(variants) = 'array' AND jsonb_typeof(buckets) = 'array' AND jsonb_typeof(stopped_variants) = 'object'),
  CONSTRAINT experiments_started CHECK (status <> 'running' OR started_at IS NOT NULL),
  CONSTRAINT experiments_stopped CHECK ((status = 'stopped') = (stopped_at IS NOT NULL) AND (stopped_at IS NULL) = (stopped_why IS NULL))
);
COMMENT ON COLUMN experiments.buckets IS 'ranges, half open, of the 10,000 of its layer: whose users are in it';
COMMENT ON COLUMN experiments.variants IS 'name, weight, settings and buckets, of the 10,000 of this version, of each; the first is the control';
COMMENT ON COLUMN experiments.planned_users IS 'exposed ones, of all variants: where the intervals that hold at all looks are tightest';
COMMENT ON COLUMN experiments.reviewed_at IS 'when schedule last looked at its guardrails';
-- One version of an experiment at a time.
CREATE UNIQUE INDEX experiments_current ON experiments (name) WHERE status <> 'stopped';

-- Since when a variant has made a difference to a user, or could have: who is not here was treated alike by all variants.
CREATE TABLE exposures (
  user_id    text COLLATE "C" NOT NULL,
  experiment text        NOT NULL,
  version    integer     NOT NULL,
  variant    text        NOT NULL,
  exposed_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, experiment, version)
);
CREATE INDEX exposures_experiment ON exposures (experiment, version, variant, user_id);

-- What a user, or the app on the user's behalf, has said about being written to: a wish only tightens what the settings allow.
-- Of who was erased the row alone stays, without anything else, or the next run would learn of the user anew and write.
CREATE TABLE preferences (
  user_id         text COLLATE "C" PRIMARY KEY,
  enabled         boolean,
  consent_at      timestamptz,
  consent_version text,
  consent_source  text,
  timezone        text,
  language        text,
  quiet_hours     jsonb,
  frequency       text,
  max_per_day     integer,
  max_per_week    integer,
  min_gap_hours   integer,
  opted_out_at    timestamptz,
  erased_at       timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT preferences_user CHECK (octet_length(user_id) BETWEEN 1 AND 200),
  CONSTRAINT preferences_quiet_hours CHECK (jsonb_typeof(quiet_hours) IN ('string', 'object')),
  CONSTRAINT preferences_frequency CHECK (frequency IN ('rarely', 'sometimes', 'normal')),
  CONSTRAINT preferences_max_per_day CHECK (max_per_day BETWEEN 0 AND 1000),
  CONSTRAINT preferences_max_per_week CHECK (max_per_week BETWEEN 0 AND 1000),
  CONSTRAINT preferences_min_gap_hours CHECK (min_gap_hours BETWEEN 0 AND 8760),
  CONSTRAINT preferences_erased CHECK (erased_at IS NULL OR (enabled IS FALSE AND num_nonnulls(consent_at, consent_version,
    consent_source, timezone, language, quiet_hours, frequency, max_per_day, max_per_week, min_gap_hours) = 0))
);
COMMENT ON COLUMN preferences.enabled IS 'false: never written to; null: never asked';
COMMENT ON COLUMN preferences.opted_out_at IS 'when the user last said so; kept when they agree again';
COMMENT ON COLUMN preferences.erased_at IS 'when all else that was held of the user was removed';
CREATE INDEX preferences_erased_users ON preferences (user_id) WHERE erased_at IS NOT NULL;

-- What a user does not want for a while, or for ever: everything (a snooze, a holiday), one companion, one type, or one type of
-- one companion. The stored words of type are frozen.
CREATE TABLE mutes (
  user_id         text COLLATE "C" NOT NULL,
  id              bigint      GENERATED ALWAYS AS IDENTITY,
  companion_id    text COLLATE "C",
  engagement_type text,
  until           timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  CONSTRAINT mutes_ids CHECK (octet_length(user_id) BETWEEN 1 AND 200 AND octet_length(companion_id) BETWEEN 1 AND 200),
  CONSTRAINT mutes_type CHECK (engagement_type IN ('check_in', 'memory_reminder', 'topic_suggestion', 'emotional_support')),
  CONSTRAINT mutes_scope UNIQUE NULLS NOT DISTINCT (user_id, companion_id, engagement_type)
);
COMMENT ON COLUMN mutes.companion_id IS 'null: all companions';
COMMENT ON COLUMN mutes.engagement_type IS 'null: all types';
COMMENT ON COLUMN mutes.until IS 'null: for ever';

-- That a user is not well, as the app has found out, in a word and never in theirs: nobody writes to them before it is released.
CREATE TABLE safety_flags (
  user_id     text COLLATE "C" NOT NULL,
  id          bigint      GENERATED ALWAYS AS IDENTITY,
  kind        text        NOT NULL,
  source      text        NOT NULL,
  detected_at timestamptz NOT NULL,
  until       timestamptz,
  released_at timestamptz,
  released_by text,
  PRIMARY KEY (user_id, id),
  CONSTRAINT safety_flags_user CHECK (octet_length(user_id) BETWEEN 1 AND 200),
  CONSTRAINT safety_flags_kind CHECK (kind IN ('crisis', 'self_harm', 'harm_to_others', 'eating_disorder', 'bereavement', 'other')),
  CONSTRAINT safety_flags_source CHECK (char_length(source) BETWEEN 1 AND 100),
  CONSTRAINT safety_flags_released CHECK ((released_at IS NULL) = (released_by IS NULL) AND char_length(released_by) BETWEEN 1 AND 100)
);
COMMENT ON COLUMN safety_flags.source IS 'app, or whatever part of it; app_facts and mood: what schedule and process have read';
COMMENT ON COLUMN safety_flags.detected_at IS 'when it was seen last: crisis_hours are counted from it';
COMMENT ON COLUMN safety_flags.until IS 'nobody writes before it, released or not; null: crisis_hours alone decide';
-- What is seen again before it is released is the same.
CREATE UNIQUE INDEX safety_flags_open ON safety_flags (user_id, kind, source) WHERE released_at IS NULL;

CREATE TABLE settings (
  name       text PRIMARY KEY,
  value      text        NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  changed_by text        NOT NULL
);

-- Only change_settings() writes it. NULL in old_value or new_value: not stored before, or removed.
CREATE TABLE settings_history (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name         text        NOT NULL,
  old_value    text,
  new_value    text,
  changed_at   timestamptz NOT NULL DEFAULT now(),
  changed_by   text        NOT NULL,
  changed_role text        NOT NULL
);

-- Messages for the template writer: texts with the variables user, companion, memory, interest and time_of_day, {{user}}, and sections.
CREATE TABLE templates (
  id              bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  engagement_type text        NOT NULL CHECK (engagement_type IN
    ('check_in', 'memory_reminder', 'topic_suggestion', 'emotional_support')),
  language        text        NOT NULL DEFAULT 'en' CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  tone            text        NOT NULL DEFAULT 'warm' CHECK (tone IN ('warm', 'playful', 'gentle')),
  body            text        NOT NULL CHECK (char_length(body) BETWEEN 1 AND 1000),
  weight          integer     NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 100),
  active          boolean     NOT NULL DEFAULT true,
  safe            boolean     NOT NULL DEFAULT false CHECK (NOT safe OR engagement_type = 'emotional_support'),
  approval        boolean     NOT NULL DEFAULT false,
  template_set    text        NOT NULL DEFAULT 'default' CHECK (template_set ~ '^[a-z][a-z0-9_-]{0,39}$'),
  created_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (template_set, engagement_type, language, body)
);
COMMENT ON COLUMN templates.safe IS 'may stand before a user in distress';
COMMENT ON COLUMN templates.template_set IS 'whom it is for: those whose setting template_set names it; default is for those, too, whose set has none that fits';
COMMENT ON COLUMN templates.approval IS 'its messages wait until an operator has approved them';

-- That an AI writes, as users are told. A version's text never changes, since messages refer to it: another text is another version,
-- and of a language the newest is shown.
CREATE TABLE disclosure_texts (
  language   text NOT NULL CHECK (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  version    text NOT NULL CHECK (char_length(version) BETWEEN 1 AND 40),
  body       text NOT NULL CHECK (char_length(body) BETWEEN 2 AND 300 AND body !~ '[[:cntrl:]]'),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (language, version)
);

-- What a message never says. Looked for by words, whatever case and punctuation; those of fault stage_direction only between
-- round brackets. Yours to extend.
CREATE TABLE refused_phrases (
  language text NOT NULL,
  fault    text NOT NULL,
  phrase   text NOT NULL,
  PRIMARY KEY (language, fault, phrase),
  CONSTRAINT refused_phrases_language CHECK (language ~ '^[a-z]{2,3}$'),
  CONSTRAINT refused_phrases_fault CHECK (fault IN ('pressure', 'leak', 'refusal', 'claims_human', 'payment', 'contact', 'sexual', 'self_harm',
    'secrecy', 'personal_question', 'stage_direction', 'romance', 'come_back')),
  CONSTRAINT refused_phrases_phrase CHECK (char_length(phrase) BETWEEN 2 AND 200)
);

-- What was counted on a day (UTC) of messages that were erased since with their users, so that a day's counts never fall, which
-- monitoring would take for a new beginning. Of today alone, and of nobody in particular. kind: on the day they were created, or ended.
CREATE TABLE forgotten_counts (
  day             date   NOT NULL,
  kind            text   NOT NULL CHECK (kind IN ('created', 'ended')),
  engagement_type text   NOT NULL,
  status          text   NOT NULL,
  reason          text   NOT NULL,
  model           text   NOT NULL,
  engagements     bigint NOT NULL,
  llm_calls       bigint NOT NULL,
  tokens_in       bigint NOT NULL,
  tokens_out      bigint NOT NULL,
  PRIMARY KEY (day, kind, engagement_type, status, reason, model)
);

-- What is counted of a message, for monitoring and when its user is erased: that it was created, and what it has cost; and how it ended.
CREATE VIEW told_engagements AS
SELECT e.user_id, e.created_at, e.sent_at, e.closed_at, k.kind, k.at, e.engagement_type, k.status, k.reason, k.model, k.llm_calls,
       k.tokens_in, k.tokens_out
  FROM engagements e
 CROSS JOIN LATERAL (VALUES
         ('created', e.created_at, '', '', coalesce(e.llm_model, ''), coalesce(e.llm_calls, 0), coalesce(e.tokens_in, 0), coalesce(e.tokens_out, 0)),
         ('ended', coalesce(e.sent_at, e.closed_at), CASE WHEN e.sent_at IS NOT NULL THEN 'sent' ELSE e.engagement_status END,
          coalesce(e.reason, ''), '', 0, 0, 0)) k(kind, at, status, reason, model, llm_calls, tokens_in, tokens_out)
 WHERE e.engagement_status <> 'ghost';

-- Tokens of all runs, a row a day (UTC): those that calls have cost, and those that runs have set aside for theirs.
CREATE TABLE llm_usage (
  day    date   PRIMARY KEY,
  tokens bigint NOT NULL,
  CONSTRAINT llm_usage_tokens CHECK (tokens >= 0)
);

-- What runs found out of an LLM's service: how it is asked, and how many calls at once it bears.
CREATE TABLE llm_services (
  base_url              text        NOT NULL, -- without its query, which may hold a key
  model                 text        NOT NULL,
  form                  text        NOT NULL, -- bounded_schema, json_schema, json_object, json_asked_for, message_alone
  system_role           boolean     NOT NULL,
  max_completion_tokens boolean     NOT NULL,
  temperature           boolean     NOT NULL,
  at_once               integer     NOT NULL,
  learned_at            timestamptz NOT NULL,
  PRIMARY KEY (base_url, model),
  CONSTRAINT llm_services_texts CHECK (char_length(base_url) <= 4096 AND char_length(model) <= 200 AND strpos(base_url, '?') = 0),
  CONSTRAINT llm_services_at_once CHECK (at_once BETWEEN 1 AND 256)
);

-- What each run of schedule and process did; finished_at stays empty where a run was killed.
CREATE TABLE runs (
  run_id               text PRIMARY KEY,
  command              text        NOT NULL CHECK (command IN ('schedule', 'process')),
  as_of                timestamptz NOT NULL,
  started_at           timestamptz NOT NULL DEFAULT now(),
  finished_at          timestamptz,
  duration_ms          bigint,
  exit_code            integer,
  report               jsonb       NOT NULL DEFAULT '{}',
  errors               jsonb       NOT NULL DEFAULT '[]',
  settings_fingerprint text        NOT NULL
);
CREATE INDEX runs_started ON runs (started_at);

-- Which run works on which 64th of the users until when, by the database's clock. What runs of schedule settle and remove is work of its own.
CREATE TABLE leases (
  command     text        NOT NULL CHECK (command IN ('schedule', 'process', 'upkeep')),
  slice       smallint    NOT NULL CHECK (slice BETWEEN 0 AND 63),
  holder      text        NOT NULL,
  lease_until timestamptz NOT NULL,
  -- The connection that renewed it last, and when.
  backend_pid     integer,
  backend_started timestamptz,
  renewed_at      timestamptz,
  PRIMARY KEY (command, slice)
);

-- Until its time is over; the lease of a run that was killed, whose connection is gone, is free at once. The two seconds are for one that
-- connects anew. Where a pool stands in between, connections outlive runs, and the time alone decides.
CREATE FUNCTION is_held(lease leases) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT $1.lease_until >= now()
     AND ($1.backend_pid IS NULL OR $1.renewed_at >= now() - interval '2 seconds'
          OR EXISTS (SELECT FROM pg_stat_get_activity($1.backend_pid) a WHERE coalesce(a.backend_start = $1.backend_started, true)))
$$;

-- Runs that found nothing free, and wait until another gives some of what it holds.
CREATE TABLE waiting_runs (
  command text NOT NULL,
  run_id  text NOT NULL,
  until   timestamptz NOT NULL,
  PRIMARY KEY (command, run_id)
);

-- The upper bits of the hash: on a distributed database each slice then lies in one shard.
CREATE FUNCTION slice(user_id text) RETURNS smallint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ((pg_catalog.hashtext(user_id)::bigint + 2147483648) >> 26)::smallint;

-- Where a slice lies: one server has one shard, and sql/citus.sql tells of more. A batch of one of them is not taken apart.
CREATE FUNCTION shard(slice smallint) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 0;

-- The adapter that is installed, as it was installed: each run compares the functions with it.
CREATE TABLE adapter (
  only_one     boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  name         text        NOT NULL,
  source       text        NOT NULL,
  functions    text[]      NOT NULL,
  fingerprint  text        NOT NULL,
  installed_at timestamptz NOT NULL DEFAULT now(),
  installed_by text        NOT NULL
);
COMMENT ON COLUMN adapter.functions IS 'what it has made in this schema: removed with it';

-- Roles that may use the tool, as sql/roles.sql has made them; what each kind may do stands in the view privileges.
CREATE TABLE roles (
  role_name name PRIMARY KEY,
  kind      text NOT NULL CHECK (kind IN ('runner', 'operator', 'backend'))
);
