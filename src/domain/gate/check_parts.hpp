#pragma once

#include <fmt/core.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "domain/gate/checks.hpp"

// What the groups of checks share: their answers, and the words of their facts.
namespace proactive {

inline constexpr CheckResult pass{true, std::nullopt};
inline constexpr CheckResult refuse{false, std::nullopt};

constexpr CheckResult pass_if(bool condition) { return condition ? pass : refuse; }

// Passes where there was no event, the rule is off, or the wait is over.
inline CheckResult pass_after(std::optional<Instant> const& event, std::optional<std::chrono::seconds> const& wait,
                              Instant now) {
  if (!event || !wait || now - *event >= *wait) return pass;
  return {false, *event + *wait};
}
template <typename Unit>
std::optional<std::chrono::seconds> length(Limit const& limit) {
  if (!limit) return std::nullopt;
  return Unit{*limit};
}

constexpr std::string_view yes_no(bool value) { return value ? "yes" : "no"; }
inline std::string hours_text(std::optional<long> value) { return value ? fmt::format("{} h", *value) : "unknown"; }
// As "must be at least 30 min"; a rule that is off has no bound.
inline std::string bound_text(std::string_view sign, std::optional<int> const& bound, std::string_view unit = "") {
  return bound ? fmt::format("{} {}{}", sign, *bound, unit) : "no limit";
}
inline std::string days_text(std::string_view sign, std::optional<int> const& bound) {
  return bound ? fmt::format("{} {}", sign, counted_noun(*bound, "day")) : "no limit";
}
inline std::string ago_text(std::optional<Instant> const& at, Instant now) {
  if (!at) return "unknown";
  auto const minutes = std::chrono::floor<std::chrono::minutes>(now - *at).count();
  return minutes < 120 ? fmt::format("{} min ago", minutes) : fmt::format("{} h ago", minutes / 60);
}

}  // namespace proactive
