// The functions that read: app_pairs, app_facts, app_context, app_sessions.
#include <fmt/format.h>

#include "domain/adapter/write_parts.hpp"

namespace proactive::adapter {

using namespace fmt::literals;

namespace {

// A range of times: the upper end makes the planner expect few rows, so that it uses an index on the time.
std::string from_then_on(Column const& column, std::string_view alias, std::string_view since = "$1") {
  auto const value = field(alias, column);
  bool const is_comparable = column.category == TypeCategory::timestamptz || column.category == TypeCategory::timestamp;
  if (!is_comparable) return fmt::format("{} >= {}", as_instant(value, column), since);
  return fmt::format("{0} >= {1} AND {0} < 'infinity'", value, from_instant(std::string{since}, column));
}

std::string pairs_by_messages(Shape const& shape, bool has_pairs) {
  auto const& messages = shape.messages;
  bool const is_direct = reads_directly(shape);
  auto const user = is_direct ? field("m", *messages.user) : conversation_user(shape);
  auto const companion = is_direct ? field("m", *messages.companion) : conversation_companion(shape);
  std::string conversations;
  if (!is_direct) {
    conversations = fmt::format("\n    JOIN {} v ON {}{}", qualified(*shape.conversations.table),
                                linked(messages.to_conversation, "m", "v"), conversation_tables(shape, "\n    "));
  }
  std::string own;  // of several people in one conversation, the one who wrote
  if (messages.speaker != nullptr && !is_direct) own = fmt::format("{} = {}", field("m", *messages.speaker), user);
  auto const conditions =
      both({messages.by_user, own, messages.created != nullptr ? from_then_on(*messages.created, "m") : "",
            has_pairs ? "$1 > '-infinity'" : ""});
  return fmt::format(R"sql(  SELECT {}{}::text, {}::text
    FROM {} m{}
   WHERE {}
)sql",
                     has_pairs ? "" : "DISTINCT ", user, companion, qualified(*messages.table), conversations,
                     conditions);
}

std::string unread_column(Messages const& messages) {
  return messages.unread.empty() ? "" : fmt::format(", {} AS unread", messages.unread);
}

// Of each conversation of the user the newest message of each side, and how many there are of the user's to this
// companion: both are seen by one look at the newest hundred.
std::string said_in_conversations(Shape const& shape) {
  auto const& messages = shape.messages;
  auto const& created = *messages.created;
  auto const at = as_instant(field("m", created), created);
  auto const newest = [&](std::string const& indent, std::string const& columns, std::string const& said,
                          std::string const& most) {
    return fmt::format("{0}SELECT {1} FROM {2} m\n{0} WHERE {3}\n{0} ORDER BY {4} DESC LIMIT {5}", indent, columns,
                       qualified(*messages.table), both({messages_of_pair(shape), said, dated(created, "m")}),
                       field("m", created), most);
  };
  auto const is_known = !messages.unread.empty();
  return fmt::format(
      R"sql(    CROSS JOIN LATERAL (
      SELECT max(a.at) FILTER (WHERE {of_companion}) AS by_user, max(a.at) AS by_user_to_any,
             least(coalesce(sum(a.number) FILTER (WHERE {of_companion}), 0), 100)::bigint AS number,
             max(b.at) AS by_companion{unread}
        FROM {conversations} v{parties}
        LEFT JOIN LATERAL (
         SELECT max(n.at) AS at, count(*) AS number
           FROM (
{newest_of_user}) n) a ON true
        LEFT JOIN LATERAL (
{newest_of_companion}) b ON {of_companion}
       WHERE {of_user}) said
)sql",
      "of_user"_a = of_user(shape), "of_companion"_a = of_companion(shape),
      "unread"_a = is_known ? ", (array_agg(b.unread ORDER BY b.at DESC NULLS LAST))[1] AS unread" : "",
      "conversations"_a = qualified(*shape.conversations.table), "parties"_a = conversation_tables(shape, "\n        "),
      "newest_of_user"_a = newest("             ", at + " AS at", said_by_user(shape),
                                  fmt::format("CASE WHEN {} THEN 100 ELSE 1 END", of_companion(shape))),
      "newest_of_companion"_a = newest("         ", fmt::format("{} AS at{}", at, unread_column(messages)),
                                       both({said_by_companion(shape), messages.kept}), "1"));
}

