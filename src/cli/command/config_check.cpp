#include <iostream>

#include "app/check.hpp"
#include "cli/command/commands.hpp"
#include "cli/render/print.hpp"
#include "cli/render/table.hpp"

namespace proactive::cli {

namespace {

std::string_view name_of(app::CheckState state) {
  switch (state) {
    case app::CheckState::ok:
      return "ok";
    case app::CheckState::warning:
      return "warning";
    default:
      return "failure";
  }
}

// As wide as the widest words, so that the columns stand at the same place whatever is found.
ColumnsOf<app::CheckLine> columns() {
  using Line = app::CheckLine;
  return {
      {{.key = "state", .heading = "state", .least_width = 7}, [](Line const& line) { return name_of(line.state); }},
      {{.key = "subject", .heading = "subject", .least_width = 10}, &Line::subject},
      {{"detail", "detail"}, &Line::detail}};
}

struct Options {
  Format format = Format::table;
};

void declare(Flags& flags, Options& options) { flags.format(options.format, {Format::table, Format::json}); }

ExitCode run(app::Invocation const& invocation, Options const& options) {
  auto const report = app::check_everything(invocation);
  auto const sheet = sheet_of(columns(), report.lines);
  if (options.format == Format::table) {
    print_table(std::cout, sheet, {.header = false});
  } else {
    print(std::cout, sheet, options.format);
  }
  return report.code;
}

}  // namespace

Command check_command() { return command<Options>("check", "test everything that a run needs", declare, run); }

}  // namespace proactive::cli
