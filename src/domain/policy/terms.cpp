#include "domain/policy/terms.hpp"

#include <algorithm>

#include "domain/message/phrases.hpp"
#include "domain/policy/age.hpp"

namespace proactive {

namespace {

// When nobody writes to a minor.
constexpr QuietWindow night{std::chrono::hours{21}, std::chrono::hours{8}};

template <typename Use>
void for_packs_in_force(PairFacts const& facts, GateRules const& rules, Instant at, Use const& use) {
  if (!rules.safety.packs || rules.safety.packs->empty()) return;
  auto const day = clock_of(facts.zone()).at(at).day;
  for (auto const& pack : *rules.safety.packs) {
    if (binds(pack, facts.jurisdiction, day)) use(pack);
  }
}

bool is_quiet_in(std::vector<QuietHours> const& all, LocalTime const& time) {
  return std::any_of(all.begin(), all.end(), [&](QuietHours const& hours) { return hours.is_quiet(time); });
}

}  // namespace

Terms terms_of(PairFacts const& facts, GateRules const& rules, Instant at) {
  Terms terms{false, rules.safety.age_gate, rules.safety.allow_minors, rules.safety.disclosure, {}, {}};
  for_packs_in_force(facts, rules, at, [&](PolicyPack const& pack) {
    terms.consent = terms.consent || pack.consent;
    terms.age_gate = std::max(terms.age_gate, pack.age_gate);
    terms.allows_minors = terms.allows_minors && !pack.forbids_minors;
    terms.disclosure = std::max(terms.disclosure, pack.disclosure);
    for (auto const fault : protective_faults) {
      if (pack.review_faults.contains(std::string{fault})) terms.review_faults.emplace(fault);
    }
    terms.packs.push_back(&pack);
  });
  return terms;
}

bool counts_as_minor(PairFacts const& facts, GateRules const& rules, Instant at) {
  auto const age = age_at(facts, at).age;
  if (age != Age::unknown) return age == Age::minor;
  auto gate = rules.safety.age_gate;
  for_packs_in_force(facts, rules, at, [&](PolicyPack const& pack) { gate = std::max(gate, pack.age_gate); });
  return gate == AgeGate::verified_adults;
}

std::set<std::string> refused_besides(PairFacts const& facts, GateRules const& rules, Instant at) {
  auto faults = terms_of(facts, rules, at).review_faults;
  if (counts_as_minor(facts, rules, at)) faults.insert(protective_faults.begin(), protective_faults.end());
  return faults;
}

bool is_quiet_by_policy(PairFacts const& facts, GateRules const& rules, Instant at) {
  bool const is_minor = counts_as_minor(facts, rules, at);
  bool const has_packs = rules.safety.packs && !rules.safety.packs->empty();
  if (!is_minor && !has_packs) return false;
  auto const local = clock_of(facts.zone()).at(at);
  bool quiet = is_minor && QuietHours{night}.is_quiet(local);
  for_packs_in_force(facts, rules, at, [&](PolicyPack const& pack) {
    quiet = quiet || is_quiet_in(pack.quiet_hours, local) || (is_minor && is_quiet_in(pack.minors_quiet_hours, local));
  });
  return quiet;
}

bool may_disclose(SafetySettings const& safety) {
  return safety.disclosure != Disclosing::off ||
         (safety.packs && std::any_of(safety.packs->begin(), safety.packs->end(),
                                      [](PolicyPack const& pack) { return pack.disclosure != Disclosing::off; }));
}

int evidence_days(GateRules const& rules) {
  int most = 0;
  if (!rules.safety.packs) return most;
  for (auto const& pack : *rules.safety.packs) most = std::max(most, pack.evidence_days);
  return most;
}

}  // namespace proactive
