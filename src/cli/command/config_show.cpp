#include <fmt/core.h>

#include <iostream>

#include "app/operator/configure.hpp"
#include "base/column.hpp"
#include "base/text.hpp"
#include "cli/command/commands.hpp"
#include "cli/render/print.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

// "engagements" as "engagement", "memories" as "memory"; "of 10" stays.
std::string singular(std::string_view unit) {
  if (unit.ends_with("ies")) return std::string{unit.substr(0, unit.size() - 3)} + "y";
  return std::string{unit.substr(0, unit.size() - (unit.ends_with("s") ? 1 : 0))};
}

// Settings are looked up by name in JSON, and read as name, origin and value in a table.
ColumnsOf<app::SettingRow> columns() {
  using Row = app::SettingRow;
  auto const with_unit = [](Row const& row) {
    if (row.spec->unit.empty() || row.value == "off") return row.value;
    return fmt::format("{} {}", row.value, row.value == "1" ? singular(row.spec->unit) : std::string{row.spec->unit});
  };
  auto const other_default = [](Row const& row) {
    return row.value == row.spec->default_value ? std::string_view{} : row.spec->default_value;
  };
  return {{{"name", "name", Kind::id}, [](Row const& row) { return row.spec->name; }},
          {{"variable", "variable", Kind::id, for_programs}, [](Row const& row) { return row.spec->variable(); }},
          {{"value", "value", Kind::text, for_programs}, &Row::value},
          {{"default", "default", Kind::text, for_programs}, [](Row const& row) { return row.spec->default_value; }},
          {{"origin", "origin", Kind::id}, [](Row const& row) { return name_of(row.origin); }},
          {{.key = "", .heading = "value", .where = for_people, .shortest = 16}, with_unit},
          {{.key = "", .heading = "default", .where = for_people, .spare = 1}, other_default},
          {{"unit", "unit", Kind::text, for_programs}, [](Row const& row) { return row.spec->unit; }},
          {{"allowed", "allowed", Kind::text, for_programs}, [](Row const& row) { return allowed_values(*row.spec); }},
          {{"help", "help", Kind::text, for_programs}, [](Row const& row) { return row.spec->help; }}};
}

struct ShowOptions {
  bool changed = false;
  Format format = Format::table;
};

void declare_show(Flags& flags, ShowOptions& options) {
  flags.toggle("--changed", options.changed, "only settings whose value is not the default");
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

// What the two settings of the log come to, where one hides the other.
std::string note_on_log(std::vector<app::SettingRow> const& rows) {
  LogSettings settings;
  bool debug_is_set = false;
  bool level_is_set = false;
  for (auto const& [spec, value, origin] : rows) {
    bool const is_set = origin != app::Origin::default_value;
    if (spec->name == "enable_debug_logging") {
      settings.enable_debug_logging = value == "true";
      debug_is_set = is_set;
    } else if (spec->name == "log_level") {
      settings.log_level = value_of<log::Level>(value).value_or(settings.log_level);
      level_is_set = is_set;
    }
  }
  return log_level_note(settings, debug_is_set, level_is_set);
}

ExitCode show(app::Invocation const& invocation, ShowOptions const& options) {
  auto rows = app::show_settings(invocation);
  auto const note = note_on_log(rows);
  if (options.changed)
    std::erase_if(rows, [](app::SettingRow const& row) { return row.value == row.spec->default_value; });
  auto sheet = sheet_of(columns(), rows);
  sheet.when_empty = "every setting has its default";
  print(std::cout, sheet, options.format);
  if (options.format == Format::table && !options.changed && !note.empty()) print_prose(std::cout, note);
  return ExitCode::ok;
}

struct GetOptions {
  std::string name;
  Format format = Format::table;
};

void declare_get(Flags& flags, GetOptions& options) {
  flags.argument("NAME", options.name, "the setting", {.words = column(setting_specs(), &SettingSpec::name)});
  flags.format(options.format, {Format::table, Format::json});
}

// For people and for scripts the value alone.
ExitCode get(app::Invocation const& invocation, GetOptions const& options) {
  auto const row = app::show_setting(invocation, options.name);
  if (options.format == Format::json) {
    print_one(std::cout, sheet_of(columns(), std::vector{row}), options.format);
  } else {
    std::cout << printable(row.value) << "\n";
  }
  return ExitCode::ok;
}

}  // namespace

Command show_command() {
  return command<ShowOptions>("show", "every setting: value, default and origin", declare_show, show);
}

Command get_command() { return command<GetOptions>("get", "print one setting's value", declare_get, get); }

}  // namespace proactive::cli
