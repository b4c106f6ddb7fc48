#include <doctest/doctest.h>

#include <array>

#include "domain/gate/gate.hpp"
#include "support/facts.hpp"

using namespace proactive;
using test::default_rules;
using test::friendly_facts;
using test::noon;
using Action = DeliveryDecision::Action;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

namespace {

struct Situation {
  PairFacts facts = friendly_facts();
  GateRules rules = default_rules();
  DueEngagement engagement;
  Instant now = noon;

  Situation() {
    engagement.created_at = noon - hours{3};
    engagement.scheduled_for = noon;
  }
  [[nodiscard]] DeliveryDecision decision() const { return decide_delivery(engagement, {facts, rules, now}); }
};

// What stops a delivery, in the order of precedence.
struct Spoiler {
  Reason reason;
  Action action;
  void (*spoil)(Situation&);
};
std::array<Spoiler, 12> const spoilers{{
    {Reason::gone, Action::cancel, [](Situation& s) { s.facts.exists = false; }},
    {Reason::inactive, Action::cancel, [](Situation& s) { s.facts.user_active = false; }},
    {Reason::opted_out, Action::cancel, [](Situation& s) { s.facts.opted_out = true; }},
    {Reason::others_read, Action::cancel, [](Situation& s) { s.facts.others_read = true; }},
    {Reason::minor, Action::cancel, [](Situation& s) { s.facts.minor = true; }},
    {Reason::crisis, Action::cancel, [](Situation& s) { s.facts.in_crisis = true; }},
    {Reason::stage, Action::cancel, [](Situation& s) { s.facts.stage_name = "soulmate"; }},
    {Reason::intimacy, Action::cancel, [](Situation& s) { s.facts.intimacy = 2; }},
    {Reason::trust, Action::cancel, [](Situation& s) { s.facts.trust = 2; }},
    {Reason::superseded, Action::cancel, [](Situation& s) { s.facts.user_wrote_at = noon; }},
    {Reason::expired, Action::expire, [](Situation& s) { s.engagement.scheduled_for = noon - hours{24}; }},
    {Reason::day_limit, Action::hold, [](Situation& s) { s.facts.user_deliveries.assign(3, noon); }},
}};

Instant at(char const* text) { return parse_instant(text).value(); }

Instant held_until(char const* zone, char const* scheduled_for, char const* now) {
  Situation situation;
  situation.now = at(now);
  situation.facts.timezone = zone;
  situation.facts.user_wrote_at = at(scheduled_for) - hours{30};
  situation.facts.user_deliveries.assign(3, at(now));
  situation.engagement.scheduled_for = at(scheduled_for);
  situation.engagement.created_at = at(scheduled_for) - hours{3};
  auto const found = situation.decision();
  REQUIRE(found.action == Action::hold);
  return found.scheduled_for;
}

}  // namespace

TEST_CASE("each thing that stops a delivery, alone") {
  CHECK(Situation{}.decision().action == Action::send);
  CHECK_FALSE(Situation{}.decision().reason);
  for (auto const& [reason, action, spoil] : spoilers) {
    Situation situation;
    spoil(situation);
    CAPTURE(name_of(reason));
    CHECK(situation.decision().action == action);
    CHECK(situation.decision().reason == reason);
  }
}

TEST_CASE("of two that stop a delivery the earlier decides") {
  for (std::size_t later = 0; later < spoilers.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      Situation situation;
      spoilers.at(later).spoil(situation);
      spoilers.at(earlier).spoil(situation);
      CAPTURE(name_of(spoilers.at(later).reason));
      CHECK(situation.decision().reason == spoilers.at(earlier).reason);
    }
  }
}

TEST_CASE("rules of scheduling do not stop what is scheduled") {
  Situation situation;
  situation.facts.pair_open = true;  // it is the open one
  situation.facts.conversation_id = "g1";
  situation.facts.open_conversations = {"g1"};
  situation.facts.user_open = 9;
  situation.rules.gate.check_in_after_hours = 8760;  // no type would apply now
  CHECK(situation.decision().action == Action::send);
  situation.rules.gate.min_interval_hours = 100;
  CHECK(situation.decision().action == Action::send);
  situation.facts.user_wrote_at.reset();
  CHECK(situation.decision().action == Action::send);
}

