#include "app/pass/schedule_job.hpp"

#include <algorithm>
#include <set>

#include "app/learned_types.hpp"
#include "app/pass/discovery.hpp"
#include "app/pass/drafting.hpp"
#include "app/pass/facts_reader.hpp"
#include "base/column.hpp"
#include "base/log.hpp"
#include "domain/plan/schedule_plan.hpp"
#include "store/engagements.hpp"
#include "store/experiments.hpp"

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

// The pipeline of one job.
class ScheduleJob {
 public:
  ScheduleJob(store::Database& database, PassContext const& context, ScheduleRun const& run)
      : database_(database),
        settings_(run.settings),
        context_(context),
        pass_(run.pass),
        options_(run.options),
        budget_(run.budget),
        largest_batch_(first_batch(run.writer)),
        board_(run.board),
        treatments_(run.settings, run.experiments, run.type_scores),
        reader_(database, run.settings, context_, run.pass),
        drafting_(database, run.settings, context_, reader_, run.writer, treatments_,
                  run.options.show_prompt ? Drafting::Prompts::show : Drafting::Prompts::ask, run.board, report_) {}

  // Drafts are begun while the writer has room for them, and stored as their messages come back. Those of slices in
  // which nothing more is due are waited for while the next slices are looked at.
  ScheduleReport run() {
    bool is_dry = !context_.dry_run && context_.slices.empty() && !take_slices();
    if (!is_dry) watch_due();
    while (true) {
      if (!is_dry && may_begin() && drafting_.has_room()) {
        is_dry = !begin_drafts() && !go_on();
      } else if (!drafting_.is_idle()) {
        drafting_.collect();
        pass_.slices().release(database_, written_slices());
      } else {
        break;
      }
    }
    drafting_.finish();
    return std::move(report_);
  }

 private:
  // Slices in which nothing more is due, and the first draft that is of others.
  struct Behind {
    std::vector<int> slices;
    long first_after = 0;
  };

  [[nodiscard]] bool may_begin() const { return context_.may_begin() && budget_.left() > 0; }

  bool go_on() {
    if (context_.dry_run || !may_begin()) return false;
    behind_.push_back({context_.slices, drafting_.next_number()});
    if (!take_slices()) return false;
    watch_due();
    return true;
  }

  bool take_slices() {
    context_.slices.clear();
    context_.slices = pass_.slices().take(database_, written_slices());
    cursor_.reset();
    looked_at_.clear();
    settled_ = false;
    return !context_.slices.empty();
  }

  // Those behind whose messages are all stored; the others are kept.
  std::vector<int> written_slices() {
    std::vector<int> written;
    context_.kept.clear();
    std::erase_if(behind_, [&](Behind const& one) {
      bool const is_written = one.first_after <= drafting_.first_outstanding();
      auto& slices = is_written ? written : context_.kept;
      slices.insert(slices.end(), one.slices.begin(), one.slices.end());
      return is_written;
    });
    return written;
  }

