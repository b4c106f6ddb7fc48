#include "cli/command/stats_page.hpp"

#include <fmt/core.h>

#include <ostream>

#include "cli/command/stats_headline.hpp"
#include "cli/command/stats_sections.hpp"
#include "cli/render/html.hpp"

namespace proactive::cli {

void print_stats_page(std::ostream& out, app::StatsPage const& page) {
  auto body = stats_alert(page) + stats_headline(page);
  for (auto const& section : {looks_section(page), messages_section(page), days_section(page), fatigue_section(page),
                              types_section(page), opt_outs_section(page), hours_section(page)}) {
    body += html_section(section);
  }
  for (auto const& section : insight_sections(page.insight)) body += html_section(section);
  if (page.asked) body += html_section(asked_section(*page.asked));
  for (auto const& section : {writers_section(page.report), channels_section(page.report), errors_section(page.report),
                              runs_section(page.report)}) {
    body += html_section(section);
  }
  print_page(out,
             {"proactive stats",
              fmt::format("Messages created from {} to {} (UTC)", format_local(page.report.period.since, "UTC"),
                          format_local(page.report.period.until, "UTC")),
              body,
              "The user is the unit of all rates: messages of one user are not independent of each other. Rates of "
              "fewer than 20 users are left out. A rate of answers is not an effect: who is written to more often, or "
              "at a better hour, may have written anyway. All times are UTC."});
}

}  // namespace proactive::cli
