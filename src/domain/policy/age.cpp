#include "domain/policy/age.hpp"

namespace proactive {

namespace {

constexpr std::chrono::years adult_age{18};  // in every law that the tool knows of

// Born on a 29 February: of age on 1 March.
bool is_of_age(std::chrono::local_days birth, std::chrono::local_days day) {
  auto const birthday = std::chrono::year_month_day{birth} + adult_age;
  return day >= (birthday.ok() ? std::chrono::local_days{birthday}
                               : std::chrono::local_days{birthday.year() / std::chrono::March / 1});
}

}  // namespace

KnownAge age_at(PairFacts const& facts, Instant at) {
  constexpr std::string_view by_word = "minor";
  constexpr std::string_view by_birthdate = "birthdate";
  if (facts.minor.value_or(false)) return {Age::minor, by_word};
  if (facts.birthdate) {
    auto const birth = parse_date(*facts.birthdate);
    bool const is_adult = birth && is_of_age(*birth, clock_of(facts.zone()).at(at).day);
    return {is_adult ? Age::adult : Age::minor, by_birthdate};
  }
  if (facts.minor) return {Age::adult, by_word};
  return {};
}

}  // namespace proactive
