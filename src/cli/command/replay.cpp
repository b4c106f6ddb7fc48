#include "cli/command/replay.hpp"

#include <fmt/core.h>

#include <functional>
#include <ostream>
#include <string>

#include "base/column.hpp"
#include "base/text.hpp"
#include "cli/command/arm_sheets.hpp"
#include "cli/render/json.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

using app::ReplayedArm;
using app::ReplayReport;
using simulation::Outcomes;
using simulation::Replay;
using simulation::Tally;

// A figure of an arm: its key in JSON, what people read, and where it comes from; what the log does not tell of itself
// is nothing there.
struct Figure {
  std::string key;
  std::string heading;
  std::function<Cell(ReplayReport const&, Replay const&)> of;
  bool is_logged = true;
};

auto count_of(long Tally::*member) {
  return [member](ReplayReport const& /*report*/, Replay const& replay) -> Cell { return replay.tally.*member; };
}

Figure outcome(std::string const& key, std::string const& heading, Outcomes Replay::*of, long Outcomes::*member) {
  return {key, heading,
          [of, member](ReplayReport const& /*report*/, Replay const& replay) -> Cell { return replay.*of.*member; }};
}

std::vector<Figure> replay_figures() {
  return {
      {"messages", "messages", count_of(&Tally::messages)},
      {"messages_per_user_and_day", "messages per user and day",
       [](ReplayReport const& report, Replay const& replay) {
         auto const days = (report.days.end - report.days.begin) / std::chrono::days{1};
         return share_of(replay.tally.messages, report.users * days);
       }},
      {"messages_at_night", "messages at night, 00 to 07",
       [](ReplayReport const& /*report*/, Replay const& replay) -> Cell { return replay.tally.at_night(); }},
      {"messages_at_night_zone_unknown", "of these, zone unknown", count_of(&Tally::at_night_of_unknown_zones)},
      {"users_written_to", "users written to", count_of(&Tally::written_to)},
      {"longest_gap_hours", "longest gap between messages, hours",
       [](ReplayReport const& /*report*/, Replay const& replay) { return hours_of(replay.tally.longest_gap); }},
      {"shortest_gap_hours", "shortest gap between messages, hours",
       [](ReplayReport const& /*report*/, Replay const& replay) { return hours_of(replay.tally.shortest_gap); }},
      {"most_in_a_day", "most in a day to one user", count_of(&Tally::most_in_a_day)},
      outcome("kept", "of the messages sent: sent, too", &Replay::kept, &Outcomes::messages),
      outcome("kept_responded", "  responded", &Replay::kept, &Outcomes::responded),
      outcome("kept_unanswered", "  unanswered", &Replay::kept, &Outcomes::unanswered),
      outcome("kept_open", "  not known yet", &Replay::kept, &Outcomes::open),
      outcome("kept_negative", "  the user opted out or muted", &Replay::kept, &Outcomes::negative),
      outcome("dropped", "of the messages sent: not sent", &Replay::dropped, &Outcomes::messages),
      outcome("dropped_responded", "  responded", &Replay::dropped, &Outcomes::responded),
      outcome("dropped_unanswered", "  unanswered", &Replay::dropped, &Outcomes::unanswered),
      outcome("dropped_open", "  not known yet", &Replay::dropped, &Outcomes::open),
      outcome("dropped_negative", "  the user opted out or muted", &Replay::dropped, &Outcomes::negative),
      {"unknown", "sent besides: outcome unknown",
       [](ReplayReport const& /*report*/, Replay const& replay) -> Cell { return replay.added; }},
      {"checks", "checks of the gate", count_of(&Tally::checks), false},
      {"expired", "expired", count_of(&Tally::expired)},
  };
}

Cell value_of_figure(Figure const& figure, ReplayReport const& report, std::size_t arm) {
  if (arm == 0 && !figure.is_logged) return {};
  return figure.of(report, report.arms[arm].replay);
}

// Arms are compared with each other, not with the log.
ArmColumns columns_of(ReplayReport const& report) {
  constexpr std::size_t log_and_both = 3;
  return {column(report.arms, &ReplayedArm::name), report.arms.size() == log_and_both};
}

Sheet figures_sheet(ReplayReport const& report) {
  std::vector<ArmLine> lines;
  for (auto const& figure : replay_figures()) {
    ArmLine line{figure.heading, {}};
    for (std::size_t arm = 0; arm < report.arms.size(); ++arm)
      line.values.push_back(value_of_figure(figure, report, arm));
    lines.push_back(std::move(line));
  }
  return sheet_of_arms("", "", columns_of(report), lines);
}

Tallies tallies_of(ReplayReport const& report) {
  return column(report.arms, [](ReplayedArm const& arm) { return &arm.replay.tally; });
}

