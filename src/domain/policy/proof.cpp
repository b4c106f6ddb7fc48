#include "domain/policy/proof.hpp"

#include <fmt/core.h>

#include "base/build.hpp"
#include "base/text.hpp"
#include "domain/policy/age.hpp"
#include "domain/policy/terms.hpp"

namespace proactive {

namespace {

Json consent_of(PairFacts const& facts) {
  if (facts.consent) {
    return {{"version", facts.consent->version},
            {"source", facts.consent->source},
            {"at", format_instant(facts.consent->at)}};
  }
  return facts.preferences.agreed.value_or(false) ? Json{{"source", "app_facts"}} : Json{};
}

}  // namespace

std::string proof_of(PairFacts const& facts, GateRules const& rules, Instant at, int checks_passed) {
  auto const age = age_at(facts, at);
  auto packs = Json::array();
  for (auto const* pack : terms_of(facts, rules, at).packs)
    packs.push_back(fmt::format("{}@{}", pack->id, pack->version));
  return to_line({{"consent", consent_of(facts)},
                  {"age", name_of(age.age)},
                  {"age_source", age.source.empty() ? Json{} : Json(age.source)},
                  {"jurisdiction", facts.jurisdiction ? Json(*facts.jurisdiction) : Json{}},
                  {"packs", packs},
                  {"zone", facts.zone_known ? Json(facts.zone()) : Json{}},
                  {"local", format_local(at, facts.zone())},
                  {"settings", rules.fingerprint},
                  {"program", version()},
                  {"checks_passed", checks_passed}});
}

std::string const& Proofs::of(PairFacts const& facts, GateRules const& rules, int checks_passed) {
  auto const age = age_at(facts, at_);
  auto key = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", name_of(age.age), age.source, facts.jurisdiction.value_or(""),
                         facts.zone_known, facts.zone(), rules.fingerprint, checks_passed);
  for (auto const* pack : terms_of(facts, rules, at_).packs) key += fmt::format("\n{}@{}", pack->id, pack->version);
  if (auto const consent = consent_of(facts); !consent.is_null()) key += '\n' + to_line(consent);
  auto const found = known_.find(key);
  if (found != known_.end()) return found->second;
  return known_.emplace(std::move(key), proof_of(facts, rules, at_, checks_passed)).first->second;
}

std::string proof_in_words(Json const& proof) {
  if (!proof.is_object()) return {};
  auto const text_of = [](Json const& object, char const* name, char const* otherwise) {
    auto const text = member_text(object, name);
    return text.empty() ? std::string{otherwise} : text;
  };
  auto const& consent = member(proof, "consent");
  auto const agreed = consent.is_object() ? fmt::format("to {} {}", text_of(consent, "version", "what the app knows"),
                                                        member_text(consent, "at"))
                                          : std::string{"none"};
  auto const policies = text_list(member(proof, "packs"));
  return fmt::format(
      "consent {}; age {}; jurisdiction {}; policies {}; local time {}, zone {}; settings {}; proactive {}; {} checks "
      "passed",
      trim(agreed), text_of(proof, "age", "unknown"), text_of(proof, "jurisdiction", "unknown"),
      policies.empty() ? "none" : join(policies, " "), member_text(proof, "local"), text_of(proof, "zone", "unknown"),
      member_text(proof, "settings"), member_text(proof, "program"), to_line(member(proof, "checks_passed")));
}

}  // namespace proactive
