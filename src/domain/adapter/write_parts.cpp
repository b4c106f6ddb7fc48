// Pieces of statements that the drafted functions share.
#include "domain/adapter/write_parts.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"

namespace proactive::adapter {

std::string function_head(std::string const& name, std::string const& parameters, std::vector<Output> const& outputs,
                          std::string_view volatility) {
  std::vector<std::string> columns;
  columns.reserve(outputs.size());
  for (auto const& output : outputs) columns.push_back(fmt::format("{} {}", output.name, output.type));
  return fmt::format(R"sql(CREATE FUNCTION proactive.{}({})
RETURNS TABLE ({})
LANGUAGE sql {} SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
)sql",
                     name, parameters, listed(columns, 15), volatility);
}

std::string values_of(std::vector<Output> const& outputs, std::size_t indent) {
  std::vector<Item> items;
  items.reserve(outputs.size());
  for (auto const& output : outputs) items.push_back({output.value, output.note});
  return listed(items, indent);
}

Column const& user_reference(Shape const& shape) {
  for (auto const* column :
       {shape.pair_user, shape.conversations.user.column, shape.messages.user, shape.messages.speaker}) {
    if (column != nullptr) return *column;
  }
  return *shape.user_key;
}

Column const& companion_reference(Shape const& shape) {
  for (auto const* column : {shape.pair_companion, shape.companion_key, shape.conversations.companion.column}) {
    if (column != nullptr) return *column;
  }
  return *shape.messages.companion;
}

std::string user_is(Shape const& shape, std::string_view alias, Column const& column) {
  return fmt::format("{} = {}", field(alias, column), id_cast("d.user_id", user_reference(shape), column));
}

std::string companion_is(Shape const& shape, std::string_view alias, Column const& column) {
  return fmt::format("{} = {}", field(alias, column), id_cast("d.companion_id", companion_reference(shape), column));
}

std::string asked_users(Shape const& shape) { return id_array("$1", user_reference(shape)); }

std::string asked_companions(Shape const& shape) { return id_array("$2", companion_reference(shape)); }

std::string asked_pairs(Shape const& shape) {
  return fmt::format("unnest({}, {}) d(user_id, companion_id)", asked_users(shape), asked_companions(shape));
}

std::string both(std::vector<std::string> const& conditions) {
  std::string text;
  for (auto const& condition : conditions) {
    if (condition.empty()) continue;
    if (!text.empty()) text += " AND ";
    text += condition;
  }
  return text;
}

std::string all_of(std::vector<std::string> const& conditions, std::string const& new_line) {
  auto line = both(conditions);
  if (line.size() + new_line.size() < 110) return line;
  std::string text;
  for (auto const& condition : conditions) {
    if (!text.empty()) text.append(new_line).append("AND ");
    text += condition;
  }
  return text;
}

std::string linked(Link const& link, std::string_view own, std::string_view other) {
  std::vector<std::string> conditions;
  for (std::size_t n = 0; n < link.own.size(); ++n) {
    conditions.push_back(fmt::format("{} = {}", field(own, *link.own[n]),
                                     id_cast(field(other, *link.other[n]), *link.other[n], *link.own[n])));
  }
  return both(conditions);
}

std::string conversation_tables(Shape const& shape, std::string const& new_line) {
  auto const joined = [&](Party const& party, std::string_view alias) {
    if (party.between == nullptr) return std::string{};
    return fmt::format("{}JOIN {} {} ON {}", new_line, qualified(*party.between), alias,
                       linked(party.to_conversation, alias, "v"));
  };
  return joined(shape.conversations.user, "w") + joined(shape.conversations.companion, "x");
}

std::string conversation_user(Shape const& shape) {
  auto const& party = shape.conversations.user;
  return field(party.between != nullptr ? "w" : "v", *party.column);
}

std::string conversation_companion(Shape const& shape) {
  auto const& party = shape.conversations.companion;
  return field(party.between != nullptr ? "x" : "v", *party.column);
}

