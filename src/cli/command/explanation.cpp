#include "cli/command/explanation.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <sstream>

#include "base/column.hpp"
#include "base/text.hpp"
#include "cli/render/json.hpp"
#include "cli/render/table.hpp"
#include "cli/render/terminal.hpp"
#include "domain/bandit/choices.hpp"

namespace proactive::cli {

namespace {

std::string verdict_of(TraceLine const& line) {
  if (line.passed) return "passed";
  return line.is_shadow ? "shadow" : "refused";
}

std::string facts_and_change(TraceLine const& line) {
  if (!line.passed && line.is_shadow) return line.facts + "; would refuse, shadow";
  if (line.passed || !line.may_change_at) return line.facts;
  return fmt::format("{}; can change at {}", line.facts, format_instant(*line.may_change_at));
}

// As wide as the widest words, since the checks of several pairs stand one below the other.
ColumnsOf<TraceLine> trace_columns() {
  return {{{.key = "", .heading = "verdict", .where = for_people, .least_width = 7}, verdict_of},
          {{.key = "check", .heading = "check", .least_width = 10},
           [](TraceLine const& line) { return name_of(line.reason); }},
          {{"passed", "passed", Kind::text, for_programs}, &TraceLine::passed},
          {{"shadow", "shadow", Kind::text, for_programs}, &TraceLine::is_shadow},
          {{"facts", "facts", Kind::text, for_programs}, &TraceLine::facts},
          {{"", "facts", Kind::text, for_people}, facts_and_change},
          {{"can_change_at", "can change at", Kind::time, for_programs}, &TraceLine::may_change_at}};
}

Sheet trace_of(app::Explanation const& explanation) { return sheet_of(trace_columns(), explanation.trace); }

ColumnsOf<SlotSpan> slot_columns() {
  return {{{"begin", "begin", Kind::time}, &SlotSpan::begin}, {{"end", "end", Kind::time}, &SlotSpan::end}};
}

// "slots (Europe/Berlin): 2026-03-02 13:00 to 22:00, ..."
std::string slots_text(app::Explanation const& explanation) {
  std::vector<std::string> spans;
  for (auto const& span : explanation.slots) {
    auto const& zone = explanation.zone.name;
    spans.push_back(format_local(span.begin, zone) + " to " + format_local(span.end, zone));
  }
  return "slots (" + zone_in_words(explanation.zone) + "): " + (spans.empty() ? "none" : join(spans, ", "));
}

// A digit for each hour from midnight, 9 for the most: "000012 345566 779998 765421".
std::string bar_of(HourWeights const& hours) {
  constexpr std::size_t group = 6;
  auto const most = *std::max_element(hours.begin(), hours.end());
  std::string bar;
  for (std::size_t hour = 0; hour < hours.size(); ++hour) {
    if (hour > 0 && hour % group == 0) bar += ' ';
    bar += static_cast<char>('0' + std::lround(9 * hours[hour] / most));
  }
  return bar;
}

std::string starts_text(Habit const& habit) {
  auto const counts = counted_noun(habit.starts, "start") + " on " + counted_noun(habit.days, "day");
  if (habit.is_known()) return counts + ", used";
  return fmt::format("{}, not used below {} on {}", counts, least_habit_starts, least_habit_days);
}

// "hours (Europe/Berlin): 000012 ...", "34 starts on 21 days, used".
std::vector<std::string> habit_lines(Habit const& habit, UserZone const& zone) {
  auto const zone_text = zone_in_words(zone);
  if (!habit.is_apart) return {fmt::format("hours ({}): {}", zone_text, bar_of(habit.weekdays)), starts_text(habit)};
  return {fmt::format("hours Mon-Fri ({}): {}", zone_text, bar_of(habit.weekdays)),
          fmt::format("hours Sat-Sun ({}): {}", zone_text, bar_of(habit.weekends)), starts_text(habit)};
}

std::vector<double> rounded(HourWeights const& hours) {
  return column(hours, [](double weight) { return std::round(weight * 1e4) / 1e4; });
}

Json habit_json(std::optional<Habit> const& habit) {
  if (!habit) return nullptr;
  return {{"starts", habit->starts},
          {"days", habit->days},
          {"used", habit->is_known()},
          {"weekdays", rounded(habit->weekdays)},
          {"weekends", rounded(habit->weekends)}};
}

ColumnsOf<app::VariantOf> variant_columns() {
  return {{{"experiment", "experiment"}, &app::VariantOf::experiment},
          {{"version", "version", Kind::number}, &app::VariantOf::version},
          {{"variant", "variant"}, &app::VariantOf::variant}};
}

// "check_in 0.7500, memory_reminder 0.2500"
std::string shares_text(std::map<long, double> const& shares) {
  return join(column(std::vector(shares.begin(), shares.end()),
                     [](auto const& share) {
                       return fmt::format("{} {:.4f}", arm_name(ArmKind::type, share.first), share.second);
                     }),
              ", ");
}

std::string type_choice_text(ArmChoice const& choice) {
  auto text = "type drawn with probabilities of " + shares_text(choice.propensities);
  if (choice.in_shadow) text += "; the bandit's: " + shares_text(*choice.in_shadow);
  return text;
}

std::string what_becomes(app::Explanation const& explanation) {
  if (!explanation.is_taken) return "waits for a later run, since max_scheduled_engagements is reached: ";
  return explanation.is_held_out ? "would be counted as a ghost (hold-out): " : "would be engaged: ";
}

ColumnsOf<app::Explanation> columns() {
  using Of = app::Explanation;
  // Nothing where the gate refused.
  auto const if_engaged = [](auto read) {
    return [read](Of const& of) { return of.decision.refused ? Cell() : Cell(read(of.decision)); };
  };
  return {
      {{"user_id", "user", Kind::id}, [](Of const& of) { return of.pair.user_id; }},
      {{"companion_id", "companion", Kind::id}, [](Of const& of) { return of.pair.companion_id; }},
      {{"user_name", "user's name"}, &Of::user_name},
      {{"companion_name", "companion's name"}, &Of::companion_name},
      {{"refused", "refused"},
       [](Of const& of) { return of.decision.refused ? Cell(name_of(*of.decision.refused)) : Cell(); }},
      {{"would_be_engaged", "would be engaged"}, [](Of const& of) { return of.is_taken && !of.is_held_out; }},
      {{"would_be_ghost", "would be a ghost"}, [](Of const& of) { return of.is_taken && of.is_held_out; }},
      {{"held_out", "held out"}, &Of::is_held_out},
      {{"experiments", "experiments"}, [](Of const& of) { return to_json(sheet_of(variant_columns(), of.variants)); }},
      {{"engagement_type", "type"}, if_engaged([](Decision const& decision) { return name_of(decision.type); })},
      {{"scheduled_for", "scheduled for", Kind::time},
       if_engaged([](Decision const& decision) { return decision.scheduled_for; })},
      {{"next_check_at", "next check", Kind::time}, [](Of const& of) { return of.decision.next_check_at; }},
      {{"timezone", "time zone"}, [](Of const& of) { return of.zone.name; }},
      {{"timezone_known", "time zone known"}, [](Of const& of) { return !of.zone.unknown; }},
      {{"slots", "slots"}, [](Of const& of) { return to_json(sheet_of(slot_columns(), of.slots)); }},
      {{"choice", "choice"},
       [](Of const& of) { return choices_json({.hour = of.decision.hour, .type = of.decision.type_choice}); }},
      {{"habit", "habit"}, [](Of const& of) { return habit_json(of.habit); }},
      {{"checks", "checks"}, [](Of const& of) { return to_json(trace_of(of)); }}};
}

std::string verdict(app::Explanation const& explanation) {
  std::ostringstream out;
  out << printable(explanation.companion_name) << " to "
      << (explanation.user_name.empty() ? "somebody without a name" : printable(explanation.user_name)) << " (user "
      << printable(explanation.pair.user_id) << ", companion " << printable(explanation.pair.companion_id) << "): ";
  auto const& decision = explanation.decision;
  if (decision.refused) {
    out << "refused: " << name_of(*decision.refused) << "; next check " << format_instant(decision.next_check_at)
        << "\n";
  } else {
    out << what_becomes(explanation) << name_of(decision.type) << " at " << format_instant(decision.scheduled_for)
        << " (" << time_in_words(decision.scheduled_for, explanation.zone) << ")\n";
  }
  for (auto const& [experiment, version, variant] : explanation.variants)
    out << fmt::format("  variant {} of experiment {}, version {}\n", variant, experiment, version);
  out << "  " << slots_text(explanation) << "\n";
  if (auto const& hour = decision.hour) {
    out << fmt::format("  drawn with a probability of {:.4f} among {}\n", hour->probability,
                       counted_noun(hour->among, "quarter of an hour", "quarters of an hour"));
  }
  if (decision.type_choice) out << "  " << type_choice_text(*decision.type_choice) << "\n";
  if (explanation.habit) {
    for (auto const& line : habit_lines(*explanation.habit, explanation.zone)) out << "  " << line << "\n";
  }
  return out.str();
}

void print_one(std::ostream& out, app::Explanation const& explanation) {
  print_prose(out, verdict(explanation));
  print_table(out, trace_of(explanation), {.header = false, .indent = "  ", .wraps = true});
}

}  // namespace

void print_explanation(std::ostream& out, app::ExplainReport const& report, Format format) {
  if (format == Format::json) {
    auto const pairs = to_json(sheet_of(columns(), report.pairs));
    Json unreadable = Json::array();
    for (auto const& [pair, error] : report.unreadable)
      unreadable.push_back({{"user_id", pair.user_id}, {"companion_id", pair.companion_id}, {"error", error}});
    out << to_shown({{"as_of", format_instant(report.as_of)}, {"relationships", pairs}, {"unreadable", unreadable}})
        << "\n";
    return;
  }
  out << "as of " << format_instant(report.as_of) << "\n";
  for (auto const& explanation : report.pairs) print_one(out, explanation);
  for (auto const& [pair, error] : report.unreadable) {
    print_prose(out, fmt::format("user {}, companion {} cannot be read: {}", printable(pair.user_id),
                                 printable(pair.companion_id), printable(error)));
  }
}

}  // namespace proactive::cli
