#include <iostream>

#include "app/operator/flags.hpp"
#include "cli/command/commands.hpp"
#include "cli/command/flag_columns.hpp"
#include "cli/render/print.hpp"

namespace proactive::cli {

namespace {

struct FlagsOptions {
  Format format = Format::table;
};

void declare_flags(Flags& flags, FlagsOptions& options) {
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

ColumnsOf<app::FlaggedUser> flagged_columns() {
  auto columns = flag_columns<app::FlaggedUser>([](app::FlaggedUser const& flagged) { return flagged.flag; });
  columns.insert(columns.begin(), {{"user_id", "user", Kind::id}, &app::FlaggedUser::user_id});
  return columns;
}

ExitCode list_flags(app::Invocation const& invocation, FlagsOptions const& options) {
  auto const report = app::flagged_users(invocation);
  auto sheet = sheet_of(flagged_columns(), report.flagged);
  sheet.when_empty = "no user is flagged";
  print(std::cout, sheet, options.format);
  if (report.left_out > 0 && options.format == Format::table) std::cout << "and " << report.left_out << " more\n";
  return ExitCode::ok;
}

}  // namespace

Command flags_command() {
  return command<FlagsOptions>("flags", "users who are silent since they are not well: why, and until when",
                               declare_flags, list_flags);
}

}  // namespace proactive::cli
