#include <algorithm>
#include <iostream>

#include "app/operator/configure.hpp"
#include "cli/command/changes.hpp"
#include "cli/command/commands.hpp"

namespace proactive::cli {

namespace {

bool is_of_gate(app::Change const& change) {
  auto const* spec = find_setting(change.name);
  return spec != nullptr && spec->group == "gate";
}

ExitCode print_changes(std::vector<app::Change> const& changes) {
  list_changes(std::cout, changes, "(not stored)");
  if (changes.empty()) std::cout << "nothing was stored\n";
  if (std::any_of(changes.begin(), changes.end(), is_of_gate)) {
    std::cout << "Relationships refused before are looked at again within 30 days, when their user writes, or at once "
                 "by proactive schedule "
                 "--recheck.\n";
  }
  return ExitCode::ok;
}

struct Options {
  std::vector<std::string> words;
};

struct PresetOptions {
  std::string name;
};

void declare_set(Flags& flags, Options& options) {
  flags.arguments("NAME_VALUE", options.words, "pairs of a name and a value");
}

void declare_unset(Flags& flags, Options& options) { flags.arguments("NAME", options.words, "the settings"); }

void declare_preset(Flags& flags, PresetOptions& options) {
  flags.argument("NAME", options.name, "aggressive, conservative, highEmpathy, minimal or seed");
}

ExitCode set(app::Invocation const& invocation, Options const& options) {
  return print_changes(app::set_settings(invocation, options.words));
}

ExitCode unset(app::Invocation const& invocation, Options const& options) {
  return print_changes(app::unset_settings(invocation, options.words));
}

ExitCode preset(app::Invocation const& invocation, PresetOptions const& options) {
  return print_changes(app::apply_preset(invocation, options.name));
}

}  // namespace

Command set_command() { return command<Options>("set", "store settings, all of them or none", declare_set, set); }

Command unset_command() { return command<Options>("unset", "remove stored settings", declare_unset, unset); }

Command preset_command() {
  return command<PresetOptions>("preset", "store the settings of a preset", declare_preset, preset);
}

}  // namespace proactive::cli
