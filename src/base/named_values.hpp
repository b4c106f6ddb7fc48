#pragma once

#include <string>
#include <utility>
#include <vector>

namespace proactive {

// Texts by name, such as settings by theirs, in their order.
using NamedValues = std::vector<std::pair<std::string, std::string>>;

}  // namespace proactive
