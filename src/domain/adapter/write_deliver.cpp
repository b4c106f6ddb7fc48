// The functions about messages of ours: app_deliver and app_answers.
#include "domain/adapter/write_parts.hpp"

namespace proactive::adapter {

namespace {

// "INSERT INTO table (columns) SELECT values", without FROM.
std::string insert_into(Table const& table, std::vector<Fill> const& fills, std::size_t indent) {
  std::string const margin(indent, ' ');
  auto const head = margin + "INSERT INTO " + qualified(table) + " (";
  std::vector<std::string> names;
  std::vector<Item> values;
  bool is_identity = false;
  for (auto const& fill : fills) {
    names.push_back(identifier(fill.column->name));
    values.push_back({fill.value, fill.note});
    is_identity = is_identity || fill.column->identity_always;
  }
  return head + listed(names, head.size(), head.size()) + ")" + (is_identity ? " OVERRIDING SYSTEM VALUE" : "") + "\n" +
         margin + "SELECT " + listed(values, indent + 7);
}

std::string assignments(std::vector<Fill> const& fills) {
  std::vector<Item> items;
  items.reserve(fills.size());
  for (auto const& fill : fills) items.push_back({identifier(fill.column->name) + " = " + fill.value, fill.note});
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
  std::string text = "SELECT DISTINCT d.user_id, d.companion_id";
  if (!shape.companion_name.empty()) text += ", left(" + shape.companion_name + ", 200) AS name";
  text += "\n" + indent + "  FROM " + asked_pairs(shape);
  if (!shape.companion_name.empty()) {
    text += "\n" + indent + "  JOIN " + qualified(*shape.companions) + " c ON " +
            both({companion_is(shape, "c", *shape.companion_key),
                  shape.companion_owner != nullptr ? user_is(shape, "c", *shape.companion_owner) : ""});
  }
  auto const margin = "\n" + indent + std::string(20, ' ');
  return text + "\n" + indent + " WHERE NOT EXISTS (SELECT FROM " + qualified(*conversations.table) + " v" +
         conversation_tables(shape, margin) + margin + "WHERE " + all_of(conditions, margin + "  ") + ")";
}

std::string create_conversations(Shape const& shape) {
  auto const& conversations = shape.conversations;
  auto const& table = *conversations.table;
  bool const has_people = conversations.user.between != nullptr;
  bool const has_companions = conversations.companion.between != nullptr;
  if (!has_people && !has_companions) {
    auto text =
        insert_into(table, conversations.fills, 2) + "\n    FROM (" + without_conversation(shape, "          ") + ") t";
    if (!conversations.pair_key.empty() && !conversations.reopen.empty()) {
      text += "\n  -- The app allows one conversation for a pair: one that was put away is opened again.";
      text += "\n      ON CONFLICT (" + identifier(conversations.pair_key[0]->name) + ", " +
              identifier(conversations.pair_key[1]->name) + ") DO UPDATE SET " + conversations.reopen;
    }
    return text + ";\n\n";
  }
  std::vector<Item> const columns{{"t.*", ""},
                                  {conversations.new_id + " AS conversation_id", conversations.new_id_note}};
  auto text = "  WITH fresh AS MATERIALIZED (\n    SELECT " + listed(columns, 11) + "\n      FROM (" +
              without_conversation(shape, "            ") + ") t\n  ), made AS (\n" +
              insert_into(table, conversations.fills, 4) + " FROM fresh t\n  )";
  auto const people = has_people ? insert_link(shape, conversations.user, "t.user_id", has_companions ? 4 : 2) : "";
  if (has_people && has_companions) text += ", people AS (\n" + people + "\n  )";
  text += "\n" + (has_companions ? insert_link(shape, conversations.companion, "t.companion_id", 2) : people);
  return text + ";\n\n";
}

std::string target(Shape const& shape) {
  auto const& messages = shape.messages;
  bool const has_conversations = shape.conversations.table != nullptr;
  std::vector<Item> columns{{"d.user_id", ""}, {"d.companion_id", ""}, {"d.engagement_id", ""},
                            {"d.content", ""}, {"d.details", ""},      {"d.n", ""}};
  if (has_conversations) columns.push_back({"place.id AS conversation_id", ""});
  columns.push_back({messages.new_id + " AS message_id", messages.new_id_note});
  auto text =
      "  WITH target AS MATERIALIZED (\n    SELECT " + listed(columns, 11) + "\n      FROM unnest(" +
      asked_users(shape) + ", " + asked_companions(shape) +
      ", $3, $4, $5) WITH ORDINALITY\n             d(user_id, companion_id, engagement_id, content, details, n)\n";
  if (has_conversations) {
    text += "     CROSS JOIN LATERAL (\n" +
            open_conversation(shape, field("v", *shape.conversations.id) + " AS id", 7) + ") place\n";
  }
  return text + "  )";
}

std::string store_messages(Shape const& shape) {
  auto const& messages = shape.messages;
  std::vector<std::string> returned{identifier(messages.id->name)};
  for (auto const& output : messages.shown) {
    if (output.type.empty() || output.type == returned[0]) continue;  // not a column of messages
    returned.push_back(output.type);
  }
  return ", said AS (\n" + insert_into(*messages.table, messages.fills, 4) +
         "\n      FROM target t ORDER BY t.n\n    RETURNING " + listed(returned, 14) + "\n  )";
}

std::string touch_conversations(Shape const& shape) {
  auto const& conversations = shape.conversations;
  if (conversations.table == nullptr || conversations.touches.empty()) return "";
  std::vector<std::string> conditions{field("v", *conversations.id) + " = t.conversation_id"};
  std::string owner;
  if (conversations.owner != nullptr) {
    conditions.push_back(field("v", *conversations.owner) + " = " +
                         id_cast("t.user_id", user_reference(shape), *conversations.owner));
    owner = "t.user_id, ";
  }
  return ", touched AS (\n    UPDATE " + qualified(*conversations.table) + " v\n       SET " +
         assignments(conversations.touches) + "\n      FROM (SELECT DISTINCT ON (" + owner +
         "t.conversation_id) t.* FROM target t\n             ORDER BY " + owner +
         "t.conversation_id, t.n DESC) t\n     WHERE " + both(conditions) + "\n  )";
}

std::string touch_pairs(Shape const& shape) {
  if (shape.pairs == nullptr || shape.pair_touched.empty()) return "";
  std::vector<Fill> fills;
  for (auto const* column : shape.pair_touched) fills.push_back({column, from_instant("$6", *column), ""});
  return ", related AS (\n    UPDATE " + qualified(*shape.pairs) + " r SET " + assignments(fills) +
         "\n      FROM target t WHERE " + field("r", *shape.pair_user) + " = " +
         id_cast("t.user_id", user_reference(shape), *shape.pair_user) + " AND " + field("r", *shape.pair_companion) +
         " = " + id_cast("t.companion_id", companion_reference(shape), *shape.pair_companion) + "\n  )";
}

std::string shown_message(Shape const& shape) {
  std::vector<std::string> entries;
  for (auto const& output : shape.messages.shown) entries.push_back(literal(output.name) + ", " + output.value);
  return "jsonb_build_object(" + listed(entries, 28) + ")";
}

// The user's message that answers, and how many follow within an hour.
std::string first_answer(Shape const& shape) {
  auto const& messages = shape.messages;
  auto const& created = *messages.created;
  auto const at = as_instant(field("m", created), created);
  bool const is_direct = reads_directly(shape);
  auto text = "      SELECT " + field("m", *messages.id) + " AS id, " + at + " AS at, count(*) OVER (ORDER BY " + at +
              "\n               RANGE BETWEEN CURRENT ROW AND interval '1 hour' FOLLOWING) AS replies\n        FROM ";
  std::vector<std::string> conditions{said_by_user(shape),
                                      field("m", created) + " > " + from_instant("d.since", created)};
  if (is_direct) {
    text += qualified(*messages.table) + " m";
    conditions.insert(conditions.begin(), messages_of_pair(shape));
  } else {
    text += qualified(*shape.conversations.table) + " v" + conversation_tables(shape, "\n        ") +
            "\n        JOIN " + qualified(*messages.table) + " m ON " + messages_of_pair(shape);
    conditions.insert(conditions.begin(), both({of_user(shape), of_companion(shape)}));
  }
  return text + "\n       WHERE " + both(conditions) + "\n       ORDER BY " + field("m", created) + " LIMIT 1";
}

}  // namespace

std::string write_deliver(Shape const& shape) {
  auto const& messages = shape.messages;
  bool const has_conversations = shape.conversations.table != nullptr;
  auto text =
      function_head("app_deliver",
                    "users text[], companions text[], engagements bigint[], contents text[], details jsonb[],\n" +
                        std::string(38, ' ') + "at timestamptz",
                    {{"engagement_id", "bigint", "", ""},
                     {"message_id", "text", "", ""},
                     {"conversation_id", "text", "", ""},
                     {"message", "jsonb", "", ""}},
                    "VOLATILE");
  if (!has_conversations) text.replace(text.find(", conversation_id text"), 22, "");
  if (has_conversations) text += create_conversations(shape);
  text += target(shape) + store_messages(shape) + touch_conversations(shape) + touch_pairs(shape) +
          "\n  SELECT t.engagement_id, s." + identifier(messages.id->name) + "::text, " +
          (has_conversations ? "t.conversation_id::text, " : "") + "\n         " + shown_message(shape) +
          "\n    FROM target t JOIN said s ON s." + identifier(messages.id->name) +
          " = t.message_id\n   CROSS JOIN (SELECT " + as_iso("$6") + " AS at) clock\n$$;\n";
  auto const blank = text.find(", \n");
  if (blank != std::string::npos) text.erase(blank + 1, 1);
  return text;
}

std::string write_answers(Shape const& shape) {
  auto const& messages = shape.messages;
  std::vector<Output> outputs{{"engagement_id", "bigint", "d.engagement_id", ""},
                              {"answered_at", "timestamptz", "answer.at", ""},
                              {"answer_id", "text", "answer.id::text", ""},
                              {"replies_1h", "bigint", "answer.replies", ""}};
  if (messages.seen != nullptr) {
    outputs.push_back(
        {"seen_at", "timestamptz", as_instant("ours." + identifier(messages.seen->name), *messages.seen), ""});
  }
  auto text =
      function_head("app_answers",
                    "users text[], companions text[], engagements bigint[], messages text[], since timestamptz[]",
                    outputs, "STABLE") +
      "  SELECT " + proactive::adapter::values_of(outputs, 9) + "\n    FROM unnest(" + asked_users(shape) + ", " +
      asked_companions(shape) + ", $3, " + id_array("$4", *messages.id) +
      ", $5) d(user_id, companion_id, engagement_id, message_id, since)\n";
  if (messages.seen != nullptr) {
    text += "    LEFT JOIN " + qualified(*messages.table) + " ours ON " +
            both({messages.user != nullptr ? user_is(shape, "ours", *messages.user) : "",
                  field("ours", *messages.id) + " = d.message_id"}) +
            "\n";
  }
  return text + "    LEFT JOIN LATERAL (\n" + first_answer(shape) + ") answer ON true\n$$;\n";
}

}  // namespace proactive::adapter
