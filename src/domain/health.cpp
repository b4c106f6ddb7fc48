#include "domain/health.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "base/text.hpp"

namespace proactive {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

// As timers and cron lines have them.
constexpr std::array usual_intervals{1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720, 1440};
constexpr minutes assumed_interval{15};

// After so many intervals nobody says any more that a run is only late.
constexpr int missed_intervals = 3;
constexpr minutes least_patience{10};

// Fewer pairs that were looked at tell nothing.
constexpr long least_checked = 100;

std::string duration_text(std::chrono::seconds length) {
  auto const whole = std::chrono::floor<minutes>(length).count();
  if (whole < 120) return fmt::format("{} min", std::max<long>(whole, 0));
  if (whole < 48L * 60) return fmt::format("{} h", whole / 60);
  return fmt::format("{} days", whole / (24L * 60));
}

std::chrono::seconds between(Instant from, Instant to) { return std::chrono::floor<std::chrono::seconds>(to - from); }

minutes patience_of(CommandHealth const& command) {
  return std::max(missed_intervals * interval_of(command), least_patience);
}

Finding judge_switch(HealthFacts const& facts) {
  if (facts.enabled) return {FindingState::ok, "switch", "enabled"};
  return {FindingState::warning, "switch",
          fmt::format("enabled is false: schedule and process do nothing until {}", facts.until_enabled)};
}

Finding judge_adapter(HealthFacts const& facts) {
  if (facts.adapter_fault) return {FindingState::failure, "adapter", *facts.adapter_fault};
  return {FindingState::ok, "adapter", "installed, and as it was"};
}

Finding judge_pairs(HealthFacts const& facts) {
  if (facts.knows_pairs) return {FindingState::ok, "pairs", "pairs of the app are known"};
  if (facts.adapter_fault) return {FindingState::ok, "pairs", "none is known, without an adapter"};
  if (!facts.has_asked_for_pairs) {
    return {FindingState::warning, "pairs",
            "none of the app's pairs is known yet: run proactive schedule, or start its timer, which asks for them"};
  }
  // That nobody talks yet is no fault of a new app, and the same as an adapter that reads the wrong tables.
  return {
      FindingState::warning, "pairs",
      "the app had no pair when schedule last asked, so nobody is written to until somebody writes to a companion: "
      "if that has happened, run proactive schedule --recheck, and see what proactive config check says of app_pairs"};
}

// The newest run, as the end of a sentence; what to look at only where it has left something to look at.
std::string newest_text(CommandHealth const& command) {
  if (command.is_under_way) return "one is under way";
  if (command.was_kept_out) return "the newest was kept out by another, or by the slices of one that has died";
  if (!command.exit_code) return "the newest was killed";
  return fmt::format("the newest ended with {}", *command.exit_code);
}

std::string newest_with_advice(CommandHealth const& command) {
  bool const has_failed = !command.is_under_way && !command.was_kept_out && command.exit_code;
  return newest_text(command) + (has_failed ? ": see its errors in proactive stats" : ": see its log");
}

// The first one may be at work, have been interrupted, or wait for what one that died has held.
Finding judge_first_runs(CommandHealth const& command, HealthFacts const& facts) {
  auto const& name = command.command;
  auto const begun = command.first_at ? command.first_at : command.begun_at;
  if (!begun && !command.is_under_way) {
    return {FindingState::warning, name,
            "has never run: start its timer or its line of cron, see proactive-operation(7)"};
  }
  auto const age = begun ? between(*begun, facts.now) : std::chrono::seconds{0};
  if (age <= patience_of(command) || !facts.enabled) {
    return {FindingState::warning, name, fmt::format("no run has done its work yet, {}", newest_text(command))};
  }
  return {FindingState::failure, name,
          fmt::format("no run has done its work since the first was started {} ago, {}", duration_text(age),
                      newest_with_advice(command))};
}

Finding judge_command(CommandHealth const& command, HealthFacts const& facts) {
  if (!command.good_at) return judge_first_runs(command, facts);
  auto const& name = command.command;
  auto const age = between(*command.good_at, facts.now);
  auto const usual = usual_interval(command.starts);
  auto const text = fmt::format("the last good run was {} ago{}", duration_text(age),
                                usual ? fmt::format(", one is usual every {}", duration_text(*usual)) : std::string{});
  bool const is_newer = command.is_under_way || command.begun_at > command.good_at;
  if (age > patience_of(command) && facts.enabled) {
    return {FindingState::failure, name,
            is_newer ? fmt::format("{}; {}", text, newest_with_advice(command))
                     : text + ": see whether its timer or cron still starts it, and its log"};
  }
  bool const is_good = command.exit_code && (*command.exit_code == 0 || *command.exit_code == 1);
  if (!is_good && command.begun_at > command.good_at) {
    return {FindingState::warning, name, fmt::format("{}, but {}", text, newest_text(command))};
  }
  return {FindingState::ok, name, text};
}

Finding judge_overdue(HealthFacts const& facts) {
  if (!facts.oldest_overdue) return {FindingState::ok, "overdue", "no message is overdue"};
  auto const overdue = counted_noun(facts.overdue, "message is overdue", "messages are overdue");
  if (!facts.enabled) {
    return {FindingState::ok, "overdue",
            fmt::format("{} while the switch is off: what is too late then expires", overdue)};
  }
  auto const age = between(*facts.oldest_overdue, facts.now);
  auto const text = fmt::format("{}, {}for {}", overdue, facts.overdue == 1 ? "" : "the oldest ", duration_text(age));
  auto const patience = std::max<std::chrono::seconds>(patience_of(facts.process), minutes{15});
  if (age <= patience) return {FindingState::ok, "overdue", text};
  auto const advice = text + ": see whether process runs, and max_deliveries and max_sends_per_minute";
  return {age > std::max<std::chrono::seconds>(2 * patience, hours{2}) ? FindingState::failure : FindingState::warning,
          "overdue", advice};
}

std::string backlog_text(HealthFacts const& facts) {
  auto const capacity = fmt::format("a day's runs can write {}", counted_noun(daily_capacity(facts), "message"));
  if (!facts.knows_pairs) return fmt::format("no pair is known yet, and {}", capacity);
  if (facts.due_pairs == 0) return fmt::format("no pair is due, and {}", capacity);
  auto const due = counted_noun(facts.due_pairs, "pair is due", "pairs are due");
  if (!scheduled_share(facts)) return fmt::format("{}, and {}", due, capacity);
  auto const expected = expected_messages(facts);
  auto const share = expected == 0 ? "none gets" : "about " + counted_noun(expected, "gets", "get");
  return fmt::format("{}, of which {} a message if it goes on as in the last day's runs, and {}", due, share, capacity);
}

// What an earlier message of ours explains.
long refused_for_want_of_answer(HealthFacts const& facts) {
  constexpr std::array<std::string_view, 4> ours{"pending", "awaiting_reply", "unread", "unanswered"};
  long pairs = 0;
  for (auto const& [reason, count] : facts.refused_of_day) {
    if (std::find(ours.begin(), ours.end(), reason) != ours.end()) pairs += count;
  }
  return pairs;
}

std::string commonest_refusals(HealthFacts const& facts) {
  constexpr std::size_t most = 3;
  std::vector<std::string> texts;
  for (auto const& [reason, count] : facts.refused_of_day) {
    if (texts.size() < most) texts.push_back(fmt::format("{} ({})", reason, count));
  }
  return texts.empty() ? "no reason that is known" : join(texts, ", ");
}

Finding judge_backlog(HealthFacts const& facts) {
  if (facts.schedule_limit == 0 && facts.due_pairs > 0) {
    return {FindingState::warning, "backlog",
            fmt::format("max_scheduled_engagements is 0, so that {} nothing: raise it",
                        counted_noun(facts.due_pairs, "pair that is due gets", "pairs that are due get"))};
  }
  if (facts.enabled && reaches_nobody(facts)) {
    return {
        FindingState::warning, "backlog",
        fmt::format("the last day's runs looked at {} pairs and gave none a message, most for {}: see which setting "
                    "that is with proactive schedule --user ID --explain",
                    facts.checked_of_day, commonest_refusals(facts))};
  }
  auto const left = facts.left_due.empty() ? 0 : facts.left_due.front();
  auto const text = backlog_text(facts);
  if (left == 0 || !facts.enabled) return {FindingState::ok, "backlog", text};
  auto const advice =
      fmt::format("{} (max_scheduled_engagements {} every {}); the newest run left {} unlooked at: raise ", text,
                  facts.schedule_limit, duration_text(interval_of(facts.schedule)), left) +
      "max_scheduled_engagements or start schedule more often";
  // Most pairs that are looked at get nothing, and a first pass looks at all: it is bad where it does not get better.
  bool const is_beyond = expected_messages(facts) > daily_capacity(facts);
  bool const grows = is_falling_behind(facts.left_due);
  if (is_beyond && grows) return {FindingState::failure, "backlog", advice};
  if (is_beyond || grows) return {FindingState::warning, "backlog", advice};
  return {FindingState::ok, "backlog", text};
}

Finding judge_leases(HealthFacts const& facts) {
  if (facts.dead_drafts + facts.dead_slices == 0) return {FindingState::ok, "leases", "no run has left work behind"};
  std::vector<std::string> left;
  if (facts.dead_drafts > 0) left.push_back(counted_noun(facts.dead_drafts, "unwritten message"));
  if (facts.dead_slices > 0) left.push_back(counted_noun(facts.dead_slices, "slice"));
  return {FindingState::warning, "leases",
          fmt::format("a run that died has left {}, which no other has taken over: start schedule and process",
                      join(left, " and "))};
}

Finding judge_fallback(HealthFacts const& facts) {
  auto const share = fallback_share(facts);
  if (!facts.uses_llm || !share)
    return {FindingState::ok, "fallback", "nothing was to be written by an LLM in 24 hours"};
  auto const text = fmt::format("templates wrote {:.0f}% of {} that an LLM was to write in 24 hours", *share * 100,
                                counted_noun(facts.by_llm + facts.by_fallback, "message"));
  constexpr double some = 0.2;
  constexpr double most = 0.8;
  if (*share < some) return {FindingState::ok, "fallback", text};
  return {*share < most ? FindingState::warning : FindingState::failure, "fallback",
          text + ": proactive config check asks the service, and proactive stats --by writer says why"};
}

// "3 messages failed and 1 was sent", without what did not happen.
std::string failures_text(HealthFacts const& facts) {
  auto const sent = counted_noun(facts.sent, "message was sent", "messages were sent");
  if (facts.failed == 0) return facts.sent == 0 ? "no message was sent or failed" : sent;
  auto const failed = counted_noun(facts.failed, "message") + " failed";
  return facts.sent == 0 ? failed : fmt::format("{} and {}", failed, counted_noun(facts.sent, "was sent", "were sent"));
}

Finding judge_failures(HealthFacts const& facts) {
  auto const text = failures_text(facts) + " in 24 hours";
  if (facts.failed == 0) return {FindingState::ok, "failures", text};
  auto const reason = facts.commonest_failure.value_or("unknown");
  bool const is_much = facts.failed * 20 > facts.sent;  // one in twenty
  return {is_much ? FindingState::failure : FindingState::warning, "failures",
          fmt::format("{}, most by {}: proactive config queue list --state failed", text, reason)};
}

Finding judge_events(HealthFacts const& facts) {
  auto const percent = facts.notification_queue * 100;
  auto const text = fmt::format("PostgreSQL's notification queue is {:.0f}% full", percent);
  constexpr double some = 25;
  constexpr double much = 75;
  bool const is_beyond_limit = facts.queue_limit && percent > *facts.queue_limit;
  if (percent < some && !is_beyond_limit) return {FindingState::ok, "events", text};
  auto const why = is_beyond_limit ? fmt::format(
                                         ", more than realtime_queue_limit ({}), so that messages are "
                                         "delivered without event",
                                         *facts.queue_limit)
                                   : std::string{};
  return {percent < much ? FindingState::warning : FindingState::failure, "events",
          fmt::format("{}{}: a session that listens has a transaction open, see pg_stat_activity", text, why)};
}

std::string waiting_text(HealthFacts const& facts) {
  return facts.calls_waiting == 0 ? "no call waits" : counted_noun(facts.calls_waiting, "call waits", "calls wait");
}

Finding judge_calls(HealthFacts const& facts) {
  if (!facts.uses_webhook) {
    if (facts.calls_waiting == 0) return {FindingState::ok, "calls", "webhook is no channel"};
    return {FindingState::warning, "calls",
            fmt::format("{}, and channels has no webhook: add it, or proactive config webhook drop --all",
                        waiting_text(facts))};
  }
  if (facts.receiver_gone) {
    return {FindingState::failure, "calls",
            fmt::format("the receiver answered 410 at {}, and {}: proactive config webhook resume once it takes calls "
                        "again",
                        format_instant(*facts.receiver_gone), waiting_text(facts))};
  }
  constexpr minutes some{15};
  constexpr hours much{6};
  auto const age = facts.oldest_failing ? between(*facts.oldest_failing, facts.now) : std::chrono::seconds{0};
  if (age > some) {
    return {age > much ? FindingState::failure : FindingState::warning, "calls",
            fmt::format("{}, {}for {}: proactive config webhook list says why",
                        counted_noun(facts.calls_failing, "call fails", "calls fail"),
                        facts.calls_failing == 1 ? "" : "the oldest ", duration_text(age))};
  }
  if (facts.calls_dead > 0) {
    return {FindingState::warning, "calls",
            fmt::format("{} given up: see proactive config webhook list --status dead, then retry or drop",
                        counted_noun(facts.calls_dead, "call was", "calls were"))};
  }
  return {FindingState::ok, "calls", waiting_text(facts)};
}

// A silence that only somebody's word ends is no fault; that nobody says it once it could be over is to be known.
Finding judge_flagged(HealthFacts const& facts) {
  if (facts.flagged_users == 0) return {FindingState::ok, "flagged", "no user waits for a release"};
  auto const age = facts.oldest_flag ? between(*facts.oldest_flag, facts.now) : std::chrono::seconds{0};
  auto const text = fmt::format("{} not written to until somebody who has looked after them releases them, {}for {}",
                                counted_noun(facts.flagged_users, "flagged user is", "flagged users are"),
                                facts.flagged_users == 1 ? "" : "one ", duration_text(age));
  if (age <= facts.crisis_silence) return {FindingState::ok, "flagged", text};
  return {FindingState::warning, "flagged", text + ": see proactive config flags"};
}

}  // namespace

