#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <vector>

#include "domain/engagement/types.hpp"
#include "domain/gate/gate.hpp"
#include "domain/gate/limits.hpp"
#include "domain/policy/pack.hpp"
#include "domain/timing/active_hours.hpp"
#include "support/facts.hpp"

using namespace proactive;
using Action = DeliveryDecision::Action;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using test::default_rules;
using test::friendly_facts;
using test::noon;
using test::seed_rules;

namespace {

struct Situation {
  PairFacts facts = friendly_facts();
  GateRules rules = default_rules();
  Instant now = noon;

  DueEngagement engagement;

  Situation() {
    engagement.created_at = noon - hours{1};
    engagement.scheduled_for = noon;
  }
  [[nodiscard]] GateInput input() const { return {facts, rules, now}; }
};

// What makes one check refuse, in the gate's order, and what that does to both decisions.
struct Case {
  Reason reason;
  void (*spoil)(Situation&);
  Action at_delivery;
  minutes next_check;  // after a refusal of this check
};
constexpr hours a_day{24};
constexpr hours a_month{30 * 24};
std::array<Case, 27> const cases{{
    {Reason::disabled, [](Situation& s) { s.rules.gate.enabled = false; }, Action::send, a_day},
    {Reason::gone, [](Situation& s) { s.facts.exists = false; }, Action::cancel, a_month},
    {Reason::inactive, [](Situation& s) { s.facts.companion_active = false; }, Action::cancel, a_month},
    {Reason::opted_out, [](Situation& s) { s.facts.preferences.enabled = false; }, Action::cancel, a_day},
    {Reason::policy,
     [](Situation& s) {
       PolicyPack pack;
       pack.jurisdictions = {"*"};
       pack.consent = true;
       s.rules.safety.packs = std::make_shared<std::vector<PolicyPack> const>(std::vector{pack});
     },
     Action::cancel, a_day},
    {Reason::others_read, [](Situation& s) { s.facts.others_read = true; }, Action::cancel, a_day},
    {Reason::minor, [](Situation& s) { s.facts.minor = true; }, Action::cancel, a_day},
    {Reason::crisis, [](Situation& s) { s.facts.in_crisis = true; }, Action::cancel, a_day},
    {Reason::distress,
     [](Situation& s) {
       s.facts.mood = Mood{"sad", 9, noon - hours{1}};
     },
     Action::cancel, hours{5}},
    {Reason::snoozed,
     [](Situation& s) {
       s.facts.mutes.push_back({true, {}, noon + hours{5}});
     },
     Action::cancel, hours{5}},
    {Reason::muted,
     [](Situation& s) {
       s.facts.mutes.push_back({false, {}, {}});
     },
     Action::cancel, a_day},
    {Reason::live_chat, [](Situation& s) { s.facts.user_wrote_any_at = noon - minutes{20}; }, Action::hold,
     minutes{10}},
    {Reason::awaiting_reply,
     [](Situation& s) {
       s.rules.care.awaiting_reply_hours = 48;
       s.facts.user_wrote_at = noon - hours{30};
       s.facts.companion_wrote_at = noon - hours{31};
     },
     Action::cancel, hours{18}},
    {Reason::dormant, [](Situation& s) { s.facts.user_messages = 4; }, Action::cancel, a_month},
    {Reason::unread,
     [](Situation& s) {
       s.facts.unread = true;
       s.facts.companion_wrote_at = noon - hours{7 * 24} + minutes{115};
     },
     Action::hold, minutes{115}},
    {Reason::unanswered, [](Situation& s) { s.facts.pair_deliveries.assign(3, noon - hours{20}); }, Action::cancel,
     a_month},
    {Reason::stage, [](Situation& s) { s.facts.stage_name = "acquaintance"; }, Action::cancel, a_month},
    {Reason::intimacy, [](Situation& s) { s.facts.intimacy = 2; }, Action::cancel, a_month},
    {Reason::trust, [](Situation& s) { s.facts.trust = 2; }, Action::cancel, a_month},
    {Reason::interval, [](Situation& s) { s.facts.user_wrote_at.reset(); }, Action::send, a_day},
    {Reason::pending, [](Situation& s) { s.facts.pair_open = true; }, Action::send, a_day},
    {Reason::no_type,
     [](Situation& s) {
       s.facts.stage_name = "partner";
       s.rules.gate.check_in_after_hours = 51;
     },
     Action::send, hours{21}},
    {Reason::user_limit, [](Situation& s) { s.facts.user_open = 1; }, Action::send, a_day},
    {Reason::week_limit, [](Situation& s) { s.rules.care.max_engagements_per_week = 0; }, Action::cancel, a_day},
    {Reason::day_limit, [](Situation& s) { s.rules.gate.max_engagements_per_day = 0; }, Action::cancel, hours{11}},
    {Reason::gap, [](Situation& s) { s.facts.user_deliveries = {noon - hours{4} - minutes{55}}; }, Action::hold,
     minutes{5}},
    {Reason::quiet_hours, [](Situation& s) { s.rules.quiet_hours = *parse_quiet_hours("11:00-14:30"); }, Action::hold,
     minutes{90}},
}};

Situation spoiled_by(Reason reason) {
  Situation situation;
  for (auto const& each : cases) {
    if (each.reason == reason) each.spoil(situation);
  }
  return situation;
}

std::optional<Instant> may_change_at(Situation const& situation, Reason reason) {
  for (auto const& line : explain(situation.input())) {
    if (line.reason != reason) continue;
    CHECK_FALSE(line.passed);
    return line.may_change_at;
  }
  return std::nullopt;
}

std::string facts_of(Situation const& situation, Reason reason) {
  for (auto const& line : explain(situation.input())) {
    if (line.reason == reason) return line.facts;
  }
  return {};
}

Instant at(char const* text) { return parse_instant(text).value(); }

}  // namespace

