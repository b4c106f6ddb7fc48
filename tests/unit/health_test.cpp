#include "domain/health.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using std::chrono::minutes;
using test::noon;

namespace {

// Starts every so many minutes for two days until `last`.
std::vector<Instant> every(int width, Instant last = noon) {
  std::vector<Instant> starts;
  for (auto at = last - hours{48}; at <= last; at += minutes{width}) starts.push_back(at);
  return starts;
}

CommandHealth running(std::string name, int width) {
  CommandHealth command{std::move(name), every(width)};
  command.good_at = noon - minutes{1};
  command.begun_at = noon - minutes{1};
  command.exit_code = 0;
  return command;
}

HealthFacts well() {
  HealthFacts facts{noon};
  facts.schedule = running("schedule", 15);
  facts.process = running("process", 5);
  facts.schedule_limit = 50;
  facts.sent = 100;
  return facts;
}

Finding finding_of(HealthFacts const& facts, std::string const& subject) {
  auto const findings = judge_health(facts);
  auto const found =
      std::find_if(findings.begin(), findings.end(), [&](Finding const& each) { return each.subject == subject; });
  REQUIRE(found != findings.end());
  return *found;
}

FindingState state_of(HealthFacts const& facts, std::string const& subject) { return finding_of(facts, subject).state; }

bool says(Finding const& finding, std::string const& words) { return finding.detail.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("the usual interval is that of the starts") {
  for (int const width : {1, 5, 15, 30, 60}) CHECK(usual_interval(every(width)) == minutes{width});
  CHECK_FALSE(usual_interval({}));
  CHECK_FALSE(usual_interval({noon - minutes{5}, noon}));
  CHECK_FALSE(usual_interval({noon - minutes{3}, noon - minutes{2}, noon - minutes{1}, noon}));  // by hand
}

TEST_CASE("several machines that start together count as one") {
  std::vector<Instant> starts;
  for (auto at = noon - hours{24}; at <= noon; at += minutes{15}) {
    for (int machine = 0; machine < 8; ++machine) starts.push_back(at + std::chrono::seconds{machine * 13});
  }
  CHECK(usual_interval(starts) == minutes{15});
}

TEST_CASE("starts that come late or not at all now and then change nothing") {
  auto starts = every(5);
  std::erase_if(starts, [n = 0](Instant const&) mutable { return ++n % 9 == 0; });
  for (std::size_t i = 1; i + 1 < starts.size(); i += 3) starts[i] += std::chrono::seconds{70};
  CHECK(usual_interval(starts) == minutes{5});
}

TEST_CASE("a command that rests at night is not missed at night") {
  auto starts = every(5);
  std::erase_if(starts, [](Instant at) {
    auto const hour = std::chrono::floor<hours>(at - std::chrono::floor<std::chrono::days>(at)).count();
    return hour < 9 || hour > 20;
  });
  REQUIRE(usual_interval(starts));
  CHECK(3 * *usual_interval(starts) > hours{13});
}

TEST_CASE("all is well") {
  for (auto const& finding : judge_health(well())) {
    CAPTURE(finding.subject);
    CHECK(finding.state == FindingState::ok);
  }
  CHECK(worst_of(judge_health(well())) == FindingState::ok);
  CHECK(light_of(FindingState::ok) == "green");
}

TEST_CASE("what has stopped is noticed after three intervals, and a late run is not") {
  auto facts = well();
  facts.schedule.good_at = noon - minutes{44};
  CHECK(state_of(facts, "schedule") == FindingState::ok);
  facts.schedule.good_at = noon - hours{72};
  facts.schedule.begun_at = facts.schedule.good_at;
  auto const stopped = finding_of(facts, "schedule");
  CHECK(stopped.state == FindingState::failure);
  CHECK(says(stopped, "3 days ago, one is usual every 15 min"));
  CHECK(says(stopped, "timer or cron"));
  facts.enabled = false;  // then that is what is wrong
  CHECK(state_of(facts, "schedule") == FindingState::ok);
  CHECK(state_of(facts, "switch") == FindingState::warning);
}

TEST_CASE("what runs and fails is no good run") {
  auto facts = well();
  facts.process.exit_code = 75;
  facts.process.good_at = noon - minutes{6};
  CHECK(state_of(facts, "process") == FindingState::warning);
  facts.process.good_at = noon - hours{5};
  CHECK(says(finding_of(facts, "process"), "the newest ended with 75"));
  CHECK(state_of(facts, "process") == FindingState::failure);
  CHECK(says(finding_of(facts, "process"), "see its errors in proactive stats"));
  facts.process.good_at.reset();
  facts.process.first_at = noon - hours{5};
  CHECK(state_of(facts, "process") == FindingState::failure);
  facts.process.exit_code.reset();
  CHECK(says(finding_of(facts, "process"), "was killed"));
  facts.process.begun_at.reset();
  facts.process.first_at.reset();
  CHECK(state_of(facts, "process") == FindingState::warning);
  CHECK(says(finding_of(facts, "process"), "has never run"));
}

TEST_CASE("the first runs have three intervals to do their work, and what they do is told as it is") {
  struct First {
    char const* says;
    std::optional<int> exit_code;
    bool was_kept_out = false;
    bool is_under_way = false;
  };
  for (auto const& first : {First{"the newest was killed", std::nullopt}, First{"the newest ended with 75", 75},
                            First{"the newest was kept out by another", 0, true},
                            First{"one is under way", 0, true, true}, First{"the newest ended with 69", 69}}) {
    auto facts = well();
    facts.schedule = {"schedule"};
    facts.schedule.first_at = noon - minutes{44};
    facts.schedule.begun_at = noon - minutes{1};
    facts.schedule.exit_code = first.exit_code;
    facts.schedule.was_kept_out = first.was_kept_out;
    facts.schedule.is_under_way = first.is_under_way;
    CAPTURE(std::string{first.says});
    auto const early = finding_of(facts, "schedule");
    CHECK(early.state == FindingState::warning);
    CHECK(early.detail ==
          std::string{"no run has done its work yet, "} + first.says +
              (first.was_kept_out && !first.is_under_way ? ", or by the slices of one that has died" : ""));
    facts.schedule.first_at = noon - minutes{46};
    auto const late = finding_of(facts, "schedule");
    CHECK(late.state == FindingState::failure);
    CHECK(says(late, first.says));
    CHECK_FALSE(says(late, "ended with 0"));
    facts.schedule.good_at = noon - hours{9};  // long ago
    CHECK_FALSE(says(finding_of(facts, "schedule"), "ended with 0"));
    CHECK(says(finding_of(facts, "schedule"), first.says));
  }
  auto facts = well();
  facts.process = {"process"};
  facts.process.is_under_way = true;  // the very first
  CHECK(says(finding_of(facts, "process"), "no run has done its work yet, one is under way"));
}

TEST_CASE("an interval that is only taken to be so is not said to be usual") {
  auto facts = well();
  facts.process.starts = {noon - minutes{1}};
  CHECK_FALSE(says(finding_of(facts, "process"), "usual"));
}

TEST_CASE("many pairs of whom none gets a message are a warning that names the reasons") {
  auto facts = well();
  facts.checked_of_day = 100;
  facts.refused_of_day = {{"user_limit", 60}, {"stage", 30}, {"policy", 8}, {"dormant", 2}};
  auto const nobody = finding_of(facts, "backlog");
  CHECK(nobody.state == FindingState::warning);
  CHECK(says(nobody, "looked at 100 pairs and gave none a message, most for user_limit (60), stage (30), policy (8):"));
  facts.refused_of_day[3].first = "awaiting_reply";  // an earlier message of ours
  CHECK(state_of(facts, "backlog") == FindingState::ok);
  facts.refused_of_day[3].first = "dormant";
  facts.scheduled_of_day = 1;
  CHECK(state_of(facts, "backlog") == FindingState::ok);
  facts.scheduled_of_day = 0;
  facts.checked_of_day = 99;
  CHECK(state_of(facts, "backlog") == FindingState::ok);
}

TEST_CASE("a switch that is off is put on where it was put off") {
  auto facts = well();
  facts.enabled = false;
  facts.until_enabled = "PROACTIVE_ENABLED is true or removed at /etc/proactive.env:3";
  CHECK(says(finding_of(facts, "switch"),
             "do nothing until PROACTIVE_ENABLED is true or removed at /etc/proactive.env:3"));
}

TEST_CASE("messages may be late for three runs, and no longer") {
  auto facts = well();
  facts.overdue = 3;
  facts.oldest_overdue = noon - minutes{15};
  CHECK(state_of(facts, "overdue") == FindingState::ok);
  facts.oldest_overdue = noon - minutes{16};
  CHECK(state_of(facts, "overdue") == FindingState::warning);
  facts.oldest_overdue = noon - hours{20};
  facts.enabled = false;
  CHECK(state_of(facts, "overdue") == FindingState::ok);
  facts.enabled = true;
  CHECK(state_of(facts, "overdue") == FindingState::failure);
  CHECK(says(finding_of(facts, "overdue"), "3 messages are overdue, the oldest for 20 h"));
}

TEST_CASE("more than a day's runs can write is a limit that starves") {
  auto facts = well();
  CHECK(daily_capacity(facts) == 4800);
  facts.due_pairs = 11989;
  CHECK(state_of(facts, "backlog") == FindingState::ok);  // the next run looks at them all
  facts.left_due = {11939};
  CHECK(state_of(facts, "backlog") == FindingState::warning);  // a first pass looks at all
  CHECK(says(finding_of(facts, "backlog"), "11989 pairs are due, and a day's runs can write 4800 messages"));
  facts.left_due = {11939, 11900, 11800};
  CHECK(state_of(facts, "backlog") == FindingState::failure);
  facts.due_pairs = 900;
  facts.left_due = {850, 700, 10};
  CHECK(state_of(facts, "backlog") == FindingState::warning);
  auto none = facts;
  none.schedule_limit = 0;
  CHECK(says(finding_of(none, "backlog"), "max_scheduled_engagements is 0"));
  for (auto const& left : std::vector<std::vector<long>>{{850, 900, 10}, {850, 700}, {0, 0, 0}, {50, 40, 0}}) {
    facts.left_due = left;
    CHECK(state_of(facts, "backlog") == FindingState::ok);
  }
}

TEST_CASE("what is due is held against a day's runs by the share of it that gets a message") {
  auto facts = well();
  facts.due_pairs = 11989;
  facts.left_due = {11939, 11900, 11800};
  CHECK(state_of(facts, "backlog") == FindingState::failure);  // nothing is known of what was scheduled
  facts.checked_of_day = 99;
  facts.scheduled_of_day = 1;
  CHECK_FALSE(scheduled_share(facts));  // too few tell nothing
  CHECK(expected_messages(facts) == 11989);
  facts.checked_of_day = 50'000;
  facts.scheduled_of_day = 2'000;
  CHECK(scheduled_share(facts) == doctest::Approx(0.04));
  CHECK(expected_messages(facts) == 480);
  CHECK(state_of(facts, "backlog") == FindingState::warning);  // it grows all the same
  CHECK(says(finding_of(facts, "backlog"), "11989 pairs are due, of which about 480 get a message"));
  facts.left_due = {11939};
  CHECK(state_of(facts, "backlog") == FindingState::ok);
  facts.scheduled_of_day = 25'000;
  CHECK(state_of(facts, "backlog") == FindingState::warning);
  facts.left_due = {11939, 11900, 11800};
  CHECK(state_of(facts, "backlog") == FindingState::failure);
  facts.scheduled_of_day = 0;  // of a day in which nobody might be written to
  CHECK(expected_messages(facts) == 0);
}

TEST_CASE("without an adapter, and without a pair, all is not well") {
  auto facts = well();
  facts.knows_pairs = false;
  CHECK(state_of(facts, "pairs") == FindingState::warning);
  CHECK(says(finding_of(facts, "pairs"), "the app had no pair when schedule last asked"));
  CHECK(says(finding_of(facts, "backlog"), "no pair is known yet"));
  facts.has_asked_for_pairs = false;
  CHECK(state_of(facts, "pairs") == FindingState::warning);
  CHECK(says(finding_of(facts, "pairs"), "none of the app's pairs is known yet: run proactive schedule"));
  facts.adapter_fault = "no adapter is installed: install one";
  CHECK(state_of(facts, "adapter") == FindingState::failure);
  CHECK(says(finding_of(facts, "adapter"), *facts.adapter_fault));
  CHECK(worst_of(judge_health(facts)) == FindingState::failure);
  facts.knows_pairs = true;  // of one that was there before
  CHECK(state_of(facts, "adapter") == FindingState::failure);
}

TEST_CASE("a service that does not write is noticed, and so are failures, dead runs and a queue that is full") {
  auto facts = well();
  facts.by_fallback = 50;
  CHECK(state_of(facts, "fallback") == FindingState::ok);  // none is asked any more
  facts.uses_llm = true;
  facts.by_llm = 950;
  CHECK(state_of(facts, "fallback") == FindingState::ok);
  facts.by_llm = 150;
  CHECK(state_of(facts, "fallback") == FindingState::warning);
  facts.by_llm = 2;
  CHECK(state_of(facts, "fallback") == FindingState::failure);
  facts.failed = 5;
  CHECK(state_of(facts, "failures") == FindingState::warning);
  facts.failed = 6;
  facts.commonest_failure = "delivery_error";
  CHECK(state_of(facts, "failures") == FindingState::failure);
  CHECK(says(finding_of(facts, "failures"), "delivery_error"));
  facts.dead_slices = 64;
  CHECK(state_of(facts, "leases") == FindingState::warning);
  facts.notification_queue = 0.3;
  CHECK(state_of(facts, "events") == FindingState::warning);
  facts.notification_queue = 0.8;
  CHECK(state_of(facts, "events") == FindingState::failure);
}

TEST_CASE("a notification queue that is fuller than its limit is a warning where a channel goes through it") {
  auto facts = well();
  facts.notification_queue = 0.12;
  CHECK(state_of(facts, "events") == FindingState::ok);
  facts.queue_limit = 12;
  CHECK(state_of(facts, "events") == FindingState::ok);
  facts.queue_limit = 10;
  CHECK(state_of(facts, "events") == FindingState::warning);
  CHECK(says(finding_of(facts, "events"), "12% full, more than realtime_queue_limit (10), so that messages are"));
}

TEST_CASE("nouns agree with their numbers, and what did not happen is not told") {
  auto facts = well();
  facts.failed = 1;
  facts.sent = 0;
  CHECK(says(finding_of(facts, "failures"), "1 message failed in 24 hours"));
  facts.sent = 1;
  CHECK(says(finding_of(facts, "failures"), "1 message failed and 1 was sent in 24 hours"));
  facts.failed = 0;
  CHECK(says(finding_of(facts, "failures"), "1 message was sent in 24 hours"));
  facts.sent = 0;
  CHECK(says(finding_of(facts, "failures"), "no message was sent or failed in 24 hours"));
  facts.dead_slices = 1;
  CHECK(says(finding_of(facts, "leases"), "has left 1 slice, which"));
  facts.dead_drafts = 2;
  CHECK(says(finding_of(facts, "leases"), "has left 2 unwritten messages and 1 slice, which"));
  facts.due_pairs = 1;
  CHECK(says(finding_of(facts, "backlog"), "1 pair is due, "));
  facts.due_pairs = 0;
  CHECK(says(finding_of(facts, "backlog"), "no pair is due, "));
  facts.overdue = 1;
  facts.oldest_overdue = facts.now - std::chrono::minutes{3};
  CHECK(says(finding_of(facts, "overdue"), "1 message is overdue, for 3 min"));
  facts.uses_webhook = true;
  CHECK(says(finding_of(facts, "calls"), "no call waits"));
  facts.calls_waiting = 1;
  CHECK(says(finding_of(facts, "calls"), "1 call waits"));
}

TEST_CASE("a webhook is red where its receiver wants no more, and yellow where calls fail or were given up") {
  auto facts = well();
  CHECK(state_of(facts, "calls") == FindingState::ok);
  facts.calls_waiting = 3;
  CHECK(says(finding_of(facts, "calls"), "channels has no webhook"));
  facts.uses_webhook = true;
  CHECK(state_of(facts, "calls") == FindingState::ok);  // such as those that wait for the morning
  facts.calls_failing = 3;
  facts.oldest_failing = noon - minutes{10};
  CHECK(state_of(facts, "calls") == FindingState::ok);
  facts.oldest_failing = noon - minutes{20};
  CHECK(state_of(facts, "calls") == FindingState::warning);
  facts.oldest_failing = noon - hours{7};
  CHECK(state_of(facts, "calls") == FindingState::failure);
  facts.oldest_failing.reset();
  facts.calls_dead = 1;
  CHECK(state_of(facts, "calls") == FindingState::warning);
  facts.receiver_gone = noon - hours{1};
  CHECK(state_of(facts, "calls") == FindingState::failure);
  CHECK(says(finding_of(facts, "calls"), "config webhook resume"));
}

TEST_CASE("flagged users are counted, and a release that is wanting is told once the silence could be over") {
  auto facts = well();
  facts.crisis_silence = hours{72};
  CHECK(finding_of(facts, "flagged").detail == "no user waits for a release");
  facts.flagged_users = 1;
  facts.oldest_flag = noon - hours{72};
  CHECK(state_of(facts, "flagged") == FindingState::ok);
  CHECK(says(finding_of(facts, "flagged"), "1 flagged user is not written to until"));
  facts.flagged_users = 3;
  facts.oldest_flag = noon - hours{73};
  CHECK(state_of(facts, "flagged") == FindingState::warning);
  CHECK(says(finding_of(facts, "flagged"), "3 flagged users are"));
  CHECK(says(finding_of(facts, "flagged"), "see proactive config flags"));
}

TEST_CASE("each subject is there once") {
  std::set<std::string> subjects;
  for (auto const& finding : judge_health(well())) CHECK(subjects.insert(finding.subject).second);
  // What config check says of the service, the receiver and the trial of the adapter.
  for (auto const* const other : {"llm", "webhook", "writer", "queue", "socketio"})
    CHECK_FALSE(subjects.contains(other));
}
