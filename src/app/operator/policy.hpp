#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/session.hpp"
#include "base/finding.hpp"
#include "domain/policy/difference.hpp"
#include "domain/policy/pack.hpp"

// What law asks, for operators. Each connects by itself.
namespace proactive::app {

constexpr auto in_force = "in force";

struct PolicyState {
  PolicyPack pack;
  bool is_enabled = false;
  std::string state;  // of its days, enabled or not: in_force, "from 2027-01-01", "until 2026-12-31"
};
// Those that come with the program, and those of policy_packs; as of `now` (nullopt: by the database's clock), on the
// day of default_timezone.
std::vector<PolicyState> list_policies(Invocation const& invocation, std::optional<Instant> const& now);
// Throws Error (usage) where there is no such pack.
PolicyState show_policy(Invocation const& invocation, std::string const& id, std::optional<Instant> const& now);

// Of the files, or of what is enabled where none is named: a finding for each problem, one at least.
std::vector<Finding> check_policies(Invocation const& invocation, std::vector<std::string> const& files,
                                    std::optional<Instant> const& now);
std::vector<Finding> check_enabled_policies(Session& session, std::optional<Instant> const& now = {});

// What the packs change against the settings: these, or those that are enabled.
std::vector<PolicyDifference> policy_differences(Invocation const& invocation, std::vector<std::string> const& ids);

}  // namespace proactive::app
