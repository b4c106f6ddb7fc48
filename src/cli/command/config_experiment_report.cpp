#include <fmt/core.h>

#include <iostream>

#include "app/operator/experiment.hpp"
#include "base/column.hpp"
#include "base/text.hpp"
#include "cli/command/commands.hpp"
#include "cli/render/json.hpp"
#include "cli/render/print.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

using statistics::Interval;

struct ReportOptions {
  std::string name;
  std::optional<int> version;
  Format format = Format::table;
};

void declare_report(Flags& flags, ReportOptions& options) {
  flags.argument("NAME", options.name, "the experiment");
  flags.count("--experiment-version", options.version, 1, 1'000'000, "an earlier version (default: the newest)");
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

// Shares in percent, and their differences in points of it.
std::string value_in_words(Metric metric, double value) {
  return spec_of(metric).is_share ? fmt::format("{:.1f}%", 100 * value) : fmt::format("{:.2f}", value);
}

std::string difference_in_words(Metric metric, double value) {
  auto const scale = spec_of(metric).is_share ? 10.0 : 100.0;
  auto const rounded = std::round((spec_of(metric).is_share ? 100 : 1) * value * scale) / scale + 0.0;  // never -0
  return spec_of(metric).is_share ? fmt::format("{:+.1f}", rounded) : fmt::format("{:+.2f}", rounded);
}

// Why there is no interval.
std::string without_interval(MetricResult const& result) {
  auto const fewest = statistics::ConfidenceSequence::fewest_users;
  return std::min(result.users, result.control_users) < fewest ? "too few users" : "all users alike";
}

template <typename Test>
std::string interval_in_words(MetricResult const& result, std::optional<Test> const& test) {
  if (!test) return without_interval(result);
  auto const& metric = result.metric;
  if (std::isinf(test->interval.upper)) {
    return fmt::format("{} ({} or more)", difference_in_words(metric, test->estimate),
                       difference_in_words(metric, test->interval.lower));
  }
  return fmt::format("{} ({} to {})", difference_in_words(metric, test->estimate),
                     difference_in_words(metric, test->interval.lower),
                     difference_in_words(metric, test->interval.upper));
}

template <typename Test>
ColumnOf<MetricResult> bound(std::string const& key, std::optional<Test> MetricResult::*test, double Interval::*end) {
  return {{key, key, Kind::number, for_programs},
          [=](MetricResult const& result) { return result.*test ? Cell((result.*test)->interval.*end) : Cell(); }};
}

template <typename Test>
ColumnOf<MetricResult> p_value(std::string const& key, std::optional<Test> MetricResult::*test) {
  return {{key, key, Kind::number, for_programs},
          [=](MetricResult const& result) { return result.*test ? Cell((result.*test)->p_value) : Cell(); }};
}

Cell difference_of(MetricResult const& result) {
  if (!result.fixed) return {};
  return result.fixed->estimate;
}

ColumnsOf<MetricResult> for_programs_columns() {
  ColumnsOf<MetricResult> columns{
      {{"metric", "", Kind::id, for_programs}, [](auto const& result) { return Cell(name_of(result.metric)); }},
      {{"window", "", Kind::id, for_programs}, [](auto const& result) { return Cell(name_of(result.window)); }},
      {{"role", "", Kind::id, for_programs},
       [](auto const& result) { return Cell(name_of(spec_of(result.metric).role)); }},
      {{"variant", "", Kind::id, for_programs}, &MetricResult::variant},
      {{"users", "", Kind::number, for_programs}, &MetricResult::users},
      {{"control_users", "", Kind::number, for_programs}, &MetricResult::control_users},
      {{"mean", "", Kind::number, for_programs}, &MetricResult::mean},
      {{"control_mean", "", Kind::number, for_programs}, &MetricResult::control_mean},
      {{"difference", "", Kind::number, for_programs}, difference_of},
      {{"variance_reduction", "", Kind::number, for_programs}, &MetricResult::variance_reduction}};
  columns.push_back(bound("fixed_low", &MetricResult::fixed, &Interval::lower));
  columns.push_back(bound("fixed_high", &MetricResult::fixed, &Interval::upper));
  columns.push_back(p_value("fixed_p", &MetricResult::fixed));
  columns.push_back({{"fixed_p_adjusted", "", Kind::number, for_programs}, &MetricResult::fixed_p});
  columns.push_back(bound("anytime_low", &MetricResult::anytime, &Interval::lower));
  columns.push_back(bound("anytime_high", &MetricResult::anytime, &Interval::upper));
  columns.push_back(p_value("anytime_p", &MetricResult::anytime));
  columns.push_back({{"anytime_p_adjusted", "", Kind::number, for_programs}, &MetricResult::anytime_p});
  return columns;
}

ColumnsOf<MetricResult> for_people_columns() {
  return {{{.key = "", .heading = "what", .where = for_people, .least_width = 30, .shortest = 30},
           [](auto const& result) { return spec_of(result.metric).title; }},
          {{.key = "", .heading = "variant", .kind = Kind::id, .where = for_people}, &MetricResult::variant},
          {{.key = "", .heading = "users", .kind = Kind::number, .where = for_people},
           [](auto const& result) { return Cell(result.users + result.control_users); }},
          {{.key = "", .heading = "control", .kind = Kind::number, .where = for_people},
           [](auto const& result) { return value_in_words(result.metric, result.control_mean); }},
          {{.key = "", .heading = "difference, any day", .kind = Kind::id, .where = for_people, .below = 1},
           [](auto const& result) { return interval_in_words(result, result.anytime); }},
          {{.key = "", .heading = "at the planned number", .kind = Kind::id, .where = for_people, .below = 2},
           [](auto const& result) { return interval_in_words(result, result.fixed); }}};
}

Sheet results_sheet(std::vector<MetricResult> const& results) {
  auto columns = for_programs_columns();
  for (auto& column : for_people_columns()) columns.push_back(std::move(column));
  columns.push_back(
      {{"verdict", "verdict", Kind::id}, [](auto const& result) { return Cell(name_of(result.verdict)); }});
  return sheet_of(columns, results);
}

void print_part(app::ExperimentResults const& results, std::string const& title,
                std::function<bool(MetricResult const&)> const& belongs) {
  std::vector<MetricResult> part;
  for (auto const& result : results.report.results) {
    bool const is_known = results.tells_sessions || !spec_of(result.metric).needs_sessions;
    if (is_known && belongs(result)) part.push_back(result);
  }
  if (part.empty()) return;
  auto sheet = results_sheet(part);
  sheet.title = title;
  std::cout << "\n";
  print(std::cout, sheet, Format::table);
}

std::string exposed_in_words(Experiment const& experiment, ExperimentReport const& report) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < experiment.variants.size(); ++i)
    words.push_back(fmt::format("{} {}", experiment.variants[i].name, report.exposed[i]));
  return join(words, ", ");
}

