#include <doctest/doctest.h>

#include <array>

#include "domain/gate/gate.hpp"
#include "domain/policy/pack.hpp"
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
std::array<Spoiler, 14> const spoilers{{
    {Reason::gone, Action::cancel, [](Situation& s) { s.facts.exists = false; }},
    {Reason::inactive, Action::cancel, [](Situation& s) { s.facts.user_active = false; }},
    {Reason::opted_out, Action::cancel, [](Situation& s) { s.facts.preferences.enabled = false; }},
    {Reason::policy, Action::cancel,
     [](Situation& s) {
       PolicyPack pack;
       pack.jurisdictions = {"*"};
       pack.consent = true;
       s.rules.safety.packs = std::make_shared<std::vector<PolicyPack> const>(std::vector{pack});
     }},
    {Reason::others_read, Action::cancel, [](Situation& s) { s.facts.others_read = true; }},
    {Reason::minor, Action::cancel, [](Situation& s) { s.facts.minor = true; }},
    {Reason::crisis, Action::cancel, [](Situation& s) { s.facts.in_crisis = true; }},
    {Reason::distress, Action::cancel,
     [](Situation& s) {
       s.facts.mood = Mood{"lonely", 8, noon - hours{9}};
     }},
    {Reason::superseded, Action::cancel, [](Situation& s) { s.facts.user_wrote_at = noon; }},
    {Reason::stage, Action::cancel, [](Situation& s) { s.facts.stage_name = "soulmate"; }},
    {Reason::intimacy, Action::cancel, [](Situation& s) { s.facts.intimacy = 2; }},
    {Reason::trust, Action::cancel, [](Situation& s) { s.facts.trust = 2; }},
    {Reason::expired, Action::expire, [](Situation& s) { s.engagement.scheduled_for = noon - hours{24}; }},
    {Reason::live_chat, Action::hold, [](Situation& s) { s.facts.user_wrote_any_at = noon - minutes{20}; }},
}};

Instant at(char const* text) { return parse_instant(text).value(); }

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
    situation.rules = test::seed_rules();
    situation.rules.gate.check_in_valid_hours = 8760;
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

TEST_CASE("each type expires after its own hours") {
  for (auto const& [type, valid] :
       {std::pair{EngagementType::topic_suggestion, 2}, std::pair{EngagementType::check_in, 12},
        std::pair{EngagementType::emotional_support, 6}, std::pair{EngagementType::memory_reminder, 24}}) {
    Situation situation;
    situation.rules.care.stale_after_minutes.reset();
    situation.engagement.type = type;
    situation.engagement.scheduled_for = noon - hours{valid} + microseconds{1};
    CAPTURE(name_of(type));
    CHECK(situation.decision().action == Action::send);
    situation.engagement.scheduled_for = noon - hours{valid};
    CHECK(situation.decision().action == Action::expire);
  }
}

TEST_CASE("the day limit at delivery, with 0 and with deliveries of another local day") {
  Situation situation;
  situation.rules = test::seed_rules();
  situation.rules.gate.max_engagements_per_day = 0;
  CHECK(situation.decision().reason == Reason::stale);
  situation.rules.gate.max_engagements_per_day = 1;
  CHECK(situation.decision().action == Action::send);
  situation.facts.timezone = "Pacific/Auckland";  // one o'clock in the night of 3 March
  situation.facts.user_deliveries = {at("2026-03-02T10:59:59Z")};
  CHECK(situation.decision().action == Action::send);
  situation.facts.user_deliveries = {at("2026-03-02T11:00:00Z")};
  CHECK(situation.decision().reason == Reason::stale);
}

TEST_CASE("a hold waits within the part of the day, to an instant that every rule allows") {
  Situation situation;
  situation.facts.user_wrote_any_at = noon - minutes{20};
  auto const held = situation.decision();
  CHECK(held.action == Action::hold);
  CHECK(held.reason == Reason::live_chat);
  CHECK(held.scheduled_for >= noon + minutes{10});
  CHECK(held.scheduled_for < noon + minutes{25});
  situation.rules.quiet_hours = *parse_quiet_hours("12:05-13:00");
  situation.rules.care.quiet_end_spread_minutes = 30;
  CHECK(situation.decision().scheduled_for >= noon + hours{1});
  CHECK(situation.decision().scheduled_for < noon + minutes{105});
}

