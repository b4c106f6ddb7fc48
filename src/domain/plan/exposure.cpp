#include "domain/plan/exposure.hpp"

#include <algorithm>

#include "domain/experiment/variation.hpp"

namespace proactive {

namespace {

bool is_same(Decision const& one, Decision const& other) {
  if (one.refused || other.refused) return one.refused.has_value() == other.refused.has_value();
  return one.type == other.type && one.is_safe == other.is_safe && one.scheduled_for == other.scheduled_for;
}

}  // namespace

void add_exposures(PairFacts const& facts, Decision const& decision, Treatments& treatments, Instant now,
                   std::vector<Exposure>& exposures) {
  auto const& user = facts.pair.user_id;
  auto const enrolments = treatments.enrolments(user);
  auto const& own = treatments.with(enrolments);
  for (std::size_t i = 0; i < enrolments.size(); ++i) {
    auto const& experiment = treatments.experiments()[enrolments[i].experiment];
    auto const makes_difference = [&](std::size_t variant) {
      auto others = enrolments;
      others[i].variant = variant;
      auto const& other = treatments.with(others);
      if (!decision.refused && differ_in_message(own.settings, other.settings)) return true;
      return !is_same(decision, decide({facts, other.rules, now}));
    };
    for (std::size_t variant = 0; variant < experiment.variants.size(); ++variant) {
      if (variant == enrolments[i].variant || !makes_difference(variant)) continue;
      exposures.push_back({user, experiment.name, experiment.version, experiment.variants[enrolments[i].variant].name});
      break;
    }
  }
}

}  // namespace proactive