std::string of_user(Shape const& shape) {
  auto const& party = shape.conversations.user;
  return user_is(shape, party.between != nullptr ? "w" : "v", *party.column);
}

std::string of_companion(Shape const& shape) {
  auto const& party = shape.conversations.companion;
  return companion_is(shape, party.between != nullptr ? "x" : "v", *party.column);
}

bool reads_directly(Shape const& shape) {
  auto const& messages = shape.messages;
  return shape.conversations.table == nullptr ||
         (messages.user != nullptr && messages.companion != nullptr && messages.companion->not_null);
}

std::string messages_of_pair(Shape const& shape) {
  auto const& messages = shape.messages;
  if (reads_directly(shape)) {
    return both({user_is(shape, "m", *messages.user), companion_is(shape, "m", *messages.companion)});
  }
  return linked(messages.to_conversation, "m", "v");
}

std::string said_by_user(Shape const& shape) {
  auto const* speaker = shape.messages.speaker;
  return both({shape.messages.by_user, speaker != nullptr ? user_is(shape, "m", *speaker) : ""});
}

std::string said_by_companion(Shape const& shape) {
  auto const* companion = shape.messages.companion;
  bool const is_told = companion != nullptr && !reads_directly(shape) && shape.shared_conversation;
  if (!is_told) return shape.messages.by_companion;
  auto const own = companion_is(shape, "m", *companion);
  return both({shape.messages.by_companion,
               companion->not_null ? own : fmt::format("({} OR {} IS NULL)", own, field("m", *companion))});
}

std::string dated(Column const& column, std::string_view alias) {
  return column.not_null ? "" : field(alias, column) + " IS NOT NULL";
}

std::string open_conversation(Shape const& shape, std::string const& columns, std::size_t indent) {
  auto const& conversations = shape.conversations;
  std::string const margin(indent, ' ');
  std::vector<std::string> times;
  bool const is_one_kind =
      std::all_of(conversations.activity.begin(), conversations.activity.end(),
                  [&](Column const* time) { return time->category == conversations.activity.front()->category; });
  for (auto const* time : conversations.activity) {
    auto const value = field("v", *time);
    times.push_back(is_one_kind ? value : as_instant(value, *time));
  }
  std::vector<std::string> order;
  if (times.size() == 1) order.push_back(times[0] + " DESC NULLS LAST");
  if (times.size() > 1) order.push_back(fmt::format("greatest({}) DESC NULLS LAST", join(times, ", ")));
  order.push_back(field("v", *conversations.id) + " DESC");
  std::vector<std::string> conditions{of_user(shape), of_companion(shape)};
  conditions.insert(conditions.end(), conversations.open.begin(), conversations.open.end());
  return fmt::format(R"sql({0}SELECT {1} FROM {2} v{3}
{0} WHERE {4}
{0} ORDER BY {5} LIMIT 1)sql",
                     margin, columns, qualified(*conversations.table),
                     conversation_tables(shape, fmt::format("\n{}  ", margin)),
                     all_of(conditions, fmt::format("\n{}   ", margin)), join(order, ", "));
}

bool has_key(Table const& table, std::vector<Column const*> const& columns) {
  return std::any_of(table.keys.begin(), table.keys.end(), [&](CatalogueKey const& key) {
    return key.whole && key.columns.size() <= columns.size() &&
           std::all_of(key.columns.begin(), key.columns.end(), [&](std::string const& name) {
             return std::any_of(columns.begin(), columns.end(),
                                [&](Column const* column) { return column->name == name; });
           });
  });
}

std::string joined_once(std::string const& join, Table const& table, std::string_view alias,
                        std::vector<Column const*> const& key, std::string const& condition) {
  auto const name = qualified(table);
  if (has_key(table, key)) return fmt::format("    {} {} {} ON {}\n", join, name, alias, condition);
  return fmt::format("    {0} LATERAL (SELECT * FROM {1} {2} WHERE {3} LIMIT 1) {2} ON true\n", join, name, alias,
                     condition);
}

}  // namespace proactive::adapter
