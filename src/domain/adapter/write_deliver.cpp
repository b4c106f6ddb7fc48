// The functions about messages of ours: app_deliver and app_answers.
#include <fmt/format.h>

#include "domain/adapter/write_parts.hpp"

namespace proactive::adapter {

using namespace fmt::literals;

namespace {

// "INSERT INTO table (columns) SELECT values", without FROM.
std::string insert_into(Table const& table, std::vector<Fill> const& fills, std::size_t indent) {
  std::string const margin(indent, ' ');
  auto const head = fmt::format("{}INSERT INTO {} (", margin, qualified(table));
  std::vector<std::string> names;
  std::vector<Item> values;
  bool is_identity = false;
  for (auto const& fill : fills) {
    names.push_back(identifier(fill.column->name));
    values.push_back({fill.value, fill.note});
    is_identity = is_identity || fill.column->identity_always;
  }
  return fmt::format("{}{}){}\n{}SELECT {}", head, listed(names, head.size(), head.size()),
                     is_identity ? " OVERRIDING SYSTEM VALUE" : "", margin, listed(values, indent + 7));
}

std::string assignments(std::vector<Fill> const& fills) {
  std::vector<Item> items;
  items.reserve(fills.size());
  for (auto const& fill : fills) {
    items.push_back({fmt::format("{} = {}", identifier(fill.column->name), fill.value), fill.note});
  }
  return listed(items, 8);
}

// A row of a table between conversations and people or companions, for each new conversation of `fresh t`.
std::string insert_link(Shape const& shape, Party const& party, std::string const& value, std::size_t indent) {
  auto fills = link_fills(shape, party.to_conversation);
  auto const& asked = &party == &shape.conversations.user ? user_reference(shape) : companion_reference(shape);
  fills.push_back({party.column, id_cast(value, asked, *party.column), ""});
  return insert_into(*party.between, completed(*party.between, fills), indent) + " FROM fresh t";
}

// Pairs without a conversation that can be written into.
std::string without_conversation(Shape const& shape, std::string const& indent) {
  auto const& conversations = shape.conversations;
  std::vector<std::string> conditions{of_user(shape), of_companion(shape)};
  conditions.insert(conditions.end(), conversations.open.begin(), conversations.open.end());
  std::string name;
  std::string companions;
  if (!shape.companion_name.empty()) {
    name = fmt::format(", left({}, 200) AS name", shape.companion_name);
    companions =
        fmt::format("\n{}  JOIN {} c ON {}", indent, qualified(*shape.companions),
                    both({companion_is(shape, "c", *shape.companion_key),
                          shape.companion_owner != nullptr ? user_is(shape, "c", *shape.companion_owner) : ""}));
  }
  auto const margin = fmt::format("\n{}{:20}", indent, "");
  return fmt::format(R"sql(SELECT DISTINCT d.user_id, d.companion_id{name}
{indent}  FROM {pairs}{companions}
{indent} WHERE NOT EXISTS (SELECT FROM {conversations} v{parties}{margin}WHERE {conditions}))sql",
                     "name"_a = name, "indent"_a = indent, "pairs"_a = asked_pairs(shape), "companions"_a = companions,
                     "conversations"_a = qualified(*conversations.table),
                     "parties"_a = conversation_tables(shape, margin), "margin"_a = margin,
                     "conditions"_a = all_of(conditions, margin + "  "));
}

std::string create_conversations(Shape const& shape) {
  auto const& conversations = shape.conversations;
  auto const& table = *conversations.table;
  bool const has_people = conversations.user.between != nullptr;
  bool const has_companions = conversations.companion.between != nullptr;
  if (!has_people && !has_companions) {
    std::string reopening;
    if (!conversations.pair_key.empty() && !conversations.reopen.empty()) {
      reopening = fmt::format(R"sql(
  -- The app allows one conversation for a pair: one that was put away is opened again.
      ON CONFLICT ({}, {}) DO UPDATE SET {})sql",
                              identifier(conversations.pair_key[0]->name), identifier(conversations.pair_key[1]->name),
                              conversations.reopen);
    }
    return fmt::format("{}\n    FROM ({}) t{};\n\n", insert_into(table, conversations.fills, 2),
                       without_conversation(shape, "          "), reopening);
  }
  std::vector<Item> const columns{{"t.*", ""},
                                  {conversations.new_id + " AS conversation_id", conversations.new_id_note}};
  auto const people = has_people ? insert_link(shape, conversations.user, "t.user_id", has_companions ? 4 : 2) : "";
  return fmt::format(
      R"sql(  WITH fresh AS MATERIALIZED (
    SELECT {columns}
      FROM ({pairs}) t
  ), made AS (
{insert} FROM fresh t
  ){first_link}
{last_link};

)sql",
      "columns"_a = listed(columns, 11), "pairs"_a = without_conversation(shape, "            "),
      "insert"_a = insert_into(table, conversations.fills, 4),
      "first_link"_a = has_people && has_companions ? fmt::format(", people AS (\n{}\n  )", people) : "",
      "last_link"_a = has_companions ? insert_link(shape, conversations.companion, "t.companion_id", 2) : people);
}

