// Simulated experiments, of which the truth is known: how often a test finds what is not there, and what is.
// SIMULATED_EXPERIMENTS says how many of each kind (1,000; 20,000 take some minutes and leave less to chance). With
// SIMULATION_REPORT set to anything the measured shares are printed.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "domain/statistics/confidence_sequence.hpp"
#include "domain/statistics/cuped.hpp"
#include "domain/statistics/distributions.hpp"
#include "domain/statistics/ratio.hpp"
#include "domain/statistics/sample_size.hpp"
#include "domain/statistics/srm.hpp"
#include "domain/statistics/welch.hpp"

using namespace proactive::statistics;

namespace {

constexpr int days = 60;
constexpr double level = 0.95;

long simulated_experiments() {
  auto const* wanted = std::getenv("SIMULATED_EXPERIMENTS");
  return wanted == nullptr ? 1'000 : std::stol(wanted);
}

// SplitMix64 (Steele, Lea and Flood 2014): the same numbers everywhere, and quick where nothing is optimised.
struct Random {
  std::uint64_t state;

  std::uint64_t next() {
    state += 0x9e3779b97f4a7c15;
    auto mixed = state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  bool happens(double probability) { return uniform() < probability; }
  int count(int tries, double probability) {
    int total = 0;
    for (int i = 0; i < tries; ++i) total += happens(probability) ? 1 : 0;
    return total;
  }
};

// How often something came out, beside how often it should.
struct Tally {
  long experiments = 0;
  long hits = 0;

  void add(bool hit) {
    ++experiments;
    hits += hit ? 1 : 0;
  }
  [[nodiscard]] double share() const { return static_cast<double>(hits) / static_cast<double>(experiments); }
  // As far as chance alone takes it from a probability; three times in a thousand farther.
  [[nodiscard]] double chance(double probability) const {
    return 3 * std::sqrt(probability * (1 - probability) / static_cast<double>(experiments));
  }
};

void report(std::string const& what, double value) {
  if (std::getenv("SIMULATION_REPORT") != nullptr) std::cout << what << ": " << value << '\n';
}

void check_between(std::string const& what, Tally const& tally, double lower, double upper) {
  CAPTURE(what);
  CAPTURE(tally.share());
  report(what, tally.share());
  CHECK(tally.share() >= lower - tally.chance(lower));
  CHECK(tally.share() <= upper + tally.chance(upper));
}

void check_at_most(std::string const& what, Tally const& tally, double probability) {
  check_between(what, tally, 0, probability);
}

// `approximation`: what a formula for many users may be wrong by.
void check_is(std::string const& what, Tally const& tally, double probability, double approximation = 0.003) {
  check_between(what, tally, probability - approximation, probability + approximation);
}

// The usual test, again and again: as somebody would who looks every day and stops at a difference.
bool seems_different(Summary const& treatment, Summary const& control) {
  static std::map<long, double> critical;  // Student's t, which takes long to compute, by users
  auto const difference = mean_difference(treatment, control);
  auto const freedom = treatment.users + control.users - 2;
  if (!difference) return false;
  auto const found = critical.try_emplace(freedom, 0).first;
  if (found->second <= 0) found->second = student_quantile((1 + level) / 2, static_cast<double>(freedom));
  return std::abs(difference->estimate) > found->second * difference->standard_error;
}

// People differ in how willingly they answer; who answers gladly gets more messages.
struct User {
  double willing = 0;
  int messages = 0;  // 1 to 14
  int answers = 0;   // 0 to messages
  int before = 0;    // answers of ten in the weeks before
  bool returned = false;
};

User user_of(Random& random, double lift = 0) {
  User user;
  user.willing = std::array{0.05, 0.2, 0.5, 0.8}[random.next() % 4];
  user.messages = 1 + static_cast<int>(random.next() % (user.willing > 0.3 ? 14 : 7));
  user.answers = random.count(user.messages, user.willing + lift);
  user.before = random.count(10, user.willing);
  user.returned = random.happens(user.willing + lift);
  return user;
}

// One arm's users so far.
struct Arm {
  BivariateMoments answers;  // x: before
  Moments returned;
  BivariateMoments rate;  // x: messages

