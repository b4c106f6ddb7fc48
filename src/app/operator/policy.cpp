#include "app/operator/policy.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "app/pass/disclosures.hpp"
#include "app/policies.hpp"
#include "base/errors.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "domain/policy/shipped.hpp"
#include "store/adapter.hpp"
#include "store/runs.hpp"

namespace proactive::app {

namespace {

constexpr auto policy_purpose = "config policy";

std::string state_on(PolicyPack const& pack, std::chrono::local_days today) {
  if (pack.from && today < *pack.from) return fmt::format("from {}", format_date(*pack.from));
  if (pack.until && today >= *pack.until) return fmt::format("until {}", format_date(*pack.until));
  return in_force;
}

std::chrono::local_days today_of(Session& session, std::optional<Instant> const& now) {
  auto const instant = now ? *now : session.database->transact(store::database_now);
  return clock_of(session.settings().runs.default_timezone).at(instant).day;
}

std::vector<PolicyState> policies_of(Session& session, std::optional<Instant> const& now = {}) {
  auto const today = today_of(session, now);
  load_packs(session.loaded.settings);
  auto const& enabled = *session.settings().safety.packs;
  std::vector<PolicyState> policies;
  policies.reserve(enabled.size() + shipped_packs().size());
  for (auto const& pack : enabled) policies.push_back({pack, true, state_on(pack, today)});
  for (auto const& pack : shipped_packs()) {
    bool const is_known =
        std::any_of(enabled.begin(), enabled.end(), [&](PolicyPack const& other) { return other.id == pack.id; });
    if (!is_known) policies.push_back({pack, false, state_on(pack, today)});
  }
  std::sort(policies.begin(), policies.end(),
            [](PolicyState const& one, PolicyState const& other) { return one.pack.id < other.pack.id; });
  return policies;
}

PolicyState known_policy(std::vector<PolicyState> const& policies, std::string const& id) {
  auto const found =
      std::find_if(policies.begin(), policies.end(), [&](PolicyState const& policy) { return policy.pack.id == id; });
  if (found != policies.end()) return *found;
  throw usage_error(
      fmt::format("there is no policy {}: proactive config policy list shows all, and proactive config "
                  "policy check tries a file",
                  shortened(printable(id), 80)));
}

std::vector<Finding> check_file(std::string const& path) {
  auto const subject = shortened(printable(path), 80);
  auto const reading = read_pack_file(path);
  if (reading.problems.empty()) {
    return {{FindingState::ok, subject,
             fmt::format("{} {} can be used: name the file in policy_packs", reading.pack.id, reading.pack.version)}};
  }
  std::vector<Finding> findings;
  for (auto const& problem : reading.problems) findings.push_back({FindingState::failure, subject, problem});
  return findings;
}

}  // namespace

std::vector<PolicyState> list_policies(Invocation const& invocation, std::optional<Instant> const& now) {
  auto session = open_session(invocation, policy_purpose, store::Access::read_only);
  return policies_of(session, now);
}

PolicyState show_policy(Invocation const& invocation, std::string const& id, std::optional<Instant> const& now) {
  auto session = open_session(invocation, policy_purpose, store::Access::read_only);
  return known_policy(policies_of(session, now), id);
}

std::vector<Finding> check_enabled_policies(Session& session, std::optional<Instant> const& now) {
  auto const& safety = session.settings().safety;
  std::vector<Finding> findings;
  for (auto const& policy : policies_of(session, now)) {
    if (!policy.is_enabled) continue;
    bool const has_ended = policy.state.starts_with("until");
    findings.push_back({has_ended ? FindingState::warning : FindingState::ok, "policy",
                        fmt::format("{} {}: {}{}", policy.pack.id, policy.pack.version, policy.state,
                                    has_ended ? ", so it asks for nothing: take it out of policy_packs" : "")});
  }
  auto const tells_jurisdiction = [](store::Transaction& transaction) {
    return store::returns_column(transaction, "app_facts", "jurisdiction");
  };
  bool const is_local = std::any_of(safety.packs->begin(), safety.packs->end(), [](PolicyPack const& pack) {
    return pack.jurisdictions != std::vector<std::string>{"*"};
  });
  if (is_local && !session.database->transact(tells_jurisdiction)) {
    findings.push_back({FindingState::warning, "policy",
                        "app_facts returns no jurisdiction, so every policy binds everybody: return it where the app "
                        "knows it"});
  }
  try {
    load_disclosure_texts(session);
  } catch (Error const& problem) {
    findings.push_back({FindingState::failure, "policy", problem.what()});
  }
  return findings;
}

std::vector<Finding> check_policies(Invocation const& invocation, std::vector<std::string> const& files,
                                    std::optional<Instant> const& now) {
  std::vector<Finding> findings;
  for (auto const& file : files) {
    for (auto& finding : check_file(file)) findings.push_back(std::move(finding));
  }
  if (!files.empty()) return findings;
  auto session = open_session(invocation, policy_purpose, store::Access::read_only);
  findings = check_enabled_policies(session, now);
  if (findings.empty()) findings.push_back({FindingState::ok, "policy", "none is enabled: policy_packs is empty"});
  return findings;
}

std::vector<PolicyDifference> policy_differences(Invocation const& invocation, std::vector<std::string> const& ids) {
  auto session = open_session(invocation, policy_purpose, store::Access::read_only);
  auto const policies = policies_of(session);
  std::vector<PolicyDifference> found;
  auto const add = [&](PolicyState const& policy) {
    for (auto& difference : differences(policy.pack, session.settings())) found.push_back(std::move(difference));
  };
  for (auto const& id : ids) add(known_policy(policies, id));
  for (auto const& policy : policies) {
    if (ids.empty() && policy.is_enabled) add(policy);
  }
  return found;
}

}  // namespace proactive::app