TEST_CASE("every check of the gate has its case, with its verdict at scheduling and at delivery") {
  std::vector<Check> tried;
  for (auto const& check : checks()) {
    if (check.judges != Judges::due) tried.push_back(check);
  }
  REQUIRE_MESSAGE(tried.size() == cases.size(), "a check was added: add to `cases` what both decisions make of it");
  for (std::size_t i = 0; i < cases.size(); ++i) {
    auto const& expected = cases.at(i);
    CAPTURE(name_of(expected.reason));
    CHECK(tried[i].reason == expected.reason);
    Situation situation;
    expected.spoil(situation);
    auto const decision = decide(situation.input());
    CHECK(decision.refused == expected.reason);
    CHECK(decision.next_check_at == noon + expected.next_check);
    auto const at_delivery = decide_delivery(situation.engagement, situation.input());
    CHECK(at_delivery.action == expected.at_delivery);
    bool const is_stale = tried[i].at_delivery == AtDelivery::hold && expected.at_delivery == Action::cancel;
    if (expected.at_delivery != Action::send) CHECK(at_delivery.reason == (is_stale ? Reason::stale : expected.reason));
  }
}

TEST_CASE("each refusal stands alone in the trace") {
  for (auto const& each : cases) {
    Situation situation;
    each.spoil(situation);
    CAPTURE(name_of(each.reason));
    for (auto const& line : explain(situation.input())) {
      CAPTURE(name_of(line.reason));
      bool const follows = each.reason == Reason::interval && line.reason == Reason::no_type;  // too soon for any type
      CHECK(line.passed == (line.reason != each.reason && !follows));
      if (line.passed) CHECK_FALSE(line.may_change_at);
      CHECK_FALSE(line.facts.empty());
    }
  }
}

TEST_CASE("of any two refusals the earlier check gives the reason") {
  for (std::size_t later = 0; later < cases.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      Situation situation;
      cases.at(later).spoil(situation);
      cases.at(earlier).spoil(situation);
      CAPTURE(name_of(cases.at(later).reason));
      CHECK(decide(situation.input()).refused == cases.at(earlier).reason);
    }
  }
}

