#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "base/finding.hpp"
#include "domain/facts.hpp"

namespace proactive {

// Whether so many rows may be wrong by themselves: one in a hundred, and one or two where they are not one in twenty.
bool is_accident(std::size_t wrong, std::size_t all);

// What an adapter's facts of some pairs look like to somebody who knows how such facts go wrong. Pure. `columns`: those
// that the adapter returns. Values that few pairs have wrong are warnings, since one bad row harms nobody; more are a
// failure: a mistake of the adapter.
std::vector<Finding> review_facts(std::vector<PairFacts> const& facts, std::set<std::string> const& columns,
                                  Instant now);

}  // namespace proactive
