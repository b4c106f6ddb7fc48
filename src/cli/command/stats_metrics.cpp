#include "cli/command/stats_metrics.hpp"

#include <array>
#include <map>
#include <string_view>

#include "base/build.hpp"
#include "domain/engagement/types.hpp"

namespace proactive::cli {

namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;
constexpr auto counter = Metric::Type::counter;
constexpr auto gauge = Metric::Type::gauge;

double number(long value) { return static_cast<double>(value); }
double seconds(Instant at) { return std::chrono::duration<double>(at.time_since_epoch()).count(); }

Metric one(std::string name, std::string help, double value) {
  return {std::move(name), gauge, std::move(help), {{{}, value}}};
}

// A sample of each command where there is a value.
template <typename Value>
Metric by_command(std::string name, std::string help, app::Metrics const& metrics, Value const& value_of) {
  Metric metric{std::move(name), gauge, std::move(help), {}};
  for (auto const* command : {&metrics.health.facts.schedule, &metrics.health.facts.process}) {
    std::optional<double> const value = value_of(*command);
    if (value) metric.samples.push_back({{{"command", command->command}}, *value});
  }
  return metric;
}

void add_health(std::vector<Metric>& all, app::Metrics const& metrics) {
  auto const& facts = metrics.health.facts;
  Metric states{
      "proactive_health_state", gauge, "What proactive stats says of each subject: 0 green, 1 yellow, 2 red.", {}};
  for (auto const& finding : metrics.health.findings) {
    states.samples.push_back({{{"check", finding.subject}}, static_cast<double>(finding.state)});
  }
  all.push_back({"proactive_build_info",
                 gauge,
                 "Always 1; the version is a label.",
                 {{{{"version", std::string{version()}}}, 1}}});
  all.push_back(std::move(states));
  all.push_back(one("proactive_enabled", "1: schedule and process do their work; 0: they are switched off.",
                    facts.enabled ? 1 : 0));
  all.push_back(by_command("proactive_last_good_run_timestamp_seconds", "When a run of the command last did its work.",
                           metrics, [](CommandHealth const& command) -> std::optional<double> {
                             return command.good_at ? std::optional{seconds(*command.good_at)} : std::nullopt;
                           }));
  all.push_back(by_command("proactive_run_interval_seconds", "How often the command is usually started.", metrics,
                           [](CommandHealth const& command) -> std::optional<double> {
                             return std::chrono::duration<double>(interval_of(command)).count();
                           }));
  all.push_back(by_command("proactive_last_run_duration_seconds", "How long the newest run of the command took.",
                           metrics, [](CommandHealth const& command) -> std::optional<double> {
                             return command.duration_ms ? std::optional{number(*command.duration_ms) / 1000}
                                                        : std::nullopt;
                           }));
}

void add_queue(std::vector<Metric>& all, app::Metrics const& metrics) {
  auto const& facts = metrics.health.facts;
  all.push_back({"proactive_engagements_open",
                 gauge,
                 "Messages that are being written, are scheduled, or wait for approval.",
                 {{{{"status", "drafting"}}, number(facts.drafting)},
                  {{{"status", "scheduled"}}, number(facts.scheduled)},
                  {{{"status", "waiting"}}, number(facts.waiting)}}});
  all.push_back(one("proactive_engagements_overdue", "Scheduled messages whose time is over.", number(facts.overdue)));
  auto const age = facts.oldest_overdue ? std::chrono::duration<double>(facts.now - *facts.oldest_overdue).count() : 0;
  all.push_back(
      one("proactive_oldest_overdue_seconds", "For how long the oldest of them is overdue; 0: none is.", age));
  all.push_back(one("proactive_pairs_due", "Pairs that schedule is to look at now, counted up to 100,000.",
                    number(facts.due_pairs)));
  all.push_back(one("proactive_engagements_expected",
                    "How many of them get a message if it goes on as in the last day's runs; without history all.",
                    number(expected_messages(facts))));
  if (!facts.left_due.empty()) {
    all.push_back(one("proactive_pairs_left_due", "Pairs that the newest run of schedule had no room to look at.",
                      number(facts.left_due.front())));
  }
  all.push_back(one("proactive_daily_capacity_engagements",
                    "How many messages a day the limit of a run allows at the usual interval.",
                    number(daily_capacity(facts))));
  all.push_back({"proactive_dead_leases",
                 gauge,
                 "What dead runs have left, and no other has taken over.",
                 {{{{"kind", "draft"}}, number(facts.dead_drafts)}, {{{"kind", "slice"}}, number(facts.dead_slices)}}});
  all.push_back(one("proactive_notification_queue_ratio", "How full PostgreSQL's notification queue is.",
                    facts.notification_queue));
  if (facts.uses_webhook || facts.calls_waiting > 0) {
    all.push_back({"proactive_webhook_calls_open",
                   gauge,
                   "Calls of the app's webhook that wait, those of them that have failed already, and those given up.",
                   {{{{"status", "waiting"}}, number(facts.calls_waiting)},
                    {{{"status", "failing"}}, number(facts.calls_failing)},
                    {{{"status", "dead"}}, number(facts.calls_dead)}}});
    auto const failing =
        facts.oldest_failing ? std::chrono::duration<double>(facts.now - *facts.oldest_failing).count() : 0;
    all.push_back(one("proactive_webhook_oldest_failing_seconds",
                      "For how long the oldest call that fails has waited; 0: none does.", failing));
  }
  all.push_back(one("proactive_flagged_users",
                    "Users who are not written to until somebody who has looked after them releases them.",
                    number(facts.flagged_users)));
  auto const flagged = facts.oldest_flag ? std::chrono::duration<double>(facts.now - *facts.oldest_flag).count() : 0;
  all.push_back(
      one("proactive_oldest_flag_seconds", "For how long the oldest of their flags waits; 0: none does.", flagged));
  if (auto const share = fallback_share(facts)) {
    all.push_back(one("proactive_llm_fallback_ratio",
                      "Of the last 24 hours' messages that an LLM was to write those that templates wrote.", *share));
  }
  if (metrics.opt_out_rate) {
    all.push_back(one("proactive_opt_out_ratio",
                      "Messages of seven days within 24 hours of which the user opted out or muted, per message; none "
                      "below 20 users.",
                      metrics.opt_out_rate->rate));
  }
}

// A type of which there was none is told as well: what a series begins with is no growth to Prometheus.
Metric by_type(std::string name, std::string help, std::map<std::string, long> const& counts) {
  Metric metric{std::move(name), counter, std::move(help), {}};
  for (auto const& rule : type_rules()) {
    auto const found = counts.find(std::string{name_of(rule.type)});
    metric.samples.push_back(
        {{{"type", std::string{name_of(rule.type)}}}, number(found == counts.end() ? 0 : found->second)});
  }
  return metric;
}

void add_engagements(std::vector<Metric>& all, app::Metrics const& metrics) {
  std::map<std::string, long> created;
  std::map<std::string, long> sent;
  Metric ended{"proactive_engagements_not_sent_total",
               counter,
               "Messages that were cancelled, expired or failed, since midnight UTC.",
               {}};
  for (auto const& count : metrics.engagements) {
    if (count.is_created) {
      created[count.type] += count.engagements;
    } else if (count.status == "sent") {
      sent[count.type] += count.engagements;
    } else {
      ended.samples.push_back(
          {{{"type", count.type}, {"status", count.status}, {"reason", count.reason}}, number(count.engagements)});
    }
  }
  all.push_back(
      by_type("proactive_engagements_created_total", "Messages that were planned, since midnight UTC.", created));
  all.push_back(by_type("proactive_engagements_sent_total", "Messages that were delivered, since midnight UTC.", sent));
  all.push_back(std::move(ended));
}

struct Spent {
  long calls = 0;
  long tokens_in = 0;
  long tokens_out = 0;
};

void add_llm(std::vector<Metric>& all, app::Metrics const& metrics) {
  std::map<std::string, Spent> spent;
  for (auto const& count : metrics.engagements) {
    if (count.model.empty()) continue;
    auto& of = spent[count.model];
    of.calls += count.llm_calls;
    of.tokens_in += count.tokens_in;
    of.tokens_out += count.tokens_out;
  }
  Metric calls{"proactive_llm_calls_total", counter, "Calls of the LLM's service, since midnight UTC.", {}};
  Metric tokens{"proactive_llm_tokens_total", counter, "Tokens that they took, since midnight UTC.", {}};
  Metric cost{"proactive_llm_cost_total",
              counter,
              "What they cost, in the currency of the set prices, since midnight UTC.",
              {}};
  for (auto const& [model, of] : spent) {
    calls.samples.push_back({{{"model", model}}, number(of.calls)});
    tokens.samples.push_back({{{"model", model}, {"direction", "in"}}, number(of.tokens_in)});
    tokens.samples.push_back({{{"model", model}, {"direction", "out"}}, number(of.tokens_out)});
    if (metrics.price_in == 0 && metrics.price_out == 0) continue;
    cost.samples.push_back(
        {{{"model", model}},
         (number(of.tokens_in) * metrics.price_in + number(of.tokens_out) * metrics.price_out) / 1e6});
  }
  all.push_back(std::move(calls));
  all.push_back(std::move(tokens));
  all.push_back(std::move(cost));
}

// How a number of the runs' reports is called. Those that are not named are not told.
struct Reported {
  std::string_view command;
  std::string_view step;
  std::string_view name;
  std::string_view help;
};
constexpr std::array reported{
    Reported{"schedule", "checked", "proactive_pairs_checked_total", "Pairs that runs looked at"},
    Reported{"schedule", "refused", "proactive_pairs_refused_total",
             "Pairs that got nothing, by the reason of the gate"},
    Reported{"process", "held_by_type", "proactive_deliveries_held_total",
             "Messages that a rule has put off until later"},
    Reported{"process", "events", "proactive_events_total", "Messages of which the app was told at once"},
    Reported{"process", "without_event", "proactive_events_left_out_total",
             "Messages of which it was not, since the notification queue was too full"}};

void add_channels(std::vector<Metric>& all, app::Metrics const& metrics) {
  Metric announced{"proactive_messages_announced_total",
                   counter,
                   "Messages of which the app was told, by channel, since midnight UTC.",
                   {}};
  Metric calls{"proactive_webhook_calls_total",
               counter,
               "Calls of the app's webhook, by what became of them, since midnight UTC.",
               {}};
  for (auto const& count : metrics.reports) {
    if (count.step != "channels") continue;
    if (count.reason == "announced") {
      announced.samples.push_back({{{"channel", count.type}}, number(count.number)});
    } else if (count.type == "webhook" && (count.reason == "accepted" || count.reason == "failed" ||
                                           count.reason == "dropped" || count.reason == "dead")) {
      calls.samples.push_back({{{"result", count.reason}}, number(count.number)});
    }
  }
  all.push_back(std::move(announced));
  all.push_back(std::move(calls));
}

void add_reports(std::vector<Metric>& all, app::Metrics const& metrics) {
  for (auto const& one : reported) {
    Metric metric{std::string{one.name}, counter, std::string{one.help} + ", since midnight UTC.", {}};
    for (auto const& count : metrics.reports) {
      if (count.command != one.command || count.step != one.step) continue;
      Labels labels;
      if (!count.type.empty()) labels.emplace_back("type", count.type);
      if (!count.reason.empty()) labels.emplace_back("reason", count.reason);
      metric.samples.push_back({std::move(labels), number(count.number)});
    }
    all.push_back(std::move(metric));
  }
  add_channels(all, metrics);
  Metric unreadable{
      "proactive_pairs_unreadable_total", counter, "Pairs that could not be read, since midnight UTC.", {}};
  for (auto const& count : metrics.reports) {
    if (count.step == "unreadable") unreadable.samples.push_back({{{"command", count.command}}, number(count.number)});
  }
  all.push_back(std::move(unreadable));
}

void add_runs(std::vector<Metric>& all, app::Metrics const& metrics) {
  Metric runs{"proactive_runs_total", counter, "Runs that ended, by exit code, since midnight UTC.", {}};
  std::map<std::string, long> milliseconds;
  for (auto const& count : metrics.runs) {
    runs.samples.push_back(
        {{{"command", count.command}, {"exit_code", std::to_string(count.exit_code)}}, number(count.runs)});
    milliseconds[count.command] += count.duration_ms;
  }
  Metric duration{
      "proactive_run_duration_seconds_total", counter, "How long they took together, since midnight UTC.", {}};
  for (auto const& [command, sum] : milliseconds)
    duration.samples.push_back({{{"command", command}}, number(sum) / 1000});
  all.push_back(std::move(runs));
  all.push_back(std::move(duration));
}

}  // namespace

std::vector<Metric> metrics_of(app::Metrics const& metrics) {
  std::vector<Metric> all;
  add_health(all, metrics);
  add_queue(all, metrics);
  add_runs(all, metrics);
  add_reports(all, metrics);
  add_engagements(all, metrics);
  add_llm(all, metrics);
  return all;
}

}  // namespace proactive::cli
