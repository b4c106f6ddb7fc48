#include "domain/gate/gate.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using std::chrono::minutes;
using test::friendly_facts;
using test::hours_before;
using test::noon;
using test::seed_rules;

namespace {

GateRules const defaults = seed_rules();

std::optional<Reason> refusal(PairFacts const& facts, GateRules const& rules = defaults) {
  return decide({facts, rules, noon}).refused;
}

Decision decision(PairFacts const& facts, GateRules const& rules = defaults) { return decide({facts, rules, noon}); }

}  // namespace

TEST_CASE("facts that every check passes are engaged") {
  auto const found = decision(friendly_facts());
  CHECK_FALSE(found.refused);
  CHECK(found.type == EngagementType::check_in);
  CHECK(found.scheduled_for == noon + hours{1});
}

TEST_CASE("existence and activity") {
  struct Case {
    bool PairFacts::*field;
    Reason reason;
  };
  for (auto const& [field, reason] :
       {Case{&PairFacts::exists, Reason::gone}, Case{&PairFacts::user_active, Reason::inactive},
        Case{&PairFacts::companion_active, Reason::inactive}}) {
    auto facts = friendly_facts();
    facts.*field = false;
    CHECK(refusal(facts) == reason);
  }
}

TEST_CASE("stages compare by rank: every stage against every minimum") {
  for (std::size_t minimum = 0; minimum < names<Stage>().size(); ++minimum) {
    auto rules = defaults;
    rules.gate.min_relationship_stage = static_cast<Stage>(minimum);
    for (std::size_t stage = 0; stage < names<Stage>().size(); ++stage) {
      auto facts = friendly_facts();
      facts.stage_name = names<Stage>().at(stage);
      CAPTURE(minimum);
      CAPTURE(stage);
      CHECK((refusal(facts, rules) == Reason::stage) == (stage < minimum));
    }
  }
}

TEST_CASE("an unknown stage is below every stage") {
  auto rules = defaults;
  rules.gate.min_relationship_stage = Stage::stranger;
  for (auto const* stage : {"", "Friend", "friends", "soulmate", "partner "}) {
    auto facts = friendly_facts();
    facts.stage_name = stage;
    CHECK(refusal(facts, rules) == Reason::stage);
  }
}

TEST_CASE("intimacy and trust at their thresholds") {
  for (int threshold : {0, 1, 3, 10}) {
    for (int level = 0; level <= 10; ++level) {
      CAPTURE(threshold);
      CAPTURE(level);
      auto rules = defaults;
      rules.gate.min_intimacy_level = threshold;
      auto facts = friendly_facts();
      facts.intimacy = level;
      CHECK((refusal(facts, rules) == Reason::intimacy) == (level < threshold));

      rules = defaults;
      rules.gate.min_trust_level = threshold;
      facts = friendly_facts();
      facts.trust = level;
      CHECK((refusal(facts, rules) == Reason::trust) == (level < threshold));
    }
  }
}

TEST_CASE("the interval counts whole hours of silence") {
  struct Case {
    minutes silence;
    int interval;
    bool refused;
  };
  for (auto const& [silence, interval, refused] :
       {Case{minutes{60}, 2, true}, Case{minutes{119}, 2, true}, Case{minutes{120}, 2, false},
        Case{minutes{179}, 2, false}, Case{minutes{180}, 2, false}, Case{minutes{0}, 0, false},
        Case{minutes{0}, 1, true}, Case{minutes{-30}, 0, true}, Case{minutes{24 * 60 - 1}, 24, true},
        Case{minutes{24 * 60}, 24, false}}) {
    CAPTURE(silence.count());
    CAPTURE(interval);
    auto rules = defaults;
    rules.gate.min_interval_hours = interval;
    auto facts = friendly_facts();
    facts.user_wrote_at = noon - silence;
    CHECK((refusal(facts, rules) == Reason::interval) == refused);
  }
}

TEST_CASE("without a sign of the user there is no silence to count") {
  auto facts = friendly_facts();
  facts.user_wrote_at.reset();
  CHECK(refusal(facts) == Reason::interval);
  CHECK(decision(facts).next_check_at == noon + hours{24});
}

TEST_CASE("open engagements of the pair and of the user") {
  auto facts = friendly_facts();
  facts.pair_open = true;
  facts.user_open = 1;
  facts.next_delivery = noon + hours{2};
  CHECK(refusal(facts) == Reason::pending);
  CHECK(decision(facts).next_check_at == noon + hours{2});
  facts.pair_open = false;
  for (int limit : {0, 1, 2, 5}) {
    for (int open : {0, 1, 2, 5}) {
      auto rules = defaults;
      rules.gate.max_engagements_per_user = limit;
      facts.user_open = open;
      CAPTURE(limit);
      CAPTURE(open);
      CHECK((refusal(facts, rules) == Reason::user_limit) == (open >= limit));
    }
  }
}

