#pragma once

#include <string>
#include <vector>

#include "base/named_values.hpp"
#include "domain/settings/settings.hpp"

namespace proactive::app {

// What an arm is called on the command line, and the settings that it comes to.
struct ArmSettings {
  NamedValues named;  // those that were named for it
  Settings settings;
  std::string without = {};  // what of them is left out, and why; empty: nothing
};

// One arm, or a second one where settings are named for it: the settings, with "NAME=VALUE" of `with` and of `compare`,
// in the order in which they are named, so that single values may follow a preset. Throws Error (usage) as config set
// does.
std::vector<ArmSettings> settings_of_arms(Settings const& settings, std::vector<std::string> const& with,
                                          std::vector<std::string> const& compare);

// As reports call them.
std::string name_of_arm(std::size_t number);

}  // namespace proactive::app
