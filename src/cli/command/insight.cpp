#include "cli/command/insight.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <ostream>

#include "cli/command/insight_sheets.hpp"
#include "cli/output.hpp"
#include "cli/render/csv.hpp"
#include "cli/render/json.hpp"
#include "cli/render/table.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

using app::InsightReport;

std::string nothing_is_missing(InsightReport const& /*report*/) { return {}; }
std::string obstacle_of(InsightReport const& report) { return report.obstacle; }
std::string guardrails_obstacle(InsightReport const& report) {
  auto const untold = sessions_are_untold(report);
  return untold.empty() ? untold : "chat at night and long days: " + untold;
}

// A table, the same for people where that is another, and what is to be said below it: why something of it is missing.
struct Part {
  std::string_view name;
  Sheet (*sheet)(InsightReport const&);
  std::string (*obstacle)(InsightReport const&) = nothing_is_missing;
  Sheet (*for_people)(InsightReport const&) = nullptr;
};
constexpr std::array parts{Part{"funnel", insight_funnel_sheet, seen_is_untold},
                           Part{"uplift", uplift_sheet, obstacle_of},
                           Part{"guardrails", guardrails_sheet, guardrails_obstacle},
                           Part{"fatigue", fatigue_sheet},
                           Part{"week", week_sheet, nothing_is_missing, week_table},
                           Part{"cohorts", cohorts_sheet, sessions_are_untold},
                           Part{"variants", variants_sheet},
                           Part{"templates", templates_sheet}};

std::vector<Part> asked_parts(std::string const& part) {
  std::vector<Part> asked;
  std::copy_if(parts.begin(), parts.end(), std::back_inserter(asked),
               [&](Part const& one) { return part == "all" || part == one.name; });
  return asked;
}

void print_tables(std::ostream& out, InsightReport const& report, std::string const& part) {
  print_prose(out, fmt::format("Engagements created from {} to {}; the user is the unit of all rates, which are blank "
                               "below 20 users",
                               format_instant(report.period.since), format_instant(report.period.until)));
  for (auto const& one : asked_parts(part)) {
    out << "\n";
    auto sheet = (one.for_people != nullptr ? one.for_people : one.sheet)(report);
    auto const obstacle = one.obstacle(report);
    bool const is_empty = sheet.rows.empty();
    if (is_empty && !obstacle.empty()) sheet.when_empty = obstacle;
    print_table(out, sheet);
    if (!is_empty && !obstacle.empty()) print_prose(out, obstacle);
  }
}

void print_json(std::ostream& out, InsightReport const& report, std::string const& part) {
  Json document{{"since", format_instant(report.period.since)},
                {"until", format_instant(report.period.until)},
                {"compared_since", format_instant(report.compared_since)}};
  for (auto const& one : asked_parts(part)) {
    auto const obstacle = one.obstacle(report);
    document[std::string{one.name}] = {{"rows", to_json(one.sheet(report))},
                                       {"obstacle", obstacle.empty() ? Json{} : Json(obstacle)}};
  }
  out << to_shown(document) << "\n";
}

}  // namespace

std::vector<std::string_view> insight_parts() {
  std::vector<std::string_view> names{"all"};
  for (auto const& part : parts) names.push_back(part.name);
  return names;
}

void print_insight(std::ostream& out, InsightReport const& report, std::string const& part, Format format) {
  if (format == Format::json) {
    print_json(out, report, part);
  } else if (format == Format::csv) {
    print_csv(out, asked_parts(part).front().sheet(report));
  } else {
    print_tables(out, report, part);
  }
}

}  // namespace proactive::cli