TEST_CASE("the trace has the gate's order and shows stage words safely") {
  Situation situation;
  situation.facts.stage_name = "fri\x1b[31mend\n";
  auto const trace = explain(situation.input());
  REQUIRE(trace.size() == cases.size());
  for (std::size_t i = 0; i < trace.size(); ++i) CHECK(trace.at(i).reason == cases.at(i).reason);
  for (auto const& line : trace) CHECK(line.facts.find_first_of("\x1b\n") == std::string::npos);
}

TEST_CASE("the trace says of a memory what is true, whatever the stage") {
  auto const says = [](std::string const& stage, std::optional<double> importance) {
    Situation situation;
    situation.facts.stage_name = stage;
    situation.facts.memory_importance = importance;
    return facts_of(situation, Reason::no_type).find("usable memory: yes") != std::string::npos;
  };
  for (auto const stage : names<Stage>()) {
    CHECK(says(std::string{stage}, 7));
    CHECK_FALSE(says(std::string{stage}, 4.9));
    CHECK_FALSE(says(std::string{stage}, std::nullopt));
  }
}

TEST_CASE("of all that refuse the latest known instant decides when the pair is looked at again") {
  Situation situation;
  situation.facts.pair_open = true;
  situation.facts.next_delivery = noon + hours{1};
  CHECK(decide(situation.input()).next_check_at == noon + hours{1});
  situation.facts.user_wrote_any_at = noon - minutes{20};
  CHECK(decide(situation.input()).refused == Reason::live_chat);
  CHECK(decide(situation.input()).next_check_at == noon + hours{1});
  situation.facts.stage_name = "partner";  // without any type for 21 hours
  situation.facts.user_wrote_at = noon - hours{3};
  CHECK(decide(situation.input()).next_check_at == noon + hours{21});
  situation.facts.in_crisis = true;  // nobody knows until when
  CHECK(decide(situation.input()).refused == Reason::crisis);
  CHECK(decide(situation.input()).next_check_at == noon + hours{21});
}

TEST_CASE("while a refusal is left that only the user can change, nothing else matters") {
  for (auto const reason : {Reason::gone, Reason::inactive, Reason::stage, Reason::intimacy, Reason::trust}) {
    for (auto const& other : cases) {
      Situation situation = spoiled_by(reason);
      other.spoil(situation);
      if (other.reason == Reason::no_type) situation.facts.stage_name = "stranger";
      CAPTURE(name_of(reason));
      CAPTURE(name_of(other.reason));
      CHECK(decide(situation.input()).next_check_at == noon + a_month);
    }
  }
}

TEST_CASE("numbers that are none refuse") {
  constexpr auto none = std::numeric_limits<double>::quiet_NaN();
  Situation situation;
  situation.rules.gate.min_intimacy_level = situation.rules.gate.min_trust_level = 0;
  situation.facts.intimacy = none;
  CHECK(decide(situation.input()).refused == Reason::intimacy);
  situation.facts.intimacy = 0;
  situation.facts.trust = none;
  CHECK(decide(situation.input()).refused == Reason::trust);
  CHECK(decide_delivery(situation.engagement, situation.input()).reason == Reason::trust);
}

TEST_CASE("levels between two whole ones") {
  Situation situation;
  situation.facts.intimacy = 2.99;
  CHECK(decide(situation.input()).refused == Reason::intimacy);
  CHECK(facts_of(situation, Reason::intimacy) == "intimacy: 2.99, must be at least 3");
  situation.facts.intimacy = 3.0;
  CHECK_FALSE(decide(situation.input()).refused);
  CHECK(facts_of(situation, Reason::intimacy) == "intimacy: 3, must be at least 3");
}

