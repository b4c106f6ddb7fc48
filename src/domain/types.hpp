#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/names.hpp"
#include "base/time.hpp"

// Glossary
//   pair          a user and a companion who talk (a row of proactive.pairs)
//   engagement    one outreach to one pair (a row of proactive.engagements)
//   gate          the ordered checks that say whether, as what and when a pair may be engaged
//   brief, draft  what a writer is told about one engagement; the message that it returns
namespace proactive {

// Ordered: a later stage is closer. The names are the host's stored values.
enum class Stage { stranger, acquaintance, friend_, close_friend, intimate, partner };
template <>
struct Names<Stage> {
  static constexpr auto table = std::to_array<Named<Stage>>({{Stage::stranger, "stranger"},
                                                             {Stage::acquaintance, "acquaintance"},
                                                             {Stage::friend_, "friend"},
                                                             {Stage::close_friend, "close_friend"},
                                                             {Stage::intimate, "intimate"},
                                                             {Stage::partner, "partner"}});
};

// The names are stored in proactive.engagements and frozen.
enum class EngagementType { check_in, emotional_support, memory_reminder, topic_suggestion };
template <>
struct Names<EngagementType> {
  static constexpr auto table =
      std::to_array<Named<EngagementType>>({{EngagementType::check_in, "check_in"},
                                            {EngagementType::emotional_support, "emotional_support"},
                                            {EngagementType::memory_reminder, "memory_reminder"},
                                            {EngagementType::topic_suggestion, "topic_suggestion"}});
};

// Why a pair is not engaged, or an engagement not delivered. The names are a contract of reports and logs.
enum class Reason {
  disabled,
  gone,
  inactive,
  opted_out,
  policy,       // what law asks for is missing
  others_read,  // other people read the conversation
  minor,
  crisis,
  distress,
  snoozed,
  muted,
  live_chat,
  awaiting_reply,
  dormant,
  unread,
  unanswered,
  stage,
  intimacy,
  trust,
  interval,
  pending,
  no_type,
  user_limit,
  week_limit,
  day_limit,
  gap,
  quiet_hours,
  superseded,
  stale,  // its time of day has passed while it was held
  expired,
  no_message,
  attempts,
  delivery_error,
  skipped,     // by the LLM
  resting,     // all templates that fit
  refused,     // the app says no to the message
  rejected,    // an operator says no to it
  unreadable,  // the pair's row cannot be read
};
template <>
struct Names<Reason> {
  static constexpr auto table = std::to_array<Named<Reason>>({{Reason::disabled, "disabled"},
                                                              {Reason::gone, "gone"},
                                                              {Reason::inactive, "inactive"},
                                                              {Reason::opted_out, "opted_out"},
                                                              {Reason::policy, "policy"},
                                                              {Reason::others_read, "others_read"},
                                                              {Reason::minor, "minor"},
                                                              {Reason::crisis, "crisis"},
                                                              {Reason::distress, "distress"},
                                                              {Reason::snoozed, "snoozed"},
                                                              {Reason::muted, "muted"},
                                                              {Reason::live_chat, "live_chat"},
                                                              {Reason::awaiting_reply, "awaiting_reply"},
                                                              {Reason::dormant, "dormant"},
                                                              {Reason::unread, "unread"},
                                                              {Reason::unanswered, "unanswered"},
                                                              {Reason::stage, "stage"},
                                                              {Reason::intimacy, "intimacy"},
                                                              {Reason::trust, "trust"},
                                                              {Reason::interval, "interval"},
                                                              {Reason::pending, "pending"},
                                                              {Reason::no_type, "no_type"},
                                                              {Reason::user_limit, "user_limit"},
                                                              {Reason::week_limit, "week_limit"},
                                                              {Reason::day_limit, "day_limit"},
                                                              {Reason::gap, "gap"},
                                                              {Reason::quiet_hours, "quiet_hours"},
                                                              {Reason::superseded, "superseded"},
                                                              {Reason::stale, "stale"},
                                                              {Reason::expired, "expired"},
                                                              {Reason::no_message, "no_message"},
                                                              {Reason::attempts, "attempts"},
                                                              {Reason::delivery_error, "delivery_error"},
                                                              {Reason::skipped, "skipped"},
                                                              {Reason::resting, "resting"},
                                                              {Reason::refused, "refused"},
                                                              {Reason::rejected, "rejected"},
                                                              {Reason::unreadable, "unreadable"}});
};

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
