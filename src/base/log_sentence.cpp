#include "base/log_sentence.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"

namespace proactive::log {

namespace {

constexpr std::array<std::string_view, 5> what_it_is_about{"message", "hint", "error", "problem", "reason"};

std::string value_text(Json const& value) { return value.is_string() ? value.get<std::string>() : to_line(value); }

std::string_view begin_of(Level level) {
  if (level == Level::error) return "error: ";
  if (level == Level::warn) return "warning: ";
  return level == Level::debug ? "debug: " : "";
}

}  // namespace

std::string sentence_of(Level level, std::string_view event, Json const& fields) {
  std::string about{event};
  std::replace(about.begin(), about.end(), '_', ' ');
  std::vector<std::string> details;
  for (auto const& [name, value] : fields.items()) {
    bool const is_main = std::find(what_it_is_about.begin(), what_it_is_about.end(), name) != what_it_is_about.end();
    if (is_main && value.is_string()) {
      about += ": " + value_text(value);
    } else if (!value.is_null()) {
      details.push_back(fmt::format("{} {}", name, value_text(value)));
    }
  }
  auto const behind = details.empty() ? std::string{} : fmt::format(" ({})", join(details, ", "));
  return printable(fmt::format("{}{}{}", begin_of(level), about, behind));
}

}  // namespace proactive::log
