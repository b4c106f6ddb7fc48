#pragma once

#include <string>

#include "domain/settings/settings.hpp"
#include "domain/strategy.hpp"

// What operators name, and what is said of names that nothing has. Each throws Error (usage).
namespace proactive::app {

SettingSpec const& known_setting(std::string const& name);

// One that may be stored: not a connection, nor a secret.
SettingSpec const& storable_setting(std::string const& name);

Preset const& known_preset(std::string const& name);

}  // namespace proactive::app
