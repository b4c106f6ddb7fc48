#include <iostream>

#include "app/operator/configure.hpp"
#include "cli/command/commands.hpp"
#include "cli/render/print.hpp"

namespace proactive::cli {

namespace {

ColumnsOf<store::SettingChange> columns() {
  using Change = store::SettingChange;
  return {{{"changed_at", "when", Kind::time}, &Change::changed_at},
          {{.key = "changed_by", .heading = "who", .shortest = 8}, &Change::changed_by},
          {{"name", "setting", Kind::id}, &Change::name},
          {{.key = "from", .heading = "from", .shortest = 6}, &Change::old_value},
          {{.key = "to", .heading = "to", .shortest = 6}, &Change::new_value}};
}

struct Options {
  Format format = Format::table;
};

void declare(Flags& flags, Options& options) {
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

ExitCode run(app::Invocation const& invocation, Options const& options) {
  auto sheet = sheet_of(columns(), app::setting_changes(invocation));
  sheet.when_empty = "no setting was ever stored";
  print(std::cout, sheet, options.format);
  return ExitCode::ok;
}

}  // namespace

Command history_command() { return command<Options>("history", "who changed which setting, and when", declare, run); }

}  // namespace proactive::cli
