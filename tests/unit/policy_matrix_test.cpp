// What each pack does to 60 users, before and after it begins: compared with what was read and found right. With
// UPDATE_POLICY_MATRIX set the files are written anew, to be read again.
#include <doctest/doctest.h>
#include <fmt/core.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "domain/gate/gate.hpp"
#include "domain/policy/shipped.hpp"
#include "domain/policy/terms.hpp"
#include "support/facts.hpp"

using namespace proactive;

namespace {

using std::chrono::hours;

GateRules rules_of(PolicyPack const& pack) {
  auto settings = default_settings();
  settings.safety.allow_minors = true;
  settings.care.quiet_hours = "off";
  settings.safety.packs = std::make_shared<std::vector<PolicyPack> const>(std::vector{pack});
  return gate_rules(settings);
}

// What becomes of a message that is due.
std::string fate(PairFacts facts, GateRules const& rules, Instant now) {
  facts.user_wrote_at = now - hours{30};
  DueEngagement due;
  due.scheduled_for = now;
  due.created_at = now - hours{1};
  due.reviewed_for = refused_besides(facts, rules, now);
  auto const decision = decide_delivery(due, {facts, rules, now});
  auto const terms = terms_of(facts, rules, now);
  auto const what =
      decision.action == DeliveryDecision::Action::send ? std::string{"sent"} : std::string{name_of(*decision.reason)};
  return fmt::format("{:12} disclosure {:6} faults {:18}", what, name_of(terms.disclosure),
                     join(refused_besides(facts, rules, now), " "));
}

std::vector<std::string> matrix_of(PolicyPack const& pack) {
  std::vector<std::string> lines;
  auto const rules = rules_of(pack);
  auto const place = pack.jurisdictions.front() == "*" ? std::string{"DE"} : pack.jurisdictions.front();
  auto const begin = pack.from.value_or(std::chrono::local_days{std::chrono::year{2026} / 11 / 30});
  Instant const first_day{begin.time_since_epoch()};  // midnight in UTC
  auto const birthday = [&](int years) {
    auto const date = std::chrono::year_month_day{begin};
    return format_date(std::chrono::local_days{date - std::chrono::years{years}});
  };
  std::vector<std::pair<std::string, std::optional<std::string>>> const places{
      {place, place},
      {"country", place.substr(0, 2)},
      {"part", place.size() == 2 ? place + "-1" : "US-TX"},
      {"elsewhere", "JP"},
      {"unknown", std::nullopt}};
  for (auto const& [where, jurisdiction] : places) {
    for (auto const* age : {"adult", "minor", "unknown", "18 today"}) {
      for (auto const* moment : {"agreed, noon", "not agreed, noon", "agreed, 21:30"}) {
        auto facts = test::friendly_facts();
        facts.jurisdiction = jurisdiction;
        std::string const how_old{age};
        if (how_old == "adult") facts.birthdate = "1990-01-01";
        if (how_old == "minor") facts.minor = true;
        if (how_old == "18 today") facts.birthdate = birthday(18);
        std::string const when{moment};
        if (when.starts_with("agreed")) facts.preferences.agreed = true;
        auto const hour = when.ends_with("noon") ? hours{12} : hours{21} + std::chrono::minutes{30};
        lines.push_back(fmt::format("{:9} {:8} {:16} | before: {} | after: {}", where, age, when,
                                    fate(facts, rules, first_day - hours{24} + hour),
                                    fate(facts, rules, first_day + hour)));
      }
    }
  }
  return lines;
}

}  // namespace

TEST_CASE("what each pack does to 60 users") {
  for (auto const& pack : shipped_packs()) {
    CAPTURE(pack.id);
    auto const lines = matrix_of(pack);
    REQUIRE(lines.size() == 60);
    auto const path = fmt::format("{}/tests/unit/data/policy_matrix/{}.txt", SOURCE_DIRECTORY, pack.id);
    auto const found = join(lines, "\n") + "\n";
    if (std::getenv("UPDATE_POLICY_MATRIX") != nullptr) {
      std::ofstream(path) << found;
      continue;
    }
    std::ifstream file(path);
    std::ostringstream expected;
    expected << file.rdbuf();
    CHECK(found == expected.str());
  }
}