std::vector<std::string> remarks(app::ExperimentResults const& results) {
  auto const& experiment = results.stored.experiment;
  auto const& report = results.report;
  std::vector<std::string> said;
  said.push_back(fmt::format("experiment {}, version {}, {}: exposed users: {} (planned: {} together)", experiment.name,
                             experiment.version, name_of(experiment.status), exposed_in_words(experiment, report),
                             experiment.planned_users));
  for (auto const& variant : experiment.variants) {
    if (!variant.stopped) continue;
    said.push_back(fmt::format("variant {} was stopped at {}: {}", variant.name, format_instant(variant.stopped->at),
                               printable(variant.stopped->why)));
  }
  if (report.is_withheld) {
    said.push_back(fmt::format(
        "the results are withheld: users came into the variants in other shares than planned (p = {:.1e}), so that "
        "what differs may be who was lost on the way; look for what kept users of one variant from being exposed, stop "
        "the experiment, and create its next version",
        report.sample_ratio->p_value));
    return said;
  }
  if (report.inconclusive_until) {
    said.push_back(fmt::format("it changes how much is sent, which people get used to: nothing is concluded before {}",
                               format_instant(*report.inconclusive_until)));
  }
  if (!results.tells_sessions) {
    said.emplace_back(
        "the adapter has no app_sessions (see proactive-adapter(7)), so that only answers and objections are known: "
        "not whether people come back");
  }
  return said;
}

Json report_json(app::ExperimentResults const& results) {
  auto const& experiment = results.stored.experiment;
  auto const& report = results.report;
  auto exposed = Json::object();
  for (std::size_t i = 0; i < experiment.variants.size(); ++i) exposed[experiment.variants[i].name] = report.exposed[i];
  Json sample_ratio;
  if (report.sample_ratio)
    sample_ratio = {{"p_value", report.sample_ratio->p_value}, {"mismatch", report.sample_ratio->mismatch}};
  return {{"name", experiment.name},
          {"version", experiment.version},
          {"status", name_of(experiment.status)},
          {"as_of", format_instant(results.as_of)},
          {"planned_users", experiment.planned_users},
          {"exposed_users", std::move(exposed)},
          {"stopped_variants", stops_json(experiment.variants)},
          {"sample_ratio", std::move(sample_ratio)},
          {"withheld", report.is_withheld},
          {"inconclusive_until", report.inconclusive_until ? Json(format_instant(*report.inconclusive_until)) : Json()},
          {"sessions_known", results.tells_sessions},
          {"results", to_json(results_sheet(report.results))}};
}