std::optional<minutes> usual_interval(std::vector<Instant> const& starts) {
  constexpr std::size_t least_starts = 3;
  constexpr hours least_history{6};  // runs by hand are no habit
  if (starts.size() < least_starts) return std::nullopt;
  auto const length = between(starts.front(), starts.back());
  if (length < least_history) return std::nullopt;
  for (auto const candidate : usual_intervals) {
    auto const width = std::chrono::seconds{minutes{candidate}};
    auto const windows = length / width;
    std::set<long> filled;
    for (auto const start : starts) filled.insert(between(starts.front(), start) / width);
    filled.erase(windows);  // the last one has only begun
    if (windows > 0 && static_cast<long>(filled.size()) * 5 >= windows * 4) return minutes{candidate};
  }
  return minutes{usual_intervals.back()};
}

minutes interval_of(CommandHealth const& command) { return usual_interval(command.starts).value_or(assumed_interval); }

long daily_capacity(HealthFacts const& facts) {
  return facts.schedule_limit * (std::chrono::days{1} / interval_of(facts.schedule));
}

std::optional<double> scheduled_share(HealthFacts const& facts) {
  if (facts.checked_of_day < least_checked) return std::nullopt;
  auto const share = static_cast<double>(facts.scheduled_of_day) / static_cast<double>(facts.checked_of_day);
  return std::min(share, 1.0);
}

