#include "app/operator/simulate.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "app/operator/setting_names.hpp"
#include "app/policies.hpp"
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

// What an option names: a setting and its value, or a preset.
std::pair<std::string, std::string> split(std::string const& option, std::string const& assignment) {
  auto const sign = assignment.find('=');
  if (sign != std::string::npos && sign > 0) return {assignment.substr(0, sign), assignment.substr(sign + 1)};
  throw usage_error(fmt::format("{}: \"{}\" names no value: write NAME=VALUE, such as max_engagements_per_day=2",
                                option, shortened(printable(assignment), 80)));
}

void assign(Settings& settings, SettingSpec const& spec, std::string const& value) {
  if (auto const problem = assign_setting(settings, spec, value))
    throw usage_error(fmt::format("{}: {}", spec.name, *problem));
}

// None: the settings as they are, so that other ones can be compared with them.
constexpr std::string_view no_preset = "none";

void assign_preset(Settings& settings, std::string const& name) {
  if (name == no_preset) return;
  for (auto const& [setting, value] : known_preset(name).values)
    assign(settings, *find_setting(setting), std::string{value});
}

void require_once(NamedValues const& named, std::string const& name) {
  bool const is_second = std::any_of(named.begin(), named.end(), [&](auto const& one) { return one.first == name; });
  if (is_second) throw usage_error(fmt::format("{} is named twice: give each setting one value", name));
}

// In the order in which they are named, so that single values may follow a preset.
struct NamedSettings {
  NamedValues named;
  Settings settings;
};
NamedSettings settings_with(Settings settings, std::string const& option, std::vector<std::string> const& assignments) {
  NamedSettings result{{}, std::move(settings)};
  for (auto const& assignment : assignments) {
    auto const [name, value] = split(option, assignment);
    if (name == "preset") {
      require_once(result.named, name);
      assign_preset(result.settings, value);
      result.named.emplace_back(name, value);
      continue;
    }
    auto const& spec = storable_setting(name);
    require_once(result.named, std::string{spec.name});
    assign(result.settings, spec, value);
    result.named.emplace_back(spec.name, setting_text(result.settings, spec));
  }
  auto const findings = contradictions(result.settings);
  if (!findings.empty()) throw usage_error(findings.front());
  load_packs(result.settings);
  return result;
}

std::string left_out(Settings const& settings) {
  if (settings.experiment.bandit == BanditMode::off) return {};
  return fmt::format(
      "without bandit={}, which goes by what came of messages that were sent: types are chosen as with bandit=off",
      name_of(settings.experiment.bandit));
}

}  // namespace

Tally simulate_users(Model const& model, Arm const& arm, Span const& span, long users, unsigned threads,
                     std::function<void(long)> const& tell) {
  constexpr long portion = 64;
  std::atomic<long> next{0};
  std::mutex merging;
  Tally sum;
  auto const work = [&] {
    Tally part;
    for (auto first = next.fetch_add(portion); first < users; first = next.fetch_add(portion)) {
      auto const end = std::min(users, first + portion);
      for (auto user = first; user < end; ++user)
        part.merge(simulation::live(model, arm, span, static_cast<std::uint64_t>(user)));
      if (tell) tell(end - first);
    }
    std::lock_guard const lock(merging);
    sum.merge(part);
  };
  std::vector<std::jthread> others;
  others.reserve(threads);
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  others.clear();
  return sum;
}

SimulationReport simulate(Invocation const& invocation, SimulateOptions const& options) {
  auto const model = model_of(options.model_file);
  auto const local = load_local_settings(invocation).settings;
  std::vector<NamedSettings> named{settings_with(local, "--with", options.with)};
  if (!options.compare.empty()) named.push_back(settings_with(local, "--compare", options.compare));
  auto const threads = options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());

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
    report.arms.push_back({report.arms.empty() ? "first" : "second", one.named, tally, left_out(one.settings)});
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
