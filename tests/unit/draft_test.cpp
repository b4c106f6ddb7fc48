#include "domain/adapter/draft.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "base/errors.hpp"
#include "domain/adapter/shape.hpp"
#include "domain/adapter/sql_text.hpp"

using namespace proactive;
using adapter::identifier;
using adapter::literal;

namespace {

using Category = TypeCategory;

CatalogueColumn column(std::string name, std::string type, Category category, bool not_null = false,
                       std::string default_value = "") {
  CatalogueColumn made;
  made.name = std::move(name);
  made.type = type;
  made.base_type = std::move(type);
  made.category = category;
  made.not_null = not_null;
  made.default_value = std::move(default_value);
  return made;
}
CatalogueColumn text(std::string name, bool not_null = false) {
  return column(std::move(name), "text", Category::text, not_null);
}
CatalogueColumn at(std::string name, bool not_null = true) {
  return column(std::move(name), "timestamp with time zone", Category::timestamptz, not_null, "now()");
}
CatalogueColumn integer(std::string name, bool not_null = true) {
  return column(std::move(name), "integer", Category::integer, not_null);
}
CatalogueColumn flag(std::string name) { return column(std::move(name), "boolean", Category::boolean, true, "true"); }
CatalogueColumn uuid(std::string name, bool not_null = true, std::string default_value = "gen_random_uuid()") {
  return column(std::move(name), "uuid", Category::uuid, not_null, std::move(default_value));
}

CatalogueTable table(std::string name, std::vector<CatalogueColumn> columns, std::vector<std::string> key = {"id"}) {
  CatalogueTable made;
  made.schema = "public";
  made.name = std::move(name);
  made.owner = "app";
  made.columns = std::move(columns);
  made.keys.push_back({key, true, true, true});
  made.indexes.push_back({key, true});
  return made;
}

CatalogueTable& the(Catalogue& catalogue, std::string const& name) {
  return *std::find_if(catalogue.tables.begin(), catalogue.tables.end(),
                       [&](CatalogueTable const& each) { return each.name == name; });
}
CatalogueColumn& the(Catalogue& catalogue, std::string const& name, std::string const& column_name) {
  auto& columns = the(catalogue, name).columns;
  return *std::find_if(columns.begin(), columns.end(),
                       [&](CatalogueColumn const& each) { return each.name == column_name; });
}

// The seed's tables with no more than a draft needs.
Catalogue smallest() {
  Catalogue catalogue;
  catalogue.current_user = "app";
  auto bigserial = column("id", "bigint", Category::integer, true, "nextval('public.messages_id_seq'::regclass)");
  catalogue.tables = {
      table("users", {uuid("id"), text("name")}), table("companions", {integer("id"), text("name", true)}),
      table("relationship_progression", {uuid("user_id"), integer("companion_id"), text("relationship_stage")},
            {"user_id", "companion_id"}),
      table("conversations", {uuid("id"), uuid("user_id"), integer("companion_id")}),
      table("messages", {bigserial, uuid("conversation_id"), text("sender_type", true), text("sender_id", true),
                         text("content", true), at("created_at")})};
  return catalogue;
}

bool holds(std::string const& draft, std::string const& piece) { return draft.find(piece) != std::string::npos; }

// The smallest shape that must be guessed: messages that name user and persona.
Catalogue unknown_shape() {
  Catalogue catalogue;
  catalogue.current_user = "app";
  auto persona = uuid("personaId");
  auto messages = table("Message", {text("id", true), text("userId", true), persona, text("role", true),
                                    text("body", true), at("createdAt")});
  messages.foreign_keys.push_back({{"personaId"}, "public", "Persona", {"id"}});
  messages.columns[3].samples = {"user", "assistant"};
  catalogue.tables = {table("Persona", {uuid("id"), text("name", true)}), messages};
  return catalogue;
}

}  // namespace

