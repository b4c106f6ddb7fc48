#pragma once

#include <string>
#include <vector>

#include "domain/facts.hpp"
#include "domain/message/brief.hpp"
#include "domain/plan/results.hpp"

namespace proactive {

// What a writer is told besides the facts: the app's side.
struct Context {
  std::string personality;
  std::string style;  // how the companion writes, in the app's words
  std::string backstory;
  std::vector<std::string> traits;
  std::vector<std::string> interests;
  std::vector<Memory> memories;  // most important first
};

// What the pair received from us, newest first.
struct Recents {
  std::vector<long> template_ids;
  std::vector<std::string> contents;
};

Brief make_brief(PairFacts const& facts, Context context, Recents recents, PlannedEngagement const& plan);

}  // namespace proactive
