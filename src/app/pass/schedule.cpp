#include "app/pass/schedule.hpp"

#include <algorithm>

#include "app/erasure.hpp"
#include "app/learned_types.hpp"
#include "app/pass/discovery.hpp"
#include "app/pass/experiments.hpp"
#include "app/pass/schedule_job.hpp"
#include "app/pass/upkeep.hpp"
#include "app/pass/writers.hpp"
#include "base/log.hpp"
#include "domain/health.hpp"
#include "store/health.hpp"
#include "store/idle.hpp"
#include "store/llm.hpp"

namespace proactive::app {

namespace {

using store::Transaction;

// What others have leased is theirs.
long count_due_of_nobody_else(Transaction& transaction, PassContext const& context) {
  auto slices = store::all_slices();
  if (!context.dry_run) {
    for (auto const& held : store::held_leases(transaction, context.holder)) {
      if (held.elsewhere) std::erase(slices, held.slice);
    }
  }
  return store::count_due_pairs(transaction, context.as_of, slices_of(slices));
}

// Whoever names somebody expects to hear of them.
void warn_of_nobody(store::Database& database, store::Selection const& chosen) {
  if (!chosen.user_id && !chosen.companion_id) return;
  auto const erasure = database.transact([&](store::Transaction& transaction) {
    return chosen.user_id ? erasure_of(transaction, *chosen.user_id) : std::string{};
  });
  log::warn("nobody_chosen", {{"user_id", chosen.user_id ? Json(*chosen.user_id) : Json()},
                              {"companion_id", chosen.companion_id ? Json(*chosen.companion_id) : Json()},
                              {"message", erasure.empty() ? "no such pair was found: check the names, and that "
                                                            "app_pairs returns them"
                                                          : erasure + ", and so is not written to"}});
}

// What the limit or the time has left is due for the next run, which finds as much again: so it is said when each run
// leaves more. A dry run parks nothing, so that what it has looked at is still due.
void count_left(store::Database& database, PassContext const& context, ScheduleReport& report) {
  auto const still_due =
      database.transact([&](Transaction& transaction) { return count_due_of_nobody_else(transaction, context); });
  report.left_due = context.dry_run ? std::max(0L, still_due - report.checked) : still_due;
  if (context.dry_run || report.left_due == 0) return;
  auto left = database.transact(store::read_left_due);
  left.insert(left.begin(), report.left_due);
  if (!is_falling_behind(left)) return;
  log::warn("falling_behind", {{"left_due", report.left_due},
                               {"hint",
                                "each run leaves more pairs that are due: raise max_scheduled_engagements, or "
                                "start schedule more often; proactive stats shows the capacity"}});
}

// Tokens that were set aside for calls that were not made.
void return_tokens(Session& session, Writer& writer) {
  auto const unspent = writer.take_back_tokens();
  if (unspent == 0) return;
  session.database->ensure_connected();
  session.database->transact([&](Transaction& transaction) { store::return_tokens(transaction, unspent); });
}

// Whoever names pairs is told of them, due or not.
bool has_nothing_to_do(Session& session, Pass& pass, ScheduleOptions const& options, Json& report) {
  if (names_pairs(options)) return false;
  auto const& settings = session.settings();
  store::ScheduleTurns const turns{settings.runs.discover_interval_minutes, settings.experiment.auto_stop,
                                   settings.runs.retention_days.has_value()};
  auto const look = [&](Transaction& transaction) {
    return store::has_nothing_to_schedule(transaction, turns, pass.as_of());
  };
  return pass.has_nothing_to_do(look, report);
}

}  // namespace

ScheduleResult run_schedule(Session& session, std::string const& run_id, ScheduleOptions const& options) {
  Pass pass(session, "schedule", run_id, options.pass);
  ScheduleReport report;
  report.run_id = run_id;
  report.as_of = pass.as_of();
  report.dry_run = options.pass.dry_run;
  report.disabled = why_disabled(session);
  if (use_llm(Treatments(session.settings(), {}).wordings())) report.llm = ServiceTotals{};
  ScheduleResult result{to_json(report), report, ExitCode::ok};
  if (has_nothing_to_do(session, pass, options, result.report)) {
    result.code = pass.finish(result.report, false, in_words(report));
    return result;
  }
  auto const experiments = load_experiments(session, pass);
  auto const wordings = Treatments(session.settings(), experiments).wordings();
  auto const type_scores = learned_types(*session.database, wordings, pass.as_of());
  Writers const writers(session, wordings, pass.as_of(), pass.deadline(), options.show_prompt);
  auto& writer = writers.chosen();
  for (auto const& problem : writers.templates().problems()) {
    log::warn("broken_template", {{"error", problem}});
    pass.record_error(problem);
  }
  for (auto const& problem : empty_sets(session, wordings)) {
    log::warn("template_set_empty", {{"error", problem}});
    pass.record_error(problem);
  }

  Budget budget(session.settings().runs.max_scheduled_engagements);
  ProgressBoard board(options.pass.show_progress, use_llm(wordings));
  std::mutex merging;
  bool has_looked = false;
  ScheduleRun const run{session.settings(), pass, options, experiments, type_scores, writer, board, budget};
  Upkeep upkeep(session.settings(), pass.holder());
  auto const learn = [&](store::Database& database, PassContext const& context) {
    board.step("asking what came of messages");
    upkeep.begin(database, context);
    discover(database, session.settings(), context, board, asked_for(options), upkeep);
    board.step({});
  };
  auto const work = [&](store::Database& database, PassContext const& context) {
    auto const part = schedule_due(database, context, run);
    std::lock_guard const lock(merging);
    report.merge(part);
    has_looked = true;
  };
  auto const conclude = [&](store::Database& database, PassContext const& context) {
    bool const has_stopped_early = budget.left() == 0 || !context.may_begin();
    if (has_stopped_early && !names_pairs(options)) count_left(database, context, report);
    if (context.dry_run) return;
    pass.slices().release(database, context.slices);
    board.step("removing old rows");
    upkeep.end(database);
    board.step("looking at the guardrails of experiments");
    review_experiments(database, session.settings(), context, pass);
  };
  pass.run({.prepare = learn, .work = work, .conclude = conclude}, sharing_of(run));
  board.end();
  put_in_order(report.engagements);

  if (has_looked && budget.left() > 0 && pass.slices().elsewhere() == 0 &&
      report.checked + report.reads.unreadable == 0)
    warn_of_nobody(*session.database, options.selection);
  if (!report.dry_run) {
    return_tokens(session, writer);
    remember_service(session, writer);
  }
  report.llm.reset();
  if (use_llm(wordings)) report.llm = writer.totals();
  if (report.llm && !report.llm->sentence.empty()) pass.record_error(report.llm->sentence);
  bool const needs_operator = report.llm && report.llm->needs_operator;

  result = {to_json(report), report, ExitCode::ok};
  result.code =
      pass.finish(result.report, report.failed > 0 || report.reads.unreadable > 0 || needs_operator, in_words(report));
  return result;
}

}  // namespace proactive::app