TEST_CASE("names are quoted where SQL needs it, and texts always") {
  CHECK(identifier("user_id") == "user_id");
  CHECK(identifier("_ok9") == "_ok9");
  CHECK(identifier("userId") == "\"userId\"");
  CHECK(identifier("9lives") == "\"9lives\"");
  CHECK(identifier("order") == "\"order\"");
  CHECK(identifier("all") == "\"all\"");
  CHECK(identifier("xmltable") == "\"xmltable\"");
  CHECK(identifier("a\"b") == "\"a\"\"b\"");
  CHECK(identifier("zoë") == "\"zoë\"");
  CHECK(identifier("") == "\"\"");
  CHECK(literal("it's") == "'it''s'");
}

TEST_CASE("lists are broken into lines, and a note stands above its element") {
  CHECK(adapter::listed(std::vector<std::string>{"a", "b"}, 2) == "a, b");
  CHECK(adapter::listed(std::vector<adapter::Item>{{"a", ""}, {"b", "why"}, {"c", ""}}, 2) ==
        "a,\n  -- why\n  b,\n  c");
  CHECK(adapter::listed(std::vector<adapter::Item>{{"a", "why"}}, 2) == "-- why\n  a");
  std::string const wide(100, 'x');
  CHECK(adapter::listed(std::vector<std::string>{wide, wide}, 4) == wide + ",\n    " + wide);
}

TEST_CASE("the smallest seed is complete, with nothing left to do") {
  auto const draft = draft_adapter(smallest());
  for (auto const* name : {"app_pairs", "app_facts", "app_context", "app_deliver", "app_answers"}) {
    CAPTURE(name);
    CHECK(holds(draft, "CREATE FUNCTION proactive." + std::string{name} + "("));
  }
  CHECK_FALSE(holds(draft, "TODO"));
  CHECK_FALSE(holds(draft, "OWNER TO"));
  CHECK(holds(draft, "unnest($1::uuid[], $2::integer[]) d(user_id, companion_id)"));
  CHECK(holds(draft, "nextval('public.messages_id_seq'::regclass) AS message_id"));
  CHECK_FALSE(holds(draft, "OVERRIDING"));
  CHECK_FALSE(holds(draft, "memory"));
  CHECK_FALSE(holds(draft, "mood"));
  CHECK_FALSE(holds(draft, "unread"));
  CHECK(holds(draft, "'message_type', 'text'"));
  CHECK(holds(draft, "ELSE to_jsonb(s.id::text) END"));
  CHECK(std::count(draft.begin(), draft.end(), '(') == std::count(draft.begin(), draft.end(), ')'));
}

TEST_CASE("ids are compared as what they are, and cast where two columns differ") {
  auto catalogue = smallest();
  the(catalogue, "conversations", "user_id") = text("user_id", true);
  the(catalogue, "messages", "id").identity_always = true;
  the(catalogue, "messages", "sender_id") = integer("sender_id");
  auto const draft = draft_adapter(catalogue);
  CHECK(holds(draft, "v.user_id = d.user_id::text"));
  CHECK(holds(draft, "r.user_id = d.user_id AND"));
  CHECK(holds(draft, "OVERRIDING SYSTEM VALUE"));
  CHECK_FALSE(holds(draft, "t.companion_id::text"));
}

TEST_CASE("flags may be numbers, times may lack a zone, words may be enums") {
  auto catalogue = smallest();
  the(catalogue, "users").columns.push_back(column("is_active", "smallint", Category::integer, true, "1"));
  the(catalogue, "companions").columns.push_back(column("is_active", "boolean", Category::boolean));
  the(catalogue, "conversations").columns.push_back(flag("archived"));
  the(catalogue, "conversations")
      .columns.push_back(column("updated_at", "timestamp without time zone", Category::timestamp));
  the(catalogue, "messages", "created_at") = column("created_at", "timestamp without time zone", Category::timestamp);
  auto& sender = the(catalogue, "messages", "sender_type");
  sender = column("sender_type", "public.side", Category::enumeration, true);
  sender.labels = {"user", "companion"};
  auto const draft = draft_adapter(catalogue);
  CHECK(holds(draft, "u.is_active <> 0"));
  CHECK(holds(draft, "c.is_active IS TRUE"));
  CHECK(holds(draft, "NOT v.archived"));
  CHECK(holds(draft, "m.created_at >= $1 AT TIME ZONE 'UTC' AND m.created_at < 'infinity'"));
  CHECK(holds(draft, "m.created_at IS NOT NULL"));
  CHECK(holds(draft, "updated_at = $6 AT TIME ZONE 'UTC'"));
  CHECK(holds(draft, "'companion'::public.side"));
}

