#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "domain/adapter/shape.hpp"
#include "domain/adapter/write_parts.hpp"

namespace proactive::adapter {

namespace {

bool is_one_of(std::string const& name, std::vector<std::string> const& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_time(Column const& column) {
  return column.category == TypeCategory::timestamp || column.category == TypeCategory::timestamptz ||
         column.category == TypeCategory::date;
}

std::string negated(std::string const& value, Column const& column) {
  if (column.category != TypeCategory::boolean) return fmt::format("coalesce({}, 0) = 0", value);
  return column.not_null ? "NOT " + value : value + " IS NOT TRUE";
}

bool looks_like_uuid(std::string const& id) {
  return id.size() == 36 && id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-';
}

// What the ids that the statistics know begin with, and their length where all have one.
struct IdPattern {
  std::string prefix;
  std::size_t length = 0;
};
IdPattern pattern_of(std::vector<std::string> const& samples) {
  if (samples.size() < 5) return {};
  IdPattern pattern{samples.front(), samples.front().size()};
  for (auto const& sample : samples) {
    if (sample.size() != pattern.length) return {};
    auto const differs = std::mismatch(pattern.prefix.begin(), pattern.prefix.end(), sample.begin());
    pattern.prefix.erase(differs.first, pattern.prefix.end());
  }
  return pattern;
}

}  // namespace

std::string plain_name(std::string_view name) {
  auto plain = to_lower(name);
  plain.erase(std::remove(plain.begin(), plain.end(), '_'), plain.end());
  bool const is_flag =
      name.starts_with("is_") || (name.starts_with("is") && name.size() > 2 && name[2] >= 'A' && name[2] <= 'Z');
  return is_flag ? plain.substr(2) : plain;
}

std::vector<std::string> open_conditions(Table const& table, std::string_view alias, bool unknown) {
  std::vector<std::string> conditions;
  for (auto const& column : table.columns) {
    auto const name = plain_name(column.name);
    auto const value = field(alias, column);
    bool const is_flag = column.category == TypeCategory::boolean || column.category == TypeCategory::integer;
    if (is_one_of(name, {"active", "enabled"}) && (is_flag || column.category == TypeCategory::text)) {
      conditions.push_back(as_flag(value, column, unknown));
    } else if (is_flag && is_one_of(name, {"archived", "deleted", "closed", "hidden", "blocked", "banned", "disabled",
                                           "suspended"})) {
      conditions.push_back(negated(value, column));
    } else if (is_time(column) &&
               is_one_of(name, {"archivedat", "deletedat", "closedat", "endedat", "hiddenat", "blockedat", "bannedat",
                                "disabledat", "suspendedat", "retiredat", "deactivatedat", "removedat"})) {
      conditions.push_back(value + " IS NULL");
    } else if (is_time(column) && is_one_of(name, {"banneduntil", "suspendeduntil", "blockeduntil"})) {
      conditions.push_back(fmt::format("({} IS NULL OR {} < now())", value, as_instant(value, column)));
    }
  }
  return conditions;
}

Fill fill_required(Table const& table, Column const& column) {
  if (is_time(column)) return {&column, from_instant("$6", column), ""};
  auto const todo = [&](std::string const& value, std::string const& meanwhile) {
    return Fill{&column, value,
                fmt::format("TODO: {}.{} must not be empty and has no default: say what the app writes there{}.",
                            table.name, column.name, meanwhile)};
  };
  switch (column.category) {
    case TypeCategory::boolean:
      return todo("false", " (false is a guess)");
    case TypeCategory::uuid:
      return todo("gen_random_uuid()", " (a random one is a guess)");
    case TypeCategory::json:
    case TypeCategory::array:
      return todo("'{}'", " ('{}' is a guess)");
    default:
      return todo("NULL", " (NULL fails)");
  }
}

Fill new_id(Table const& table, Column const& column) {
  if (!column.default_value.empty()) return {&column, column.default_value, ""};
  if (column.category == TypeCategory::uuid) return {&column, "gen_random_uuid()", ""};
  auto const name = fmt::format("{}.{}", table.name, column.name);
  if (column.category != TypeCategory::text) {
    return {&column, "NULL::" + column.type,
            fmt::format("TODO: {} has no default: say where new ids come from (NULL fails).", name)};
  }
  if (!column.samples.empty() && std::all_of(column.samples.begin(), column.samples.end(), looks_like_uuid)) {
    return {&column, "gen_random_uuid()::text", ""};
  }
  auto const [prefix, length] = pattern_of(column.samples);
  if (length > prefix.size() + 7 && length <= prefix.size() + 32) {
    return {&column,
            fmt::format("{}left(replace(gen_random_uuid()::text, '-', ''), {})",
                        prefix.empty() ? "" : literal(prefix) + " || ", length - prefix.size()),
            fmt::format("TODO: the app makes {} itself, {} characters{}: see that these will do.", name, length,
                        prefix.empty() ? "" : fmt::format(" from {} on", literal(prefix)))};
  }
  if (column.max_length > 0 && column.max_length < 36) {
    return {&column, fmt::format("left(replace(gen_random_uuid()::text, '-', ''), {})", column.max_length),
            fmt::format("The app makes {} itself: a random one here.", name)};
  }
  return {&column, "gen_random_uuid()::text", fmt::format("The app makes {} itself: a random UUID here.", name)};
}

std::string chosen_word(Table const& table, Column const& column, std::vector<std::string> const& wishes) {
  auto const words = known_words(table, column);
  for (auto const& wish : wishes) {
    for (auto const& word : words) {
      if (to_lower(word) == wish) return word;
    }
  }
  return "";
}

bool can_hold_word(Column const& column, std::string const& word) {
  return column.category == TypeCategory::text || is_one_of(word, column.labels);
}

Fill const* filled(std::vector<Fill> const& fills, Column const& column) {
  for (auto const& fill : fills) {
    if (fill.column == &column) return &fill;
  }
  return nullptr;
}

std::vector<Fill> link_fills(Shape const& shape, Link const& link) {
  std::vector<Fill> fills;
  for (std::size_t n = 0; n < link.own.size(); ++n) {
    bool const is_conversation = link.other[n] == shape.conversations.id;
    auto const& asked = is_conversation ? *shape.conversations.id : user_reference(shape);
    fills.push_back(
        {link.own[n], id_cast(is_conversation ? "t.conversation_id" : "t.user_id", asked, *link.own[n]), ""});
  }
  return fills;
}

std::vector<Fill> completed(Table const& table, std::vector<Fill> const& fills) {
  std::vector<Fill> all;
  for (auto const& column : table.columns) {
    if (column.generated) continue;
    if (auto const* fill = filled(fills, column)) {
      all.push_back(*fill);
    } else if (column.not_null && column.default_value.empty()) {
      all.push_back(fill_required(table, column));
    }
  }
  return all;
}

}  // namespace proactive::adapter
