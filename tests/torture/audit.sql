-- A second set of books, which no deletion and no missing constraint can falsify: what was ever inserted and sent.
CREATE SCHEMA torture;

CREATE TABLE torture.engagements (user_id text, engagement_id bigint);
CREATE TABLE torture.sent (
  user_id text, engagement_id bigint, sent_at timestamptz, transaction_id xid8 DEFAULT pg_current_xact_id()
);
CREATE TABLE torture.messages (
  user_id text, message_id bigint, conversation_id bigint, engagement_id bigint,
  at timestamptz DEFAULT clock_timestamp()
);
-- Which zone a user has had since when.
CREATE TABLE torture.zones AS
SELECT u.id::text AS user_id, coalesce(p.timezone, 'UTC') AS zone, timestamptz '-infinity' AS at
  FROM public.users u LEFT JOIN proactive.preferences p ON p.user_id = u.id;

-- What users have written while the runs worked, and who was forgotten.
CREATE TABLE torture.writes (
  user_id text, companion_id text, written_at timestamptz, at timestamptz DEFAULT clock_timestamp()
);
CREATE TABLE torture.forgotten (user_id text);

-- Who wants no messages any more, and what they had got until then.
CREATE TABLE torture.objections (
  user_id text, word text, sent_before bigint[], at timestamptz DEFAULT clock_timestamp()
);
CREATE FUNCTION torture.note_objection(user_id text, word text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO torture.objections (user_id, word, sent_before)
  SELECT $1, $2, coalesce(array_agg(s.engagement_id), '{}') FROM torture.sent s WHERE s.user_id = $1
$$;

CREATE FUNCTION torture.move(user_id text, zone text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO torture.zones VALUES ($1, $2, clock_timestamp());
  SELECT proactive.set_preferences($1, jsonb_build_object('timezone', $2));
$$;

-- Filled by the harness when all is over.
CREATE TABLE torture.events (message_id bigint, conversation_id bigint, engagement_id bigint);
-- What the app's receiver was called with.
CREATE TABLE torture.calls (user_id text, engagement_id bigint, digest text, accepted boolean, at timestamptz);
CREATE TABLE torture.listening (since timestamptz, until timestamptz);

-- Each row poisons some of the engagements, at one of two places: the app's function, or the trigger on its table.
CREATE TABLE torture.poison (salt bigint, place text CHECK (place IN ('function', 'trigger')));

CREATE FUNCTION torture.is_poisoned(engagement_id bigint, place text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM torture.poison p WHERE p.place = $2 AND abs(hashtext($1 || ' ' || p.salt)) % 30 = 0)
$$;

-- The app wants no message of these, whenever it is asked.
CREATE FUNCTION torture.is_refused(engagement_id bigint) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT abs(hashtext('refused ' || $1)) % 40 = 0
$$;

CREATE FUNCTION torture.note_engagement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO torture.engagements VALUES (NEW.user_id, NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER torture_engagement AFTER INSERT ON proactive.engagements
  FOR EACH ROW EXECUTE FUNCTION torture.note_engagement();

CREATE FUNCTION torture.note_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO torture.sent (user_id, engagement_id, sent_at) VALUES (NEW.user_id, NEW.id, NEW.sent_at);
  RETURN NULL;
END
$$;
CREATE TRIGGER torture_sent AFTER UPDATE OF engagement_status ON proactive.engagements
  FOR EACH ROW WHEN (OLD.engagement_status <> 'sent' AND NEW.engagement_status = 'sent') EXECUTE FUNCTION torture.note_sent();

-- What the app refuses was marked as sent in the same transaction, and only then never was.
CREATE FUNCTION torture.note_refused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM torture.sent s
   WHERE s.user_id = NEW.user_id AND s.engagement_id = NEW.id AND s.transaction_id = pg_current_xact_id();
  RETURN NULL;
END
$$;
CREATE TRIGGER torture_refused AFTER UPDATE OF engagement_status ON proactive.engagements
  FOR EACH ROW WHEN (OLD.engagement_status = 'sent' AND NEW.engagement_status = 'cancelled' AND NEW.reason = 'refused')
  EXECUTE FUNCTION torture.note_refused();

CREATE FUNCTION torture.note_message() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  engagement_id bigint := NEW.metadata ->> 'engagement_id';
BEGIN
  IF torture.is_poisoned(engagement_id, 'trigger') THEN
    RAISE EXCEPTION 'poison';
  END IF;
  INSERT INTO torture.messages VALUES (NEW.user_id, NEW.id, NEW.conversation_id, engagement_id);
  RETURN NEW;
END
$$;
CREATE TRIGGER torture_message AFTER INSERT ON public.messages
  FOR EACH ROW WHEN (NEW.sender_type = 'companion') EXECUTE FUNCTION torture.note_message();

-- The app's side of a user who writes to companions that are about to write. Returns to how many.
CREATE FUNCTION torture.write(salt text, at timestamptz, most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  pair record;
  place bigint;
  written integer := 0;
BEGIN
  FOR pair IN
    SELECT e.user_id, e.companion_id::integer AS companion_id
      FROM proactive.engagements e JOIN public.users u ON u.id = e.user_id JOIN public.companions c ON c.id::text = e.companion_id
     WHERE e.engagement_status = 'scheduled' AND e.created_at < at
     ORDER BY md5(e.user_id || salt) LIMIT most
  LOOP
    SELECT v.id INTO place FROM public.conversations v
     WHERE v.user_id = pair.user_id AND v.companion_id = pair.companion_id AND v.is_active ORDER BY v.id LIMIT 1;
    IF NOT FOUND THEN
      INSERT INTO public.conversations (user_id, companion_id, title) VALUES (pair.user_id, pair.companion_id, 'mine')
      RETURNING id INTO place;
    END IF;
    INSERT INTO public.messages (user_id, conversation_id, sender_type, sender_id, content, created_at)
    VALUES (pair.user_id, place, 'user', pair.user_id, 'hello', at);
    INSERT INTO torture.writes (user_id, companion_id, written_at) VALUES (pair.user_id, pair.companion_id, at);
    written := written + 1;
  END LOOP;
  RETURN written;
END
$$;