TEST_CASE("lists of traits are taken as they are kept") {
  auto catalogue = smallest();
  auto traits = column("traits", "text[]", Category::array);
  traits.element = Category::text;
  the(catalogue, "companions").columns.push_back(traits);
  the(catalogue, "companions").columns.push_back(column("interests", "json", Category::json));
  auto const draft = draft_adapter(catalogue);
  CHECK(holds(draft, "traits text[], interests jsonb"));
  CHECK(holds(draft, "c.traits, c.interests::jsonb"));
}

TEST_CASE("a column that must not be empty and has no default is left to a person") {
  auto catalogue = smallest();
  the(catalogue, "messages").columns.push_back(text("channel", true));
  the(catalogue, "messages").columns.push_back(at("edited_at"));
  the(catalogue, "messages").columns.push_back(column("length", "integer", Category::integer, true));
  the(catalogue, "messages").columns.back().generated = true;
  auto const draft = draft_adapter(catalogue);
  CHECK(holds(
      draft,
      "-- TODO: messages.channel must not be empty and has no default: say what the app writes there (NULL fails)."));
  CHECK_FALSE(holds(draft, "edited_at"));
  CHECK_FALSE(holds(draft, "length"));
}

TEST_CASE("new ids: a default, a random UUID, or what the app's own look like") {
  auto const messages = table("messages", {});
  auto const value = [&](CatalogueColumn const& id) { return adapter::new_id(messages, id).value; };
  auto const note = [&](CatalogueColumn const& id) { return adapter::new_id(messages, id).note; };
  CHECK(value(column("id", "bigint", Category::integer, true, "nextval('s')")) == "nextval('s')");
  CHECK(value(uuid("id", true, "")) == "gen_random_uuid()");
  CHECK(value(text("id")) == "gen_random_uuid()::text");
  CHECK_FALSE(holds(note(text("id")), "TODO"));
  CHECK(value(integer("id")) == "NULL::integer");
  CHECK(holds(note(integer("id")), "TODO: messages.id has no default"));
  auto id = text("id");
  id.samples = {"msg_aB3dE5gH", "msg_bB3dE5gH", "msg_zz3dE5gH", "msg_000dE5gH", "msg_fffdE5gH"};
  CHECK(value(id) == "'msg_' || left(replace(gen_random_uuid()::text, '-', ''), 8)");
  CHECK(holds(note(id), "TODO"));
  id.samples = std::vector<std::string>(6, "0b6f1c1e-7a52-4f0e-9d55-0a3f0c6b1a01");
  CHECK(value(id) == "gen_random_uuid()::text");
  CHECK(note(id).empty());
  id.samples.clear();
  id.max_length = 20;
  CHECK(value(id) == "left(replace(gen_random_uuid()::text, '-', ''), 20)");
}

TEST_CASE("a pair that may have one conversation only has it opened again") {
  auto catalogue = smallest();
  the(catalogue, "conversations").columns.push_back(flag("is_active"));
  CHECK_FALSE(holds(draft_adapter(catalogue), "ON CONFLICT"));
  the(catalogue, "conversations").keys.push_back({{"companion_id", "user_id"}, false, true, true});
  CHECK(holds(draft_adapter(catalogue), "ON CONFLICT (companion_id, user_id) DO UPDATE SET is_active = true"));
  the(catalogue, "conversations").keys.back().whole = false;
  CHECK_FALSE(holds(draft_adapter(catalogue), "ON CONFLICT"));
}

TEST_CASE("the functions run as the tables' owner") {
  auto catalogue = smallest();
  catalogue.current_user = "postgres";
  the(catalogue, "users").owner = "app";
  CHECK(holds(draft_adapter(catalogue), "ALTER FUNCTION proactive.app_pairs(timestamptz) OWNER TO app;"));
  the(catalogue, "users").owner = "somebody";
  auto const draft = draft_adapter(catalogue);
  CHECK_FALSE(holds(draft, "OWNER TO"));
  CHECK(holds(draft, "several owners"));
}