TEST_CASE("a message whose part of the day is over, or whose day, is stale: it is never moved there") {
  Situation situation;
  situation.facts.user_deliveries = {noon - hours{1} - minutes{5}};  // the gap ends at 16:55
  CHECK(situation.decision().action == Action::hold);
  situation.facts.user_deliveries = {noon - hours{1}};  // at 17:00 it is evening
  CHECK(situation.decision().action == Action::cancel);
  CHECK(situation.decision().reason == Reason::stale);
  situation.facts.user_deliveries.assign(3, noon - hours{8});
  CHECK(situation.decision().reason == Reason::stale);

  for (auto const* zone : {"UTC", "Pacific/Auckland", "America/St_Johns", "Asia/Kathmandu"}) {
    for (int late = 0; late < 24; ++late) {
      Situation full;
      full.rules = test::seed_rules();
      full.facts.timezone = zone;
      full.now = noon + hours{late};
      full.facts.user_deliveries.assign(3, full.now);
      CAPTURE(std::string{zone});
      CAPTURE(late);
      CHECK(full.decision().reason == (late < 12 ? Reason::stale : Reason::expired));
    }
  }
}

TEST_CASE("a run that comes late delivers no morning in the evening") {
  Situation situation;
  situation.now = noon + minutes{20};
  situation.engagement.scheduled_for = noon - minutes{10};  // a little late is close enough
  CHECK(situation.decision().action == Action::send);
  situation.now = noon + minutes{21};
  CHECK(situation.decision().action == Action::cancel);
  CHECK(situation.decision().reason == Reason::stale);
  situation.engagement.scheduled_for = noon + minutes{1};  // of the same part of the day, it may be later
  situation.now = noon + hours{4};
  CHECK(situation.decision().action == Action::send);
  situation.rules.care.stale_after_minutes.reset();
  situation.engagement.scheduled_for = noon - minutes{10};
  CHECK(situation.decision().action == Action::send);

  situation = {};  // another day is stale at the same hour too
  situation.engagement.type = EngagementType::memory_reminder;
  situation.engagement.scheduled_for = noon - hours{24} + minutes{5};
  CHECK(situation.decision().reason == Reason::stale);
}

TEST_CASE("what was held is valid from the slot that it was written for") {
  Situation situation;
  situation.engagement.type = EngagementType::topic_suggestion;
  situation.engagement.held_from = noon;
  situation.engagement.scheduled_for = noon + minutes{100};
  situation.now = noon + minutes{119};
  CHECK(situation.decision().action == Action::send);
  situation.now = noon + minutes{120};
  CHECK(situation.decision().action == Action::expire);
  situation.now = noon + minutes{100};
  situation.facts.user_wrote_any_at = noon + minutes{80};  // held again, but not beyond its two hours
  CHECK(situation.decision().scheduled_for < noon + minutes{120});
  situation.facts.user_wrote_any_at = noon + minutes{95};
  CHECK(situation.decision().reason == Reason::stale);
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

TEST_CASE("what was delivered is pushed later only while it is welcome, and at no quiet hour") {
  for (auto const& spoiler : spoilers) {
    Situation situation;
    spoiler.spoil(situation);
    auto const decision = decide_push(situation.engagement, {situation.facts, situation.rules, situation.now});
    CAPTURE(name_of(spoiler.reason));
    bool const is_permission = spoiler.reason < Reason::live_chat;  // what it says, and how close they are, is settled
    CHECK((decision.action == PushDecision::Action::drop) == is_permission);
    if (is_permission) CHECK(decision.reason == spoiler.reason);
  }
  Situation night;
  night.now = noon + hours{11};
  auto const held = decide_push(night.engagement, {night.facts, night.rules, night.now});
  CHECK(held.action == PushDecision::Action::hold);
  CHECK(held.until == noon + hours{20});
  Situation limited;
  limited.facts.user_deliveries = {noon, noon, noon, noon, noon, noon};
  limited.facts.companion_wrote_at = noon;
  CHECK(decide_push(limited.engagement, {limited.facts, limited.rules, limited.now}).action ==
        PushDecision::Action::push);
}
