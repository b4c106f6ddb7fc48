#include "app/operator/simulate.hpp"

#include <fmt/core.h>

#include "app/operator/arm_settings.hpp"
#include "app/operator/lives.hpp"
#include "base/errors.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace proactive::app {

namespace {

using simulation::Arm;
using simulation::Model;
using simulation::Span;
using simulation::Tally;

// The begin where none is named: the same results on each day.
constexpr Instant first_day{std::chrono::sys_days{std::chrono::year{2027} / 1 / 4}};

Model model_of(std::string const& file) {
  constexpr std::size_t most_model_bytes = 256 * std::size_t{1024};
  if (file.empty()) return simulation::shipped_model();
  auto const text = read_named_file("--model", file, most_model_bytes + 1, ReadUntil::end).text;
  if (text.size() > most_model_bytes)
    throw configuration_error(fmt::format("--model {}: the file is larger than 256 KiB", printable(file)));
  auto reading = simulation::read_model(text);
  if (reading.problems.empty()) return std::move(reading.model);
  throw configuration_error(fmt::format("--model {}: {}", printable(file), reading.problems.front()));
}

}  // namespace

Tally simulate_users(Model const& model, Arm const& arm, Span const& span, long users, unsigned threads,
                     std::function<void(long)> const& tell) {
  return sum_of_lives<Tally>(
      users, threads, [&](long user) { return simulation::live(model, arm, span, static_cast<std::uint64_t>(user)); },
      tell);
}

SimulationReport simulate(Invocation const& invocation, SimulateOptions const& options) {
  auto const model = model_of(options.model_file);
  auto const local = load_local_settings(invocation).settings;
  auto const named = settings_of_arms(local, options.with, options.compare);
  auto const threads = options.threads > 0 ? options.threads : processors();

  SimulationReport report;
  report.model = model;
  report.users = options.users;
  report.span = {static_cast<std::uint64_t>(options.seed), options.now.value_or(first_day), options.days};
  auto const cells = options.grid ? simulation::all_cells() : std::vector<simulation::Cell>{};
  auto const all = options.users * static_cast<long>(named.size() + 2 * cells.size());
  ProgressBoard board(options.show_progress);
  auto const tally_of = [&](Model const& lived, Arm const& arm) {
    return simulate_users(lived, arm, report.span, options.users, threads,
                          [&](long lives) { board.add_lives(lives, all); });
  };
  std::vector<Arm> arms;
  for (auto const& one : named) {
    arms.push_back(simulation::arm_of(one.settings));
    auto const tally = tally_of(model, arms.back());
    report.arms.push_back({name_of_arm(report.arms.size()), one.named, tally, one.without});
  }
  report.grid = cells;
  for (auto& cell : report.grid) {
    auto const there = simulation::at_levels(model, cell.answer, cell.fatigue, cell.night);
    cell.first = tally_of(there, arms.at(0));
    cell.second = tally_of(there, arms.at(1));
  }
  board.end();
  return report;
}

}  // namespace proactive::app
