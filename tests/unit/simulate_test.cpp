// Simulations of settings on users of the model: the same for the same seed, whatever shares the work, and held to what
// the gate promises.
#include <doctest/doctest.h>

#include <numeric>

#include "app/operator/simulate.hpp"
#include "domain/simulation/grid.hpp"
#include "domain/simulation/life.hpp"
#include "domain/simulation/user.hpp"
#include "domain/strategy.hpp"

using namespace proactive;
using namespace proactive::simulation;

namespace {

constexpr long users = 300;

Span two_weeks(std::uint64_t seed = 1) { return {seed, parse_instant("2027-01-04").value(), 14}; }

Arm defaults() { return arm_of(default_settings()); }

Arm of_preset(char const* name) {
  auto settings = default_settings();
  for (auto const& [setting, value] : find_preset(name)->values)
    REQUIRE_FALSE(assign_setting(settings, *find_setting(setting), std::string{value}));
  return arm_of(settings);
}

Tally run(Arm const& arm, Span const& span = two_weeks(), Model const& model = shipped_model(), unsigned threads = 1) {
  return app::simulate_users(model, arm, span, users, threads);
}

}  // namespace

TEST_CASE("a simulation is the same each time, and another with another seed") {
  auto const once = run(defaults());
  CHECK(once.messages > 0);
  CHECK(once.users == users);
  CHECK(once == run(defaults()));
  CHECK_FALSE(once == run(defaults(), two_weeks(2)));
}

TEST_CASE("threads share users, and change nothing") {
  auto const seed = of_preset("seed");
  CHECK(run(seed) == run(seed, two_weeks(), shipped_model(), 2));
  CHECK(run(seed) == run(seed, two_weeks(), shipped_model(), 5));
}

TEST_CASE("threads tell how far they are") {
  long told = 0;
  bool grows = true;
  app::ProgressBoard board([&](app::Progress const& progress) {
    grows = grows && progress.lives > told && progress.all_lives == users;
    told = progress.lives;
  });
  app::simulate_users(shipped_model(), defaults(), {1, two_weeks().begin, 2}, users, 4,
                      [&](long lives) { board.add_lives(lives, users); });
  CHECK(grows);
  CHECK(told == users);
}

TEST_CASE("arms that are equal come to the same, and luck does not depend on the settings") {
  auto written_otherwise = default_settings();
  written_otherwise.care.template_rest_days = 1;
  CHECK(run(defaults()) == run(arm_of(written_otherwise)));
  auto off = default_settings();
  off.gate.enabled = false;
  auto const nothing = run(arm_of(off));
  CHECK(nothing.messages == 0);
  CHECK(nothing.refused.size() == 1);
  auto never = default_settings();
  never.gate.max_engagements_per_day = 0;
  CHECK(run(arm_of(never)).sessions == nothing.sessions);
}

TEST_CASE("a user is the same whoever else is there") {
  Tally sum;
  for (std::uint64_t user = 0; user < 50; ++user) sum.merge(live(shipped_model(), defaults(), two_weeks(), user));
  CHECK(sum == app::simulate_users(shipped_model(), defaults(), two_weeks(), 50, 2));
}

TEST_CASE("who has opted out gets nothing") {
  auto model = shipped_model();
  model.opted_out_share = 1;
  for (auto const* preset : {"seed", "aggressive"}) {
    auto const tally = run(of_preset(preset), two_weeks(), model);
    CHECK(tally.messages == 0);
    CHECK(tally.refused.contains(Reason::opted_out));
  }
  model.opted_out_share = 0;
  model.opt_out_per_message = 1;
  model.answer_probability = 0;
  auto const tally = run(of_preset("seed"), two_weeks(), model);
  CHECK(tally.messages > 0);
  CHECK(tally.messages == tally.opt_outs);  // the first was the last
  CHECK(tally.written_to == tally.messages);
}

TEST_CASE("consent is asked for where it is required") {
  auto model = shipped_model();
  model.agreed_share = 0;
  auto settings = default_settings();
  settings.care.consent_required = true;
  CHECK(run(arm_of(settings), two_weeks(), model).messages == 0);
  CHECK(run(defaults(), two_weeks(), model).messages > 0);
}

TEST_CASE("by default nobody is written to at night whose night is known") {
  auto const tally = run(defaults());
  CHECK(tally.at_known_night() == 0);
  CHECK(run(of_preset("seed")).at_known_night() > 0);
  auto settings = default_settings();
  settings.care.unknown_timezone = UnknownZone::never;
  CHECK(run(arm_of(settings)).at_night() == 0);
}

