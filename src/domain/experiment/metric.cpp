#include "domain/experiment/metric.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/column.hpp"
#include "domain/timing/sessions.hpp"

namespace proactive {

namespace {

using std::chrono::days;

constexpr double long_day_minutes = 180;

constexpr std::array over_time{Window::days_28, Window::first_week, Window::later};
constexpr std::array first_week{Window::first_week};
constexpr std::array so_far{Window::so_far};
constexpr std::array days_28{Window::days_28};

enum class Shape { mean, adjusted_mean, share, ratio };

constexpr MetricSpec spec(Metric metric, MetricRole role, std::string_view title, Shape shape, bool needs_sessions,
                          std::span<Window const> windows) {
  MetricSpec spec{metric, role, title};
  spec.is_share = shape == Shape::share || shape == Shape::ratio;
  spec.is_adjusted = shape == Shape::adjusted_mean;
  spec.is_ratio = shape == Shape::ratio;
  spec.needs_sessions = needs_sessions;
  spec.windows = windows;
  return spec;
}

constexpr auto goal = MetricRole::goal;
constexpr auto guardrail = MetricRole::guardrail;
constexpr std::array metric_table{
    spec(Metric::active_days, goal, "days on which they wrote", Shape::adjusted_mean, true, over_time),
    spec(Metric::returned, goal, "came back within 7 days", Shape::share, true, first_week),
    spec(Metric::own_sessions, goal, "sessions they began themselves", Shape::adjusted_mean, true, over_time),
    spec(Metric::response_rate, goal, "answers by messages", Shape::ratio, false, over_time),
    spec(Metric::opt_outs, guardrail, "opted out or muted", Shape::share, false, so_far),
    spec(Metric::silenced, guardrail, "fell silent", Shape::share, true, days_28),
    spec(Metric::night_share, guardrail, "of their messages at night", Shape::ratio, true, so_far),
    spec(Metric::long_days, guardrail, "days over 3 hours", Shape::mean, true, so_far),
};

struct Span {
  Instant from;
  Instant to;
  [[nodiscard]] bool contains(Instant at) const { return from <= at && at < to; }
};

// nullopt: it is not over.
std::optional<Span> span_of(Window window, UserHistory const& user, Instant as_of) {
  auto const begin = user.exposed_at;
  Span span{begin, begin + history_after};
  if (window == Window::first_week) span.to = begin + days{7};
  if (window == Window::later) span.from = begin + days{7};
  if (window == Window::so_far) {
    span.to = std::min(span.to, as_of);
    return span.from < span.to ? std::optional{span} : std::nullopt;
  }
  return span.to <= as_of ? std::optional{span} : std::nullopt;
}

long day_of(UserHistory const& user, Instant at) { return std::chrono::floor<days>(at - user.exposed_at).count(); }

double active_days(UserHistory const& user, Span const& span) {
  std::set<long> active;
  for (auto const& session : user.sessions) {
    if (span.contains(session.at)) active.insert(day_of(user, session.at));
  }
  return static_cast<double>(active.size());
}

bool is_active(UserHistory const& user, Span const& span) {
  return std::any_of(user.sessions.begin(), user.sessions.end(),
                     [&](Sitting const& session) { return span.contains(session.at); });
}

double own_sessions(UserHistory const& user, Span const& span) {
  std::vector<Instant> starts;
  for (auto const& session : user.sessions) {
    if (span.contains(session.at)) starts.push_back(session.at);
  }
  auto const sessions = session_starts(starts, column(user.outreaches, &Outreach::sent_at));
  return static_cast<double>(
      std::count_if(sessions.begin(), sessions.end(), [](SessionStart const& session) { return !session.is_ours; }));
}

Observation answers(UserHistory const& user, Span const& span) {
  Observation answers;
  for (auto const& outreach : user.outreaches) {
    if (!span.contains(outreach.sent_at) || !outreach.is_answered) continue;
    answers.beside += 1;
    answers.value += *outreach.is_answered ? 1 : 0;
  }
  return answers;
}

Observation messages_at_night(UserHistory const& user, Span const& span) {
  Observation messages;
  for (auto const& session : user.sessions) {
    if (!span.contains(session.at)) continue;
    auto const written = static_cast<double>(session.messages.value_or(1));
    messages.beside += written;
    messages.value += local_hour(session.at, user.zone) < 5 ? written : 0;
  }
  return messages;
}

// nullopt: the app does not tell how long they were there.
std::optional<double> long_days(UserHistory const& user, Span const& span) {
  std::map<long, double> minutes;
  for (auto const& session : user.sessions) {
    if (!span.contains(session.at)) continue;
    if (!session.minutes) return std::nullopt;
    minutes[day_of(user, session.at)] += *session.minutes;
  }
  return static_cast<double>(
      std::count_if(minutes.begin(), minutes.end(), [](auto const& day) { return day.second > long_day_minutes; }));
}

std::optional<double> value_of_user(Metric metric, UserHistory const& user, Span const& span, Span const& before) {
  switch (metric) {
    case Metric::active_days:
      return active_days(user, span);
    case Metric::returned:
      return is_active(user, span) ? 1 : 0;
    case Metric::own_sessions:
      return own_sessions(user, span);
    case Metric::opt_outs:
      return std::any_of(user.objections.begin(), user.objections.end(), [&](Instant at) { return span.contains(at); });
    case Metric::silenced:
      if (!is_active(user, before)) return std::nullopt;
      return is_active(user, {span.to - days{14}, span.to}) ? 0 : 1;
    case Metric::long_days:
      return long_days(user, span);
    case Metric::response_rate:
    case Metric::night_share:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::span<MetricSpec const> metric_specs() { return metric_table; }

MetricSpec const& spec_of(Metric metric) {
  return *std::find_if(metric_table.begin(), metric_table.end(),
                       [&](MetricSpec const& spec) { return spec.metric == metric; });
}

std::optional<Observation> observe(Metric metric, Window window, UserHistory const& user, Instant as_of) {
  auto const span = span_of(window, user, as_of);
  if (!span) return std::nullopt;
  if (metric == Metric::response_rate) return answers(user, *span);
  if (metric == Metric::night_share) return messages_at_night(user, *span);
  Span const before{user.exposed_at - history_before, user.exposed_at};
  auto const value = value_of_user(metric, user, *span, before);
  if (!value) return std::nullopt;
  return Observation{*value, active_days(user, before)};
}

}  // namespace proactive
