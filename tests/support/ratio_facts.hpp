#pragma once

#include <vector>

#include "domain/ratio.hpp"

namespace proactive::test {

struct User {
  double messages = 0;
  double answers = 0;
};

// By the book: over a list of all users, in two passes.
inline RatioFacts facts_of(std::vector<User> const& users) {
  RatioFacts facts;
  facts.users = static_cast<long>(users.size());
  for (auto const& user : users) {
    facts.messages += user.messages;
    facts.outcomes += user.answers;
  }
  auto const count = static_cast<double>(users.size());
  for (auto const& user : users) {
    auto const n = user.messages - facts.messages / count;
    auto const y = user.answers - facts.outcomes / count;
    facts.var_n += n * n / (count - 1);
    facts.var_y += y * y / (count - 1);
    facts.cov += n * y / (count - 1);
  }
  return facts;
}

}  // namespace proactive::test