// Without the log, which does not keep them.
Sheet sheet_without_log(std::string const& title, ReplayReport const& report, ReasonCounts Tally::*member) {
  auto columns = columns_of(report);
  auto tallies = tallies_of(report);
  columns.names.erase(columns.names.begin());
  tallies.erase(tallies.begin());
  return reasons_sheet(title, columns, tallies, member);
}

Json figures_json(ReplayReport const& report, std::size_t arm) {
  auto object = Json::object();
  for (auto const& figure : replay_figures()) object[figure.key] = to_json(value_of_figure(figure, report, arm));
  return object;
}

Json arm_json(ReplayReport const& report, std::size_t number) {
  auto const& arm = report.arms[number];
  auto const& tally = arm.replay.tally;
  bool const is_log = number == 0;
  Json object{{"name", is_log ? "as_it_was" : arm.name}, {"settings", is_log ? Json() : settings_json(arm.settings)}};
  object["without"] = arm.without.empty() ? Json() : Json(arm.without);
  object.update(figures_json(report, number));
  object["messages_by_hour"] = tally.by_hour;
  object["refused"] = is_log ? Json() : reasons_json(tally.refused);
  object["cancelled"] = reasons_json(tally.cancelled);
  object["held"] = is_log ? Json() : reasons_json(tally.held);
  return object;
}

Json difference_json(ReplayReport const& report) {
  if (!columns_of(report).compares) return {};
  auto object = Json::object();
  for (auto const& figure : replay_figures()) {
    object[figure.key] = to_json(difference(value_of_figure(figure, report, 1), value_of_figure(figure, report, 2)));
  }
  return object;
}

Json replay_json(ReplayReport const& report) {
  auto arms = Json::array();
  for (std::size_t arm = 0; arm < report.arms.size(); ++arm) arms.push_back(arm_json(report, arm));
  return {{"begin", format_instant(report.days.begin)},
          {"end", format_instant(report.days.end)},
          {"first_message_at", report.first ? Json(format_instant(*report.first)) : Json()},
          {"users", report.users},
          {"known_users", report.all_users},
          {"users_held_out", report.held_out},
          {"users_left_out", report.users_left_out},
          {"pairs_left_out", report.pairs_left_out},
          {"messages_left_out", report.messages_left_out},
          {"same_message_hours", simulation::same_message.count()},
          {"taken_as_now", report.taken_as_now},
          {"arms", arms},
          {"difference", difference_json(report)}};
}

void print_left_out(std::ostream& out, ReplayReport const& report) {
  if (report.held_out > 0) {
    print_prose(out, fmt::format("left out: {} of these users, who {} held out", report.held_out,
                                 report.held_out == 1 ? "is" : "are"));
  }
  if (report.users_left_out > 0) {
    print_prose(out,
                fmt::format("left out: {} of these users, of whom the adapter cannot tell", report.users_left_out));
  }
  if (report.pairs_left_out > 0) {
    print_prose(out, fmt::format("left out: {} that the app does not know any more, or that cannot be read, with {}",
                                 counted_noun(report.pairs_left_out, "pair"),
                                 counted_noun(report.messages_left_out, "message")));
  }
}

void print_report(std::ostream& out, ReplayReport const& report) {
  print_prose(out, fmt::format("{} of {} from {} to {}; the first message of these days was sent at {}",
                               counted_noun(report.users, "user"), report.all_users, format_instant(report.days.begin),
                               format_instant(report.days.end),
                               report.first ? format_instant(*report.first) : std::string{"no time"}));
  print_left_out(out, report);
  print_prose(out,
              fmt::format("a message within {} hours of one that was sent to the pair is that one; of others nobody "
                          "knows what would have come of them, and users do what they did, whatever is sent",
                          simulation::same_message.count()));
  print_prose(out, "what is not known of then:");
  for (auto const& line : report.taken_as_now) print_prose(out, "- " + line, 2);
  for (std::size_t arm = 1; arm < report.arms.size(); ++arm)
    print_prose(out, arm_text(report.arms[arm].name, report.arms[arm].settings, report.arms[arm].without), 2);
  out << "\n";
  print(out, figures_sheet(report), Format::table);
  out << "\n";
  print(out, hours_sheet(columns_of(report), tallies_of(report)), Format::table);
  out << "\n";
  print(out, sheet_without_log("Refused by the gate", report, &Tally::refused), Format::table);
  out << "\n";
  print(out, reasons_sheet("Cancelled before delivery", columns_of(report), tallies_of(report), &Tally::cancelled),
        Format::table);
  out << "\n";
  print(out, sheet_without_log("Held before delivery", report, &Tally::held), Format::table);
}

}  // namespace

void print_replay(std::ostream& out, ReplayReport const& report, Format format) {
  if (format == Format::json) {
    out << to_shown(replay_json(report)) << "\n";
  } else {
    print_report(out, report);
  }
}

}  // namespace proactive::cli
