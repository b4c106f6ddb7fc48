#include <doctest/doctest.h>

#include <array>

#include "domain/plan/ledger.hpp"
#include "domain/gate/gate.hpp"
#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using test::friendly_facts;
using test::noon;

namespace {

struct Situation {
  RelationshipFacts facts = friendly_facts();
  Settings settings = default_settings();
  Instant now = noon;

  [[nodiscard]] GateInput input() const { return {facts, settings, now}; }
};

// What makes one check refuse, in the gate's order.
struct Spoiler {
  Reason reason;
  void (*spoil)(Situation&);
};
std::array<Spoiler, 11> const spoilers{{
    {Reason::disabled, [](Situation& s) { s.settings.gate.enabled = false; }},
    {Reason::gone, [](Situation& s) { s.facts.companion_exists = false; }},
    {Reason::inactive, [](Situation& s) { s.facts.companion_active = false; }},
    {Reason::stage, [](Situation& s) { s.facts.stage_name = "acquaintance"; }},
    {Reason::intimacy, [](Situation& s) { s.facts.intimacy = 2; }},
    {Reason::trust, [](Situation& s) { s.facts.trust = 2; }},
    {Reason::interval, [](Situation& s) { s.facts.last_interaction = noon - minutes{119}; }},
    {Reason::pending, [](Situation& s) { s.facts.pair_open = true; }},
    {Reason::user_limit, [](Situation& s) { s.facts.user_open = 1; }},
    {Reason::day_limit, [](Situation& s) { s.facts.user_deliveries.assign(3, noon); }},
    {Reason::no_type,
     [](Situation& s) {
       s.facts.stage_name = "partner";
       s.facts.last_interaction = noon - hours{3};
     }},
}};

std::optional<Instant> may_change_at(Situation const& situation, Reason reason) {
  for (auto const& line : explain(situation.input())) {
    if (line.reason != reason) continue;
    CHECK_FALSE(line.passed);
    return line.may_change_at;
  }
  return std::nullopt;
}

Instant at(char const* text) { return parse_instant(text).value(); }

}  // namespace

TEST_CASE("each refusal stands alone in the trace") {
  for (auto const& [reason, spoil] : spoilers) {
    Situation situation;
    spoil(situation);
    CAPTURE(name_of(reason));
    CHECK(decide(situation.input()).refused == reason);
    for (auto const& line : explain(situation.input())) {
      CAPTURE(name_of(line.reason));
      bool const follows = reason == Reason::interval && line.reason == Reason::no_type;  // too soon for any type
      CHECK(line.passed == (line.reason != reason && !follows));
      if (line.passed) CHECK_FALSE(line.may_change_at);
    }
  }
}

TEST_CASE("of any two refusals the earlier check gives the reason") {
  for (std::size_t later = 0; later < spoilers.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      Situation situation;
      spoilers.at(later).spoil(situation);
      spoilers.at(earlier).spoil(situation);
      CAPTURE(name_of(spoilers.at(later).reason));
      CHECK(decide(situation.input()).refused == spoilers.at(earlier).reason);
    }
  }
}

TEST_CASE("the trace has the gate's order and shows stage words safely") {
  Situation situation;
  situation.facts.stage_name = "fri\x1b[31mend\n";
  auto const trace = explain(situation.input());
  REQUIRE(trace.size() == spoilers.size());
  for (std::size_t i = 0; i < trace.size(); ++i) CHECK(trace.at(i).reason == spoilers.at(i).reason);
  for (auto const& line : trace) CHECK(line.facts.find_first_of("\x1b\n") == std::string::npos);
}

TEST_CASE("what only the host can change has no instant, and is looked at again after a day") {
  for (std::size_t i = 0; i < 6; ++i) {
    Situation situation;
    spoilers.at(i).spoil(situation);
    CAPTURE(name_of(spoilers.at(i).reason));
    CHECK_FALSE(may_change_at(situation, spoilers.at(i).reason));
    CHECK(decide(situation.input()).next_check_at == noon + hours{24});
  }
}

TEST_CASE("an interval ends exactly when its last hour is full") {
  for (auto const silence : {minutes{-90}, minutes{0}, minutes{1}, minutes{59}, minutes{60}, minutes{119}}) {
    Situation situation;
    situation.facts.last_interaction = noon - silence;
    CAPTURE(silence.count());
    auto const change = may_change_at(situation, Reason::interval);
    REQUIRE(change);
    CHECK(*change == noon - silence + hours{2});
    situation.now = *change - microseconds{1};
    CHECK(decide(situation.input()).refused == Reason::interval);
    situation.now = *change;
    CHECK_FALSE(decide(situation.input()).refused);
  }
}

TEST_CASE("a type applies exactly from the instant that its refusal names") {
  for (auto const stage : {"stranger", "close_friend", "intimate", "partner"}) {
    for (bool const memory : {false, true}) {
      Situation situation;
      situation.settings.gate.min_relationship_stage = Stage::stranger;
      situation.facts = friendly_facts(3);
      situation.facts.stage_name = stage;
      situation.facts.intimacy = memory ? 8 : 7;
      situation.facts.has_memory = memory;
      CAPTURE(std::string{stage});
      CAPTURE(memory);
      auto const change = may_change_at(situation, Reason::no_type);
      REQUIRE(change);
      situation.now = *change - microseconds{1};
      CHECK(decide(situation.input()).refused == Reason::no_type);
      situation.now = *change;
      CHECK_FALSE(decide(situation.input()).refused);
    }
  }
}