  void add(User const& user) {
    answers.add(user.before, user.answers);
    returned.add(user.returned ? 1 : 0);
    rate.add(user.messages, user.answers);
  }
};

Summary answers_of(Arm const& arm) {
  auto const sums = arm.answers.summary();
  return {sums.users, sums.mean_y, sums.variance_y};
}
Summary returned_of(Arm const& arm) { return arm.returned.summary(); }
Summary rate_of(Arm const& arm) { return ratio(arm.rate.summary()).value_or(Summary{}); }

struct Metric {
  std::string name;
  Summary (*of)(Arm const& arm);
};
std::array<Metric, 3> const metrics{
    {{"answers", answers_of}, {"returned", returned_of}, {"answers by messages", rate_of}}};

// What was seen on the days of one experiment without an effect.
struct Watch {
  bool found = false;  // by the confidence sequence
  bool seemed = false;

  void look(ConfidenceSequence const& sequence, Summary const& treatment, Summary const& control) {
    auto const look = sequence.at(treatment, control);
    found = found || (look && !look->interval.contains(0));
    seemed = seemed || seems_different(treatment, control);
  }
};

bool differs(Summary const& treatment, Summary const& control) {
  return welch(treatment, control, level).value().p_value < 1 - level;
}

// Of many experiments without an effect.
struct FalseAlarms {
  Tally at_end;
  Tally at_any_look;
  Tally naive;

