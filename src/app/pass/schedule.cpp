#include "app/pass/schedule.hpp"

#include <algorithm>
#include <set>

#include "app/erasure.hpp"
#include "app/learned_types.hpp"
#include "app/pass/discovery.hpp"
#include "app/pass/drafting.hpp"
#include "app/pass/experiments.hpp"
#include "app/pass/facts_reader.hpp"
#include "app/pass/retention.hpp"
#include "app/pass/settle.hpp"
#include "app/pass/writers.hpp"
#include "base/column.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "domain/health.hpp"
#include "domain/plan/schedule_plan.hpp"
#include "store/engagements.hpp"
#include "store/experiments.hpp"
#include "store/health.hpp"
#include "store/llm.hpp"

namespace proactive::app {

namespace {

using store::ClaimedDraft;
using store::Transaction;

constexpr int smallest_batch = 100;
constexpr int largest_batch = 1000;  // 1,000 rows a transaction was the fastest size measured

// A writer that takes its time gets a small batch first, and larger ones while it works.
int first_batch(Writer const& writer) {
  if (writer.capacity() == 1) return largest_batch;
  return std::clamp(static_cast<int>(writer.capacity()), smallest_batch, largest_batch);
}

// Whether pairs are looked at that are not due.
bool names_pairs(ScheduleOptions const& options) {
  return options.recheck || options.selection.user_id || options.selection.companion_id;
}

// Those are asked for besides.
std::optional<store::Selection> asked_for(ScheduleOptions const& options) {
  return names_pairs(options) ? std::optional{options.selection} : std::nullopt;
}

long count_due_pairs(store::Database& database, PassContext const& context) {
  return database.transact(
      [&](Transaction& transaction) { return store::count_due_pairs(transaction, context.as_of, slices_of(context)); });
}

// The pipeline of one job.
class ScheduleJob {
 public:
  ScheduleJob(store::Database& database, Settings const& settings, PassContext const& context, Pass& pass,
              ScheduleOptions const& options, std::vector<Experiment> const& experiments, ArmScores const& type_scores,
              Writer& writer, ProgressBoard& board, Budget& budget)
      : database_(database),
        settings_(settings),
        context_(context),
        options_(options),
        budget_(budget),
        largest_batch_(first_batch(writer)),
        board_(board),
        treatments_(settings, experiments, type_scores),
        reader_(database, settings, context, pass),
        drafting_(database, settings, context, reader_, writer, treatments_,
                  options.show_prompt ? Drafting::Prompts::show : Drafting::Prompts::ask, board, report_) {}

  // Drafts are begun while the writer has room for them, and stored as their messages come back.
  ScheduleReport run() {
    if (board_.is_watched()) board_.add_due(due_.emplace(count_due()));
    bool is_dry = false;
    while (true) {
      if (!is_dry && context_.may_begin() && budget_.left() > 0 && drafting_.has_room()) {
        is_dry = !begin_drafts();
      } else if (!drafting_.is_idle()) {
        drafting_.collect();
      } else {
        break;
      }
    }
    drafting_.finish();
    return std::move(report_);
  }

 private:
  int next_batch_size() {
    auto const size = static_cast<int>(std::clamp<long>(budget_.left() * 2, smallest_batch, largest_batch_));
    largest_batch_ = std::min(2 * largest_batch_, largest_batch);
    return size;
  }

  // False when there is nothing left to write.
  bool begin_drafts() {
    if (!context_.dry_run && !settled_) {
      auto taken = take_over();
      settled_ = taken.empty();
      drafting_.begin(with_facts(std::move(taken)));
      return true;
    }
    auto const pairs = next_pairs();
    if (pairs.empty()) {
      drafting_.expect(0);
      return false;
    }
    auto facts = reader_.facts(pairs, store::Planned::count, report_.reads);
    add_received_types(database_, facts, treatments_, context_.as_of);
    auto plan = decide(std::move(facts));
    auto const ghosts = take_ghosts(plan);
    if (context_.dry_run) {
      drafting_.begin(column(plan.engagements, [](auto const& planned) { return ClaimedDraft{{}, 1, planned}; }));
    } else {
      drafting_.begin(claim(plan, ghosts));
    }
    return true;
  }

  // Drafts of runs that died are written by this one; those that five runs gave up fail.
  std::vector<ClaimedDraft> take_over() {
    auto const most = static_cast<int>(std::min<long>(budget_.left(), next_batch_size()));
    int exhausted = 0;
    std::vector<store::FailedDraft> unreadable;
    auto taken = database_.transact([&](Transaction& transaction) {
      unreadable.clear();
      require_leases(transaction, context_);
      exhausted = store::fail_exhausted_drafts(transaction, context_.as_of, context_.slices);
      auto drafts = store::take_over_drafts(transaction, context_.holder.lease_seconds, context_.holder.run_id,
                                            context_.slices, most, unreadable);
      store::fail_drafts(transaction, unreadable, Reason::unreadable, context_.as_of);
      return drafts;
    });
    budget_.take(static_cast<long>(taken.size()));
    report_.failed += exhausted + static_cast<long>(unreadable.size());
    if (!taken.empty()) log::info("drafts_taken_over", {{"count", taken.size()}});
    return taken;
  }

