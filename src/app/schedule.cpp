#include "app/schedule.hpp"

#include <algorithm>

#include "app/drafting.hpp"
#include "app/ledger.hpp"
#include "app/writers.hpp"
#include "base/column.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "domain/gate.hpp"
#include "store/engagements.hpp"
#include "store/llm.hpp"

namespace proactive::app {

namespace {

using store::ClaimedDraft;
using store::PlannedEngagement;
using store::Transaction;

constexpr int smallest_batch = 100;
constexpr int most_claims = 5;       // attempts at one batch
constexpr int largest_batch = 1000;  // 1,000 rows a transaction was the fastest size measured

// What one batch of relationships came to.
struct Decisions {
  long checked = 0;
  ReasonCounts refused;
  std::vector<PlannedEngagement> plans;
  std::vector<store::NextCheck> next_checks;
};

// The pipeline of one job.
class ScheduleJob {
 public:
  ScheduleJob(store::Database& database, Settings const& settings, PassContext const& context,
              ScheduleOptions const& options, Writers& writers, ProgressBoard& board, Budget& budget)
      : database_(database),
        settings_(settings),
        context_(context),
        options_(options),
        budget_(budget),
        largest_batch_(writers.by_llm() ? std::clamp(2 * settings.llm.llm_concurrency, smallest_batch, largest_batch)
                                        : largest_batch),
        is_watched_(board.is_watched()),
        drafting_(database, settings, context, writers,
                  options.show_prompt ? Drafting::Prompts::show : Drafting::Prompts::ask, board, report_) {}

  // Drafts are begun while the writer has room for them, and stored as their messages come back.
  ScheduleReport run() {
    if (is_watched_) due_ = count_due();
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
  // A writer that takes its time gets a small batch first, and larger ones while it works.
  int next_batch_size() {
    auto const size = static_cast<int>(std::clamp<long>(budget_.left() * 2, smallest_batch, largest_batch_));
    largest_batch_ = std::min(2 * largest_batch_, largest_batch);
    return size;
  }

  // False when there is nothing left to write.
  bool begin_drafts() {
    if (!context_.dry_run && !settled_) {
      auto const taken = take_over();
      drafting_.begin(taken);
      settled_ = taken.empty();
      return true;
    }
    auto facts = next_batch();
    if (facts.empty()) {
      drafting_.expect(0);
      return false;
    }
    if (context_.dry_run) {
      auto const decisions = decide_batch(facts);
      count(decisions);
      drafting_.begin(column(decisions.plans, [](auto const& plan) { return ClaimedDraft{{}, 1, plan}; }));
    } else {
      drafting_.begin(decide_and_claim(facts));
    }
    return true;
  }

  // Drafts of runs that died are written by this one; those that five runs gave up fail.
  std::vector<ClaimedDraft> take_over() {
    auto const most = static_cast<int>(std::min<long>(budget_.left(), next_batch_size()));
    int exhausted = 0;
    auto taken = database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      exhausted = store::fail_exhausted_drafts(transaction, context_.as_of, context_.slices);
      return store::take_over_drafts(transaction, context_.holder.lease_seconds, context_.holder.run_id,
                                     context_.slices, most);
    });
    budget_.take(static_cast<long>(taken.size()));
    report_.failed += exhausted;
    if (!taken.empty()) log::info("drafts_taken_over", {{"count", taken.size()}});
    return taken;
  }

  std::vector<RelationshipFacts> next_batch() {
    bool const chosen = options_.recheck || options_.selection.user_id || options_.selection.companion_id;
    auto const size = next_batch_size();
    return database_.transact([&](Transaction& transaction) {
      auto const slices = slices_of(context_);
      auto const found = chosen ? store::chosen_relationships(transaction, options_.selection, cursor_, slices, size)
                                : store::due_relationships(transaction, context_.as_of, cursor_, slices, size);
      if (found.empty()) return std::vector<RelationshipFacts>{};
      cursor_ = found.back();
      return facts_of(transaction, column(found, &store::RelationshipCursor::pair));
    });
  }

  long count_due() {
    bool const chosen = options_.recheck || options_.selection.user_id || options_.selection.companion_id;
    if (chosen) return 0;
    return database_.transact([&](Transaction& transaction) {
      return store::count_due_relationships(transaction, context_.as_of, slices_of(context_));
    });
  }

  std::vector<RelationshipFacts> facts_of(Transaction& transaction, std::vector<Pair> const& pairs) {
    return store::relationship_facts(transaction, pairs, context_.as_of, settings_, store::Planned::count);
  }

