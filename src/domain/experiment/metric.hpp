#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/names.hpp"
#include "base/time.hpp"

// What is counted of a user to tell variants apart. Goals are people who come back of their own accord; minutes and
// messages are none, since what keeps people longest is not what does them good. Guardrails tell what harms them.
namespace proactive {

// The names are shown, and frozen. A day is 24 hours, counted from the user's exposure.
enum class Metric {
  active_days,    // on which the user wrote to any companion
  returned,       // whether they did within the first seven
  own_sessions,   // which no message of ours came within 60 minutes before
  response_rate,  // answers in time, by messages whose outcome is known
  opt_outs,       // whether they opted out, muted somebody, or turned messages off in the app after one of ours
  silenced,       // whether who wrote in the 28 days before did not in the last 14
  night_share,    // of what they wrote, what they did from 00:00 to 05:00 on their clock
  long_days       // on which they were there for more than three hours
};
template <>
struct Names<Metric> {
  static constexpr auto table = std::to_array<Named<Metric>>({{Metric::active_days, "active_days"},
                                                              {Metric::returned, "returned"},
                                                              {Metric::own_sessions, "own_sessions"},
                                                              {Metric::response_rate, "response_rate"},
                                                              {Metric::opt_outs, "opt_outs"},
                                                              {Metric::silenced, "silenced"},
                                                              {Metric::night_share, "night_share"},
                                                              {Metric::long_days, "long_days"}});
};

// Which of a user's days are counted. The first week is told apart: what is new is answered because it is new.
enum class Window {
  days_28,     // once they are over
  first_week,  // once it is over
  later,       // the 8th to the 28th, once they are over
  so_far       // the first 28, as far as they have gone: harm is not waited for
};
template <>
struct Names<Window> {
  static constexpr auto table = std::to_array<Named<Window>>({{Window::days_28, "days_28"},
                                                              {Window::first_week, "first_week"},
                                                              {Window::later, "later"},
                                                              {Window::so_far, "so_far"}});
};

enum class MetricRole { goal, guardrail };
template <>
struct Names<MetricRole> {
  static constexpr auto table =
      std::to_array<Named<MetricRole>>({{MetricRole::goal, "goal"}, {MetricRole::guardrail, "guardrail"}});
};

// More of a goal is better; more of a guardrail is worse.
struct MetricSpec {
  Metric metric;
  MetricRole role;
  std::string_view title;
  bool is_share = false;                 // of users, of messages: shown in percent
  bool is_adjusted = false;              // by what they did before (CUPED)
  bool is_ratio = false;                 // a sum over users by a sum over users; else a mean over users
  bool needs_sessions = false;           // app_sessions of the adapter
  std::span<Window const> windows = {};  // the first is the one that decides
};
std::span<MetricSpec const> metric_specs();
MetricSpec const& spec_of(Metric metric);

// One sitting of a user in the app, with any companion.
struct Sitting {
  Instant at;
  std::optional<long> messages = {};  // that the user wrote; nullopt: the app does not tell
  std::optional<double> minutes = {};
};

// One message of ours.
struct Outreach {
  Instant sent_at;
  std::optional<bool> is_answered = {};  // in time; nullopt: not known yet
};

// What happened to a user from 28 days before the exposure on; in any order.
struct UserHistory {
  Instant exposed_at;
  std::string zone = "UTC";  // a known name
  std::vector<Sitting> sessions = {};
  std::vector<Outreach> outreaches = {};
  std::vector<Instant> objections = {};
};

// One user's part in a metric: a value, with the days on which they were active in the 28 before the exposure (which no
// variant has touched) beside it; or of a ratio what counts above, and what counts below.
struct Observation {
  double value = 0;
  double beside = 0;
};
// nullopt: the user does not count, as their days are not over, or what is asked is not known of them.
std::optional<Observation> observe(Metric metric, Window window, UserHistory const& user, Instant as_of);

inline constexpr std::chrono::days history_before{28};
inline constexpr std::chrono::days history_after{28};

}  // namespace proactive
