#pragma once

#include <set>
#include <string>
#include <vector>

#include "domain/facts.hpp"
#include "domain/gate/rules.hpp"
#include "domain/message/brief.hpp"
#include "domain/plan/results.hpp"

namespace proactive {

// What the pair received from us, newest first, and what is not to be used again yet.
struct Recents {
  std::vector<long> template_ids;
  std::vector<std::string> contents;
  std::set<std::string> resting_memories = {};
  std::set<long> resting_templates = {};
};

// So many memories more are read than are used, since some may rest.
constexpr int spare_memories = 20;

// `most_memories`: how many a writer is told of those that do not rest.
Brief make_brief(PairFacts const& facts, Context context, Recents recents, PlannedEngagement const& plan,
                 GateRules const& rules, Wording wording, int most_memories);

}  // namespace proactive
