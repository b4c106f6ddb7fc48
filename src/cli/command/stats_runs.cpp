#include "cli/command/stats_sheets.hpp"

#include <fmt/core.h>

#include <array>

#include "base/text.hpp"

namespace proactive::cli {

namespace {

using store::RunRow;

// What is told of a run, in this order: always, or where it is not zero.
struct Told {
  std::string_view name;
  std::string_view words;
  bool if_zero;
};
constexpr std::array told{Told{"checked", "checked", true},
                          Told{"scheduled", "scheduled", true},
                          Told{"due", "due", true},
                          Told{"sent", "sent", true},
                          Told{"failed", "failed", false},
                          Told{"unreadable", "unreadable", false},
                          Told{"cancelled", "cancelled", false},
                          Told{"held", "held", false},
                          Told{"expired", "expired", false},
                          Told{"without_event", "without event", false}};

// A number, or the sum of numbers by reason.
long number_of(Json const& value) {
  if (value.is_number_integer()) return value.get<long>();
  long sum = 0;
  for (auto const& part : value) {
    if (part.is_number_integer()) sum += part.get<long>();
  }
  return sum;
}

// What a run came to, in a few words.
std::string run_text(RunRow const& run) {
  std::vector<std::string> parts;
  for (auto const& [name, words, if_zero] : told) {
    auto const found = run.report.find(name);
    if (found == run.report.end()) continue;
    auto const number = number_of(*found);
    if (number > 0 || if_zero) parts.push_back(fmt::format("{} {}", words, number));
  }
  return join(parts, ", ");
}

ColumnsOf<RunRow> run_columns() {
  return {{{"run_id", "run", Kind::id, for_programs}, &RunRow::run_id},
          {{"", "started", Kind::time, for_people}, &RunRow::started_at},  // people read a list by its times
          {{"command", "command", Kind::id}, &RunRow::command},
          {{"started_at", "started", Kind::time, for_programs}, &RunRow::started_at},
          {{"duration_ms", "ms", Kind::number}, &RunRow::duration_ms},
          {{.key = "exit_code", .heading = "exit", .kind = Kind::number, .nothing = "did not end"}, &RunRow::exit_code},
          {{"", "report", Kind::text, for_people}, run_text},
          {{"report", "report", Kind::text, for_programs}, &RunRow::report},
          {{"errors", "errors", Kind::text, for_programs}, &RunRow::errors},
          {{"settings_fingerprint", "settings", Kind::id, for_programs}, &RunRow::settings_fingerprint}};
}

}  // namespace

Sheet runs_sheet(app::StatsReport const& report) {
  auto sheet = sheet_of(run_columns(), report.runs);
  sheet.title = "Newest runs";
  sheet.when_empty = "none";
  return sheet;
}

Sheet channels_sheet(app::StatsReport const& report) {
  using store::ChannelRow;
  // As it stands now, of the webhook alone.
  auto const waiting = [&](ChannelRow const& row) {
    return row.channel == "webhook" && report.health ? std::optional{report.health->facts.calls_waiting} : std::nullopt;
  };
  auto const oldest = [&](ChannelRow const& row) {
    return row.channel == "webhook" && report.health ? report.health->facts.oldest_waiting : std::nullopt;
  };
  auto sheet = sheet_of<ChannelRow>({{{"channel", "channel", Kind::id}, &ChannelRow::channel},
                                     {{"announced", "announced", Kind::number}, &ChannelRow::announced},
                                     {{"left_out", "left out", Kind::number}, &ChannelRow::left_out},
                                     {{"accepted", "accepted", Kind::number}, &ChannelRow::accepted},
                                     {{"failed", "failed calls", Kind::number}, &ChannelRow::failed},
                                     {{"dropped", "dropped", Kind::number}, &ChannelRow::dropped},
                                     {{"dead", "given up", Kind::number}, &ChannelRow::dead},
                                     {{"waiting", "waiting", Kind::number}, waiting},
                                     {{"oldest", "oldest", Kind::time}, oldest}},
                                    report.channels);
  sheet.title = "How the app was told";
  sheet.when_empty = "The app was told of nothing.";
  return sheet;
}

Sheet errors_sheet(app::StatsReport const& report) {
  using store::ErrorRow;
  auto const times = [](ErrorRow const& row) { return fmt::format("{} ×", row.times); };
  auto sheet = sheet_of<ErrorRow>({{{"times", "times", Kind::id}, times},
                                   {{"error", "error"}, &ErrorRow::error},
                                   {{"runs", "runs", Kind::number}, &ErrorRow::runs},
                                   {{"newest", "newest run", Kind::time}, &ErrorRow::newest}},
                                  report.errors);
  sheet.title = "Errors of the runs";
  sheet.when_empty = "No run had an error.";
  return sheet;
}

}  // namespace proactive::cli