TEST_CASE("a learned hour is learned of everybody: users who come in the evening are written to then") {
  auto model = shipped_model();
  model.zone_known_share = 1;
  model.silent_share = 0;
  model.chronotype_hours.assign(11, 0);
  model.sessions_per_day.assign(11, 1);
  model.hours_weekday.assign(24, 0);
  model.hours_weekday[20] = model.hours_weekday[19] = 1;
  model.hours_weekend = model.hours_weekday;
  auto settings = default_settings();
  auto const at_eight = [&](SendTime send_time) {
    settings.care.send_time = send_time;
    auto const tally = run(arm_of(settings), two_weeks(), model);
    REQUIRE(tally.messages > 100);
    return static_cast<double>(tally.by_hour[20]) / static_cast<double>(tally.messages);
  };
  CHECK(at_eight(SendTime::learned) > 2 * at_eight(SendTime::spread));

  // Who is new has no habit yet, whatever they are like.
  model.pair_age_days.assign(11, 0);
  model.companions = {1, 0, 0};
  settings.care.new_user_days = std::nullopt;
  Span const three_days{1, parse_instant("2027-01-04").value(), 3};
  settings.care.send_time = SendTime::learned;
  auto const learned = run(arm_of(settings), three_days, model);
  settings.care.send_time = SendTime::spread;
  CHECK(learned == run(arm_of(settings), three_days, model));
}

TEST_CASE("the limits hold") {
  auto const tally = run(defaults());
  CHECK(tally.most_in_a_day <= default_settings().gate.max_engagements_per_day);
  CHECK(*tally.shortest_gap >= std::chrono::hours{*default_settings().care.min_gap_hours});
  CHECK(std::accumulate(tally.by_hour.begin(), tally.by_hour.end(), 0L) == tally.messages);
  CHECK(tally.answers <= tally.messages);
  CHECK(tally.answering <= tally.written_to);
}

TEST_CASE("readiness to answer falls with silence, at night and with messages that were not answered") {
  auto model = shipped_model();
  model.answer_trait.assign(11, 1);
  model.chronotype_hours.assign(11, 0);
  model.silent_share = 0;
  model.answer_probability = 0.5;
  auto const noon = parse_instant("2027-01-04T12:00:00Z").value();
  User::Message const message{noon, 12, {std::chrono::local_days{}, std::chrono::hours{12}}, 0, std::chrono::hours{1}};
  auto const fresh = [&] { return User(model, Luck(1, 1)); };
  auto const at_noon = fresh().answer_probability(message);
  CHECK(at_noon > 0);
  auto silent = message;
  silent.silence = std::chrono::hours{24 * 10};
  CHECK(fresh().answer_probability(silent) < at_noon);
  auto night = message;
  night.local.since_midnight = std::chrono::hours{3};
  CHECK(fresh().answer_probability(night) < at_noon);

  model.answer_probability = 0;
  User tired(model, Luck(1, 1));
  for (int i = 0; i < 5; ++i) tired.react(message);
  model.answer_probability = 0.5;
  CHECK(tired.answer_probability(message) < at_noon / 2);
}

TEST_CASE("who has turned the phone's notifications off answers no more, and the tool does not know") {
  auto model = shipped_model();
  model.turn_off_per_message = 1;
  model.opt_out_per_message = 0;
  model.answer_probability = 0;
  auto const tally = run(of_preset("seed"), two_weeks(), model);
  CHECK(tally.silenced == tally.written_to);
  CHECK(tally.messages > tally.written_to);
  CHECK(tally.opt_outs == 0);
}

TEST_CASE("a claim is counted cell by cell, and the worst is named") {
  auto cells = all_cells();
  CHECK(cells.size() == 27);
  for (auto& cell : cells) {
    cell.first.answers = 10;
    cell.first.messages = 100;
    cell.first.by_hour[3] = 5;
    cell.second.answers = 10;
    cell.second.messages = 50;
  }
  cells[4].second.answers = 9;
  cells[5].second.messages = 51;
  cells[6].second.by_hour[6] = 1;
  auto const verdict = verdict_of(cells, Claimant::second);
  CHECK(verdict.of == 27);
  CHECK(verdict.answers == 26);
  CHECK(verdict.messages == 26);
  CHECK(verdict.night == 26);
  CHECK(verdict.all == 24);
  CHECK(verdict.failing == std::vector<std::size_t>{4, 5, 6});
  CHECK(verdict.worst == 4);
  auto const reverse = verdict_of(cells, Claimant::first);
  CHECK(reverse.answers == 27);
  CHECK(reverse.night == 0);
  CHECK(reverse.all == 0);
}
