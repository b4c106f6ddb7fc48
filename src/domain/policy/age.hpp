#pragma once

#include <string_view>

#include "base/names.hpp"
#include "domain/facts.hpp"

namespace proactive {

enum class Age { adult, minor, unknown };
template <>
struct Names<Age> {
  static constexpr auto table =
      std::to_array<Named<Age>>({{Age::adult, "adult"}, {Age::minor, "minor"}, {Age::unknown, "unknown"}});
};

// How old a user is on their local day of an instant, and by what: the app's word (minor), or the date of birth. Of two
// that differ the younger counts, and a date that cannot be read is that of a minor.
struct KnownAge {
  Age age = Age::unknown;
  std::string_view source;  // "minor", "birthdate"; empty: nobody says
};
KnownAge age_at(PairFacts const& facts, Instant at);

}  // namespace proactive