  // What was planned by a run that died goes by today's facts: a pair that has gone since is not written to.
  std::vector<ClaimedDraft> with_facts(std::vector<ClaimedDraft> taken) {
    if (taken.empty()) return taken;
    std::map<Pair, PairFacts> facts_of;
    auto const pairs = column(taken, [](ClaimedDraft const& draft) { return draft.plan.pair; });
    for (auto& facts : reader_.facts(pairs, store::Planned::leave_out, report_.reads))
      facts_of[facts.pair] = std::move(facts);
    std::vector<store::CancelledDraft> cancelled;
    std::erase_if(taken, [&](ClaimedDraft& draft) {
      auto const found = facts_of.find(draft.plan.pair);
      if (found == facts_of.end()) {
        cancelled.push_back({draft, Reason::unreadable});
      } else if (!found->second.exists) {
        cancelled.push_back({draft, Reason::gone});
      } else {
        draft.plan.facts = found->second;
        return false;
      }
      return true;
    });
    database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      store::cancel_drafts(transaction, cancelled, context_.as_of);
    });
    for (auto const& one : cancelled) ++report_.refused[one.reason];
    return taken;
  }

  // A dry run stores nothing, so it also looks at the pairs that a real one would have learned of.
  std::vector<Pair> next_pairs() {
    for (;;) {
      auto const size = next_batch_size();
      auto pairs = fetch_pairs(size);
      if (pairs.empty()) return pairs;
      bool const is_full = static_cast<int>(pairs.size()) == size;
      std::erase_if(pairs, [&](Pair const& pair) { return looked_at_.contains(pair); });
      if (is_full && !knows_all_ && !names_pairs(options_)) add_rivals(pairs);
      if (context_.dry_run) looked_at_.insert(pairs.begin(), pairs.end());  // a real run parks them
      if (!pairs.empty()) return pairs;
    }
  }

  // Of a user's pairs the best is engaged, and the limits leave the others none: so none of them that is due may be
  // left to the next batch, which a full one may have.
  void add_rivals(std::vector<Pair>& pairs) {
    std::set<Pair> const known(pairs.begin(), pairs.end());
    auto const users = column(pairs, &Pair::user_id);
    auto const due = database_.transact(
        [&](Transaction& transaction) { return store::due_pairs_of_users(transaction, context_.as_of, users); });
    for (auto const& rival : due) {
      if (known.contains(rival.pair) || !looked_at_.insert(rival.pair).second) continue;
      pairs.push_back(rival.pair);
    }
  }

  std::vector<Pair> fetch_pairs(int size) {
    return database_.transact([&](Transaction& transaction) {
      auto const slices = slices_of(context_);
      auto found = std::vector<store::PairCursor>{};
      if (!knows_all_) {
        found = names_pairs(options_) ? store::chosen_pairs(transaction, options_.selection, cursor_, slices, size)
                                      : store::due_pairs(transaction, context_.as_of, cursor_, slices, size);
      }
      if (found.empty() && context_.dry_run) {
        if (!knows_all_) cursor_.reset();
        knows_all_ = true;
        auto const since = previewed_since(transaction, settings_, context_.as_of, asked_for(options_));
        found = store::unknown_pairs(transaction, since, options_.selection, cursor_, size);
      }
      if (!found.empty()) cursor_ = found.back();
      return column(found, &store::PairCursor::pair);
    });
  }

  long count_due() { return names_pairs(options_) ? 0 : count_due_pairs(database_, context_); }

  SchedulePlan decide(std::vector<PairFacts> facts) {
    // A real run's next facts hold what it has claimed; a dry run has only the ledger.
    if (!context_.dry_run) ledger_.clear();
    auto plan =
        plan_schedule(std::move(facts), treatments_, context_.as_of, ledger_, [&] { return budget_.take(1) == 1; });
    report_.checked += plan.checked;
    board_.add_checked(plan.checked);
    add(report_.refused, plan.refused);
    add(report_.shadow, plan.shadow);
    planned_ += static_cast<long>(plan.engagements.size());
    expect_more();
    log::debug("batch_checked", {{"checked", plan.checked}, {"planned", plan.engagements.size()}});
    return plan;
  }