TEST_CASE("a message expires at the microsecond, by expire_after_hours") {
  for (int const limit : {1, 24, 8760}) {
    Situation situation;
    situation.rules.expire_after_hours = limit;
    situation.facts.user_wrote_at = noon - hours{10'000};
    situation.engagement.created_at = noon - hours{9'000};
    CAPTURE(limit);
    situation.engagement.scheduled_for = noon - hours{limit} + microseconds{1};
    CHECK(situation.decision().action == Action::send);
    situation.engagement.scheduled_for = noon - hours{limit};
    CHECK(situation.decision().action == Action::expire);
  }
}

TEST_CASE("the day limit at delivery, with 0 and with deliveries of another local day") {
  Situation situation;
  situation.rules.gate.max_engagements_per_day = 0;
  CHECK(situation.decision().action == Action::hold);
  situation.rules.gate.max_engagements_per_day = 1;
  CHECK(situation.decision().action == Action::send);
  situation.facts.timezone = "Pacific/Auckland";  // one o'clock in the night of 3 March
  situation.facts.user_deliveries = {at("2026-03-02T10:59:59Z")};
  CHECK(situation.decision().action == Action::send);
  situation.facts.user_deliveries = {at("2026-03-02T11:00:00Z")};
  CHECK(situation.decision().action == Action::hold);
}

TEST_CASE("held until the same local time of the next day, across clock changes") {
  CHECK(held_until("Asia/Kathmandu", "2026-03-02T12:00:00Z", "2026-03-02T12:10:00Z") == at("2026-03-03T12:00:00Z"));
  CHECK(held_until("Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-28T12:00:00Z") == at("2026-03-29T11:00:00Z"));
  CHECK(held_until("Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-24T12:00:00Z") == at("2026-10-25T13:00:00Z"));
  CHECK(held_until("Europe/Berlin", "2026-03-28T01:30:00Z", "2026-03-28T01:30:00Z") == at("2026-03-29T01:00:00Z"));
}

TEST_CASE("what was held stays off the full day, whenever it is looked at") {
  for (auto const* zone : {"UTC", "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu"}) {
    for (int late = 0; late < 24; ++late) {
      Situation situation;
      situation.facts.timezone = zone;
      situation.now = noon + hours{late};
      situation.facts.user_deliveries.assign(3, situation.now);
      CAPTURE(std::string{zone});
      CAPTURE(late);
      auto const found = situation.decision();
      CHECK(found.action == Action::hold);
      CHECK(found.scheduled_for >= local_day(situation.now, zone).end);
      CHECK(found.scheduled_for < local_day(situation.now, zone).end + hours{24});
    }
  }
}

TEST_CASE("a sign at the instant of scheduling supersedes nothing") {
  Situation situation;
  situation.facts.user_wrote_at = situation.engagement.created_at;
  CHECK(situation.decision().action == Action::send);
  situation.facts.user_wrote_at = situation.engagement.created_at + microseconds{1};
  CHECK(situation.decision().reason == Reason::superseded);
}

TEST_CASE("only the user supersedes, never what the tool or the companion wrote") {
  Situation situation;
  situation.facts.user_wrote_at = noon - hours{30};
  situation.facts.companion_wrote_at = noon - hours{1};
  CHECK(situation.decision().action == Action::send);
  situation.facts.last_outreach_at = noon - hours{1};  // by a run that overlapped, say
  situation.facts.last_interaction = noon - hours{1};
  CHECK(situation.decision().action == Action::send);
  situation.facts.last_interaction = noon - minutes{59};
  CHECK(situation.decision().reason == Reason::superseded);
}

TEST_CASE("a full day holds the message until the same local time of the next") {
  Situation situation;
  situation.engagement.scheduled_for = noon - hours{1};
  situation.facts.user_deliveries.assign(2, noon - hours{3});
  CHECK(situation.decision().action == Action::send);
  situation.facts.user_deliveries.assign(3, noon - hours{3});
  auto const held = situation.decision();
  CHECK(held.action == Action::hold);
  CHECK(held.reason == Reason::day_limit);
  CHECK(held.scheduled_for == noon + hours{23});
}

TEST_CASE("what is held never becomes due on the same local day") {
  Situation situation;
  situation.facts.user_deliveries.assign(3, noon);
  situation.engagement.scheduled_for = noon - hours{20};
  situation.engagement.created_at = noon - hours{23};
  CHECK(situation.decision().scheduled_for == at("2026-03-03T00:00:00Z"));
}