std::string target(Shape const& shape) {
  auto const& messages = shape.messages;
  bool const has_conversations = shape.conversations.table != nullptr;
  std::vector<Item> columns{{"d.user_id", ""}, {"d.companion_id", ""}, {"d.engagement_id", ""},
                            {"d.content", ""}, {"d.details", ""},      {"d.n", ""}};
  if (has_conversations) columns.push_back({"place.id AS conversation_id", ""});
  if (!messages.disclosure_fills.empty()) {
    columns.push_back(
        {fmt::format("CASE WHEN d.details -> 'disclosure' ->> 'form' = 'system' THEN {} END AS disclosure_id",
                     messages.new_id),
         ""});
  }
  columns.push_back({messages.new_id + " AS message_id", messages.new_id_note});
  std::string place;
  if (has_conversations) {
    place = fmt::format("     CROSS JOIN LATERAL (\n{}) place\n",
                        open_conversation(shape, field("v", *shape.conversations.id) + " AS id", 7));
  }
  return fmt::format(R"sql(  WITH target AS MATERIALIZED (
    SELECT {}
      FROM unnest({}, {}, $3, $4, $5) WITH ORDINALITY
             d(user_id, companion_id, engagement_id, content, details, n)
{}  ))sql",
                     listed(columns, 11), asked_users(shape), asked_companions(shape), place);
}

std::string store_messages(Shape const& shape) {
  auto const& messages = shape.messages;
  std::vector<std::string> returned{identifier(messages.id->name)};
  for (auto const& output : messages.shown) {
    if (output.type.empty() || output.type == returned[0]) continue;  // not a column of messages
    returned.push_back(output.type);
  }
  return fmt::format(R"sql(, said AS (
{}
      FROM target t ORDER BY t.n
    RETURNING {}
  ))sql",
                     insert_into(*messages.table, messages.fills, 4), listed(returned, 14));
}

// That an AI writes, where it has to be told in a line of its own: with a smaller number than the message.
std::string store_disclosures(Shape const& shape) {
  auto const& messages = shape.messages;
  if (messages.disclosure_fills.empty()) return "";
  return fmt::format(R"sql(, told AS (
{}
      FROM target t WHERE t.disclosure_id IS NOT NULL ORDER BY t.n
  ))sql",
                     insert_into(*messages.table, messages.disclosure_fills, 4));
}

std::string touch_conversations(Shape const& shape) {
  auto const& conversations = shape.conversations;
  if (conversations.table == nullptr || conversations.touches.empty()) return "";
  std::vector<std::string> conditions{field("v", *conversations.id) + " = t.conversation_id"};
  std::string owner;
  if (conversations.owner != nullptr) {
    conditions.push_back(fmt::format("{} = {}", field("v", *conversations.owner),
                                     id_cast("t.user_id", user_reference(shape), *conversations.owner)));
    owner = "t.user_id, ";
  }
  return fmt::format(R"sql(, touched AS (
    UPDATE {conversations} v
       SET {assignments}
      FROM (SELECT DISTINCT ON ({owner}t.conversation_id) t.* FROM target t
             ORDER BY {owner}t.conversation_id, t.n DESC) t
     WHERE {conditions}
  ))sql",
                     "conversations"_a = qualified(*conversations.table),
                     "assignments"_a = assignments(conversations.touches), "owner"_a = owner,
                     "conditions"_a = both(conditions));
}

std::string touch_pairs(Shape const& shape) {
  if (shape.pairs == nullptr || shape.pair_touched.empty()) return "";
  std::vector<Fill> fills;
  for (auto const* column : shape.pair_touched) fills.push_back({column, from_instant("$6", *column), ""});
  return fmt::format(R"sql(, related AS (
    UPDATE {} r SET {}
      FROM target t WHERE {} = {} AND {} = {}
  ))sql",
                     qualified(*shape.pairs), assignments(fills), field("r", *shape.pair_user),
                     id_cast("t.user_id", user_reference(shape), *shape.pair_user), field("r", *shape.pair_companion),
                     id_cast("t.companion_id", companion_reference(shape), *shape.pair_companion));
}

