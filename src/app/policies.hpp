#pragma once

#include <string>
#include <vector>

#include "domain/policy/pack.hpp"
#include "domain/settings/settings.hpp"

namespace proactive::app {

// Reads the file of a pack. A file that cannot be read is a problem of it.
PackReading read_pack_file(std::string const& path);

// What the setting policy_packs names. Throws Error (configuration) where a file is no pack, or has the id of another.
std::vector<PolicyPack> enabled_packs(std::string const& policy_packs);

// The same, into the settings. What does not write to anybody works without them.
void load_packs(Settings& settings);

}  // namespace proactive::app