void print_report(app::ExperimentResults const& results) {
  for (auto const& remark : remarks(results)) print_prose(std::cout, remark);
  auto const is_goal = [](MetricResult const& result) { return spec_of(result.metric).role == MetricRole::goal; };
  auto const is_deciding = [](MetricResult const& result) {
    return result.window == spec_of(result.metric).windows.front();
  };
  print_part(results, "Goals (28 days; 95 %)",
             [&](MetricResult const& result) { return is_goal(result) && is_deciding(result); });
  print_part(results, "The first week alone",
             [&](MetricResult const& result) { return !is_deciding(result) && result.window == Window::first_week; });
  print_part(results, "Days 8 to 28", [](MetricResult const& result) { return result.window == Window::later; });
  print_part(results, "Guardrails (99 %, one-sided)", [&](MetricResult const& result) { return !is_goal(result); });
}

ExitCode report(app::Invocation const& invocation, ReportOptions const& options) {
  auto const results = app::report_on_experiment(invocation, options.name, options.version);
  if (options.format == Format::json) {
    std::cout << to_shown(report_json(results)) << "\n";
  } else if (options.format == Format::csv) {
    print(std::cout, results_sheet(results.report.results), Format::csv);
  } else {
    print_report(results);
  }
  return ExitCode::ok;
}

struct PlanOptions {
  int effect = 10;
  int power = 80;
  Format format = Format::table;
};

void declare_plan(Flags& flags, PlanOptions& options) {
  flags.count("--effect", options.effect, 1, 1000,
              "the least change of a goal that matters, in percent of what it is now (default: 10)");
  flags.count("--power", options.power, 50, 99, "with which probability it is to be found, in percent (default: 80)");
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

Sheet plan_sheet(std::vector<PlannedGoal> const& goals) {
  ColumnsOf<PlannedGoal> const columns{
      {{"metric", "", Kind::id, for_programs}, [](auto const& goal) { return Cell(name_of(goal.metric)); }},
      {{"", "goal", Kind::text, for_people, "-", 29, 29}, [](auto const& goal) { return spec_of(goal.metric).title; }},
      {{"mean", "", Kind::number, for_programs}, &PlannedGoal::mean},
      {{"effect", "", Kind::number, for_programs}, &PlannedGoal::effect},
      {{"variance_reduction", "", Kind::number, for_programs}, &PlannedGoal::variance_reduction},
      {{"", "now", Kind::number, for_people}, [](auto const& goal) { return value_in_words(goal.metric, goal.mean); }},
      {{"", "change", Kind::number, for_people},
       [](auto const& goal) { return difference_in_words(goal.metric, goal.effect); }},
      {{"users_one_look", "users, one look", Kind::number, {}, "not known"}, &PlannedGoal::for_one_look},
      {{"users_any_day", "any day", Kind::number, {}, "not known"}, &PlannedGoal::for_every_day}};
  return sheet_of(columns, goals);
}

ExitCode plan(app::Invocation const& invocation, PlanOptions const& options) {
  auto const plan = app::plan_experiment(invocation, options.effect / 100.0, options.power / 100.0);
  if (options.format == Format::json) {
    std::cout << to_shown({{"sampled_users", plan.sampled_users},
                           {"users_in_28_days", plan.users_in_28_days},
                           {"sessions_known", plan.tells_sessions},
                           {"effect_percent", options.effect},
                           {"power_percent", options.power},
                           {"goals", to_json(plan_sheet(plan.goals))}})
              << "\n";
    return ExitCode::ok;
  }
  print(std::cout, plan_sheet(plan.goals), options.format);
  if (options.format != Format::table) return ExitCode::ok;
  print_prose(std::cout,
              fmt::format("\nUsers of both variants together, half of them in each, that find the change with {} % "
                          "power; by {} who were written to from eight to four weeks ago. In the last 28 days messages "
                          "have reached {}, and each counts 28 days after the variant has reached them.",
                          options.power, counted_noun(plan.sampled_users, "user"),
                          counted_noun(plan.users_in_28_days, "user")));
  return ExitCode::ok;
}

}  // namespace

Command experiment_report_command() {
  return command<ReportOptions>("report", "what came of it, each variant against the first", declare_report, report);
}

Command experiment_plan_command() {
  return command<PlanOptions>("plan", "how many users an experiment would need", declare_plan, plan);
}

}  // namespace proactive::cli