TEST_CASE("the day limit counts the user's local day of the delivery") {
  struct Case {
    char const* zone;
    char const* delivery;  // of another message
    bool same_day;         // as the one that is planned for 2026-03-02T13:00Z
  };
  for (auto const& [zone, delivery, same_day] :
       {Case{"UTC", "2026-03-02T00:00:00Z", true}, Case{"UTC", "2026-03-01T23:59:59Z", false},
        Case{"UTC", "2026-03-02T23:59:59Z", true}, Case{"UTC", "2026-03-03T00:00:00Z", false},
        Case{"Pacific/Auckland", "2026-03-02T11:00:00Z", true},  // 3 March begins there
        Case{"Pacific/Auckland", "2026-03-02T10:59:59Z", false},
        Case{"America/St_Johns", "2026-03-02T03:30:00Z", true},  // half past three: midnight there
        Case{"America/St_Johns", "2026-03-02T03:29:59Z", false},
        Case{"Asia/Kathmandu", "2026-03-02T18:14:59Z", true},  // 5:45 ahead
        Case{"Asia/Kathmandu", "2026-03-02T18:15:00Z", false}}) {
    CAPTURE(zone);
    CAPTURE(delivery);
    auto rules = defaults;
    rules.gate.max_engagements_per_day = 1;
    auto facts = friendly_facts();
    facts.timezone = zone;
    facts.user_deliveries = {parse_instant(delivery).value()};
    CHECK((refusal(facts, rules) == Reason::day_limit) == same_day);
  }
}

TEST_CASE("the day limit at 0, 1 and n") {
  for (int limit : {0, 1, 3}) {
    for (std::size_t sent : {0U, 1U, 2U, 3U, 4U}) {
      auto rules = defaults;
      rules.gate.max_engagements_per_day = limit;
      auto facts = friendly_facts();
      facts.user_deliveries.assign(sent, noon);
      CAPTURE(limit);
      CAPTURE(sent);
      CHECK((refusal(facts, rules) == Reason::day_limit) == (sent >= static_cast<std::size_t>(limit)));
    }
  }
}

TEST_CASE("days of 23 and 25 hours are one day") {
  auto rules = defaults;
  rules.gate.max_engagements_per_day = 1;
  auto const at = [&](char const* now, char const* sent) {
    PairFacts facts = friendly_facts();
    facts.timezone = "Europe/Berlin";
    facts.user_wrote_at = parse_instant(now).value() - hours{48};
    facts.user_deliveries = {parse_instant(sent).value()};
    return decide({facts, rules, parse_instant(now).value()}).refused;
  };
  // 29 March 2026 lasts from 23:00Z the day before to 22:00Z; 25 October from 22:00Z to 23:00Z.
  CHECK(at("2026-03-29T20:30:00Z", "2026-03-28T23:00:00Z") == Reason::day_limit);
  CHECK_FALSE(at("2026-03-29T21:30:00Z", "2026-03-29T21:00:00Z"));
  CHECK(at("2026-10-25T21:30:00Z", "2026-10-24T22:00:00Z") == Reason::day_limit);
  CHECK_FALSE(at("2026-10-25T22:30:00Z", "2026-10-25T22:00:00Z"));
}

TEST_CASE("the first check that refuses gives the reason") {
  auto facts = friendly_facts(0);
  facts.exists = facts.user_active = false;
  facts.stage_name = "stranger";
  facts.intimacy = facts.trust = 0;
  facts.pair_open = true;
  facts.user_open = 9;
  facts.user_deliveries.assign(9, noon);
  auto rules = defaults;
  rules.gate.enabled = false;
  CHECK(refusal(facts, rules) == Reason::disabled);
  rules.gate.enabled = true;
  CHECK(refusal(facts, rules) == Reason::gone);
  facts.exists = true;
  CHECK(refusal(facts, rules) == Reason::inactive);
  facts.user_active = true;
  facts.preferences.enabled = false;
  facts.others_read = facts.in_crisis = true;
  facts.minor = true;
  CHECK(refusal(facts, rules) == Reason::opted_out);
  facts.preferences.enabled.reset();
  CHECK(refusal(facts, rules) == Reason::others_read);
  facts.others_read = false;
  CHECK(refusal(facts, rules) == Reason::minor);
  facts.minor = false;
  CHECK(refusal(facts, rules) == Reason::crisis);
  facts.in_crisis = false;
  CHECK(refusal(facts, rules) == Reason::stage);
  facts.stage_name = "partner";
  CHECK(refusal(facts, rules) == Reason::intimacy);
  facts.intimacy = 3;
  CHECK(refusal(facts, rules) == Reason::trust);
  facts.trust = 3;
  CHECK(refusal(facts, rules) == Reason::interval);
  facts.user_wrote_at = noon - hours{3};
  CHECK(refusal(facts, rules) == Reason::pending);
  facts.pair_open = false;
  CHECK(refusal(facts, rules) == Reason::no_type);
  facts.user_wrote_at = noon - hours{24};
  CHECK(refusal(facts, rules) == Reason::user_limit);
  facts.user_open = 0;
  CHECK(refusal(facts, rules) == Reason::day_limit);
  facts.user_deliveries.clear();
  CHECK_FALSE(refusal(facts, rules));
}

