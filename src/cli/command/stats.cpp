#include "app/operator/stats.hpp"

#include <fmt/core.h>

#include <ostream>

#include "base/text.hpp"
#include "cli/command/commands.hpp"
#include "cli/command/findings.hpp"
#include "cli/command/insight.hpp"
#include "cli/command/stats_metrics.hpp"
#include "cli/command/stats_page.hpp"
#include "cli/command/stats_sheets.hpp"
#include "cli/output.hpp"
#include "cli/render/csv.hpp"
#include "cli/render/json.hpp"
#include "cli/render/table.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

struct Options {
  app::StatsOptions stats;
  std::string insight;  // a part of it, or all; empty: the report
  int top = 20;         // rows of a table, and values that all of them tell apart; 0: all
  Format format = Format::table;
  std::string output;  // a file; empty: stdout
};

std::string check_since(std::string const& text) {
  if (parse_duration(text) || parse_instant(text)) return {};
  return fmt::format("{}, or as 7d", check_time(text));
}

// A finished sentence, or nothing.
std::string broken_insight(Options const& options) {
  if (options.insight.empty()) return {};
  if (options.format == Format::html) return "--format html has all of --insight: leave that out";
  if (options.format == Format::prometheus)
    return "--insight is no metric of --format prometheus: leave one of them out";
  if (options.format == Format::csv && options.insight == "all")
    return "--format csv is one table: name a part for --insight, such as uplift";
  return {};
}

void declare(Flags& flags, Options& options) {
  auto& stats = options.stats;
  auto const take_since = [&stats](std::string const& text) {
    stats.since_ago = parse_duration(text);
    if (!stats.since_ago) stats.since = parse_instant(text);
  };
  flags.add({.name = "--since",
             .value = "TIME",
             .help = "engagements created from this time, or from this long before --until (default: 7d)",
             .check = check_since,
             .take = take_since});
  flags.time("--until", stats.until, "engagements created before this time (default: now)");
  flags.choice(
      "--by", "WHAT", stats.by,
      {"type", "stage", "companion", "writer", "model", "template", "hour", "nth", "policy", "day"},
      "one row each: type, stage, companion, writer, model, template, hour (on the user's clock), nth (message "
      "of a user in a week), policy or day (default: type)");
  flags.choice("--insight", "WHAT", options.insight, insight_parts(),
               "instead of the report what outreach does, and to whom, by default of 13 weeks: all, funnel, uplift, "
               "guardrails, fatigue, week, cohorts, variants or templates");
  flags.rule([&options] { return broken_insight(options); });
  flags.count("--top", options.top, 0, 1'000'000,
              "at most so many rows of each table, the values of which most was sent; 0: all (default: 20)");
  flags.format(options.format, {Format::table, Format::json, Format::csv, Format::html, Format::prometheus});
  flags.output(options.output);
}

Json health_json(app::Health const& health) {
  Json findings = Json::array();
  for (auto const& finding : health.findings) {
    findings.push_back({{"check", finding.subject}, {"state", light_of(finding.state)}, {"detail", finding.detail}});
  }
  return {{"state", light_of(health.state)}, {"checks", findings}};
}

void print_json(std::ostream& out, app::StatsReport const& report) {
  Json document{{"since", format_instant(report.period.since)},
                {"until", format_instant(report.period.until)},
                {"totals", totals_json(report)},
                {"by", report.by},
                {"rows", to_json(breakdown_sheet(report))},
                {"outcomes", outcomes_json(report)},
                {"writers", to_json(writers_sheet(report))},
                {"fallback_share", to_json(Cell(fallback_share(report)))},
                {"funnel", to_json(funnel_sheet(report))},
                {"channels", to_json(channels_sheet(report))},
                {"reasons", to_json(reasons_sheet(report))},
                {"runs", to_json(runs_sheet(report))},
                {"unended_runs", report.unended_runs}};
  document["health"] = report.health ? health_json(*report.health) : Json{};
  if (report.by == "policy") document["policy"] = care_json(report);
  out << to_shown(document) << "\n";
}

// Below what stands above it.
void print_part(std::ostream& out, Sheet sheet, int top, TableLayout const& layout = {}) {
  auto const most = static_cast<std::size_t>(top);
  auto const more = top > 0 && sheet.rows.size() > most ? sheet.rows.size() - most : 0;
  sheet.rows.resize(sheet.rows.size() - more);
  out << "\n";
  print_table(out, sheet, layout);
  if (more > 0) out << "and " << more << " more (--top 0 shows all)\n";
}

