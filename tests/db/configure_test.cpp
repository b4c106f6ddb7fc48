#include "app/operator/configure.hpp"

#include <doctest/doctest.h>

#include "app/operator/check.hpp"
#include "app/operator/stats.hpp"
#include "domain/strategy.hpp"
#include "support/db/test_database.hpp"

using namespace proactive;
using test::TestDatabase;

namespace {

ExitCode code_of(auto const& action) {
  try {
    action();
  } catch (Error const& problem) {
    return problem.code();
  }
  return ExitCode::ok;
}

}  // namespace

TEST_CASE("set stores several values with their history, and unset removes them") {
  TestDatabase database;
  auto const invocation = database.invocation();
  app::set_settings(invocation, {"max_engagements_per_day", "5", "PROACTIVE_MIN_INTERVAL_HOURS", "004"});
  CHECK(app::show_setting(invocation, "max_engagements_per_day").value == "5");
  CHECK(app::show_setting(invocation, "min_interval_hours").value == "4");
  CHECK(app::show_setting(invocation, "min_interval_hours").origin == app::Origin::stored);
  auto const changes = app::unset_settings(invocation, {"min_interval_hours", "max_message_length"});
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].from == "4");
  CHECK(app::show_setting(invocation, "min_interval_hours").value == "2");
  auto const history = app::setting_changes(invocation);
  REQUIRE(history.size() == 3);
  CHECK(history[0].name == "min_interval_hours");
  CHECK_FALSE(history[0].new_value);
  CHECK_FALSE(history[0].changed_by.empty());
  CHECK(history[1].name == "max_engagements_per_day");
  CHECK(history[2].name == "min_interval_hours");
}

TEST_CASE("of one change the history is ordered by name, and what is stored already is no part of it") {
  TestDatabase database;
  auto const invocation = database.invocation();
  app::set_settings(invocation, {"min_trust_level", "4", "enabled", "false", "min_interval_hours", "3"});
  auto const changes = app::set_settings(invocation, {"min_trust_level", "4", "min_interval_hours", "5"});
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].from == changes[0].to);
  std::vector<std::string> names;
  for (auto const& change : app::setting_changes(invocation)) names.push_back(change.name);
  CHECK(names == std::vector<std::string>{"min_interval_hours", "enabled", "min_interval_hours", "min_trust_level"});
}

TEST_CASE("a bad pair changes nothing, not even its good neighbours") {
  TestDatabase database;
  auto const invocation = database.invocation();
  for (auto const& pairs : {std::vector<std::string>{"max_engagements_per_day", "5", "min_trust_level", "11"},
                            {"max_engagements_per_day", "5", "no_such", "1"},
                            {"max_engagements_per_day", "5", "db_password", "x"},
                            {"max_engagements_per_day", "5", "max_engagements_per_day", "6"},
                            {"max_engagements_per_day", "5", "min_message_length", "200"},
                            {"max_engagements_per_day"},
                            {}}) {
    CHECK(code_of([&] { app::set_settings(invocation, pairs); }) == ExitCode::usage);
  }
  CHECK(database.value("SELECT count(*) FROM settings") == "0");
  CHECK(database.value("SELECT count(*) FROM settings_history") == "0");
}

TEST_CASE("presets are stored as a whole") {
  TestDatabase database;
  for (auto const& preset : presets()) {
    app::apply_preset(database.invocation(), std::string{preset.name});
    for (auto const& [name, value] : preset.values) {
      CHECK(database.value("SELECT value FROM settings WHERE name = $1", {name}) == value);
    }
  }
  CHECK(code_of([&] { app::apply_preset(database.invocation(), "reckless"); }) == ExitCode::usage);
}

TEST_CASE("a value that was broken by hand is refused by runs and can be corrected by config") {
  TestDatabase database;
  database.exec("INSERT INTO settings (name, value, changed_by) VALUES ('min_trust_level', 'much', 'hand')");
  auto const invocation = database.invocation();
  CHECK(code_of([&] { app::show_settings(invocation); }) == ExitCode::configuration);
  app::set_settings(invocation, {"min_trust_level", "4"});
  CHECK(app::show_setting(invocation, "min_trust_level").value == "4");
}