  Decisions decide_batch(std::vector<RelationshipFacts>& batch) {
    Decisions decisions;
    // A real run's next facts hold what it has claimed; a dry run has only the ledger.
    if (!context_.dry_run) ledger_.clear();
    for (auto& facts : batch) {
      ledger_.apply_to(facts);
      auto const decision = decide({facts, settings_, context_.as_of});
      if (!decision.refused && budget_.take(1) == 0) break;
      ++decisions.checked;
      decisions.next_checks.push_back({facts.pair, decision.next_check_at});
      if (decision.refused) {
        ++decisions.refused[*decision.refused];
        continue;
      }
      ledger_.add_open(facts.pair, decision.scheduled_for);
      decisions.plans.push_back({facts.pair, decision.type, *facts.stage(), decision.scheduled_for});
    }
    return decisions;
  }

  void count(Decisions const& decisions) {
    report_.checked += decisions.checked;
    planned_ += static_cast<long>(decisions.plans.size());
    expect_more();
    for (auto const& [reason, number] : decisions.refused) report_.refused[reason] += number;
    log::debug("batch_checked", {{"checked", decisions.checked}, {"planned", decisions.plans.size()}});
  }

  // What is still due passes the gate as often as what was due so far.
  void expect_more() {
    if (!due_ || report_.checked == 0) return;
    auto const unseen = std::max(0L, *due_ - report_.checked);
    drafting_.expect(std::min(budget_.left(), unseen * planned_ / report_.checked));
  }

  // The database refuses the claims of a batch when a user of it is deleted meanwhile: then its facts are read again.
  std::vector<ClaimedDraft> decide_and_claim(std::vector<RelationshipFacts>& facts) {
    for (int attempt = 1;; ++attempt) {
      auto const decisions = decide_batch(facts);
      try {
        auto claimed = claim(decisions);
        count(decisions);
        return claimed;
      } catch (store::DataError const& problem) {
        if (attempt == most_claims) throw;
        log::warn("batch_refused", {{"size", decisions.plans.size()}, {"error", problem.what()}});
      }
      budget_.give_back(static_cast<long>(decisions.plans.size()));
      auto const pairs = column(facts, &RelationshipFacts::pair);
      facts = database_.transact([&](Transaction& transaction) { return facts_of(transaction, pairs); });
    }
  }

  std::vector<ClaimedDraft> claim(Decisions const& decisions) {
    auto claimed = database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      store::park_relationships(transaction, decisions.next_checks);
      return store::claim_drafts(transaction, decisions.plans, context_.as_of, context_.holder.lease_seconds,
                                 context_.holder.run_id);
    });
    // A pair that got its engagement elsewhere in the meantime: the unique index has kept this one out.
    auto const lost = static_cast<long>(decisions.plans.size() - claimed.size());
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
  std::optional<store::RelationshipCursor> cursor_;
  bool is_watched_;
  bool settled_ = false;
  std::optional<long> due_;  // relationships, at the begin; counted only for a progress line
  long planned_ = 0;
  ScheduleReport report_;
  Drafting drafting_;
};

// Tokens that were set aside for calls that were not made.
void return_tokens(Session& session, LlmWriter& llm) {
  auto const unspent = llm.take_back_tokens();
  session.database->ensure_connected();
  session.database->transact([&](Transaction& transaction) { store::return_tokens(transaction, unspent); });
}

}  // namespace

ScheduleResult run_schedule(Session& session, std::string const& run_id, ScheduleOptions const& options) {
  Pass pass(session, "schedule", run_id, options.pass);
  Writers writers(session, pass.deadline());
  for (auto const& problem : writers.templates().problems()) {
    log::warn("broken_template", {{"error", problem}});
    pass.record_error(problem);
  }

  ScheduleReport report;
  report.run_id = run_id;
  report.as_of = pass.as_of();
  report.dry_run = options.pass.dry_run;
  Budget budget(session.settings().runs.max_scheduled_engagements);
  ProgressBoard board(options.show_progress);
  std::mutex merging;
  pass.run([&](store::Database& database, PassContext const& context) {
    auto const part = ScheduleJob(database, session.settings(), context, options, writers, board, budget).run();
    std::lock_guard const lock(merging);
    report.merge(part);
  });

  if (writers.by_llm()) report.llm = LlmTotals{};
  if (auto* const llm = writers.llm()) {
    if (!report.dry_run) return_tokens(session, *llm);
    report.llm = llm->totals();
    if (!report.llm->sentence.empty()) pass.record_error(report.llm->sentence);
  }
  // A key that is refused is nothing that the next run could mend.
  bool const is_forbidden = report.llm && report.llm->stopped == CallStop::forbidden;

  ScheduleResult result{to_json(report), report, ExitCode::ok};
  result.code = pass.finish(result.report, report.failed > 0 || is_forbidden);
  return result;
}

}  // namespace proactive::app
