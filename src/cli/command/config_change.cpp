#include <algorithm>
#include <iostream>

#include "app/operator/configure.hpp"
#include "base/column.hpp"
#include "cli/command/changes.hpp"
#include "cli/command/commands.hpp"
#include "cli/render/print.hpp"
#include "cli/render/terminal.hpp"
#include "domain/gate/rules.hpp"
#include "domain/strategy.hpp"

namespace proactive::cli {

namespace {

bool may_have_refused(app::Change const& change) {
  auto const* spec = is_unchanged(change) ? nullptr : find_setting(change.name);
  return spec != nullptr && may_refuse_pairs(*spec);
}

ExitCode print_changes(std::vector<app::Change> const& changes, Format format) {
  if (format != Format::table) {
    print(std::cout, changes_sheet(changes), format);
    return ExitCode::ok;
  }
  list_changes(std::cout, changes, "(not stored)");
  if (changes.empty()) std::cout << "nothing was stored\n";
  if (std::any_of(changes.begin(), changes.end(), may_have_refused)) {
    print_prose(std::cout,
                "Pairs refused before are looked at again within 30 days, when their user writes, or at once by "
                "proactive schedule --recheck.");
  }
  return ExitCode::ok;
}

struct Options {
  std::vector<std::string> words;
  Format format = Format::table;
};

struct PresetOptions {
  std::string name;
  bool undo = false;
  Format format = Format::table;
};

std::vector<std::string_view> storable_settings() {
  std::vector<std::string_view> names;
  for (auto const& spec : setting_specs()) {
    if (spec.storable == Storable::yes) names.push_back(spec.name);
  }
  return names;
}

void declare_format(Flags& flags, Format& format) { flags.format(format, {Format::table, Format::json, Format::csv}); }

void declare_set(Flags& flags, Options& options) {
  flags.arguments("NAME_VALUE", options.words, "pairs of a name and a value", {.words = storable_settings()});
  declare_format(flags, options.format);
}

void declare_unset(Flags& flags, Options& options) {
  flags.arguments("NAME", options.words, "the settings", {.words = storable_settings()});
  declare_format(flags, options.format);
}

void declare_preset(Flags& flags, PresetOptions& options) {
  flags.optional_argument("NAME", options.name, "aggressive, conservative, highEmpathy, minimal or seed",
                          {.words = column(presets(), &Preset::name)});
  flags.toggle("--undo", options.undo, "put back what the last preset has replaced");
  declare_format(flags, options.format);
  flags.rule(
      [&options] { return options.name.empty() == options.undo ? "" : "preset takes one NAME, or --undo and none"; });
}

ExitCode set(app::Invocation const& invocation, Options const& options) {
  return print_changes(app::set_settings(invocation, options.words), options.format);
}

ExitCode unset(app::Invocation const& invocation, Options const& options) {
  return print_changes(app::unset_settings(invocation, options.words), options.format);
}

ExitCode preset(app::Invocation const& invocation, PresetOptions const& options) {
  auto const changes = options.undo ? app::undo_preset(invocation) : app::apply_preset(invocation, options.name);
  return print_changes(changes, options.format);
}

}  // namespace

Command set_command() { return command<Options>("set", "store settings, all of them or none", declare_set, set); }

Command unset_command() { return command<Options>("unset", "remove stored settings", declare_unset, unset); }

Command preset_command() {
  return command<PresetOptions>("preset", "store the settings of a preset, or undo that", declare_preset, preset);
}

}  // namespace proactive::cli