TEST_CASE("a conversation that companions share has one open engagement") {
  Situation situation;
  situation.facts.open_conversations = {"g1"};
  CHECK_FALSE(decide(situation.input()).refused);
  situation.facts.conversation_id = "g2";
  CHECK_FALSE(decide(situation.input()).refused);
  situation.facts.conversation_id = "g1";
  CHECK(decide(situation.input()).refused == Reason::pending);
  CHECK(decide_delivery(situation.engagement, situation.input()).action == Action::send);
}

TEST_CASE("a pair that is gone has no zone, and is decided all the same") {
  Situation situation;
  situation.facts = {};
  situation.facts.exists = false;
  situation.facts.user_deliveries.assign(3, noon);
  CHECK(decide(situation.input()).refused == Reason::gone);
  CHECK(explain(situation.input()).size() == cases.size());
  CHECK(decide_delivery(situation.engagement, situation.input()).reason == Reason::gone);
}

TEST_CASE("an interval ends exactly when its last hour is full") {
  for (auto const silence : {minutes{-90}, minutes{0}, minutes{1}, minutes{59}, minutes{60}, minutes{119}}) {
    Situation situation;
    situation.rules = test::seed_rules();
    situation.facts.user_wrote_at = noon - silence;
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
      situation.rules = test::seed_rules();
      situation.rules.gate.min_relationship_stage = Stage::stranger;
      situation.facts = friendly_facts(3);
      situation.facts.stage_name = stage;
      situation.facts.intimacy = memory ? 8 : 7;
      if (memory) situation.facts.memory_importance = 8;
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

TEST_CASE("a muted type applies when its mute ends, and never where it does not") {
  auto facts = friendly_facts(3);  // silent for three hours: a topic_suggestion suits, a check_in after 24
  auto const rules = seed_rules();
  facts.mutes = {{true, EngagementType::topic_suggestion, std::nullopt}};
  CHECK(first_type_at(facts, rules, noon) == noon + hours{21});
  facts.mutes = {{true, EngagementType::topic_suggestion, noon + hours{5}}};
  CHECK(first_type_at(facts, rules, noon) == noon + hours{5});
  for (auto const& rule : type_rules()) facts.mutes.push_back({false, rule.type, std::nullopt});
  CHECK_FALSE(first_type_at(facts, rules, noon));
  CHECK(decide({facts, rules, noon}).next_check_at == noon + hours{24});
}

TEST_CASE("who has written to a companion that never answered is owed an answer, where the app would know of it") {
  auto facts = friendly_facts(5);
  auto rules = default_rules();
  CHECK_FALSE(decide({facts, rules, noon}).refused == Reason::awaiting_reply);
  facts.companion_never_wrote = true;
  CHECK(decide({facts, rules, noon}).refused == Reason::awaiting_reply);
  facts.last_outreach_at = noon - hours{1};
  CHECK_FALSE(decide({facts, rules, noon}).refused == Reason::awaiting_reply);
}

TEST_CASE("with an unknown zone the user's own quiet hours hold all the same") {
  auto facts = friendly_facts();
  facts.zone_known = false;
  auto rules = default_rules();
  facts.user_wrote_at = noon - hours{21};  // active at the hour of the slot
  rules.gate.min_interval_hours = 1;
  auto const is_refused = [&] { return decide({facts, rules, noon}).refused == Reason::quiet_hours; };
  CHECK_FALSE(is_refused());
  facts.preferences.quiet_hours = {*parse_quiet_hours("00:00-24:00")};
  CHECK(is_refused());
  facts.preferences.quiet_hours = {QuietHours::always()};
  CHECK(is_refused());
  facts.preferences.quiet_hours = {};
  rules.quiet_hours = {};
  facts.user_wrote_at = noon - hours{23};
  CHECK_FALSE(is_refused());  // quiet hours are off
  rules.care.unknown_timezone = UnknownZone::never;
  CHECK(is_refused());
}

TEST_CASE("open engagements may change when the next one is delivered, if that is known") {
  for (auto const reason : {Reason::pending, Reason::user_limit}) {
    Situation situation = spoiled_by(reason);
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
    situation.rules = test::seed_rules();
    situation.rules.gate.max_engagements_per_day = 1;
    situation.facts.timezone = zone;
    situation.facts.user_wrote_at = situation.now - hours{30};
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

TEST_CASE("an engaged pair is looked at again when the wait after its message is over, within a day of it") {
  struct Wait {
    int silent;
    int advance;
    int interval;
    hours due;
    minutes wait;
  };
  for (auto const& [silent, advance, interval, due, wait] :
       {Wait{2, 0, 2, hours{0}, hours{2}}, Wait{2, 3, 2, hours{3}, hours{2}}, Wait{2, 3, 0, hours{3}, minutes{5}},
        Wait{2, 168, 2, hours{168}, hours{2}}, Wait{24, 3, 24, hours{1}, hours{24}},
        Wait{100, 3, 100, hours{1}, hours{24}}}) {
    Situation situation;
    situation.facts = friendly_facts(silent);
    situation.rules.schedule_advance_hours = advance;
    situation.rules.gate.min_interval_hours = interval;
    CAPTURE(advance);
    CAPTURE(interval);
    auto const found = decide(situation.input());
    CHECK_FALSE(found.refused);
    CHECK(found.scheduled_for == noon + due);
    CHECK(found.next_check_at == noon + due + wait);
  }
}

TEST_CASE("the hour ahead begins with the full 24th hour of silence") {
  auto facts = friendly_facts();
  auto const ahead = [&] { return delivery_time(facts, default_rules(), noon) - noon; };
  facts.user_wrote_at = noon - hours{24} + microseconds{1};
  CHECK(ahead() == hours{3});
  facts.user_wrote_at = noon - hours{24};
  CHECK(ahead() == hours{1});
  facts.user_wrote_at = noon + hours{1};
  CHECK(ahead() == hours{3});
  facts.user_wrote_at.reset();
  CHECK(ahead() == hours{3});
}

TEST_CASE("with an unknown zone an hour counts at which the user is there by habit") {
  auto facts = friendly_facts();
  facts.zone_known = false;
  auto const rules = default_rules();
  auto const is_quiet_at = [&](Instant slot) {
    GateInput in{facts, rules, noon};
    in.slot = slot;
    return is_quiet(in, slot);
  };
  auto const slot = noon + hours{15};  // 03:00
  auto const night = slot - hours{24};
  facts.sessions = {{night - minutes{20}, false}, {night - minutes{5}, false}, {night + minutes{50}, false}};
  CHECK(is_quiet_at(slot));                             // one night
  facts.sessions.push_back({night - hours{72}, true});  // we had woken them
  facts.sessions.push_back({night - hours{29 * 24}, false});
  CHECK(is_quiet_at(slot));
  facts.sessions.push_back({night - hours{7 * 24 + 1}, false});
  CHECK_FALSE(is_quiet_at(slot));
  CHECK(is_quiet_at(slot + hours{5}));
  for (int day = 1; day <= 3; ++day) facts.sessions.push_back({slot + hours{9} - hours{24 * day}, false});
  CHECK_FALSE(is_quiet_at(slot));
  facts.sessions.push_back({slot + hours{9} - hours{24 * 4}, false});
  CHECK(is_quiet_at(slot));  // mostly there by day
  CHECK_FALSE(is_quiet_at(slot + hours{9}));
}

TEST_CASE("hours of activity around midnight are those of one night") {
  auto const midnight = noon + hours{12};
  std::vector<SessionStart> const one{{midnight - hours{24} - minutes{30}, false},
                                      {midnight - hours{24} + minutes{30}, false}};
  CHECK_FALSE(ActiveHours(one, noon).contain(midnight));
  auto two = one;
  two.push_back({midnight - hours{48} - minutes{30}, false});
  CHECK(ActiveHours(two, noon).contain(midnight));
  CHECK(ActiveHours(two, noon).contain(midnight - hours{1}));
}
