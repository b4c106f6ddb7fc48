// Replays of days that have passed: users do what they did, and what came of a message is never made up.
#include <doctest/doctest.h>

#include "domain/simulation/log_world.hpp"
#include "domain/simulation/replay.hpp"
#include "support/facts.hpp"

using namespace proactive;
using namespace proactive::simulation;
using std::chrono::hours;
using std::chrono::minutes;
using test::friendly_facts;

namespace {

Days const days{parse_instant("2026-03-02").value(), parse_instant("2026-03-30").value()};

Instant at(int day, int hour) { return days.begin + hours{24 * day + hour}; }

LoggedMessage message_at(Instant sent_at, std::optional<bool> is_responded = std::nullopt) {
  LoggedMessage message;
  message.planned_at = sent_at - hours{2};
  message.sent_at = sent_at;
  message.stage = "friend";
  message.is_responded = is_responded;
  if (is_responded == true) message.responded_at = sent_at + minutes{30};
  return message;
}

// Wrote at seven in the evening of each third day, from 60 days before on, and lives in UTC.
LoggedUser regular_user() {
  LoggedUser user;
  auto facts = friendly_facts();
  facts.since = days.begin - hours{24 * 200};
  facts.user_wrote_at = facts.user_wrote_any_at = at(27, 19);
  user.pairs.push_back({facts, {}, {}, 0});
  for (int day = -60; day < 28; day += 3) user.sessions.push_back({at(day, 19), minutes{10}});
  return user;
}

Arm arm_with(std::initializer_list<std::pair<char const*, char const*>> values = {}) {
  auto settings = default_settings();
  for (auto const& [name, value] : values) REQUIRE_FALSE(assign_setting(settings, *find_setting(name), value));
  return arm_of(settings);
}

std::vector<Instant> received(LoggedUser const& user, Arm const& arm) {
  LogWorld world(user, arm, days);
  live(world, arm, {0, days.begin, 28});
  return world.received().at(0);
}

}  // namespace

TEST_CASE("the log itself is counted as it is") {
  auto user = regular_user();
  auto& pair = user.pairs[0];
  pair.messages = {message_at(at(-3, 9), true), message_at(at(1, 9), true), message_at(at(1, 20), false),
                   message_at(at(5, 3))};
  pair.messages[2].negative_at = at(1, 21);
  pair.cancelled = {{Reason::superseded, 2}};
  pair.expired = 1;
  auto const was = as_it_was(user, days);
  CHECK(was.tally.messages == 3);
  CHECK(was.tally.by_hour[9] == 1);
  CHECK(was.tally.at_night() == 1);
  CHECK(was.tally.most_in_a_day == 2);
  CHECK(was.tally.shortest_gap == minutes{11 * 60});
  CHECK(was.tally.cancelled == ReasonCounts{{Reason::superseded, 2}});
  CHECK(was.tally.expired == 1);
  CHECK(was.kept == Outcomes{3, 1, 1, 1, 1});
  CHECK(was.dropped == Outcomes{});
  CHECK(was.added == 0);
}

TEST_CASE("users do what they did, whatever is sent to them") {
  auto const user = regular_user();
  auto const quiet = replay(user, arm_with({{"enabled", "false"}}), days);
  auto const loud = replay(user, arm_with(), days);
  CHECK(quiet.tally.messages == 0);
  CHECK(loud.tally.messages > 3);
  CHECK(loud.tally.sessions == quiet.tally.sessions);
  CHECK(loud.tally.sessions == 10);
  CHECK(loud.added == loud.tally.messages);
  CHECK(loud.tally.answers == 0);
}

TEST_CASE("a message within twelve hours of one that was sent takes what came of it, and no other does") {
  auto user = regular_user();
  auto const would_come = received(user, arm_with());
  REQUIRE(would_come.size() > 3);
  auto& messages = user.pairs[0].messages;
  auto const without_effect = [](Instant sent_at) {
    auto message = message_at(sent_at, false);
    message.stage = "friend";
    return message;
  };
  messages = {without_effect(would_come[0] + hours{11}), without_effect(would_come[1] - hours{1}),
              without_effect(would_come[2] + hours{13})};
  messages[1].negative_at = messages[1].sent_at;
  auto const result = replay(user, arm_with(), days);
  CHECK(result.kept == Outcomes{2, 0, 2, 0, 1});
  CHECK(result.dropped == Outcomes{1, 0, 1, 0, 0});
  CHECK(result.added == static_cast<long>(would_come.size()) - 2);

  messages.push_back(without_effect(would_come[1] + hours{2}));  // of two that are near the nearer one
  CHECK(replay(user, arm_with(), days).kept == Outcomes{2, 0, 2, 0, 1});

  auto const nothing = replay(user, arm_with({{"enabled", "false"}}), days);
  CHECK(nothing.kept == Outcomes{});
  CHECK(nothing.dropped == Outcomes{4, 0, 4, 0, 1});
}

