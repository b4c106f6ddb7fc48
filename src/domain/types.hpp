#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

// Glossary
//   relationship  a user and a companion who talk (a row of relationship_progression); also: pair
//   engagement    one outreach to one relationship (a row of proactive_engagements)
//   gate          the ordered checks that say whether, as what and when a relationship may be engaged
//   brief, draft  what a writer is told about one engagement; the message that it returns
namespace proactive {

// Ordered: a later stage is closer. The names are the host's stored values.
enum class Stage { stranger, acquaintance, friend_, close_friend, intimate, partner };
inline constexpr std::array<std::string_view, 6> stage_names{"stranger",     "acquaintance", "friend",
                                                             "close_friend", "intimate",     "partner"};

// The names are stored in proactive_engagements and frozen.
enum class EngagementType { check_in, emotional_support, memory_reminder, topic_suggestion };
inline constexpr std::array<std::string_view, 4> engagement_type_names{"check_in", "emotional_support",
                                                                       "memory_reminder", "topic_suggestion"};

// Why a relationship is not engaged, or an engagement not delivered. The names are a contract of reports and logs.
enum class Reason {
  disabled,
  gone,
  inactive,
  stage,
  intimacy,
  trust,
  interval,
  pending,
  user_limit,
  day_limit,
  no_type,
  superseded,
  expired,
  no_message,
  attempts,
  delivery_error,
  skipped,
};
inline constexpr std::array<std::string_view, 17> reason_names{
    "disabled", "gone",       "inactive",   "stage",          "intimacy", "trust",
    "interval", "pending",    "user_limit", "day_limit",      "no_type",  "superseded",
    "expired",  "no_message", "attempts",   "delivery_error", "skipped"};

inline std::string_view name_of(Stage value) { return stage_names.at(static_cast<std::size_t>(value)); }
inline std::string_view name_of(EngagementType value) {
  return engagement_type_names.at(static_cast<std::size_t>(value));
}
inline std::string_view name_of(Reason value) { return reason_names.at(static_cast<std::size_t>(value)); }

std::optional<Stage> stage_from(std::string_view name);
std::optional<EngagementType> engagement_type_from(std::string_view name);

// Ids are opaque: text here, the host's own types in SQL.
struct Pair {
  std::string user_id;
  std::string companion_id;

  auto operator<=>(Pair const&) const = default;
};

// One engagement, found by the key of its table.
struct EngagementKey {
  std::string user_id;
  std::string id;
};

}  // namespace proactive
