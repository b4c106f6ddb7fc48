#pragma once

#include <string>
#include <unordered_map>

#include "base/json.hpp"
#include "domain/facts.hpp"
#include "domain/gate/rules.hpp"

namespace proactive {

// Why a message may be sent, as it is kept with it, in JSON of about 300 bytes: the user's consent, age and
// jurisdiction as they were known, the packs in force, the hour on the user's clock, the settings' fingerprint, the
// program's version, and how many checks it has passed. The names in it are stored and frozen.
std::string proof_of(PairFacts const& facts, GateRules const& rules, Instant at, int checks_passed);

// Those of many messages at one instant, each written once: most are alike.
class Proofs {
 public:
  explicit Proofs(Instant at) : at_(at) {}
  std::string const& of(PairFacts const& facts, GateRules const& rules, int checks_passed);

 private:
  Instant at_;
  std::unordered_map<std::string, std::string> known_;
};

// The same for people, on one line.
std::string proof_in_words(Json const& proof);

}  // namespace proactive