TEST_CASE("an opt-out, a consent and a mute hold from when they were said") {
  auto user = regular_user();
  user.word.enabled = false;
  user.word.opted_out_at = at(10, 0);
  auto const before = received(user, arm_with());
  REQUIRE_FALSE(before.empty());
  CHECK(before.back() < at(10, 0));

  user = regular_user();
  user.word.enabled = true;
  user.word.consent = Consent{"1", "app", at(10, 0)};
  auto const agreed = received(user, arm_with({{"consent_required", "true"}}));
  REQUIRE_FALSE(agreed.empty());
  CHECK(agreed.front() > at(10, 0));
  user.word.opted_out_at = at(5, 0);  // and agreed again
  auto const again = received(user, arm_with());
  CHECK(std::any_of(again.begin(), again.end(), [](Instant sent) { return sent < at(5, 0); }));
  CHECK(std::none_of(again.begin(), again.end(), [](Instant sent) { return sent > at(5, 0) && sent < at(10, 0); }));
  CHECK(again.back() > at(10, 0));

  user = regular_user();
  user.word.mutes = {{std::nullopt, at(4, 0), Mute{true, std::nullopt, at(14, 0)}},
                     {std::optional<std::string>{"another"}, at(0, 0), Mute{false, std::nullopt, std::nullopt}}};
  auto const muted = received(user, arm_with());
  CHECK(std::any_of(muted.begin(), muted.end(), [](Instant sent) { return sent < at(4, 0); }));
  CHECK(std::none_of(muted.begin(), muted.end(), [](Instant sent) { return sent > at(4, 0) && sent < at(14, 0); }));
  CHECK(muted.back() > at(14, 0));
}

TEST_CASE("what is not known of then is as now, but of nobody whom a message reached later") {
  auto user = regular_user();
  auto& pair = user.pairs[0];
  pair.facts.user_active = false;
  CHECK(received(user, arm_with()).empty());
  pair.messages = {message_at(at(14, 9), false)};
  auto const reached = received(user, arm_with());
  REQUIRE_FALSE(reached.empty());
  CHECK(reached.back() <= at(15, 0));

  pair.facts.user_active = true;
  pair.facts.stage_name = "stranger";
  pair.messages[0].sent_at = at(10, 9);
  pair.messages[0].planned_at = at(10, 7);
  auto const strangers = received(user, arm_with({{"min_relationship_stage", "friend"}}));
  REQUIRE_FALSE(strangers.empty());
  CHECK(strangers.back() < at(20, 0));  // nearer to the message than to now
}

TEST_CASE("flags and moods hold from when they were seen") {
  auto user = regular_user();
  auto& facts = user.pairs[0].facts;
  SafetyFlag flag;
  flag.source = "app";
  flag.detected_at = at(10, 0);
  facts.flags = {flag};
  auto const flagged = received(user, arm_with());
  REQUIRE_FALSE(flagged.empty());
  CHECK(flagged.back() < at(10, 0));
  facts.flags[0].released_at = at(20, 0);
  auto const released = received(user, arm_with());
  CHECK(released.back() > at(20, 0));
  CHECK(std::none_of(released.begin(), released.end(),
                     [](Instant sent) { return sent > at(10, 0) && sent < at(20, 0); }));
}

TEST_CASE("messages before the days count, and a look at the chat is no word") {
  auto user = regular_user();
  user.sessions.clear();
  auto& pair = user.pairs[0];
  pair.facts.user_wrote_at = pair.facts.user_wrote_any_at = at(-20, 9);
  pair.facts.unread = true;
  pair.messages = {message_at(at(-9, 9), false), message_at(at(-6, 9), false)};
  auto const arm = arm_with(
      {{"max_unanswered", "3"}, {"unanswered_waits", "off"}, {"unread_hold_days", "5"}, {"max_silence_days", "off"}});
  auto const third = received(user, arm);
  REQUIRE(third.size() == 1);  // the third in a row is the last
  CHECK(third[0] >= at(-1, 9));
  pair.messages[1].seen_at = at(-6, 12);
  pair.messages[1].sent_at = at(-1, 9);
  pair.messages[1].seen_at = at(-1, 12);
  auto const seen = received(user, arm);
  REQUIRE(seen.size() == 1);
  CHECK(seen[0] < at(2, 0));
  pair.messages.push_back(message_at(at(-1, 20), false));
  pair.messages.back().seen_at = at(-1, 21);
  CHECK(received(user, arm).empty());
}

TEST_CASE("a learned hour is learned of the sessions that were") {
  auto user = regular_user();
  user.sessions.clear();
  for (int day = -60; day < 28; ++day) user.sessions.push_back({at(day, 19), minutes{10}});
  auto const in_the_evening = [&](char const* send_time) {
    auto const tally = replay(user, arm_with({{"send_time", send_time}, {"check_in_after_hours", "4"}}), days).tally;
    REQUIRE(tally.messages > 0);
    return tally.by_hour;
  };
  CHECK(in_the_evening("learned") != in_the_evening("spread"));
}

TEST_CASE("a pair that began within the days gets nothing before") {
  auto user = regular_user();
  user.sessions.clear();
  user.sessions.push_back({at(10, 19), minutes{10}});
  user.pairs[0].facts.since = at(10, 18);
  user.pairs[0].facts.user_wrote_at = user.pairs[0].facts.user_wrote_any_at = at(10, 19);
  auto const sent = received(user, arm_with());
  REQUIRE_FALSE(sent.empty());
  CHECK(sent.front() > at(10, 19));
}

TEST_CASE("of several companions a session does not say to whom the user wrote") {
  auto user = regular_user();
  auto other = user.pairs[0];
  other.facts.pair.companion_id = "c2";
  other.facts.user_wrote_at = at(-1, 12);
  user.pairs.push_back(other);
  user.pairs[0].facts.user_wrote_at = at(-1, 11);
  auto const arm = arm_with();
  LogWorld world(user, arm, days);
  auto known = world.begin();
  CHECK(known.pairs[1].facts.user_wrote_at == at(-1, 12));
  while (world.next_act() < days.end) world.act(world.next_act(), known);
  CHECK(known.pairs[0].facts.user_wrote_at == at(-1, 11));
  CHECK(known.user_wrote_any_at == at(27, 19) + minutes{10});
  CHECK(known.sessions.size() == 30);
}
