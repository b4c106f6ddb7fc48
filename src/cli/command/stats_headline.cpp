#include "cli/command/stats_headline.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/text.hpp"
#include "cli/command/findings.hpp"
#include "cli/command/stats_figures.hpp"
#include "cli/command/stats_sheets.hpp"

namespace proactive::cli {

namespace {

Tile rate_tile(std::string const& label, RatioFacts const& facts, std::string const& note) {
  auto const ratio = ratio_of(facts);
  if (!ratio) return {label, "–", "not enough data: rates need 20 users"};
  return {label, share_text(ratio->rate), fmt::format("± {}, {}", share_text(ratio->margin), note)};
}

Tile runs_tile(store::RunTotals const& runs) {
  std::vector<std::string> notes;
  if (runs.failed > 0) notes.push_back(fmt::format("{} with an error", count_text(runs.failed)));
  if (runs.unended > 0) notes.push_back(fmt::format("{} not ended", count_text(runs.unended)));
  if (notes.empty()) notes.emplace_back(runs.runs == 0 ? "none began" : "all without an error");
  return {"Runs", count_text(runs.runs), join(notes, ", "), runs.failed > 0};
}

std::optional<Tile> cost_tile(app::StatsReport const& report) {
  auto const sheet = writers_sheet(report);
  auto const tokens =
      sum_of(bars_of(sheet, "tokens_in")).value_or(0) + sum_of(bars_of(sheet, "tokens_out")).value_or(0);
  if (tokens == 0) return std::nullopt;
  auto const words = count_text(std::llround(tokens));
  auto const cost = sum_of(bars_of(sheet, "cost"));
  if (!cost) return Tile{"Tokens", words, "in and out; no price is set"};
  return Tile{"Cost", text_for_people({"", "", Kind::money}, Cell(*cost)), words + " tokens in and out"};
}

std::vector<Finding> unwell(app::Health const& health) {
  std::vector<Finding> findings;
  std::copy_if(health.findings.begin(), health.findings.end(), std::back_inserter(findings),
               [](Finding const& finding) { return finding.state != FindingState::ok; });
  return findings;
}

std::string health_section(app::Health const& health) {
  return html_section(
      {"health", "What is not as it should be", html_table(findings_sheet(unwell(health))), Width::whole});
}

Tile health_tile(app::Health const& health) {
  auto const all = health.findings.size();
  auto const well = all - unwell(health).size();
  return {"Health", std::string{light_of(health.state)},
          fmt::format("{} of {} checks {} well", well, all, well == 1 ? "is" : "are"),
          health.state == FindingState::failure};
}

}  // namespace

std::string stats_alert(app::StatsPage const& page) {
  auto const& runs = page.runs;
  std::string alerts;
  if (runs.failed > 0) {
    alerts = html_alert(fmt::format("{} of {} ended with an error: see what was wrong", count_text(runs.failed),
                                    count_text(runs.runs) + (runs.runs == 1 ? " run" : " runs")),
                        "errors");
  }
  bool const is_unwell = page.report.health && page.report.health->state != FindingState::ok;
  return is_unwell ? health_section(*page.report.health) + alerts : alerts;
}

std::string stats_headline(app::StatsPage const& page) {
  auto const& totals = page.report.totals;
  auto const all = all_outcomes(page.report);
  auto const known = fmt::format("{} known", count_text(known_of(all)));
  std::vector<Tile> tiles{
      {"Messages sent", count_text(totals.sent), fmt::format("of {} created", count_text(totals.created))},
      rate_tile("Answered", all.responded, known),
      rate_tile("Seen", all.seen, known),
      rate_tile("Opted out", all.negative, count_text(all.users) + (all.users == 1 ? " user" : " users")),
      {"Failed", count_text(totals.failed), "not written, or not delivered", totals.failed > 0},
      runs_tile(page.runs)};
  if (page.report.health) tiles.insert(tiles.begin(), health_tile(*page.report.health));
  if (auto const cost = cost_tile(page.report)) tiles.push_back(*cost);
  return html_tiles(tiles);
}

}  // namespace proactive::cli