std::string said_directly(Shape const& shape) {
  auto const& messages = shape.messages;
  auto const& created = *messages.created;
  auto const at = field("m", created);
  return fmt::format(
      R"sql(    CROSS JOIN LATERAL (
      SELECT (SELECT {latest} FROM {messages} m
               WHERE {to_companion}) AS by_user,
             (SELECT {latest} FROM {messages} m
               WHERE {to_any}) AS by_user_to_any,
             max(b.at) AS by_companion{any_unread}
        FROM (
         SELECT {instant} AS at{unread} FROM {messages} m
          WHERE {of_companion}
          ORDER BY {at} DESC LIMIT 1) b) said
)sql",
      "messages"_a = qualified(*messages.table), "at"_a = at, "instant"_a = as_instant(at, created),
      "latest"_a = as_instant(fmt::format("max({})", at), created),
      "to_companion"_a = both({messages_of_pair(shape), said_by_user(shape)}),
      "to_any"_a = both({user_is(shape, "m", *messages.user), said_by_user(shape)}),
      "any_unread"_a = messages.unread.empty() ? "" : ", bool_or(b.unread) AS unread",
      "unread"_a = unread_column(messages),
      "of_companion"_a = both({messages_of_pair(shape), said_by_companion(shape), messages.kept, dated(created, "m")}));
}

std::string counted_directly(Shape const& shape) {
  return fmt::format(R"sql(    CROSS JOIN LATERAL (
      SELECT count(*) AS number FROM (
         SELECT FROM {} m
          WHERE {} LIMIT 100) m) counted
)sql",
                     qualified(*shape.messages.table), both({messages_of_pair(shape), said_by_user(shape)}));
}

std::string memory_condition(Shape const& shape) {
  auto const& memories = shape.memories;
  std::vector<std::string> conditions{user_is(shape, "k", *memories.user)};
  if (memories.companion != nullptr) {
    auto const own = companion_is(shape, "k", *memories.companion);
    conditions.push_back(
        memories.companion->not_null ? own : fmt::format("({} OR {} IS NULL)", own, field("k", *memories.companion)));
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
  return fmt::format(R"sql(    LEFT JOIN LATERAL (
      SELECT {} AS importance FROM {} k
       WHERE {}
      {} LIMIT 1) memory ON true
)sql",
                     importance_of(memories), qualified(*memories.table), memory_condition(shape),
                     memory_order(memories));
}

std::string latest_mood(Shape const& shape) {
  auto const& moods = shape.moods;
  std::vector<std::string> columns;
  for (auto const& output : moods.outputs) columns.push_back(fmt::format("{} AS {}", output.value, output.name));
  std::vector<std::string> conditions{user_is(shape, "s", *moods.user)};
  if (moods.companion != nullptr) conditions.push_back(companion_is(shape, "s", *moods.companion));
  conditions.push_back(dated(*moods.order, "s"));
  return fmt::format(R"sql(    LEFT JOIN LATERAL (
      SELECT {} FROM {} s
       WHERE {}
       ORDER BY {} DESC LIMIT 1) mood ON true
)sql",
                     listed(columns, 13), qualified(*moods.table), both(conditions), field("s", *moods.order));
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
                   {"user_messages", "bigint", reads_directly(shape) ? "counted.number" : "said.number", ""}});
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
  auto const pairs = [&](std::string const& condition) {
    return fmt::format("  SELECT {}, {}\n    FROM {} r\n   WHERE {}\n  UNION\n",
                       as_text(field("r", *shape.pair_user), *shape.pair_user),
                       as_text(field("r", *shape.pair_companion), *shape.pair_companion), qualified(*shape.pairs),
                       condition);
  };
  text += pairs("$1 = '-infinity'");
  if (shape.pair_since != nullptr) text += pairs(both({from_then_on(*shape.pair_since, "r"), "$1 > '-infinity'"}));
  return text + pairs_by_messages(shape, true) + "$$;\n";
}

