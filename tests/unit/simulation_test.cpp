// Simulated days of users over the very gate and plans that runs use: whatever the settings, the zones and what people
// do, nobody is written to when it is not welcome. SIMULATED_DAYS says how many user-days (20,000; a million
// in a release build take some minutes).
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <random>

#include "domain/gate/limits.hpp"
#include "domain/plan/delivery_plan.hpp"
#include "domain/plan/schedule_plan.hpp"
#include "support/facts.hpp"

using namespace proactive;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr int days_of_a_life = 28;
constexpr minutes step{30};  // between two runs

struct Random {
  std::mt19937_64 engine;

  long below(long count) { return static_cast<long>(engine() % static_cast<unsigned long>(count)); }
  bool one_in(long count) { return below(count) == 0; }
  template <typename Item>
  Item const& of(std::vector<Item> const& items) {
    return items[static_cast<std::size_t>(below(static_cast<long>(items.size())))];
  }
};

std::vector<std::string> const zones{"UTC",
                                     "Europe/Berlin",
                                     "America/New_York",
                                     "Asia/Kathmandu",
                                     "Asia/Tokyo",
                                     "Australia/Sydney",
                                     "Australia/Lord_Howe",
                                     "Pacific/Apia",
                                     "Asia/Tehran",
                                     "Pacific/Kiritimati",
                                     "Pacific/Niue",
                                     "America/St_Johns",
                                     "Africa/Casablanca",
                                     "America/Santiago",
                                     "Pacific/Chatham"};
std::vector<SendTime> const send_times{SendTime::spread, SendTime::learned, SendTime::advance};
std::vector<std::string> const windows{
    "22:00-08:00", "00:00-06:00", "13:00-15:00",
    "21:30-21:00", "09:00-09:00", R"({"default":"23:00-07:00","days":{"sat":"20:00-12:00","sun":null}})"};

GateRules rules_of(Random& random) {
  auto rules = gate_rules(default_settings());
  rules.gate.max_engagements_per_day = static_cast<int>(random.below(5));
  rules.gate.max_engagements_per_user = 1 + static_cast<int>(random.below(3));
  rules.gate.min_interval_hours = static_cast<int>(random.below(6));
  auto& care = rules.care;
  auto const maybe = [&](Limit& limit, int most) {
    limit = random.one_in(4) ? Limit{} : Limit{static_cast<int>(random.below(most + 1))};
  };
  maybe(care.max_engagements_per_week, 9);
  maybe(care.min_gap_hours, 30);
  maybe(care.new_user_days, 14);
  maybe(care.max_unanswered, 5);
  maybe(care.max_unanswered_user, 6);
  maybe(care.live_chat_minutes, 120);
  maybe(care.max_silence_days, 40);
  if (random.one_in(4)) rules.unanswered_waits.clear();
  care.send_time = random.of(send_times);
  rules.quiet_hours = random.one_in(5) ? QuietHours{} : *parse_quiet_hours(random.of(windows));
  care.quiet_end_spread_minutes = static_cast<int>(random.below(200));
  return rules;
}

struct Open {
  DueEngagement engagement;
  Instant scheduled_for;
};

// One user with some companions, an app and the tool's tables, as far as the gate sees them.
struct World {
  Random random;
  GateRules rules;
  PairFacts user;  // what all pairs share
  std::vector<PairFacts> pairs;
  std::vector<Instant> next_checks;
  std::vector<Open> open;
  std::vector<std::pair<Instant, std::string>> sent;  // when, by which companion
  std::vector<Instant> wrote;
  std::string zone;
  bool opted_out = false;
  bool was_opted_out = false;

  World(unsigned long seed, Instant start) : random{std::mt19937_64{seed}}, rules(rules_of(random)) {
    zone = random.of(zones);
    user.timezone = zone;
    if (random.one_in(6)) user.preferences.quiet_hours = {*parse_quiet_hours(random.of(windows))};
    if (random.one_in(6)) user.preferences.frequency = static_cast<Frequency>(random.below(3));
    if (random.one_in(6)) user.preferences.max_per_day = static_cast<int>(random.below(3));
    if (random.one_in(6)) user.preferences.min_gap_hours = static_cast<int>(random.below(72));
    auto const companions = 1 + random.below(3);
    for (long i = 0; i < companions; ++i) {
      auto facts = user;
      facts.pair = {"u" + std::to_string(seed), "c" + std::to_string(i)};
      facts.stage_name = std::string{names<Stage>()[static_cast<std::size_t>(2 + random.below(4))]};
      facts.intimacy = facts.trust = 9;
      facts.memory_importance = 8;
      facts.since = start - hours{24 * random.below(40)};
      for (long session = random.below(30); session > 0; --session)
        facts.sessions.push_back({start - hours{random.below(40 * 24)}, random.one_in(5)});
      facts.user_wrote_at = start - hours{random.below(60)};
      pairs.push_back(facts);
      next_checks.push_back(start);
      wrote.push_back(*facts.user_wrote_at);
    }
  }

  PairFacts facts_of(PairFacts const& pair, bool with_planned) {
    auto facts = pair;
    facts.preferences = user.preferences;
    if (opted_out) facts.preferences.enabled = false;
    facts.mutes = user.mutes;
    for (auto const& [at, companion] : sent) {
      facts.user_deliveries.push_back(at);
      if (companion != pair.pair.companion_id) continue;
      facts.pair_deliveries.push_back(at);
      facts.last_outreach_at = at;
    }
    facts.user_wrote_any_at =
        wrote.empty() ? std::nullopt : std::optional{*std::max_element(wrote.begin(), wrote.end())};
    for (auto const& one : open) {
      ++facts.user_open;
      if (with_planned) facts.user_deliveries.push_back(one.scheduled_for);
      facts.pair_open = facts.pair_open || one.engagement.pair == pair.pair;
    }
    return facts;
  }

