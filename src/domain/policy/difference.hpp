#pragma once

#include <string>
#include <vector>

#include "domain/policy/pack.hpp"
#include "domain/settings/settings.hpp"

namespace proactive {

// What one rule of a pack changes for those whom it binds.
struct PolicyDifference {
  std::string policy;
  std::string rule;  // a member of constraints
  std::string set;   // what the settings say
  std::string asked;
  bool tightens = false;  // false: the settings are as strict already
};
std::vector<PolicyDifference> differences(PolicyPack const& pack, Settings const& settings);

}  // namespace proactive
