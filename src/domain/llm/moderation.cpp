#include "domain/llm/moderation.hpp"

#include "base/json.hpp"

namespace proactive {

std::string moderation_body(std::string const& message) { return to_line({{"input", message}}); }

std::optional<bool> read_moderation(std::string_view body) {
  constexpr int deepest = 8;
  auto const json = parse_bounded(body, deepest).value_or(Json{});
  auto const& results = member(json, "results");
  if (!results.is_array() || results.empty()) return std::nullopt;
  auto const& flagged = member(results[0], "flagged");
  return flagged.is_boolean() ? std::optional{flagged.get<bool>()} : std::nullopt;
}

}  // namespace proactive
