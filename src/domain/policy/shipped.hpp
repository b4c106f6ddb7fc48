#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/policy/pack.hpp"

// The packs that come with the program: the files of src/domain/policy/packs.
namespace proactive {

// In the order of their ids.
std::vector<PolicyPack> const& shipped_packs();

// Without reading them: for what each start of the program tells of them.
std::vector<std::string_view> shipped_pack_ids();
PolicyPack const* find_shipped_pack(std::string_view id);

// Reads the setting policy_packs: ids of shipped packs and paths of others, each once. nullopt: it names something
// else.
std::optional<std::vector<std::string>> parse_pack_list(std::string_view text);

// Whether an entry of that list is a path: it begins with a slash, since runs start in any folder, and ends in .json.
bool is_pack_path(std::string_view entry);

}  // namespace proactive
