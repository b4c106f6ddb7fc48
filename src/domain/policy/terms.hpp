#pragma once

#include <set>
#include <string>
#include <vector>

#include "domain/facts.hpp"
#include "domain/gate/rules.hpp"
#include "domain/policy/pack.hpp"

// What the settings and the packs in force ask for one user at one instant: of each rule the strictest. Pure.
namespace proactive {

struct Terms {
  bool consent = false;  // by a pack
  AgeGate age_gate = AgeGate::known_minors;
  bool allows_minors = false;
  Disclosing disclosure = Disclosing::off;
  std::set<std::string> review_faults;   // of the protective ones: the others are refused of everybody
  std::vector<PolicyPack const*> packs;  // those in force for the user
};
Terms terms_of(PairFacts const& facts, GateRules const& rules, Instant at);

// Whether the user is to be treated as a minor.
bool counts_as_minor(PairFacts const& facts, GateRules const& rules, Instant at);

// Faults of refused phrases that a message to the user must not have either: by the packs, and of minors.
std::set<std::string> refused_besides(PairFacts const& facts, GateRules const& rules, Instant at);

// Whether a pack, or that the user is a minor, forbids the hour.
bool is_quiet_by_policy(PairFacts const& facts, GateRules const& rules, Instant at);

// Whether any message may have to tell that an AI writes, by the setting or by a pack.
bool may_disclose(SafetySettings const& safety);

// For how many days the proof of a message is kept at least, whoever got it.
int evidence_days(GateRules const& rules);

}  // namespace proactive
