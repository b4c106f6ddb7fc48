#include "app/operator/setting_names.hpp"

#include <fmt/core.h>

#include "base/column.hpp"
#include "base/errors.hpp"
#include "base/text.hpp"
#include "domain/settings/look_alikes.hpp"

namespace proactive::app {

SettingSpec const& known_setting(std::string const& name) {
  if (auto const* spec = find_setting(name)) return *spec;
  auto const* nearest = nearest_setting(name);
  throw usage_error(fmt::format("there is no setting {}: {}proactive config show lists all",
                                printable(name).substr(0, 80),
                                nearest != nullptr ? fmt::format("did you mean {}? ", nearest->name) : ""));
}

SettingSpec const& storable_setting(std::string const& name) {
  auto const& spec = known_setting(name);
  if (spec.storable == Storable::no) {
    throw usage_error(fmt::format("{} is not stored in the database: set {} in the environment or the env file",
                                  spec.name, spec.variable()));
  }
  return spec;
}

Preset const& known_preset(std::string const& name) {
  if (auto const* preset = find_preset(name)) return *preset;
  throw usage_error(fmt::format("there is no preset {}: use one of {}", printable(name).substr(0, 80),
                                join(column(presets(), &Preset::name), ", ")));
}

}  // namespace proactive::app
