-- A second set of books, which no deletion and no missing constraint can falsify: what was ever inserted and sent.
CREATE SCHEMA torture;

CREATE TABLE torture.engagements (user_id text, engagement_id bigint);
CREATE TABLE torture.sent (user_id text, engagement_id bigint, sent_at timestamptz);
CREATE TABLE torture.messages (
  user_id text, message_id bigint, conversation_id bigint, engagement_id bigint,
  at timestamptz DEFAULT clock_timestamp()
);
CREATE TABLE torture.zones AS
SELECT u.id::text AS user_id, coalesce(p.timezone, 'UTC') AS zone
  FROM users u LEFT JOIN proactive_preferences p ON p.user_id = u.id;

-- Filled by the harness when all is over.
CREATE TABLE torture.events (message_id bigint, conversation_id bigint, engagement_id bigint);
CREATE TABLE torture.listening (since timestamptz, until timestamptz);

-- Each row poisons some of the engagements.
CREATE TABLE torture.poison (salt bigint);

CREATE FUNCTION torture.note_engagement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO torture.engagements VALUES (NEW.user_id, NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER torture_engagement AFTER INSERT ON proactive_engagements
  FOR EACH ROW EXECUTE FUNCTION torture.note_engagement();

CREATE FUNCTION torture.note_sent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO torture.sent VALUES (NEW.user_id, NEW.id, NEW.sent_at);
  RETURN NULL;
END
$$;
CREATE TRIGGER torture_sent AFTER UPDATE OF engagement_status ON proactive_engagements
  FOR EACH ROW WHEN (NEW.engagement_status = 'sent') EXECUTE FUNCTION torture.note_sent();

CREATE FUNCTION torture.note_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM torture.poison p WHERE abs(hashtext(NEW.engagement_id || ' ' || p.salt)) % 30 = 0) THEN
    RAISE EXCEPTION 'poison';
  END IF;
  INSERT INTO torture.messages VALUES (NEW.user_id, NEW.id, NEW.conversation_id, NEW.engagement_id);
  RETURN NEW;
END
$$;
CREATE TRIGGER torture_message AFTER INSERT ON messages
  FOR EACH ROW EXECUTE FUNCTION torture.note_message();