bool reaches_nobody(HealthFacts const& facts) {
  return facts.scheduled_of_day == 0 && facts.checked_of_day - refused_for_want_of_answer(facts) >= least_checked;
}

long expected_messages(HealthFacts const& facts) {
  return std::lround(std::ceil(static_cast<double>(facts.due_pairs) * scheduled_share(facts).value_or(1)));
}

bool is_falling_behind(std::vector<long> const& left) {
  return left.size() >= 3 && left[0] > left[1] && left[1] > left[2] && left[2] > 0;
}

std::optional<double> fallback_share(long by_llm, long by_fallback) {
  auto const messages = by_llm + by_fallback;
  if (messages == 0) return std::nullopt;
  return static_cast<double>(by_fallback) / static_cast<double>(messages);
}

std::optional<double> fallback_share(HealthFacts const& facts) {
  return fallback_share(facts.by_llm, facts.by_fallback);
}

std::vector<Finding> judge_health(HealthFacts const& facts) {
  return {judge_switch(facts),
          judge_adapter(facts),
          judge_pairs(facts),
          judge_command(facts.schedule, facts),
          judge_command(facts.process, facts),
          judge_overdue(facts),
          judge_backlog(facts),
          judge_leases(facts),
          judge_fallback(facts),
          judge_failures(facts),
          judge_events(facts),
          judge_calls(facts),
          judge_flagged(facts)};
}

std::string_view light_of(FindingState state) {
  constexpr std::array<std::string_view, 3> lights{"green", "yellow", "red"};
  return lights.at(static_cast<std::size_t>(state));
}

FindingState worst_of(std::vector<Finding> const& findings) {
  auto worst = FindingState::ok;
  for (auto const& finding : findings) worst = std::max(worst, finding.state);
  return worst;
}

}  // namespace proactive
