#pragma once

#include <string>
#include <vector>

#include "domain/facts.hpp"
#include "domain/message/brief.hpp"
#include "domain/plan/results.hpp"

namespace proactive {

// What the pair received from us, newest first.
struct Recents {
  std::vector<long> template_ids;
  std::vector<std::string> contents;
};

Brief make_brief(PairFacts const& facts, Context context, Recents recents, PlannedEngagement const& plan);

}  // namespace proactive