std::string write_facts(Shape const& shape) {
  auto const outputs = fact_outputs(shape);
  auto text = fmt::format("{}  SELECT {}\n    FROM {}\n",
                          function_head("app_facts", "users text[], companions text[]", outputs, "STABLE"),
                          values_of(outputs, 9), asked_pairs(shape));
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
  text += reads_directly(shape) ? said_directly(shape) + counted_directly(shape) : said_in_conversations(shape);
  if (shape.memories.table != nullptr) text += best_memory(shape);
  if (shape.moods.table != nullptr) text += latest_mood(shape);
  if (shape.shared_conversation) {
    text += fmt::format("    LEFT JOIN LATERAL (\n{}) shared ON true\n",
                        open_conversation(shape, field("v", *shape.conversations.id) + "::text AS id", 6));
  }
  if (shape.pairs == nullptr) text += "   WHERE said.by_user IS NOT NULL\n";
  return text + "$$;\n";
}

std::string write_context(Shape const& shape) {
  std::vector<Output> outputs{fact_outputs(shape)[0], fact_outputs(shape)[1]};
  append(outputs, shape.context);
  auto const& memories = shape.memories;
  if (memories.table != nullptr) outputs.push_back({"memories", "jsonb", "memory.list", ""});
  auto text = fmt::format(
      "{}  SELECT {}\n    FROM {}\n",
      function_head("app_context", "users text[], companions text[], most_memories int, least_importance int", outputs,
                    "STABLE"),
      values_of(outputs, 9), asked_pairs(shape));
  if (shape.companions != nullptr) text += companion_join(shape);
  if (memories.table == nullptr) return text + "$$;\n";
  std::vector<std::string> entries;
  if (memories.id != nullptr) entries.push_back("'id', " + field("k", *memories.id));
  if (memories.kind != nullptr) entries.push_back("'kind', " + field("k", *memories.kind));
  entries.push_back(fmt::format("'text', left({}, 4000)", as_text(field("k", *memories.text), *memories.text)));
  entries.push_back("'importance', " + importance_of(memories));
  if (memories.created != nullptr)
    entries.push_back("'at', " + as_instant(field("k", *memories.created), *memories.created));
  auto const enough = memories.importance != nullptr ? importance_of(memories) + " >= $4" : "5 >= $4";
  return text + fmt::format(R"sql(    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object({})) AS list
        FROM (SELECT * FROM {} k
               WHERE {}
              {} LIMIT $3) k) memory ON true
$$;
)sql",
                            listed(entries, 42), qualified(*memories.table), both({memory_condition(shape), enough}),
                            memory_order(memories));
}

// The user's words, whomever they are for; half an hour without one ends a session.
std::string write_sessions(Shape const& shape) {
  auto const& messages = shape.messages;
  auto const& created = *messages.created;
  bool const is_direct = reads_directly(shape);
  std::string conversations;
  if (!is_direct) {
    conversations = fmt::format("\n                        JOIN {} v ON {}{}", qualified(*shape.conversations.table),
                                linked(messages.to_conversation, "m", "v"),
                                conversation_tables(shape, "\n                        "));
  }
  auto const words = both({is_direct ? user_is(shape, "m", *messages.user) : of_user(shape), said_by_user(shape),
                           from_then_on(created, "m", "$2")});
  return function_head("app_sessions", "users text[], since timestamptz",
                       {{"user_id", "text", "", ""},
                        {"started_at", "timestamptz", "", ""},
                        {"messages", "bigint", "", ""},
                        {"minutes", "double precision", "", ""}},
                       "STABLE") +
         fmt::format(
             R"sql(  SELECT s.user_id{text}, min(s.at), count(*), extract(epoch FROM max(s.at) - min(s.at))::double precision / 60
    FROM (SELECT w.user_id, w.at, count(*) FILTER (WHERE w.is_first) OVER (PARTITION BY w.user_id ORDER BY w.at) AS nth
            FROM (SELECT d.user_id, said.at,
                         (lag(said.at) OVER (PARTITION BY d.user_id ORDER BY said.at)
                            >= said.at - interval '30 minutes') IS NOT TRUE AS is_first
                    FROM (SELECT DISTINCT a.user_id FROM unnest({users}) a(user_id)) d
                   CROSS JOIN LATERAL (
                      SELECT {at} AS at
                        FROM {messages} m{conversations}
                       WHERE {words}) said) w) s
   GROUP BY s.user_id, s.nth
$$;
)sql",
             "text"_a = user_reference(shape).category == TypeCategory::text ? "" : "::text",
             "users"_a = asked_users(shape), "at"_a = as_instant(field("m", created), created),
             "messages"_a = qualified(*messages.table), "conversations"_a = conversations, "words"_a = words);
}

}  // namespace proactive::adapter