TEST_CASE("open engagements may change when the next one is delivered, if that is known") {
  for (auto const& [reason, spoil] : {spoilers.at(7), spoilers.at(8)}) {
    Situation situation;
    spoil(situation);
    CHECK_FALSE(may_change_at(situation, reason));
    situation.facts.next_delivery = noon + minutes{42};
    CHECK(may_change_at(situation, reason) == noon + minutes{42});
  }
}

TEST_CASE("a full day changes when the delivery, not the check, falls on the next local day") {
  struct Case {
    char const* zone;
    char const* now;
    char const* change;
  };
  for (auto const& [zone, now, change] :
       {Case{"UTC", "2026-03-02T12:00:00Z", "2026-03-02T23:00:00Z"},
        Case{"Asia/Kathmandu", "2026-03-02T12:00:00Z", "2026-03-02T17:15:00Z"},
        Case{"Europe/Berlin", "2026-03-28T22:30:00Z", "2026-03-29T21:00:00Z"},     // a day of 23 hours
        Case{"Europe/Berlin", "2026-10-24T21:30:00Z", "2026-10-25T22:00:00Z"}}) {  // a day of 25 hours
    Situation situation;
    situation.now = at(now);
    situation.settings.gate.max_engagements_per_day = 1;
    situation.facts.timezone = zone;
    situation.facts.last_interaction = situation.now - hours{30};
    situation.facts.user_deliveries = {situation.now + hours{1}};
    CAPTURE(std::string{now});
    REQUIRE(decide(situation.input()).refused == Reason::day_limit);
    CHECK(may_change_at(situation, Reason::day_limit) == at(change));
    situation.now = at(change) - microseconds{1};
    CHECK(decide(situation.input()).refused == Reason::day_limit);
    situation.now = at(change);
    CHECK_FALSE(decide(situation.input()).refused);
  }
}

TEST_CASE("the next check is at least five minutes and at most a day ahead") {
  auto const us = microseconds{1};
  for (auto const& [wanted, given] :
       std::vector<std::pair<microseconds, microseconds>>{{-hours{3}, minutes{5}},
                                                          {minutes{0}, minutes{5}},
                                                          {minutes{5} - us, minutes{5}},
                                                          {minutes{5}, minutes{5}},
                                                          {minutes{5} + us, minutes{5} + us},
                                                          {hours{24} - us, hours{24} - us},
                                                          {hours{24}, hours{24}},
                                                          {hours{24} + us, hours{24}},
                                                          {hours{9999}, hours{24}}}) {
    Situation situation;
    situation.facts.pair_open = true;
    situation.facts.next_delivery = noon + wanted;
    CAPTURE(wanted.count());
    CHECK(decide(situation.input()).next_check_at == noon + given);
  }
}

TEST_CASE("an engaged pair is looked at again when its message is due, within the same bounds") {
  for (auto const& [advance, due, next] :
       std::vector<std::tuple<int, minutes, minutes>>{{0, minutes{0}, minutes{5}},
                                                      {3, hours{3}, hours{3}},
                                                      {24, hours{24}, hours{24}},
                                                      {168, hours{168}, hours{24}}}) {
    Situation situation;
    situation.facts = friendly_facts(2);
    situation.settings.runs.schedule_advance_hours = advance;
    auto const found = decide(situation.input());
    CHECK(found.type == EngagementType::topic_suggestion);
    CHECK(found.scheduled_for == noon + due);
    CHECK(found.next_check_at == noon + next);
  }
}

TEST_CASE("the hour ahead begins with the full 24th hour of silence") {
  auto facts = friendly_facts();
  auto const ahead = [&] { return delivery_time(facts, default_settings(), noon) - noon; };
  facts.last_interaction = noon - hours{24} + microseconds{1};
  CHECK(ahead() == hours{3});
  facts.last_interaction = noon - hours{24};
  CHECK(ahead() == hours{1});
  facts.last_interaction = noon + hours{1};
  CHECK(ahead() == hours{3});
  facts.last_interaction.reset();
  CHECK(ahead() == hours{3});
}

TEST_CASE("the ledger counts what was sent for the day, and not as open") {
  app::Ledger ledger;
  Situation situation;
  for (int sent = 0; sent < 3; ++sent) {
    auto facts = friendly_facts();
    ledger.apply_to(facts);
    CHECK_FALSE(decide({facts, situation.settings, noon}).refused);
    ledger.add_sent({"u1", "c2"}, noon);
  }
  ledger.apply_to(situation.facts);
  CHECK(situation.facts.user_open == 0);
  CHECK_FALSE(situation.facts.pair_open);
  CHECK(decide(situation.input()).refused == Reason::day_limit);
  ledger.clear();
  auto fresh = friendly_facts();
  ledger.apply_to(fresh);
  CHECK(fresh.user_deliveries.empty());
}

TEST_CASE("the ledger keeps the earliest delivery of the user and the pair that is open") {
  app::Ledger ledger;
  ledger.add_open({"u1", "c2"}, noon + hours{3});
  ledger.add_open({"u1", "c3"}, noon + hours{1});
  auto facts = friendly_facts();
  facts.user_open = 4;
  facts.next_delivery = noon + hours{2};
  ledger.apply_to(facts);
  CHECK(facts.user_open == 6);
  CHECK(facts.next_delivery == noon + hours{1});
  CHECK_FALSE(facts.pair_open);
  facts.pair.companion_id = "c3";
  ledger.apply_to(facts);
  CHECK(facts.pair_open);
}