  void behave(Instant now) {
    if (random.one_in(60)) {
      auto& pair = pairs[static_cast<std::size_t>(random.below(static_cast<long>(pairs.size())))];
      pair.user_wrote_at = now;
      wrote.push_back(now);
      for (auto& check : next_checks) check = std::min(check, now);
    }
    if (random.one_in(2000)) opted_out = true;
    if (random.one_in(300)) user.mutes = {{true, std::nullopt, now + hours{random.below(100)}}};
    if (opted_out && random.one_in(200)) opted_out = false;
  }

  void schedule(Instant now) {
    std::vector<PairFacts> due;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (next_checks[i] <= now) due.push_back(facts_of(pairs[i], true));
    }
    if (due.empty()) return;
    Ledger ledger;
    auto const plan = plan_schedule(std::move(due), rules, now, ledger, [] { return true; });
    for (auto const& check : plan.next_checks) {
      for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (pairs[i].pair == check.pair) next_checks[i] = check.at;
      }
    }
    for (auto const& planned : plan.engagements) {
      DueEngagement engagement;
      engagement.key = {planned.pair.user_id, std::to_string(open.size())};
      engagement.pair = planned.pair;
      engagement.type = planned.type;
      engagement.scheduled_for = planned.scheduled_for;
      engagement.created_at = now;
      open.push_back({engagement, planned.scheduled_for});
    }
  }

  void process(Instant now) {
    std::vector<DueEngagement> due;
    std::vector<PairFacts> facts;
    for (std::size_t i = 0; i < open.size(); ++i) {
      open[i].engagement.key.id = std::to_string(i);
      if (open[i].scheduled_for > now) continue;
      due.push_back(open[i].engagement);
      due.back().scheduled_for = open[i].scheduled_for;
    }
    if (due.empty()) return;
    for (auto const& pair : pairs) facts.push_back(facts_of(pair, false));
    Ledger ledger;
    auto const plan = plan_delivery(std::move(due), facts, rules, now, ledger);
    std::vector<std::size_t> gone;
    for (auto const& engagement : plan.send) {
      judge(engagement, now);
      sent.emplace_back(now, engagement.pair.companion_id);
      gone.push_back(std::stoul(engagement.key.id));
    }
    for (auto const& hold : plan.hold) open[std::stoul(hold.key.id)].scheduled_for = hold.scheduled_for;
    for (auto const& close : plan.close) gone.push_back(std::stoul(close.key.id));
    std::sort(gone.rbegin(), gone.rend());
    for (auto const index : gone) open.erase(open.begin() + static_cast<std::ptrdiff_t>(index));
  }

  // What must never be, said anew, without the gate's own words.
  void judge(DueEngagement const& engagement, Instant now) {
    CHECK_FALSE(opted_out);
    for (auto const& mute : user.mutes) CHECK(*mute.until <= now);
    ZoneClock clock(zone);
    CHECK_FALSE(rules.quiet_hours.is_quiet(clock.at(now)));
    for (auto const& hours : user.preferences.quiet_hours) CHECK_FALSE(hours.is_quiet(clock.at(now)));
    auto const last_word = *std::max_element(wrote.begin(), wrote.end());
    if (rules.care.live_chat_minutes) CHECK(now - last_word >= minutes{*rules.care.live_chat_minutes});
    long today = 0;
    long week = 0;
    long of_pair = 0;
    long of_user = 0;
    auto const& pair =
        *std::find_if(pairs.begin(), pairs.end(), [&](auto const& one) { return one.pair == engagement.pair; });
    for (auto const& [at, companion] : sent) {
      today += clock.at(at).day == clock.at(now).day ? 1 : 0;
      week += now - at < hours{168} ? 1 : 0;
      of_user += at > last_word ? 1 : 0;
      of_pair += companion == engagement.pair.companion_id && at > *pair.user_wrote_at ? 1 : 0;
      if (rules.care.min_gap_hours) CHECK(now - at >= hours{*rules.care.min_gap_hours});
      if (user.preferences.min_gap_hours) CHECK(now - at >= hours{*user.preferences.min_gap_hours});
    }
    CHECK(today < rules.gate.max_engagements_per_day);
    if (user.preferences.max_per_day) CHECK(today < *user.preferences.max_per_day);
    if (rules.care.max_engagements_per_week) CHECK(week < *rules.care.max_engagements_per_week);
    if (user.preferences.frequency == Frequency::rarely) CHECK(week < 1);
    if (user.preferences.frequency == Frequency::sometimes) CHECK(week < 3);
    if (rules.care.max_unanswered && of_pair > 0) CHECK(of_pair < *rules.care.max_unanswered);
    if (rules.care.max_unanswered_user && of_user > 0) CHECK(of_user < *rules.care.max_unanswered_user);
  }
};

long simulated_days() {
  auto const* wanted = std::getenv("SIMULATED_DAYS");
  return wanted == nullptr ? 20'000 : std::stol(wanted);
}

}  // namespace

TEST_CASE("in simulated lives nobody is written to when it is not welcome") {
  long messages = 0;
  for (long life = 0; life * days_of_a_life < simulated_days(); ++life) {
    // Around each change of the clocks, and at all seasons.
    auto const start = parse_instant("2020-01-01").value() + hours{24 * (life * 13 % (16 * 365))};
    World world(static_cast<unsigned long>(life), start);
    CAPTURE(life);
    for (auto now = start; now < start + hours{24 * days_of_a_life}; now += step) {
      world.behave(now);
      world.schedule(now);
      world.process(now);
    }
    messages += static_cast<long>(world.sent.size());
  }
  CHECK(messages > simulated_days() / 40);  // and yet they are written to
}