std::string shown_message(Shape const& shape) {
  std::vector<std::string> entries;
  for (auto const& output : shape.messages.shown) {
    entries.push_back(fmt::format("{}, {}", literal(output.name), output.value));
  }
  return fmt::format("jsonb_build_object({})", listed(entries, 28));
}

// The user's message that answers, and how many follow within an hour.
std::string first_answer(Shape const& shape) {
  auto const& messages = shape.messages;
  auto const& created = *messages.created;
  auto const at = field("m", created);
  auto tables = qualified(*messages.table) + " m";
  auto of_pair = messages_of_pair(shape);
  if (!reads_directly(shape)) {
    tables = fmt::format("{} v{}\n        JOIN {} ON {}", qualified(*shape.conversations.table),
                         conversation_tables(shape, "\n        "), tables, of_pair);
    of_pair = both({of_user(shape), of_companion(shape)});
  }
  auto const since = fmt::format("{} > {}", at, from_instant("d.since", created));
  return fmt::format(R"sql(      SELECT {id} AS id, {instant} AS at, count(*) OVER (ORDER BY {instant}
               RANGE BETWEEN CURRENT ROW AND interval '1 hour' FOLLOWING) AS replies
        FROM {tables}
       WHERE {conditions}
       ORDER BY {at} LIMIT 1)sql",
                     "id"_a = field("m", *messages.id), "instant"_a = as_instant(at, created), "tables"_a = tables,
                     "conditions"_a = both({of_pair, said_by_user(shape), since}), "at"_a = at);
}

}  // namespace

std::string write_deliver(Shape const& shape) {
  auto const& messages = shape.messages;
  bool const has_conversations = shape.conversations.table != nullptr;
  std::vector<Output> outputs{{"engagement_id", "bigint", "", ""}, {"message_id", "text", "", ""}};
  if (has_conversations) outputs.push_back({"conversation_id", "text", "", ""});
  outputs.push_back({"message", "jsonb", "", ""});
  bool const has_disclosures = !messages.disclosure_fills.empty();
  if (has_disclosures) outputs.push_back({"disclosure_id", "text", "", ""});
  auto const parameters =
      fmt::format("users text[], companions text[], engagements bigint[], contents text[], details jsonb[],\n{:38}{}",
                  "", "at timestamptz");
  auto text = function_head("app_deliver", parameters, outputs, "VOLATILE");
  if (has_conversations) text += create_conversations(shape);
  text += target(shape) + store_disclosures(shape) + store_messages(shape) + touch_conversations(shape) +
          touch_pairs(shape);
  return text + fmt::format(R"sql(
  SELECT t.engagement_id, {id}::text,{conversation}
         {message}{disclosure}
    FROM target t JOIN said s ON {id} = t.message_id
   CROSS JOIN (SELECT {now} AS at) clock
$$;
)sql",
                            "id"_a = field("s", *messages.id),
                            "conversation"_a = has_conversations ? " t.conversation_id::text," : "",
                            "message"_a = shown_message(shape),
                            "disclosure"_a = has_disclosures ? ",\n         t.disclosure_id::text" : "",
                            "now"_a = as_iso("$6"));
}

std::string write_answers(Shape const& shape) {
  auto const& messages = shape.messages;
  std::vector<Output> outputs{{"engagement_id", "bigint", "d.engagement_id", ""},
                              {"answered_at", "timestamptz", "answer.at", ""},
                              {"answer_id", "text", "answer.id::text", ""},
                              {"replies_1h", "bigint", "answer.replies", ""}};
  if (messages.seen != nullptr) {
    outputs.push_back({"seen_at", "timestamptz", as_instant(field("ours", *messages.seen), *messages.seen), ""});
  }
  std::string ours;
  if (messages.seen != nullptr) {
    ours = fmt::format("    LEFT JOIN {} ours ON {}\n", qualified(*messages.table),
                       both({messages.user != nullptr ? user_is(shape, "ours", *messages.user) : "",
                             field("ours", *messages.id) + " = d.message_id"}));
  }
  auto const head = function_head(
      "app_answers", "users text[], companions text[], engagements bigint[], messages text[], since timestamptz[]",
      outputs, "STABLE");
  return head + fmt::format(R"sql(  SELECT {}
    FROM unnest({}, {}, $3, {}, $5) d(user_id, companion_id, engagement_id, message_id, since)
{}    LEFT JOIN LATERAL (
{}) answer ON true
$$;
)sql",
                            values_of(outputs, 9), asked_users(shape), asked_companions(shape),
                            id_array("$4", *messages.id), ours, first_answer(shape));
}

}  // namespace proactive::adapter