TEST_CASE("check finds what a run would trip over") {
  TestDatabase database;
  auto const states = [&](std::string const& subject, std::string const& begin = {}) {
    std::vector<FindingState> found;
    for (auto const& line : app::check_everything(database.invocation()).lines) {
      if (line.subject == subject && line.detail.starts_with(begin)) found.push_back(line.state);
    }
    return found;
  };
  CHECK(app::check_everything(database.invocation()).code == ExitCode::ok);
  database.exec("INSERT INTO public.users (id, name) VALUES ('u1', 'Sam')");
  database.exec("INSERT INTO preferences (user_id, timezone) VALUES ('u1', 'Berlin7')");
  CHECK(states("time zones") == std::vector{FindingState::warning});
  database.add_relationship({});
  CHECK(states("adapter", "app_deliver") == std::vector{FindingState::ok});
  CHECK(database.value("SELECT count(*) FROM public.messages") == "0");  // the trial delivery is rolled back
  database.exec("ALTER TABLE public.messages ADD COLUMN channel text NOT NULL");
  CHECK(states("adapter", "app_deliver") == std::vector{FindingState::failure});
  CHECK(states("adapter", "app_facts") == std::vector{FindingState::ok});
  database.exec("UPDATE templates SET active = false WHERE engagement_type = 'check_in'");
  CHECK(states("writer") == std::vector{FindingState::failure});
  CHECK(app::check_everything(database.invocation()).code == ExitCode::configuration);
}

TEST_CASE("stats count by every attribute, within the period") {
  TestDatabase database;
  database.add_relationship({});
  database.exec(
      "INSERT INTO engagements (user_id, companion_id, engagement_type, engagement_content, scheduled_for, "
      "sent_at, "
      "engagement_status, created_at, closed_at, reason, relationship_stage, writer, run_id) SELECT 'u1', 1, "
      "'check_in', 'How was your day?', now(), "
      "CASE WHEN n % 2 = 0 THEN now() END, CASE WHEN n % 2 = 0 THEN 'sent' ELSE 'cancelled' END, "
      "'2026-03-01T23:30:00Z'::timestamptz + n * interval '1 hour', CASE WHEN n % 2 = 1 THEN now() END, "
      "CASE WHEN n % 2 = 1 THEN 'superseded' END, 'friend', 'template', 'r' FROM generate_series(0, 3) n");
  auto session = app::open_session(database.invocation(), "stats", store::Access::read_only);
  auto const stats = [&](std::string const& by) {
    app::StatsOptions options;
    options.since = parse_instant("2026-03-01T00:00:00Z");
    options.until = parse_instant("2026-03-02T02:30:00Z");
    options.by = by;
    return app::collect_stats(session, options);
  };
  auto const by_day = stats("day");
  CHECK(by_day.totals.created == 3);
  CHECK(by_day.totals.sent == 2);
  CHECK(by_day.totals.cancelled == 1);
  REQUIRE(by_day.breakdown.size() == 2);
  CHECK(by_day.breakdown[0].key == "2026-03-01");
  CHECK(by_day.breakdown[0].counts.created == 1);
  CHECK(stats("type").breakdown[0].key == "check_in");
  CHECK(stats("stage").breakdown[0].key == "friend");
  CHECK(stats("companion").breakdown[0].label == "Luna 1");
  REQUIRE(by_day.reasons.size() == 1);
  CHECK(by_day.reasons[0].reason == "superseded");
  app::StatsOptions backwards;
  backwards.since = parse_instant("2030-01-01");
  backwards.until = parse_instant("2029-01-01");
  CHECK(code_of([&] { app::collect_stats(session, backwards); }) == ExitCode::usage);
}
