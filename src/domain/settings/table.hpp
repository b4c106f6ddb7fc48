#pragma once

#include <array>
#include <span>

#include "domain/settings/settings.hpp"

// The rows of one group each: name, field, default, unit, help, allowed. The defaults of the variables that the
// original service had are the original's.
namespace proactive {

std::span<SettingSpec const> database_table();
std::span<SettingSpec const> gate_table();
std::span<SettingSpec const> care_table();
std::span<SettingSpec const> safety_table();
std::span<SettingSpec const> message_table();
std::span<SettingSpec const> llm_table();
std::span<SettingSpec const> runs_table();
std::span<SettingSpec const> experiment_table();
std::span<SettingSpec const> channel_table();
std::span<SettingSpec const> log_table();

}  // namespace proactive
