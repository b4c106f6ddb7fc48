// The functions that read: app_pairs, app_facts, app_context.
#include "domain/adapter/write_parts.hpp"

namespace proactive::adapter {

namespace {

// A range of times: the upper end makes the planner expect few rows, so that it uses an index on the time.
std::string from_then_on(Column const& column, std::string_view alias) {
  auto const value = field(alias, column);
  bool const is_comparable = column.category == TypeCategory::timestamptz || column.category == TypeCategory::timestamp;
  if (!is_comparable) return as_instant(value, column) + " >= $1";
  return value + " >= " + from_instant("$1", column) + " AND " + value + " < 'infinity'";
}

std::string pairs_by_messages(Shape const& shape, bool has_pairs) {
  auto const& messages = shape.messages;
  bool const is_direct = reads_directly(shape);
  auto const user = is_direct ? field("m", *messages.user) : conversation_user(shape);
  auto const companion = is_direct ? field("m", *messages.companion) : conversation_companion(shape);
  auto text = "  SELECT " + std::string{has_pairs ? "" : "DISTINCT "} + user + "::text, " + companion +
              "::text\n    FROM " + qualified(*messages.table) + " m";
  if (!is_direct) {
    text += "\n    JOIN " + qualified(*shape.conversations.table) + " v ON " +
            linked(messages.to_conversation, "m", "v") + conversation_tables(shape, "\n    ");
  }
  std::string own;  // of several people in one conversation, the one who wrote
  if (messages.speaker != nullptr && !is_direct) own = field("m", *messages.speaker) + " = " + user;
  return text + "\n   WHERE " +
         both({messages.by_user, own, messages.created != nullptr ? from_then_on(*messages.created, "m") : "",
               has_pairs ? "$1 > '-infinity'" : ""}) +
         "\n";
}

// The newest message of each side, in each conversation of the user.
std::string said_in_conversations(Shape const& shape) {
  auto const& messages = shape.messages;
  auto const& created = *messages.created;
  auto const at = as_instant(field("m", created), created);
  auto const newest = [&](std::string const& columns, std::string const& said) {
    return "         SELECT " + columns + " FROM " + qualified(*messages.table) + " m\n          WHERE " +
           both({messages_of_pair(shape), said, dated(created, "m")}) + "\n          ORDER BY " + field("m", created) +
           " DESC LIMIT 1";
  };
  auto const pair = of_companion(shape);
  auto const is_known = !messages.unread.empty();
  return "    CROSS JOIN LATERAL (\n      SELECT max(a.at) FILTER (WHERE " + pair +
         ") AS by_user, max(a.at) AS by_user_to_any,\n" + "             max(b.at) AS by_companion" +
         (is_known ? ", (array_agg(b.unread ORDER BY b.at DESC NULLS LAST))[1] AS unread" : "") + "\n        FROM " +
         qualified(*shape.conversations.table) + " v" + conversation_tables(shape, "\n        ") +
         "\n        LEFT JOIN LATERAL (\n" + newest(at + " AS at", said_by_user(shape)) + ") a ON true\n" +
         "        LEFT JOIN LATERAL (\n" +
         newest(at + " AS at" + (is_known ? ", " + messages.unread + " AS unread" : ""),
                both({said_by_companion(shape), messages.kept})) +
         ") b ON " + pair + "\n       WHERE " + of_user(shape) + ") said\n";
}

std::string said_directly(Shape const& shape) {
  auto const& messages = shape.messages;
  auto const& created = *messages.created;
  auto const latest = as_instant("max(" + field("m", created) + ")", created);
  auto const table = qualified(*messages.table) + " m";
  auto const is_known = !messages.unread.empty();
  return "    CROSS JOIN LATERAL (\n      SELECT (SELECT " + latest + " FROM " + table + "\n               WHERE " +
         both({messages_of_pair(shape), said_by_user(shape)}) + ") AS by_user,\n" + "             (SELECT " + latest +
         " FROM " + table + "\n               WHERE " +
         both({user_is(shape, "m", *messages.user), said_by_user(shape)}) + ") AS by_user_to_any,\n" +
         "             max(b.at) AS by_companion" + (is_known ? ", bool_or(b.unread) AS unread" : "") +
         "\n        FROM (\n" + "         SELECT " + as_instant(field("m", created), created) + " AS at" +
         (is_known ? ", " + messages.unread + " AS unread" : "") + " FROM " + table + "\n          WHERE " +
         both({messages_of_pair(shape), said_by_companion(shape), messages.kept, dated(created, "m")}) +
         "\n          ORDER BY " + field("m", created) + " DESC LIMIT 1) b) said\n";
}

std::string counted(Shape const& shape) {
  auto const& messages = shape.messages;
  auto text = "    CROSS JOIN LATERAL (\n      SELECT count(*) AS number FROM (\n         SELECT FROM " +
              qualified(*messages.table) + " m";
  if (reads_directly(shape)) {
    return text + "\n          WHERE " + both({messages_of_pair(shape), said_by_user(shape)}) +
           " LIMIT 100) m) counted\n";
  }
  return text + "\n           JOIN " + qualified(*shape.conversations.table) + " v ON " + messages_of_pair(shape) +
         conversation_tables(shape, "\n           ") + "\n          WHERE " +
         both({of_user(shape), of_companion(shape), said_by_user(shape)}) + " LIMIT 100) m) counted\n";
}

std::string memory_condition(Shape const& shape) {
  auto const& memories = shape.memories;
  std::vector<std::string> conditions{user_is(shape, "k", *memories.user)};
  if (memories.companion != nullptr) {
    auto const own = companion_is(shape, "k", *memories.companion);
    conditions.push_back(
        memories.companion->not_null ? own : "(" + own + " OR " + field("k", *memories.companion) + " IS NULL)");
  }
  conditions.insert(conditions.end(), memories.usable.begin(), memories.usable.end());
  return both(conditions);
}

std::string memory_order(Memories const& memories) {
  std::vector<std::string> order;
  if (memories.importance != nullptr) order.push_back(field("k", *memories.importance) + " DESC NULLS LAST");
  if (memories.importance != nullptr && memories.importance->not_null)
    order.back() = field("k", *memories.importance) + " DESC";
  if (memories.created != nullptr) order.push_back(field("k", *memories.created) + " DESC");
  if (order.empty() && memories.id != nullptr) order.push_back(field("k", *memories.id) + " DESC");
  return order.empty() ? "" : " ORDER BY " + listed(order, 12);
}

std::string importance_of(Memories const& memories) {
  return memories.importance != nullptr ? field("k", *memories.importance) + memories.scale : "5";
}

std::string best_memory(Shape const& shape) {
  auto const& memories = shape.memories;
  return "    LEFT JOIN LATERAL (\n      SELECT " + importance_of(memories) + " AS importance FROM " +
         qualified(*memories.table) + " k\n       WHERE " + memory_condition(shape) + "\n      " +
         memory_order(memories) + " LIMIT 1) memory ON true\n";
}

std::string latest_mood(Shape const& shape) {
  auto const& moods = shape.moods;
  std::vector<std::string> columns;
  for (auto const& output : moods.outputs) columns.push_back(output.value + " AS " + output.name);
  std::vector<std::string> conditions{user_is(shape, "s", *moods.user)};
  if (moods.companion != nullptr) conditions.push_back(companion_is(shape, "s", *moods.companion));
  conditions.push_back(dated(*moods.order, "s"));
  return "    LEFT JOIN LATERAL (\n      SELECT " + listed(columns, 13) + " FROM " + qualified(*moods.table) +
         " s\n       WHERE " + both(conditions) + "\n       ORDER BY " + field("s", *moods.order) +
         " DESC LIMIT 1) mood ON true\n";
}

void append(std::vector<Output>& outputs, std::vector<Output> const& more) {
  outputs.insert(outputs.end(), more.begin(), more.end());
}

std::vector<Output> fact_outputs(Shape const& shape) {
  std::vector<Output> outputs{{"user_id", "text", "d.user_id::text", ""},
                              {"companion_id", "text", "d.companion_id::text", ""}};
  if (user_reference(shape).category == TypeCategory::text) outputs[0].value = "d.user_id";
  if (companion_reference(shape).category == TypeCategory::text) outputs[1].value = "d.companion_id";
  append(outputs, shape.user_facts);
  append(outputs, shape.companion_facts);
  append(outputs, shape.pair_facts);
  append(outputs, {{"user_wrote_at", "timestamptz", "said.by_user", ""},
                   {"user_wrote_any_at", "timestamptz", "said.by_user_to_any", ""},
                   {"companion_wrote_at", "timestamptz", "said.by_companion", ""},
                   {"user_messages", "bigint", "counted.number", ""}});
  if (!shape.messages.unread.empty())
    outputs.push_back({"unread", "boolean", "said.unread", shape.messages.unread_note});
  if (shape.memories.table != nullptr)
    outputs.push_back({"memory_importance", "double precision", "memory.importance", ""});
  for (auto const& output : shape.moods.outputs) {
    outputs.push_back({output.name, output.type, "mood." + output.name, output.note});
  }
  append(outputs, shape.culture_facts);
  if (shape.shared_conversation) outputs.push_back({"conversation_id", "text", "shared.id", ""});
  if (!shape.others_read.empty()) outputs.push_back({"others_read", "boolean", shape.others_read, ""});
  return outputs;
}

std::string companion_join(Shape const& shape) {
  std::vector<Column const*> key{shape.companion_key};
  std::vector<std::string> conditions{companion_is(shape, "c", *shape.companion_key)};
  if (shape.companion_owner != nullptr) {
    key.push_back(shape.companion_owner);
    conditions.push_back(user_is(shape, "c", *shape.companion_owner));
  }
  return joined_once("JOIN", *shape.companions, "c", key, both(conditions));
}

}  // namespace

std::string write_pairs(Shape const& shape) {
  auto text = function_head("app_pairs", "since timestamptz",
                            {{"user_id", "text", "", ""}, {"companion_id", "text", "", ""}}, "STABLE");
  if (shape.pairs == nullptr) return text + pairs_by_messages(shape, false) + "$$;\n";
  auto const pair = "  SELECT " + as_text(field("r", *shape.pair_user), *shape.pair_user) + ", " +
                    as_text(field("r", *shape.pair_companion), *shape.pair_companion) + "\n    FROM " +
                    qualified(*shape.pairs) + " r\n   WHERE ";
  text += pair + "$1 = '-infinity'\n  UNION\n";
  if (shape.pair_since != nullptr)
    text += pair + both({from_then_on(*shape.pair_since, "r"), "$1 > '-infinity'"}) + "\n  UNION\n";
  return text + pairs_by_messages(shape, true) + "$$;\n";
}

std::string write_facts(Shape const& shape) {
  auto const outputs = fact_outputs(shape);
  auto text = function_head("app_facts", "users text[], companions text[]", outputs, "STABLE") + "  SELECT " +
              values_of(outputs, 9) + "\n    FROM " + asked_pairs(shape) + "\n";
  if (shape.pairs != nullptr) {
    text += joined_once("JOIN", *shape.pairs, "r", {shape.pair_user, shape.pair_companion},
                        both({user_is(shape, "r", *shape.pair_user), companion_is(shape, "r", *shape.pair_companion)}));
  }
  if (shape.users != nullptr)
    text += joined_once("JOIN", *shape.users, "u", {shape.user_key}, user_is(shape, "u", *shape.user_key));
  for (auto const& profile : shape.profiles) {
    text += joined_once("LEFT JOIN", *profile.table, profile.alias, {profile.key},
                        user_is(shape, profile.alias, *profile.key));
  }
  if (shape.companions != nullptr) text += companion_join(shape);
  if (shape.culture != nullptr) {
    text +=
        joined_once("LEFT JOIN", *shape.culture, "l", {shape.culture_user}, user_is(shape, "l", *shape.culture_user));
  }
  text += reads_directly(shape) ? said_directly(shape) : said_in_conversations(shape);
  text += counted(shape);
  if (shape.memories.table != nullptr) text += best_memory(shape);
  if (shape.moods.table != nullptr) text += latest_mood(shape);
  if (shape.shared_conversation) {
    text += "    LEFT JOIN LATERAL (\n" +
            open_conversation(shape, field("v", *shape.conversations.id) + "::text AS id", 6) + ") shared ON true\n";
  }
  if (shape.pairs == nullptr) text += "   WHERE said.by_user IS NOT NULL\n";
  return text + "$$;\n";
}

std::string write_context(Shape const& shape) {
  std::vector<Output> outputs{fact_outputs(shape)[0], fact_outputs(shape)[1]};
  append(outputs, shape.context);
  auto const& memories = shape.memories;
  if (memories.table != nullptr) outputs.push_back({"memories", "jsonb", "memory.list", ""});
  auto text = function_head("app_context", "users text[], companions text[], most_memories int, least_importance int",
                            outputs, "STABLE") +
              "  SELECT " + values_of(outputs, 9) + "\n    FROM " + asked_pairs(shape) + "\n";
  if (shape.companions != nullptr) text += companion_join(shape);
  if (memories.table == nullptr) return text + "$$;\n";
  std::vector<std::string> entries;
  if (memories.id != nullptr) entries.push_back("'id', " + field("k", *memories.id));
  if (memories.kind != nullptr) entries.push_back("'kind', " + field("k", *memories.kind));
  entries.push_back("'text', left(" + as_text(field("k", *memories.text), *memories.text) + ", 4000)");
  entries.push_back("'importance', " + importance_of(memories));
  if (memories.created != nullptr)
    entries.push_back("'at', " + as_instant(field("k", *memories.created), *memories.created));
  auto const enough = memories.importance != nullptr ? importance_of(memories) + " >= $4" : "5 >= $4";
  return text + "    LEFT JOIN LATERAL (\n      SELECT jsonb_agg(jsonb_build_object(" + listed(entries, 42) +
         ")) AS list\n        FROM (SELECT * FROM " + qualified(*memories.table) + " k\n               WHERE " +
         both({memory_condition(shape), enough}) + "\n              " + memory_order(memories) +
         " LIMIT $3) k) memory ON true\n$$;\n";
}

}  // namespace proactive::adapter