TEST_CASE("the next check is when the answer can change, from five minutes to a day ahead") {
  auto facts = friendly_facts();
  facts.user_wrote_at = noon - minutes{90};
  CHECK(decision(facts).next_check_at == noon + minutes{30});
  facts.user_wrote_at = noon - minutes{118};
  CHECK(decision(facts).next_check_at == noon + minutes{5});
  auto rules = defaults;
  rules.gate.min_interval_hours = 100;
  CHECK(decision(friendly_facts(), rules).next_check_at == noon + hours{24});

  facts = friendly_facts(4);
  facts.stage_name = "partner";
  facts.intimacy = 9;
  CHECK(decision(facts).refused == Reason::no_type);
  CHECK(decision(facts).next_check_at == noon + hours{2});  // emotional_support after 6 hours
  facts.intimacy = 7;
  CHECK(decision(facts).next_check_at == noon + hours{20});  // check_in after 24

  facts = friendly_facts();
  facts.user_deliveries.assign(3, noon);
  CHECK(decision(facts).next_check_at == noon + hours{11});  // an hour later delivery falls on the next day
  facts = friendly_facts();
  facts.pair_open = true;
  facts.next_delivery = noon - hours{1};
  CHECK(decision(facts).next_check_at == noon + minutes{5});
}

TEST_CASE("delivery is one hour ahead after 24 hours of silence, else schedule_advance_hours") {
  struct Case {
    long silent;
    int advance;
    int expected;
  };
  for (auto const& [silent, advance, expected] : {Case{2, 3, 3}, Case{23, 3, 3}, Case{24, 3, 1}, Case{25, 3, 1},
                                                  Case{23, 0, 0}, Case{24, 0, 1}, Case{500, 12, 1}}) {
    auto rules = defaults;
    rules.schedule_advance_hours = advance;
    CHECK(delivery_time(friendly_facts(silent), rules, noon) == noon + hours{expected});
  }
}

TEST_CASE("explain says of every check what decide goes by") {
  for (long silent : {0L, 1L, 2L, 12L, 24L, 48L}) {
    for (auto const stage : names<Stage>()) {
      auto facts = friendly_facts(silent);
      facts.stage_name = stage;
      GateInput const input{facts, defaults, noon};
      auto const trace = explain(input);
      CHECK(trace.size() == checks().size() - 1);  // one looks at what is due
      auto const first = std::find_if(trace.begin(), trace.end(), [](TraceLine const& line) { return !line.passed; });
      auto const refused = decide(input).refused;
      CHECK((first == trace.end()) == !refused);
      if (refused) CHECK(first->reason == *refused);
      for (auto const& line : trace) CHECK_FALSE(line.facts.empty());
    }
  }
}

TEST_CASE("pairs are refused for the settings of the gate, and not for those of runs or of written messages") {
  auto const refuses = [](char const* name) {
    auto const* spec = find_setting(name);
    REQUIRE_MESSAGE(spec != nullptr, name);
    return may_refuse_pairs(*spec);
  };
  for (auto const* name :
       {"min_relationship_stage", "min_interval_hours", "max_engagements_per_day", "quiet_hours", "consent_required",
        "max_unanswered", "allow_minors", "policy_packs", "crisis_moods", "memory_importance_threshold"}) {
    CAPTURE(name);
    CHECK(refuses(name));
  }
  for (auto const* name :
       {"enabled", "check_in_valid_hours", "emotional_support_valid_hours", "memory_reminder_valid_hours",
        "topic_suggestion_valid_hours", "quiet_end_spread_minutes", "stale_after_minutes", "send_time",
        "memory_rest_days", "template_rest_days", "disclosure", "disclosure_form", "log_level", "max_deliveries",
        "max_message_length", "writer", "channels"}) {
    CAPTURE(name);
    CHECK_FALSE(refuses(name));
  }
}
