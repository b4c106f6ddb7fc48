#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/settings/settings.hpp"

namespace proactive {

// The setting that a wrong name most likely means: one that differs by few letters or by whole words; nullptr where
// none is near. `name` is a setting's name or a variable.
SettingSpec const* nearest_setting(std::string_view name);

// What to say of a variable that is no setting though it looks like one, as the end of a sentence; nothing of a
// setting's variable and of others' variables. Every PROACTIVE_* and OPENAI_* looks like one, but for what OpenAI's own
// clients read beside these; of all others those that are near one, or are what other programs call it.
std::optional<std::string> look_alike(std::string_view variable);

}  // namespace proactive
