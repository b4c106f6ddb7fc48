#include "cli/command/simulation.hpp"

#include <fmt/core.h>

#include <functional>
#include <ostream>
#include <string>

#include "base/column.hpp"
#include "base/text.hpp"
#include "cli/command/arm_sheets.hpp"
#include "cli/render/json.hpp"
#include "cli/render/print.hpp"
#include "cli/render/terminal.hpp"
#include "domain/strategy.hpp"

namespace proactive::cli {

namespace {

using app::SimulatedArm;
using app::SimulationReport;
using simulation::Tally;
using SimulatedCell = simulation::Cell;

constexpr int most_days = 366;
constexpr int most_users = 1'000'000;
constexpr int greatest_seed = 1'000'000'000;

// Names that --with and --compare take.
std::vector<std::string_view> simulated_names() {
  std::vector<std::string_view> names{"preset"};
  for (auto const& spec : setting_specs()) {
    if (spec.storable == Storable::yes) names.push_back(spec.name);
  }
  return names;
}

void declare_values(Flags& flags, std::string const& name, std::vector<std::string>& values, std::string const& help) {
  Flag flag;  // member by member: GCC 12 warns of what an initializer would leave behind if it threw
  flag.name = name;
  flag.kind = Flag::Kind::values;
  flag.value = "NAME=VALUE";
  flag.help = help;
  flag.offer.words = simulated_names();
  flag.take = [&values](std::string const& text) { values.push_back(text); };
  flags.add(std::move(flag));
}

// The first of these that was named; empty: none was.
std::string_view flag_of_arms(SimulationFlags const& simulation) {
  if (!simulation.options.with.empty()) return "--with";
  if (!simulation.options.compare.empty()) return "--compare";
  return simulation.users ? "--users" : "";
}
std::string_view flag_of_model(SimulationFlags const& simulation) {
  if (simulation.options.grid) return "--grid";
  if (simulation.seed) return "--seed";
  return simulation.options.model_file.empty() ? "" : "--model";
}

// Users in memory, or those of the log.
std::string broken_choice(SimulationFlags const& simulation) {
  auto const of_model = flag_of_model(simulation);
  if (simulation.is_replay()) {
    if (simulation.is_simulation()) return "--from-log: it takes the place of --simulate: leave one of them out";
    if (of_model.empty()) return {};
    return fmt::format("{}: it is about users in memory, and --from-log is not: leave one of them out", of_model);
  }
  if (simulation.is_simulation()) return {};
  if (auto const of_arms = flag_of_arms(simulation); !of_arms.empty())
    return fmt::format("{}: add --simulate DAYS, or --from-log DAYS", of_arms);
  return of_model.empty() ? std::string{} : fmt::format("{}: add --simulate DAYS", of_model);
}

// A figure of an arm: its key in JSON, what people read, and where it comes from.
struct Figure {
  std::string key;
  std::string heading;
  std::function<Cell(SimulationReport const&, Tally const&)> of;
};

auto count_of(long Tally::*member) {
  return [member](SimulationReport const& /*report*/, Tally const& tally) -> Cell { return tally.*member; };
}

std::vector<Figure> simulation_figures() {
  return {
      {"messages", "messages", count_of(&Tally::messages)},
      {"messages_per_user_and_day", "messages per user and day",
       [](SimulationReport const& report, Tally const& tally) -> Cell {
         return share_of(tally.messages, report.users * report.span.days);
       }},
      {"messages_at_night", "messages at night, 00 to 07",
       [](SimulationReport const& /*report*/, Tally const& tally) -> Cell { return tally.at_night(); }},
      {"messages_at_night_zone_unknown", "of these, zone unknown", count_of(&Tally::at_night_of_unknown_zones)},
      {"users_written_to", "users written to", count_of(&Tally::written_to)},
      {"answers", "answers", count_of(&Tally::answers)},
      {"answers_per_user", "answers per user",
       [](SimulationReport const& report, Tally const& tally) { return share_of(tally.answers, report.users); }},
      {"answers_per_message", "answers per message",
       [](SimulationReport const& /*report*/, Tally const& tally) { return share_of(tally.answers, tally.messages); }},
      {"users_answering", "users who answered", count_of(&Tally::answering)},
      {"responded", "responded, as stats counts them", count_of(&Tally::responded)},
      {"sessions", "sessions that users began", count_of(&Tally::sessions)},
      {"opt_outs", "opt-outs", count_of(&Tally::opt_outs)},
      {"mutes", "mutes", count_of(&Tally::mutes)},
      {"users_silenced", "users who stopped answering", count_of(&Tally::silenced)},
      {"longest_gap_hours", "longest gap between messages, hours",
       [](SimulationReport const& /*report*/, Tally const& tally) { return hours_of(tally.longest_gap); }},
      {"shortest_gap_hours", "shortest gap between messages, hours",
       [](SimulationReport const& /*report*/, Tally const& tally) { return hours_of(tally.shortest_gap); }},
      {"most_in_a_day", "most in a day to one user", count_of(&Tally::most_in_a_day)},
      {"checks", "checks of the gate", count_of(&Tally::checks)},
      {"expired", "expired", count_of(&Tally::expired)},
  };
}

ArmColumns columns_of(SimulationReport const& report) {
  return {column(report.arms, &SimulatedArm::name), report.arms.size() > 1};
}

Tallies tallies_of(SimulationReport const& report) {
  return column(report.arms, [](SimulatedArm const& arm) { return &arm.tally; });
}

Sheet figures_sheet(SimulationReport const& report) {
  std::vector<ArmLine> lines;
  for (auto const& figure : simulation_figures()) {
    lines.push_back(
        {figure.heading, column(report.arms, [&](SimulatedArm const& arm) { return figure.of(report, arm.tally); })});
  }
  return sheet_of_arms("", "", columns_of(report), lines);
}

Json figures_json(SimulationReport const& report, Tally const& tally) {
  auto object = Json::object();
  for (auto const& figure : simulation_figures()) object[figure.key] = to_json(figure.of(report, tally));
  return object;
}

Json arm_json(SimulationReport const& report, SimulatedArm const& arm) {
  Json object{{"name", arm.name}, {"settings", settings_json(arm.settings)}};
  object["without"] = arm.without.empty() ? Json() : Json(arm.without);
  object.update(figures_json(report, arm.tally));
  object["messages_by_hour"] = arm.tally.by_hour;
  object["refused"] = reasons_json(arm.tally.refused);
  object["cancelled"] = reasons_json(arm.tally.cancelled);
  object["held"] = reasons_json(arm.tally.held);
  return object;
}

Json difference_json(SimulationReport const& report) {
  if (report.arms.size() < 2) return {};
  auto object = Json::object();
  for (auto const& figure : simulation_figures()) {
    object[figure.key] =
        to_json(difference(figure.of(report, report.arms[0].tally), figure.of(report, report.arms[1].tally)));
  }
  return object;
}

Json levels_json(SimulatedCell const& cell) {
  return {{"answer", name_of(cell.answer)}, {"fatigue", name_of(cell.fatigue)}, {"night", name_of(cell.night)}};
}

Json cell_json(SimulationReport const& report, SimulatedCell const& cell) {
  auto object = levels_json(cell);
  object["first"] = figures_json(report, cell.first);
  object["second"] = figures_json(report, cell.second);
  return object;
}

Json verdict_json(SimulationReport const& report, simulation::Claimant claimant) {
  auto const verdict = simulation::verdict_of(report.grid, claimant);
  return {{"cells", verdict.of},
          {"at_least_as_many_answers", verdict.answers},
          {"at_most_half_the_messages", verdict.messages},
          {"none_at_night", verdict.night},
          {"all", verdict.all},
          {"failing", column(verdict.failing, [&](std::size_t place) { return levels_json(report.grid.at(place)); })},
          {"worst", levels_json(report.grid.at(verdict.worst))}};
}

Json grid_json(SimulationReport const& report) {
  if (report.grid.empty()) return {};
  return {{"second_against_first", verdict_json(report, simulation::Claimant::second)},
          {"first_against_second", verdict_json(report, simulation::Claimant::first)},
          {"cells", column(report.grid, [&](SimulatedCell const& cell) { return cell_json(report, cell); })}};
}

Json simulation_json(SimulationReport const& report) {
  return {{"model",
           {{"id", report.model.id},
            {"version", report.model.version},
            {"title", report.model.title},
            {"published", report.model.published},
            {"guided", report.model.guided},
            {"assumed", report.model.assumed}}},
          {"seed", report.span.seed},
          {"users", report.users},
          {"days", report.span.days},
          {"begin", format_instant(report.span.begin)},
          {"arms", column(report.arms, [&](SimulatedArm const& arm) { return arm_json(report, arm); })},
          {"difference", difference_json(report)},
          {"grid", grid_json(report)}};
}

std::string cell_text(SimulationReport const& report, SimulatedCell const& cell) {
  auto const answers = [&](Tally const& tally) {
    return fmt::format("{:.3f} answers per user, {} messages, {} at night ({} of unknown zones)",
                       static_cast<double>(tally.answers) / static_cast<double>(report.users), tally.messages,
                       tally.at_night(), tally.at_night_of_unknown_zones);
  };
  return fmt::format("answer {}, fatigue {}, night {}: first {}; second {}", name_of(cell.answer),
                     name_of(cell.fatigue), name_of(cell.night), answers(cell.first), answers(cell.second));
}

// "low/low/middle, ...", by answer, fatigue and night.
std::string failing_text(SimulationReport const& report, simulation::Verdict const& verdict) {
  if (verdict.all == 0) return "in no cell";
  if (verdict.failing.empty()) return "in all";
  auto const levels = column(verdict.failing, [&](std::size_t place) {
    auto const& cell = report.grid.at(place);
    return fmt::format("{}/{}/{}", name_of(cell.answer), name_of(cell.fatigue), name_of(cell.night));
  });
  return fmt::format("not in {} (answer/fatigue/night)", join(levels, ", "));
}

std::string verdict_text(SimulationReport const& report, simulation::Claimant claimant) {
  auto const verdict = simulation::verdict_of(report.grid, claimant);
  bool const is_second = claimant == simulation::Claimant::second;
  return fmt::format(
      "{}: at least as many answers per user in {} of {} cells, at most half the messages in {}, none at night where "
      "the "
      "zone is known in {}, all three in {}\n  all three: {}\n  fewest answers against the other: {}",
      is_second ? "second against first" : "first against second", verdict.answers, verdict.of, verdict.messages,
      verdict.night, verdict.all, failing_text(report, verdict), cell_text(report, report.grid.at(verdict.worst)));
}

void print_report(std::ostream& out, SimulationReport const& report) {
  auto const& model = report.model;
  print_prose(out, fmt::format("{} users over {} days from {}, seed {}", report.users, report.span.days,
                               format_instant(report.span.begin), report.span.seed));
  print_prose(out,
              fmt::format("users are those of the model {} {}: of its figures {} are published, {} lean on what is "
                          "published of other apps, and {} are assumed; what comes of it is the model's, not your "
                          "users'",
                          printable(model.id), printable(model.version), model.published.size(), model.guided.size(),
                          model.assumed.size()));
  for (auto const& arm : report.arms) print_prose(out, arm_text(arm.name, arm.settings, arm.without), 2);
  out << "\n";
  print(out, figures_sheet(report), Format::table);
  out << "\n";
  print(out, hours_sheet(columns_of(report), tallies_of(report)), Format::table);
  for (auto const& [title, member] :
       {std::pair{"Refused by the gate", &Tally::refused}, std::pair{"Cancelled before delivery", &Tally::cancelled},
        std::pair{"Held before delivery", &Tally::held}}) {
    out << "\n";
    print(out, reasons_sheet(title, columns_of(report), tallies_of(report), member), Format::table);
  }
  if (report.grid.empty()) return;
  out << "\n";
  print_prose(out, verdict_text(report, simulation::Claimant::second), 2);
  print_prose(out, verdict_text(report, simulation::Claimant::first), 2);
}

}  // namespace

void declare_simulation(Flags& flags, SimulationFlags& simulation) {
  auto& options = simulation.options;
  flags.group("Simulation");
  flags.count("--simulate", options.days, 1, most_days,
              "try the settings on so many days of users in memory, without a database");
  flags.count("--from-log", simulation.log_days, 1, most_days,
              "try them on so many days that have passed, and compare with what was sent; changes nothing");
  declare_values(flags, "--with", options.with, "a setting for it, or preset=NAME; may stand several times");
  declare_values(flags, "--compare", options.compare,
                 "the same for a second arm beside the first; preset=none: the settings as they are");
  flags.toggle("--grid", options.grid, "with --compare: try both on users of 27 kinds");
  flags.count("--users", simulation.users, 1, most_users, "at most so many users; default: 1000");
  flags.count("--seed", simulation.seed, 0, greatest_seed, "of all chance; default: 1");
  flags.file("--model", options.model_file, "what users are like, instead of the model that comes with the program");
  flags.rule([&simulation] { return broken_choice(simulation); });
  flags.rule([&options] {
    return options.grid && options.compare.empty() ? "--grid: name the second arm's settings with --compare" : "";
  });
}

app::SimulateOptions SimulationFlags::simulate_options() const {
  auto chosen = options;
  chosen.users = users.value_or(chosen.users);
  chosen.seed = seed.value_or(chosen.seed);
  return chosen;
}

app::ReplayOptions SimulationFlags::replay_options() const {
  app::ReplayOptions chosen;
  chosen.days = log_days;
  chosen.users = users.value_or(chosen.users);
  chosen.with = options.with;
  chosen.compare = options.compare;
  return chosen;
}

void print_simulation(std::ostream& out, SimulationReport const& report, Format format) {
  if (format == Format::json) {
    out << to_shown(simulation_json(report)) << "\n";
  } else {
    print_report(out, report);
  }
}

}  // namespace proactive::cli
