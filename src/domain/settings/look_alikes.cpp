#include "domain/settings/look_alikes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/nearest.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

// What other programs call what is a setting or a variable of libpq here: Laravel, Django, Rails, WordPress, and
// OpenAI's clients of old.
constexpr auto names_elsewhere = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"DB_DATABASE", "DB_NAME"},
    {"DB_DBNAME", "DB_NAME"},
    {"DB_HOSTNAME", "DB_HOST"},
    {"DB_SERVER", "DB_HOST"},
    {"DB_USERNAME", "DB_USER"},
    {"DB_LOGIN", "DB_USER"},
    {"DB_PASS", "DB_PASSWORD"},
    {"DB_PWD", "DB_PASSWORD"},
    {"DB_URL", "DATABASE_URL"},
    {"DB_URI", "DATABASE_URL"},
    {"DB_DSN", "DATABASE_URL"},
    {"DB_SSL", "PGSSLMODE"},
    {"DB_SSLMODE", "PGSSLMODE"},
    {"DB_SSL_MODE", "PGSSLMODE"},
    {"OPENAI_API_BASE", "OPENAI_BASE_URL"},
    {"OPENAI_API_HOST", "OPENAI_BASE_URL"},
    {"OPENAI_ENDPOINT", "OPENAI_BASE_URL"},
    {"OPENAI_HOST", "OPENAI_BASE_URL"},
    {"OPENAI_TOKEN", "OPENAI_API_KEY"},
    {"OPENAI_ORGANIZATION", "OPENAI_ORG_ID"},
});

// Read by OpenAI's own clients, and nothing that has a counterpart here.
constexpr auto of_openai = std::to_array<std::string_view>({"OPENAI_LOG", "OPENAI_ADMIN_KEY", "OPENAI_WEBHOOK_SECRET"});

std::string upper(std::string_view text) {
  std::string raised{text};
  std::transform(raised.begin(), raised.end(), raised.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return raised;
}

std::vector<std::string_view> parts_of(std::string_view name) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= name.size();) {
    auto const end = std::min(name.find('_', begin), name.size());
    parts.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

// The edits between two names, where a word that is missing or too much counts as two.
std::size_t word_distance(std::string_view left_name, std::string_view right_name) {
  constexpr std::size_t whole_word = 2;
  auto const left = parts_of(left_name);
  auto const right = parts_of(right_name);
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j * whole_word;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i * whole_word);
    for (std::size_t j = 1; j <= right.size(); ++j) {
      auto const replaced = diagonal + edit_distance(left[i - 1], right[j - 1]);
      diagonal = std::exchange(row[j], std::min({row[j] + whole_word, row[j - 1] + whole_word, replaced}));
    }
  }
  return row.back();
}

// To the setting's variable or name, whichever is nearer: PROACTIVE_DB_HOST has but a prefix too much.
std::size_t distance(std::string_view name, std::string_view without_prefix, SettingSpec const& spec) {
  auto const variable = spec.variable();
  auto const plain = upper(spec.name);
  return std::min({edit_distance(name, variable), word_distance(name, variable), edit_distance(without_prefix, plain),
                   word_distance(without_prefix, plain)});
}

std::vector<std::string> const& variables() {
  static auto const all = [] {
    std::vector<std::string> names;
    for (auto const& spec : setting_specs()) names.push_back(spec.variable());
    return names;
  }();
  return all;
}

// Of variables that may as well be another program's: near is what differs by a typing error.
SettingSpec const* mistyped(std::string_view name) {
  bool const is_of_database = name.starts_with("DB_");
  if (!is_of_database && name.size() < 12) return nullptr;
  std::size_t const allowed = is_of_database && name.size() > 8 ? 2 : 1;
  for (auto const& variable : variables()) {
    bool const may_be = std::max(name.size(), variable.size()) - std::min(name.size(), variable.size()) <= allowed;
    // One edit leaves the beginning or the end as it is, and a variable of the database has its beginning.
    if (!may_be ||
        (name.substr(0, 3) != variable.substr(0, 3) && !name.ends_with(variable.substr(variable.size() - 3))))
      continue;
    if (edit_distance(name, variable) <= allowed) return find_setting(variable);
  }
  return nullptr;
}

std::string did_you_mean(std::string_view variable) { return fmt::format("did you mean {}?", variable); }

}  // namespace

SettingSpec const* nearest_setting(std::string_view name) {
  constexpr std::string_view prefix = "PROACTIVE_";
  if (name.size() > 100) return nullptr;
  auto const raised = upper(name);
  auto const rest = std::string_view{raised}.substr(raised.starts_with(prefix) ? prefix.size() : 0);
  SettingSpec const* nearest = nullptr;
  std::size_t least = most_edits(rest) + 1;
  for (auto const& spec : setting_specs()) {
    auto const edits = distance(raised, rest, spec);
    if (edits < least) {
      least = edits;
      nearest = &spec;
    }
  }
  return nearest;
}

std::optional<std::string> look_alike(std::string_view variable) {
  auto const* spec = find_setting(variable);
  if (spec != nullptr && spec->variable() == variable) return std::nullopt;
  auto const name = upper(variable);
  for (auto const& [elsewhere, here] : names_elsewhere) {
    if (name == elsewhere) return did_you_mean(here);
  }
  if (std::find(of_openai.begin(), of_openai.end(), name) != of_openai.end()) return std::nullopt;
  if (name.starts_with("PROACTIVE_") || name.starts_with("OPENAI_")) {
    auto const* nearest = nearest_setting(name);
    return nearest != nullptr ? did_you_mean(nearest->variable()) : "proactive config show lists all";
  }
  auto const* meant = mistyped(name);
  return meant != nullptr ? std::optional{did_you_mean(meant->variable())} : std::nullopt;
}

}  // namespace proactive