  // What is still due passes the gate as often as what was due so far.
  void expect_more() {
    if (!due_ || report_.checked == 0) return;
    auto const unseen = std::max(0L, *due_ - report_.checked);
    drafting_.expect(std::min(budget_.left(), unseen * planned_ / report_.checked));
  }

  // Nobody writes them.
  std::vector<PlannedEngagement> take_ghosts(SchedulePlan& plan) {
    auto& all = plan.engagements;
    auto const begin = std::stable_partition(all.begin(), all.end(),
                                             [](PlannedEngagement const& planned) { return !planned.is_ghost; });
    std::vector<PlannedEngagement> ghosts{std::make_move_iterator(begin), std::make_move_iterator(all.end())};
    all.erase(begin, all.end());
    report_.ghosts += static_cast<long>(ghosts.size());
    return ghosts;
  }

  std::vector<ClaimedDraft> claim(SchedulePlan const& plan, std::vector<PlannedEngagement> const& ghosts) {
    auto claimed = database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      store::park_pairs(transaction, plan.next_checks);
      store::note_exposures(transaction, plan.exposures, context_.as_of);
      store::insert_ghosts(transaction, ghosts, context_.as_of, context_.holder.run_id);
      return store::claim_drafts(transaction, plan.engagements, context_.as_of, context_.holder.lease_seconds,
                                 context_.holder.run_id);
    });
    // A pair that got its engagement elsewhere in the meantime: the unique index has kept this one out.
    auto const lost = static_cast<long>(plan.engagements.size() - claimed.size());
    if (lost > 0) {
      report_.refused[Reason::pending] += lost;
      budget_.give_back(lost);
    }
    return claimed;
  }

  store::Database& database_;
  Settings const& settings_;
  PassContext const& context_;
  ScheduleOptions const& options_;
  Budget& budget_;
  int largest_batch_;
  Ledger ledger_;
  std::optional<store::PairCursor> cursor_;
  std::set<Pair> looked_at_;  // pairs that are still due, or behind the cursor
  bool knows_all_ = false;    // of the pairs that are known: a dry run goes on with the others
  ProgressBoard& board_;
  Treatments treatments_;
  bool settled_ = false;
  std::optional<long> due_;  // pairs, at the begin; counted only for a progress line
  long planned_ = 0;
  ScheduleReport report_;
  FactsReader reader_;
  Drafting drafting_;
};

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
  auto const still_due = count_due_pairs(database, context);
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

}  // namespace

ScheduleResult run_schedule(Session& session, std::string const& run_id, ScheduleOptions const& options) {
  Pass pass(session, "schedule", run_id, options.pass);
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

  ScheduleReport report;
  report.run_id = run_id;
  report.as_of = pass.as_of();
  report.dry_run = options.pass.dry_run;
  report.disabled = why_disabled(session);
  Budget budget(session.settings().runs.max_scheduled_engagements);
  ProgressBoard board(options.pass.show_progress, use_llm(wordings));
  std::mutex merging;
  bool has_looked = false;
  auto const learn = [&](store::Database& database, PassContext const& context) {
    if (context.dry_run) return;
    board.step("asking what came of messages");
    settle(database, session.settings(), context);
    discover(database, session.settings(), context, board, asked_for(options));
    board.step({});
  };
  pass.run(
      [&](store::Database& database, PassContext const& context) {
        auto const part = ScheduleJob(database, session.settings(), context, pass, options, experiments, type_scores,
                                      writer, board, budget)
                              .run();
        std::lock_guard const lock(merging);
        report.merge(part);
        has_looked = true;
      },
      learn,
      [&](store::Database& database, PassContext const& context) {
        bool const has_stopped_early = budget.left() == 0 || !context.may_begin();
        if (has_stopped_early && !names_pairs(options)) count_left(database, context, report);
        if (context.dry_run) return;
        board.step("removing old rows");
        remove_old(database, session.settings(), context);
        board.step("looking at the guardrails of experiments");
        review_experiments(database, session.settings(), context, pass);
      });
  board.end();
  put_in_order(report.engagements);

  if (has_looked && budget.left() > 0 && report.checked + report.reads.unreadable == 0)
    warn_of_nobody(*session.database, options.selection);
  if (!report.dry_run) {
    return_tokens(session, writer);
    remember_service(session, writer);
  }
  if (use_llm(wordings)) report.llm = writer.totals();
  if (report.llm && !report.llm->sentence.empty()) pass.record_error(report.llm->sentence);
  bool const needs_operator = report.llm && report.llm->needs_operator;

  ScheduleResult result{to_json(report), report, ExitCode::ok};
  result.code =
      pass.finish(result.report, report.failed > 0 || report.reads.unreadable > 0 || needs_operator, in_words(report));
  return result;
}

}  // namespace proactive::app
