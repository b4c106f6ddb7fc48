#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/json.hpp"

// What a user may wish about being written to: the names, and the values as an operator writes them and as they are
// stored. The function proactive.set_preferences takes the same.
namespace proactive {

struct PreferenceSpec {
  std::string_view name;
  std::string allowed;                                      // for people, behind "use "
  std::optional<Json> (*read)(std::string_view text) = {};  // as it is stored; nullopt: not allowed
};

std::span<PreferenceSpec const> preference_specs();
PreferenceSpec const* find_preference(std::string_view name);

}  // namespace proactive
