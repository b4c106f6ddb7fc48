-- What the tool has to know of an app that keeps its data elsewhere (MySQL, MongoDB, files): scripts/migrate --imported makes it, and
-- proactive config import or plain SQL fills it. Ids are texts, whatever they are in the app. Messages are not kept here: they go out
-- by the webhook, and the app stores them under the engagement's id. NULL is not known, as in app_facts (proactive-adapter(7)).
CREATE SCHEMA imported;

CREATE TABLE imported.users (
  id             text PRIMARY KEY CHECK (octet_length(id) BETWEEN 1 AND 200),
  name           text,
  active         boolean,
  opted_out      boolean,
  opted_in       boolean,
  language       text,
  timezone       text,
  quiet_hours    jsonb,
  frequency      text,
  max_per_day    integer,
  max_per_week   integer,
  min_gap_hours  integer,
  minor          boolean,
  birthdate      date,
  jurisdiction   text,
  in_crisis      boolean,
  mood           text,
  mood_intensity double precision,
  mood_at        timestamptz,
  noted_at       timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN imported.users.noted_at IS 'when something of the row changed here: its pairs are looked at again';
CREATE INDEX users_noted ON imported.users (noted_at);

CREATE TABLE imported.companions (
  id          text PRIMARY KEY CHECK (octet_length(id) BETWEEN 1 AND 200),
  name        text,
  active      boolean,
  personality text,
  style       text,
  backstory   text,
  traits      jsonb,
  interests   jsonb,
  noted_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE imported.pairs (
  user_id            text NOT NULL REFERENCES imported.users ON DELETE CASCADE,
  companion_id       text NOT NULL REFERENCES imported.companions ON DELETE CASCADE,
  stage              text,
  intimacy           double precision,
  trust              double precision,
  since              timestamptz,
  companion_wrote_at timestamptz,
  user_messages      bigint,
  unread             boolean,
  muted_until        timestamptz,
  conversation_id    text,
  others_read        boolean,
  delivered_at       timestamptz,
  noted_at           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, companion_id)
) WITH (fillfactor = 85);
COMMENT ON COLUMN imported.pairs.delivered_at IS 'when the newest message of the tool went out: app_deliver''s, not the app''s';
CREATE INDEX pairs_of_companion ON imported.pairs (companion_id);
CREATE INDEX pairs_noted ON imported.pairs (noted_at);

-- When users wrote. Each instant is a row, so that none is overwritten, in whatever order they arrive.
CREATE TABLE imported.user_wrote (
  user_id      text        NOT NULL,
  companion_id text        NOT NULL,
  at           timestamptz NOT NULL,
  noted_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, companion_id, at),
  FOREIGN KEY (user_id, companion_id) REFERENCES imported.pairs ON DELETE CASCADE
);
CREATE INDEX user_wrote_noted ON imported.user_wrote (noted_at);

CREATE TABLE imported.memories (
  user_id      text NOT NULL,
  companion_id text NOT NULL,
  id           text NOT NULL CHECK (octet_length(id) BETWEEN 1 AND 200),
  type         text,
  text         text NOT NULL,
  importance   double precision,
  at           timestamptz,
  noted_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, companion_id, id),
  FOREIGN KEY (user_id, companion_id) REFERENCES imported.pairs ON DELETE CASCADE
);
