#pragma once

#include <string>
#include <vector>

#include "domain/message/brief.hpp"
#include "domain/message/wording.hpp"

namespace proactive {

// What to say of each set that a wording names and that has no active template, so that the default one is used in its
// stead: a sentence each.
std::vector<std::string> empty_sets(std::vector<Wording> const& wordings, std::vector<MessageTemplate> const& active);

}  // namespace proactive