TEST_CASE("row level security that would hide rows is told") {
  auto catalogue = smallest();
  the(catalogue, "messages").row_security = true;
  CHECK_FALSE(holds(draft_adapter(catalogue), "BYPASSRLS"));
  the(catalogue, "messages").force_row_security = true;
  CHECK(holds(draft_adapter(catalogue), "row level security is on for messages"));
}

TEST_CASE("language, zone and country come from the cultural context, else from the user") {
  auto catalogue = smallest();
  the(catalogue, "users").columns.push_back(text("locale"));
  CHECK(holds(draft_adapter(catalogue), "u.locale"));
  catalogue.tables.push_back(table(
      "user_cultural_context", {uuid("user_id"), text("country"), text("language"), text("timezone")}, {"user_id"}));
  auto const draft = draft_adapter(catalogue);
  CHECK(holds(draft, "LEFT JOIN public.user_cultural_context l ON l.user_id = d.user_id"));
  CHECK(holds(draft, "l.language, l.timezone,"));
  CHECK_FALSE(holds(draft, "u.locale"));
}

TEST_CASE("names cannot break out of a comment") {
  auto catalogue = smallest();
  the(catalogue, "messages").columns.push_back(text("x\nDROP TABLE users; --", true));
  the(catalogue, "messages").triggers.push_back({"t\n; DROP TABLE users; --", "public.f", true});
  auto const draft = draft_adapter(catalogue);
  CHECK(holds(draft, "DROP TABLE"));
  CHECK_FALSE(holds(draft, "\nDROP TABLE users; -- must"));
  CHECK_FALSE(holds(draft, "\n; DROP TABLE"));
}

TEST_CASE("missing indexes are told") {
  auto catalogue = smallest();
  CHECK(holds(draft_adapter(catalogue),
              "--   CREATE INDEX CONCURRENTLY ON public.messages (conversation_id, created_at);"));
  the(catalogue, "messages").indexes.push_back({{"conversation_id", "id"}, true});
  the(catalogue, "messages").indexes.push_back({{"created_at"}, true});
  CHECK(holds(draft_adapter(catalogue),
              "--   CREATE INDEX CONCURRENTLY ON public.conversations (user_id, companion_id);"));
  the(catalogue, "conversations").indexes.push_back({{"user_id"}, true});
  CHECK_FALSE(holds(draft_adapter(catalogue), "CREATE INDEX"));
  the(catalogue, "relationship_progression").columns.push_back(at("created_at"));  // app_pairs looks for new ones
  CHECK(holds(draft_adapter(catalogue),
              "--   CREATE INDEX CONCURRENTLY ON public.relationship_progression (created_at);"));
}

TEST_CASE("another shape is guessed, with TODOs for what cannot be known") {
  auto const draft = draft_adapter(unknown_shape());
  CHECK(holds(draft, R"(m."userId" = d.user_id AND m."personaId" = d.companion_id AND m.role = 'user')"));
  CHECK(holds(draft, "'assistant'"));
  CHECK(holds(draft, "TODO: no table of users was found"));
  CHECK_FALSE(holds(draft, "conversation_id"));
}

TEST_CASE("what would silence a user is said to be a guess") {
  auto catalogue = unknown_shape();
  catalogue.tables[1].foreign_keys.push_back({{"userId"}, "public", "User", {"id"}});
  catalogue.tables.push_back(table("User", {text("id", true), flag("safety_hold")}));
  auto const draft = draft_adapter(catalogue);
  CHECK(holds(draft, "in_crisis boolean"));
  CHECK(holds(draft, "TODO: User.safety_hold is taken as a crisis"));
}

TEST_CASE("words that nobody knows are left to a person") {
  auto catalogue = unknown_shape();
  the(catalogue, "Message", "role").samples.clear();
  CHECK(holds(draft_adapter(catalogue),
              "TODO: say which words of Message.role mean a user and a companion (taken: user, assistant)."));
  the(catalogue, "Message").checks = {"CHECK ((role = ANY (ARRAY['human'::text, 'it''s'::text, 'bot'::text])))"};
  CHECK(holds(draft_adapter(catalogue), "m.role = 'human'"));
}

