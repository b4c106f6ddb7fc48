#pragma once

#include <string>
#include <vector>

#include "domain/preferences.hpp"
#include "store/pg/database.hpp"

// What a user wishes, by a row of ours or of the app's adapter. A value that cannot be read counts as the strictest,
// and its name is added to `unreadable`.
namespace proactive::store {

Preferences read_preferences(Row const& row, std::vector<std::string>& unreadable);

// Of the user's mutes, as our statement gives them, those that concern a companion; and the one that the app knows.
std::vector<Mute> read_mutes(Row const& row, std::string const& companion_id);
std::optional<Mute> read_app_mute(Row const& row);

}  // namespace proactive::store
