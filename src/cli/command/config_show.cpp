#include <fmt/core.h>

#include <iostream>

#include "app/operator/configure.hpp"
#include "base/text.hpp"
#include "cli/command/commands.hpp"
#include "cli/render/print.hpp"

namespace proactive::cli {

namespace {

// Settings are looked up by name in JSON, and read as name, origin and value in a table.
ColumnsOf<app::SettingRow> columns() {
  using Row = app::SettingRow;
  auto const with_unit = [](Row const& row) {
    return row.spec->unit.empty() || row.value == "off" ? row.value : fmt::format("{} {}", row.value, row.spec->unit);
  };
  auto const other_default = [](Row const& row) {
    return row.value == row.spec->default_value ? std::string_view{} : row.spec->default_value;
  };
  return {{{"name", "name", Kind::id}, [](Row const& row) { return row.spec->name; }},
          {{"variable", "variable", Kind::id, for_programs}, [](Row const& row) { return row.spec->variable(); }},
          {{"value", "value", Kind::text, for_programs}, &Row::value},
          {{"default", "default", Kind::text, for_programs}, [](Row const& row) { return row.spec->default_value; }},
          {{"origin", "origin"}, [](Row const& row) { return name_of(row.origin); }},
          {{"", "value", Kind::text, for_people}, with_unit},
          {{"", "default", Kind::text, for_people}, other_default},
          {{"unit", "unit", Kind::text, for_programs}, [](Row const& row) { return row.spec->unit; }},
          {{"allowed", "allowed", Kind::text, for_programs}, [](Row const& row) { return allowed_values(*row.spec); }},
          {{"help", "help", Kind::text, for_programs}, [](Row const& row) { return row.spec->help; }}};
}

struct ShowOptions {
  Format format = Format::table;
};

void declare_show(Flags& flags, ShowOptions& options) { flags.format(options.format, {Format::table, Format::json}); }

ExitCode show(app::Invocation const& invocation, ShowOptions const& options) {
  print(std::cout, sheet_of(columns(), app::show_settings(invocation)), options.format);
  return ExitCode::ok;
}

struct GetOptions {
  std::string name;
};

void declare_get(Flags& flags, GetOptions& options) { flags.argument("NAME", options.name, "the setting"); }

ExitCode get(app::Invocation const& invocation, GetOptions const& options) {
  std::cout << printable(app::show_setting(invocation, options.name).value) << "\n";
  return ExitCode::ok;
}

}  // namespace

Command show_command() {
  return command<ShowOptions>("show", "every setting: value, default and origin", declare_show, show);
}

Command get_command() { return command<GetOptions>("get", "print one setting's value", declare_get, get); }

}  // namespace proactive::cli
