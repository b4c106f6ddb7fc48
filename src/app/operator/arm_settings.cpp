#include "app/operator/arm_settings.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "app/operator/setting_names.hpp"
#include "app/policies.hpp"
#include "base/errors.hpp"
#include "base/text.hpp"

namespace proactive::app {

namespace {

// What an option names: a setting and its value, or a preset.
std::pair<std::string, std::string> split(std::string const& option, std::string const& assignment) {
  auto const sign = assignment.find('=');
  if (sign != std::string::npos && sign > 0) return {assignment.substr(0, sign), assignment.substr(sign + 1)};
  throw usage_error(fmt::format("{}: \"{}\" names no value: write NAME=VALUE, such as max_engagements_per_day=2",
                                option, shortened(printable(assignment), 80)));
}

void assign(Settings& settings, SettingSpec const& spec, std::string const& value) {
  if (auto const problem = assign_setting(settings, spec, value))
    throw usage_error(fmt::format("{}: {}", spec.name, *problem));
}

// None: the settings as they are, so that other ones can be compared with them.
constexpr std::string_view no_preset = "none";

void assign_preset(Settings& settings, std::string const& name) {
  if (name == no_preset) return;
  for (auto const& [setting, value] : known_preset(name).values)
    assign(settings, *find_setting(setting), std::string{value});
}

void require_once(NamedValues const& named, std::string const& name) {
  bool const is_second = std::any_of(named.begin(), named.end(), [&](auto const& one) { return one.first == name; });
  if (is_second) throw usage_error(fmt::format("{} is named twice: give each setting one value", name));
}

std::string left_out(Settings const& settings) {
  if (settings.experiment.bandit == BanditMode::off) return {};
  return fmt::format(
      "without bandit={}, which goes by what came of messages that were sent: types are chosen as with bandit=off",
      name_of(settings.experiment.bandit));
}

ArmSettings settings_with(Settings settings, std::string const& option, std::vector<std::string> const& assignments) {
  ArmSettings result{{}, std::move(settings)};
  for (auto const& assignment : assignments) {
    auto const [name, value] = split(option, assignment);
    if (name == "preset") {
      require_once(result.named, name);
      assign_preset(result.settings, value);
      result.named.emplace_back(name, value);
      continue;
    }
    auto const& spec = storable_setting(name);
    require_once(result.named, std::string{spec.name});
    assign(result.settings, spec, value);
    result.named.emplace_back(spec.name, setting_text(result.settings, spec));
  }
  auto const findings = contradictions(result.settings);
  if (!findings.empty()) throw usage_error(findings.front());
  load_packs(result.settings);
  result.without = left_out(result.settings);
  return result;
}

}  // namespace

std::vector<ArmSettings> settings_of_arms(Settings const& settings, std::vector<std::string> const& with,
                                          std::vector<std::string> const& compare) {
  std::vector<ArmSettings> arms{settings_with(settings, "--with", with)};
  if (!compare.empty()) arms.push_back(settings_with(settings, "--compare", compare));
  return arms;
}

std::string name_of_arm(std::size_t number) { return number == 0 ? "first" : "second"; }

}  // namespace proactive::app