  void watch_due() {
    if (!board_.is_watched()) return;
    auto const due = count_due();
    due_ = due_.value_or(0) + due;
    board_.add_due(due);
  }

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
    } else if (drafting_.writes_at_once()) {
      store_at_once(plan, ghosts);
    } else {
      drafting_.begin(claim(plan, plan.engagements, {}, ghosts));
    }
    return true;
  }

  // What has no message is claimed, and goes the way of all drafts. So do all where the database refuses a message:
  // only there each is tried alone.
  void store_at_once(SchedulePlan& plan, std::vector<PlannedEngagement> const& ghosts) {
    auto const made = drafting_.make(plan.engagements);
    std::set<Pair> parked;  // by their reader, with their errors
    for (auto const* unreadable : made.unreadable) parked.insert(unreadable->pair);
    std::erase_if(plan.next_checks, [&](NextCheck const& next) { return parked.contains(next.pair); });
    auto const messages = drafting_.messages_of(made);
    try {
      drafting_.go_on(claim(plan, without_message(made), messages, ghosts), made);
    } catch (store::DataError const& problem) {
      log::warn("batch_refused", {{"size", messages.size()}, {"error", problem.what()}});
      drafting_.go_on(claim(plan, plan.engagements, {}, ghosts), made);
    }
  }

  static std::vector<PlannedEngagement> without_message(Drafting::Made const& made) {
    std::vector<PlannedEngagement> plans;
    for (auto const* plan : made.unreadable) plans.push_back(*plan);
    for (auto const& [plan, draft] : made.drafts) {
      if (!draft.content) plans.push_back(*plan);
    }
    return plans;
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

  long count_due() {
    if (names_pairs(options_)) return 0;
    return database_.transact([&](Transaction& transaction) {
      return store::count_due_pairs(transaction, context_.as_of, slices_of(context_));
    });
  }

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

  // Everything that a batch comes to, in one transaction: the messages that were written before, and of what is yet to
  // be written who holds it.
  std::vector<ClaimedDraft> claim(SchedulePlan const& plan, std::vector<PlannedEngagement> const& unwritten,
                                  std::vector<store::WrittenDraft> const& messages,
                                  std::vector<PlannedEngagement> const& ghosts) {
    long stored = 0;
    auto claimed = database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      store::park_pairs(transaction, plan.next_checks);
      store::note_exposures(transaction, plan.exposures, context_.as_of);
      store::insert_ghosts(transaction, ghosts, context_.as_of, context_.holder.run_id);
      stored = store::insert_written(transaction, messages, context_.as_of, context_.holder.run_id);
      return store::claim_drafts(transaction, unwritten, context_.as_of, context_.holder.lease_seconds,
                                 context_.holder.run_id);
    });
    drafting_.count_scheduled(stored);
    // A pair that got its engagement elsewhere in the meantime: the unique index has kept this one out.
    auto const lost =
        static_cast<long>(unwritten.size() + messages.size()) - stored - static_cast<long>(claimed.size());
    if (lost > 0) {
      report_.refused[Reason::pending] += lost;
      budget_.give_back(lost);
    }
    return claimed;
  }

  store::Database& database_;
  Settings const& settings_;
  PassContext context_;
  Pass& pass_;
  ScheduleOptions const& options_;
  Budget& budget_;
  int largest_batch_;
  Ledger ledger_;
  std::optional<store::PairCursor> cursor_;
  std::set<Pair> looked_at_;  // pairs that are still due, or behind the cursor
  bool knows_all_ = false;    // of the pairs that are known: a dry run goes on with the others
  ProgressBoard& board_;
  Treatments treatments_;
  std::vector<Behind> behind_;
  bool settled_ = false;
  std::optional<long> due_;  // pairs of the slices so far; counted only for a progress line
  long planned_ = 0;
  ScheduleReport report_;
  FactsReader reader_;
  Drafting drafting_;
};

}  // namespace

bool names_pairs(ScheduleOptions const& options) {
  return options.recheck || options.selection.user_id || options.selection.companion_id;
}

std::optional<store::Selection> asked_for(ScheduleOptions const& options) {
  return names_pairs(options) ? std::optional{options.selection} : std::nullopt;
}

SliceSharing sharing_of(ScheduleRun const& run) {
  if (names_pairs(run.options)) return {};
  auto const count = [as_of = run.pass.as_of()](Transaction& transaction, store::Slices const& slices, long most) {
    return store::due_pairs_by_slice(transaction, as_of, slices, most);
  };
  return {count, std::clamp<long>(run.budget.left() * 2, smallest_batch, first_batch(run.writer))};
}

ScheduleReport schedule_due(store::Database& database, PassContext const& context, ScheduleRun const& run) {
  return ScheduleJob(database, context, run).run();
}

}  // namespace proactive::app