  void add(Watch const& watch, Summary const& treatment, Summary const& control) {
    at_end.add(differs(treatment, control));
    at_any_look.add(watch.found);
    naive.add(watch.seemed);
  }
  void check(std::string const& what, double least_naive, double most_naive) const {
    check_is("A/A, " + what + ", Welch at the end", at_end, 0.05);
    check_at_most("A/A, " + what + ", confidence sequence on any of 60 days", at_any_look, 0.05);
    check_between("A/A, " + what + ", Welch on any of 60 days", naive, least_naive, most_naive);
  }
};

// As if each message were of another user.
bool messages_seem_different(Arm const& treatment, Arm const& control) {
  auto const of = [](Arm const& arm) {
    auto const sums = arm.rate.summary();
    auto const rate = sums.mean_y / sums.mean_x;
    auto const messages = std::lround(sums.mean_x * static_cast<double>(sums.users));
    return Summary{messages, rate, rate * (1 - rate)};
  };
  return seems_different(of(treatment), of(control));
}

}  // namespace

TEST_CASE("of two alike arms one in twenty seems to differ at the end, and fewer at any look") {
  constexpr int users_a_day = 30;
  ConfidenceSequence const sequence(level, static_cast<long>(days) * users_a_day);
  std::array<FalseAlarms, metrics.size()> false_alarms;
  Tally adjusted;
  Tally of_messages;
  Tally mismatch;
  Tally mismatch_on_any_day;
  Random random{1};
  for (long experiment = 0; experiment < simulated_experiments(); ++experiment) {
    Arm treatment;
    Arm control;
    std::array<Watch, metrics.size()> watches;
    bool is_mismatch = false;
    for (int day = 0; day < days; ++day) {
      for (int i = 0; i < users_a_day; ++i) (random.happens(0.5) ? treatment : control).add(user_of(random));
      for (std::size_t m = 0; m < metrics.size(); ++m)
        watches[m].look(sequence, metrics[m].of(treatment), metrics[m].of(control));
      auto const counts = sample_ratio({returned_of(treatment).users, returned_of(control).users}, {1, 1});
      is_mismatch = is_mismatch || (counts && counts->mismatch);
    }
    for (std::size_t m = 0; m < metrics.size(); ++m)
      false_alarms[m].add(watches[m], metrics[m].of(treatment), metrics[m].of(control));
    auto const arms = cuped({treatment.answers.summary(), control.answers.summary()})->arms;
    adjusted.add(differs(arms[0], arms[1]));
    of_messages.add(messages_seem_different(treatment, control));
    mismatch.add(sample_ratio({arms[0].users, arms[1].users}, {1, 1})->mismatch);
    mismatch_on_any_day.add(is_mismatch);
  }
  for (std::size_t m = 0; m < metrics.size(); ++m) false_alarms[m].check(metrics[m].name, 0.27, 0.36);
  check_is("A/A, answers with CUPED, Welch at the end", adjusted, 0.05);
  check_between("A/A, answers by messages as if independent", of_messages, 0.15, 0.5);
  check_at_most("A/A, sample ratio mismatch at the end", mismatch, 0.001);
  check_at_most("A/A, sample ratio mismatch on any of 60 days", mismatch_on_any_day, 0.02);
}

TEST_CASE("three points more are found as often as planned") {
  auto const planned = users_needed_for_share({}, 0.20, 0.03).value();
  ConfidenceSequence const sequence(level, planned.treatment + planned.control);
  Tally found_at_end;
  Tally covered_at_end;
  Tally found_at_any_look;
  Tally missed_at_any_look;
  Random random{2};
  for (long experiment = 0; experiment < simulated_experiments(); ++experiment) {
    Moments treatment;
    Moments control;
    bool is_found = false;
    bool is_missed = false;
    for (int day = 1; day <= days; ++day) {
      while (treatment.summary().users < planned.treatment * day / days) {
        treatment.add(random.happens(0.23) ? 1 : 0);
        control.add(random.happens(0.20) ? 1 : 0);
      }
      auto const look = sequence.at(treatment.summary(), control.summary());
      is_found = is_found || (look && look->interval.lower > 0);
      is_missed = is_missed || (look && !look->interval.contains(0.03));
    }
    auto const difference = welch(treatment.summary(), control.summary(), level).value();
    found_at_end.add(difference.p_value < 1 - level);
    covered_at_end.add(difference.interval.contains(0.03));
    found_at_any_look.add(is_found);
    missed_at_any_look.add(is_missed);
  }
  check_is("A/B, returned, found by Welch at the end", found_at_end, 0.80);
  check_is("A/B, returned, in Welch's interval", covered_at_end, 0.95);
  check_between("A/B, returned, found by the confidence sequence by then", found_at_any_look, 0.40, 0.60);
  check_at_most("A/B, returned, outside of the confidence sequence on any of 60 days", missed_at_any_look, 0.05);
}

// What an operator would plan with: a look at those who are there.
TEST_CASE("a ratio and an adjusted metric are found as often as planned") {
  constexpr double lift = 0.03;  // of the probability to answer each message
  Random random{3};
  Arm past;
  for (int i = 0; i < 100'000; ++i) past.add(user_of(random));
  auto const of_rate = users_needed({}, lift, rate_of(past).variance).value();
  auto const of_answers = [&] {
    auto const reduction = cuped({past.answers.summary()})->variance_reduction;
    report("CUPED's variance reduction", reduction);
    return users_needed({}, lift * past.rate.summary().mean_x, answers_of(past).variance * (1 - reduction)).value();
  }();
  report("users of an arm, for the ratio", static_cast<double>(of_rate.control));
  report("users of an arm, for answers with CUPED", static_cast<double>(of_answers.control));
  Tally rate_found;
  Tally answers_found;
  auto const arm_of = [&](long users, double more) {
    Arm arm;
    for (long i = 0; i < users; ++i) arm.add(user_of(random, more));
    return arm;
  };
  for (long experiment = 0; experiment < simulated_experiments(); ++experiment) {
    auto const one = arm_of(of_rate.treatment, lift);
    auto const other = arm_of(of_rate.control, 0);
    rate_found.add(differs(rate_of(one), rate_of(other)));
    auto const adjusted = cuped({arm_of(of_answers.treatment, lift).answers.summary(),  //
                                 arm_of(of_answers.control, 0).answers.summary()});
    answers_found.add(differs(adjusted->arms[0], adjusted->arms[1]));
  }
  check_is("A/B, answers by messages, found by Welch at the end", rate_found, 0.80);
  check_is("A/B, answers with CUPED, found by Welch at the end", answers_found, 0.80, 0.01);
}

// Users answer ten times before and ten times within the experiment, with the same willingness p: then the correlation
// is 10 Var(p) / (10 Var(p) + E(p (1 - p))), and CUPED takes its square from the variance.
TEST_CASE("CUPED reduces the variance as theory says") {
  constexpr std::array willing{0.05, 0.2, 0.5, 0.8};
  double mean = 0;
  double square = 0;
  for (auto const p : willing) {
    mean += p / 4;
    square += p * p / 4;
  }
  auto const shared = 10 * (square - mean * mean);
  auto const correlation = shared / (shared + mean - square);
  Random random{4};
  Moments reductions;
  Moments errors;  // by the error without it
  for (long experiment = 0; experiment < simulated_experiments() / 10; ++experiment) {
    std::array<BivariateMoments, 2> arms;
    for (int i = 0; i < 1'000; ++i) {
      auto const p = willing.at(random.next() % 4);
      arms.at(static_cast<std::size_t>(i % 2)).add(random.count(10, p), random.count(10, p));
    }
    auto const one = arms[0].summary();
    auto const other = arms[1].summary();
    auto const result = cuped({one, other}).value();
    auto const plain =
        mean_difference({one.users, one.mean_y, one.variance_y}, {other.users, other.mean_y, other.variance_y});
    errors.add(mean_difference(result.arms[0], result.arms[1])->standard_error / plain->standard_error);
    reductions.add(result.variance_reduction);
  }
  report("CUPED's variance reduction, theory", correlation * correlation);
  report("CUPED's variance reduction, measured", reductions.summary().mean);
  CHECK(reductions.summary().mean == doctest::Approx(correlation * correlation).epsilon(0.01));
  CHECK(errors.summary().mean == doctest::Approx(std::sqrt(1 - correlation * correlation)).epsilon(0.01));
}

// One user in fifty opts out, in both arms. A tenth of the users is the control, so at first it has none that opted
// out.
TEST_CASE("a guardrail alarms falsely in one of a hundred experiments at most") {
  constexpr int users_a_day = 100;
  constexpr double guardrail_level = 0.99;
  auto const planned = static_cast<long>(days) * users_a_day;
  ConfidenceSequence const harm(guardrail_level, planned, Alternative::greater);
  Tally false_alarms;
  Tally alarms;
  Random random{5};
  auto const alarms_at = [&](double of_treatment) {
    std::array<Summary, 2> arms;
    auto const add = [&](Summary& arm, bool opted_out) {
      auto const count = arm.mean * static_cast<double>(arm.users) + (opted_out ? 1 : 0);
      ++arm.users;
      arm.mean = count / static_cast<double>(arm.users);
      arm.variance = arm.mean * (1 - arm.mean);
    };
    for (int day = 0; day < days; ++day) {
      for (int i = 0; i < users_a_day; ++i) {
        bool const is_control = random.happens(0.1);
        add(arms.at(is_control ? 1 : 0), random.happens(is_control ? 0.02 : of_treatment));
      }
      auto const look = harm.at(arms[0], arms[1]);
      if (look && look->interval.lower > 0) return true;
    }
    return false;
  };
  for (long experiment = 0; experiment < simulated_experiments(); ++experiment) {
    false_alarms.add(alarms_at(0.02));
    if (experiment % 10 == 0) alarms.add(alarms_at(0.08));
  }
  check_at_most("guardrail at 0.01 on any of 60 days, no harm", false_alarms, 0.01);
  check_between("guardrail at 0.01 on any of 60 days, harm fourfold", alarms, 0.9, 1);
}

namespace {

// Users whose answers go on from the day on which they came: one more or none each day. The metric is their count.
struct GrowingArm {
  std::vector<int> counts;
  std::vector<double> willing;
  double total = 0;
  double squares = 0;

  void add(double willingness) {
    counts.push_back(0);
    willing.push_back(willingness);
  }
  void live_a_day(Random& random) {
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (!random.happens(willing[i])) continue;
      total += 1;
      squares += 2 * counts[i] + 1;
      ++counts[i];
    }
  }
  [[nodiscard]] Summary summary() const {
    auto const users = static_cast<double>(counts.size());
    return {static_cast<long>(counts.size()), total / users, (squares - total * total / users) / (users - 1)};
  }
};

}  // namespace

// No theorem stands behind these: the clock is the number of users, which does not tell how much is known of each.
TEST_CASE("values that go on while they are looked at do not alarm more often") {
  struct Kind {
    std::string name;
    bool are_alike;       // all users are as willing, so that days are independent: the hardest case
    bool come_over_time;  // over the first half; else all are there from the first day
  };
  constexpr int users = 120;
  for (auto const& kind :
       {Kind{"all there, users differ", false, false}, Kind{"all there, users alike", true, false},
        Kind{"users come and go on, and differ", false, true}, Kind{"users come and go on, alike", true, true}}) {
    ConfidenceSequence const sequence(level, users);
    FalseAlarms false_alarms;
    Random random{6};
    for (long experiment = 0; experiment < simulated_experiments(); ++experiment) {
      std::array<GrowingArm, 2> arms;
      Watch watch;
      for (int day = 0; day < days; ++day) {
        auto const there = kind.come_over_time ? std::min(users, (day + 1) * users / 30) : users;
        while (static_cast<int>(arms[0].counts.size() + arms[1].counts.size()) < there)
          arms.at(random.next() % 2).add(kind.are_alike ? 0.3 : std::array{0.05, 0.2, 0.5, 0.8}[random.next() % 4]);
        for (auto& arm : arms) arm.live_a_day(random);
        watch.look(sequence, arms[0].summary(), arms[1].summary());
      }
      false_alarms.add(watch, arms[0].summary(), arms[1].summary());
    }
    false_alarms.check(kind.name, 0.10, 0.55);
  }
}