void print_writers(std::ostream& out, app::StatsReport const& report, int top) {
  if (report.writers.empty()) return;
  print_part(out, writers_sheet(report), top);
  if (auto const share = fallback_share(report)) {
    print_prose(out, fmt::format("templates wrote {} of what an LLM was to write",
                                 text_for_people({"", "", Kind::percentage}, share)));
  }
  if (auto const refusals = refusals_sheet(report); !refusals.rows.empty()) print_part(out, refusals, top);
}

void print_care(std::ostream& out, app::StatsReport const& report, int top) {
  print_part(out, withheld_sheet(report), top);
  print_part(out, disclosures_sheet(report), top);
  out << "\n";
  print_prose(out, opt_outs_in_words(report.opt_outs));
}

// What is not as it should be; all of it in words is config check's.
void print_health(std::ostream& out, app::Health const& health) {
  out << "Health: " << light_of(health.state) << "\n";
  std::vector<Finding> unwell;
  for (auto const& finding : health.findings) {
    if (finding.state != FindingState::ok) unwell.push_back(finding);
  }
  if (!unwell.empty()) print_findings(out, unwell);
  out << "\n";
}

// Tables of runs and tables of messages would seem to contradict each other.
void print_unended(std::ostream& out, app::StatsReport const& report) {
  if (report.unended_runs == 0) return;
  out << "\n";
  print_prose(out, fmt::format("{} not end (killed, without the database, or at work): what they did is among the "
                               "messages below, and not in what the runs did above",
                               counted_noun(report.unended_runs, "run did", "runs did")));
}

void print_tables(std::ostream& out, app::StatsReport const& report, int top) {
  constexpr int all = 0;
  if (report.health) print_health(out, *report.health);
  print_table(out, totals_sheet(report));
  print_part(out, runs_sheet(report), top, {.wraps = true});
  if (auto const errors = errors_sheet(report); !errors.rows.empty()) print_part(out, errors, top);
  if (!report.funnel.empty()) print_part(out, funnel_sheet(report), all);
  if (!report.channels.empty()) print_part(out, channels_sheet(report), all);
  print_unended(out, report);
  print_part(out, breakdown_sheet(report), all);
  if (report.others) out << "--top 0 tells the others apart\n";
  if (report.outcome_of_all) print_part(out, outcomes_sheet(report), all);
  if (report.by == "policy") print_care(out, report, top);
  print_writers(out, report, top);
  if (!report.reasons.empty()) print_part(out, reasons_sheet(report), top);
}

void print_report(std::ostream& out, app::StatsReport const& report, Options const& options) {
  if (options.format == Format::json) {
    print_json(out, report);
  } else if (options.format == Format::csv) {
    print_csv(out, breakdown_sheet(report));
  } else {
    print_tables(out, report, options.top);
  }
}

ExitCode run(app::Invocation const& invocation, Options const& options) {
  auto session = app::open_session(invocation, "stats", store::Access::read_only);
  if (options.format == Format::html) {
    auto const page = app::collect_stats_page(session, options.stats);
    print_to(options.output, [&](std::ostream& out) { print_stats_page(out, page); });
    return ExitCode::ok;
  }
  if (options.format == Format::prometheus) {
    auto const metrics = metrics_of(app::collect_metrics(session));
    print_to(options.output, [&](std::ostream& out) { print_metrics(out, metrics); });
    return ExitCode::ok;
  }
  if (!options.insight.empty()) {
    auto const report = app::collect_insight(session, options.stats);
    print_to(options.output, [&](std::ostream& out) { print_insight(out, report, options.insight, options.format); });
    return ExitCode::ok;
  }
  auto asked = options.stats;
  if (options.format == Format::table) asked.top = options.top;  // programs are told all
  auto const report = app::collect_stats(session, asked);
  print_to(options.output, [&](std::ostream& out) { print_report(out, report, options); });
  return ExitCode::ok;
}

}  // namespace

Command stats_command() {
  return command<Options>("stats", "what was scheduled and delivered, and what the runs did", declare, run);
}

}  // namespace proactive::cli