TEST_CASE("scores and stages of the app's own are scaled and named") {
  auto catalogue = unknown_shape();
  auto bonds =
      table("bond", {text("userId", true), uuid("personaId"), text("stage"), integer("closeness"), integer("trust")},
            {"userId", "personaId"});
  bonds.checks = {"CHECK (((closeness >= 0) AND (closeness <= 100)))",
                  "CHECK ((stage = ANY (ARRAY['cold'::text, 'warm'::text])))"};
  catalogue.tables.push_back(bonds);
  auto const draft = draft_adapter(catalogue);
  CHECK(holds(draft, "r.closeness / 10.0"));
  CHECK(holds(draft, "TODO: see that bond.trust goes from 0 to 10, or scale it."));
  CHECK(holds(draft, "WHEN 'cold' THEN NULL -- TODO: say what it means\n"));
}

TEST_CASE("words of the app's own have the stage that they mean, and the others none") {
  auto catalogue = unknown_shape();
  auto bonds = table("bond", {text("userId", true), uuid("personaId"), text("stage")}, {"userId", "personaId"});
  auto& stage = bonds.columns.back();
  stage.category = Category::enumeration;
  stage.type = stage.base_type = "public.bond_stage";
  // In an order that means nothing, and with one that no order could tell.
  stage.labels = {"drifting", "Best Friend", "new", "close_friend", "bekannt", "pareja", "íntimo", "友達", "연인"};
  catalogue.tables.push_back(bonds);
  auto const draft = draft_adapter(catalogue);
  for (auto const& [word, meaning] : std::map<std::string, std::string>{{"Best Friend", "'close_friend'"},
                                                                        {"new", "'stranger'"},
                                                                        {"close_friend", "'close_friend'"},
                                                                        {"bekannt", "'acquaintance'"},
                                                                        {"pareja", "'partner'"},
                                                                        {"íntimo", "'intimate'"},
                                                                        {"友達", "'friend'"},
                                                                        {"연인", "'partner'"}}) {
    CAPTURE(word);
    CHECK(holds(draft, "WHEN '" + word + "' THEN " + meaning + "\n"));
  }
  CHECK(holds(draft, "WHEN 'drifting' THEN NULL -- TODO: say what it means\n"));
  CHECK(holds(draft, "TODO: see that each word of bond.stage has the stage that it means; NULL counts as friend."));
}

TEST_CASE("words of how strong a mood is are not told by their order either") {
  auto catalogue = unknown_shape();
  auto moods =
      table("moods", {uuid("id"), text("userId", true), text("mood", true), text("intensity"), at("loggedAt")});
  moods.checks = {"CHECK ((intensity = ANY (ARRAY['strong'::text, 'clear'::text, 'leve'::text])))"};
  catalogue.tables.push_back(moods);
  auto const draft = draft_adapter(catalogue);
  CHECK(holds(draft, "WHEN 'strong' THEN 9\n"));
  CHECK(holds(draft, "WHEN 'leve' THEN 3\n"));
  CHECK(holds(draft, "WHEN 'clear' THEN NULL::double precision -- TODO: say what it means\n"));
}

TEST_CASE("an index of a partitioned table is made where CONCURRENTLY is refused") {
  auto catalogue = smallest();
  the(catalogue, "messages").kind = 'p';
  auto const draft = draft_adapter(catalogue);
  CHECK_FALSE(holds(draft, "CREATE INDEX CONCURRENTLY ON public.messages"));
  CHECK(holds(draft,
              "--   SELECT 'CREATE INDEX CONCURRENTLY ON ' || relid || ' (conversation_id, created_at)' FROM "
              "pg_partition_tree('public.messages') WHERE isleaf \\gexec\n"
              "--   CREATE INDEX ON public.messages (conversation_id, created_at);\n"));
}

TEST_CASE("a database without messages of companions is refused with what to do") {
  Catalogue catalogue;
  CHECK_THROWS_AS(draft_adapter(catalogue), Error);
  catalogue.tables = {table("invoices", {integer("id"), text("note"), at("created_at")})};
  CHECK_THROWS_AS(draft_adapter(catalogue), Error);
  catalogue.tables = {table("messages", {integer("id"), text("content"), at("created_at")})};
  CHECK_THROWS_AS(draft_adapter(catalogue), Error);
}
