#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "domain/facts.hpp"

namespace proactive {

// What a pass has decided since the facts were read, so that limits per user hold among the decisions of one batch too.
class Ledger {
 public:
  // Adds what was decided for the user and the pair to their facts.
  void apply_to(PairFacts& facts) const;

  // An engagement was planned for the pair, in the conversation of its facts.
  void add_open(PairFacts const& facts, Instant delivery);

  // A message is sent to the user.
  void add_sent(Pair const& pair, Instant delivery);

  void clear() { users_.clear(); }

 private:
  struct User {
    int open = 0;
    std::vector<Instant> deliveries;
    std::set<std::string> companions;
    std::vector<std::string> conversations;
  };
  std::map<std::string, User> users_;
};

}  // namespace proactive
