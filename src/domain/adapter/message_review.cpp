#include "domain/adapter/message_review.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.hpp"
#include "domain/operator_role.hpp"

namespace proactive {

namespace {

constexpr long largest_exact = 9'007'199'254'740'992;  // 2^53: above it JavaScript's numbers are not exact

bool has_zone(std::string const& time) {
  auto const clock = time.find_first_of("T ");
  if (clock == std::string::npos) return true;  // a date
  return time.find_first_of("Zz+-", clock) != std::string::npos;
}

struct Hint {
  std::string_view sqlstate;
  std::string_view text;
};
constexpr std::array hints{
    Hint{"23502", "; fill the column in the function, or give it a default"},
    Hint{"23503", "; insert the row that it refers to first, or refuse the message"},
    Hint{"23505",
         "; take a value that is free: lock the rows that it is counted from, in one statement, and count in the next"},
    Hint{"23514", "; write a value that the constraint allows"},
    Hint{"22001",
         "; cut the text to the column's length in the function, or widen the column, since messages may have "
         "max_message_length characters"},
    Hint{"22P02", "; cast to the column's type, and write a word that the type has"},
    Hint{"428C9", "; leave the generated column out"},
    Hint{"42804", "; cast to the column's type"},
    Hint{"42703", "; correct the column's name"},
    Hint{"42P01", "; correct the table's name, with its schema, or see whether this is the app's database"},
    Hint{"3F000", "; correct the schema's name, or see whether this is the app's database"},
    Hint{"42501", "; let it run as the tables' owner, or where row level security hides rows as a role with BYPASSRLS"},
    Hint{"57014", "; give it an index, or let it read less"},
};

}  // namespace

std::string privilege_advice(std::string_view statement, std::string_view words) {
  constexpr std::array<std::string_view, 3> ours{"for schema proactive", "for function adapter_", "for function app_"};
  bool const is_ours = std::any_of(ours.begin(), ours.end(),
                                   [&](auto const& name) { return words.find(name) != std::string_view::npos; });
  bool const is_denied = words.find("permission denied") != std::string_view::npos;
  if (is_denied && !is_ours && statement.find("adapter_") != std::string_view::npos) {
    return fmt::format("the database role may not do what the adapter's functions do: {}", functions_lack_rights);
  }
  return fmt::format(
      "the database role lacks a privilege: the owner of the schema may do this, and whom the owner makes an operator, "
      "with {}, or by runner=NAME one for runs alone",
      making_an_operator);
}

std::string hint_for(std::string const& words) {
  // Row level security, whose tables may be reached, asks for another thing.
  bool const lacks_rights = words.find("SQLSTATE 42501") != std::string::npos;
  if (lacks_rights && words.find("permission denied") != std::string::npos) {
    return fmt::format("; {}", functions_lack_rights);
  }
  for (auto const& hint : hints) {
    if (words.find(fmt::format("SQLSTATE {}", hint.sqlstate)) != std::string::npos) return std::string{hint.text};
  }
  return {};
}

std::string trial_text(int number, int characters) {
  auto text = fmt::format("[trial {}] \"quotes\", 'apostrophes', \\ and \xF0\x9F\x8C\x99", number);
  auto const wanted = static_cast<std::size_t>(characters);
  auto const length = grapheme_count(text);
  return length > wanted ? shortened(text, wanted) : text + std::string(wanted - length, '.');
}

std::vector<Finding> review_message(Json const& message) {
  if (!message.is_object()) {
    return {{FindingState::warning, "app_deliver",
             "it returns no message as the app's clients show it: events carry the text and the ids only"}};
  }
  std::vector<Finding> findings;
  for (auto const& [key, value] : message.items()) {
    if (value.is_number_integer() && (value > largest_exact || value < -largest_exact)) {
      findings.push_back({FindingState::failure, "app_deliver",
                          fmt::format("message.{} is a number that JavaScript cannot hold: return it as a text", key)});
    }
    bool const is_time = value.is_string() && (key.ends_with("_at") || key.ends_with("At"));
    if (is_time && !has_zone(value.get<std::string>())) {
      findings.push_back({FindingState::failure, "app_deliver",
                          fmt::format("message.{} is a time without a zone: write it as ISO 8601 with Z, such as {}",
                                      key, "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')")});
    }
  }
  return findings;
}

}  // namespace proactive
