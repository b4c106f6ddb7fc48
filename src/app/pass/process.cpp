#include "app/pass/process.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "app/pass/delivery.hpp"
#include "app/pass/due_queue.hpp"
#include "app/pass/experiments.hpp"
#include "app/pass/pushing.hpp"
#include "app/pass/throttle.hpp"
#include "base/column.hpp"
#include "base/log.hpp"
#include "channel/channels.hpp"
#include "domain/engagement/types.hpp"
#include "store/deliveries.hpp"
#include "store/experiments.hpp"
#include "store/idle.hpp"
#include "store/queue.hpp"

namespace proactive::app {

namespace {

using store::Transaction;

struct Batch {
  bool is_none = false;  // nothing was left to look at
  std::vector<DueEngagement> due;
  std::vector<DueEngagement> rivals;  // that are due to the same users, beyond what was taken
  std::vector<ClosedEngagement> unreadable;
};

// The pipeline of one job.
class ProcessJob {
 public:
  ProcessJob(store::Database& database, Settings const& settings, PassContext const& context, Pass& pass,
             std::vector<Experiment> const& experiments, std::vector<DisclosureText> const& texts, Refusals& refusals,
             Budget& budget, Throttle& throttle, ProgressBoard& board)
      : database_(database),
        settings_(settings),
        context_(context),
        pass_(pass),
        refusals_(refusals),
        budget_(budget),
        treatments_(settings, experiments),
        reader_(database, settings, context_, pass),
        channels_(settings.channel),
        delivery_(database, context_, pass, reader_, channels_, {texts, settings}, refusals, report_),
        throttle_(throttle),
        board_(board) {}

  // The slices that it was given, and those that it takes after them.
  ProcessReport run() {
    bool const has_some = context_.dry_run || !context_.slices.empty() || take_slices();
    if (!has_some) return std::move(report_);
    do {
      deliver_due();
    } while (may_go_on() && take_slices());
    return std::move(report_);
  }

  // What became of the messages that were refused, and what waits for an operator, when all jobs have ended.
  ProcessReport conclude() {
    delivery_.judge();
    report_.awaiting = database_.transact([&](Transaction& transaction) {
      return store::count_waiting(transaction, context_.as_of, slices_of(pass_.slices().taken()));
    });
    return std::move(report_);
  }

 private:
  [[nodiscard]] bool may_go_on() const { return !context_.dry_run && context_.may_begin() && budget_.left() > 0; }

  // Slices with refused messages that nobody has judged yet are kept: others would only be refused them, too.
  bool take_slices() {
    auto& done = context_.kept;
    done.insert(done.end(), context_.slices.begin(), context_.slices.end());
    bool const are_judged = refusals_.size() == 0;
    context_.slices = pass_.slices().take(database_, are_judged ? done : std::vector<int>{}, done);
    if (are_judged) done.clear();
    queue_.clear();
    return !context_.slices.empty();
  }

  void deliver_due() {
    if (!context_.dry_run) {
      expire_waiting();
      pass_ghosts();
    }
    while (context_.may_begin() && budget_.left() > 0) {
      context_.as_of = context_.clock.now();
      auto const room = throttle_.take(database_, context_, most_of_batch());
      if (room == 0) {
        if (!is_any_due()) break;
        throttle_.wait(database_, context_);
        continue;
      }
      auto batch = next_batch(room);
      // Other jobs may have used the budget meanwhile.
      batch.due.resize(static_cast<std::size_t>(budget_.take(static_cast<long>(batch.due.size()))));
      if (batch.due.empty() && batch.unreadable.empty()) {
        throttle_.give_back(room);
        if (batch.is_none) break;
        continue;
      }
      auto plan = recheck(batch);
      if (throttle_.is_on()) leave_out_surplus(plan, room);
      if (!context_.dry_run) delivery_.carry_out(plan);
      throttle_.give_back(room);
      board_.add_delivered(static_cast<long>(batch.due.size()), report_.sent - told_sent_);
      told_sent_ = report_.sent;
      give_slices();
      log::debug("batch_delivered", {{"due", batch.due.size()}, {"send", plan.send.size()}});
    }
  }

  // Refused messages are judged by who was refused them.
  void give_slices() {
    if (context_.dry_run || throttle_.is_on() || refusals_.size() > 0) return;
    if (queue_.left() <= settings_.runs.process_batch_size) return;
    auto const given = pass_.slices().give(database_, context_.slices);
    if (given.empty()) return;
    std::erase_if(context_.slices,
                  [&](int slice) { return std::find(given.begin(), given.end(), slice) != given.end(); });
    queue_.keep(context_.slices);
  }

  // What waits for an operator is not due, and would wait for ever.
  void expire_waiting() {
    database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      report_.expired += store::expire_waiting(transaction, context_.as_of, out_of_time(transaction));
    });
  }

  // Of those that wait, by the rules of their users.
  std::vector<EngagementKey> out_of_time(Transaction& transaction) {
    std::vector<EngagementKey> keys;
    for (auto const& waiting : store::waiting_engagements(transaction, context_.as_of, slices_of(context_))) {
      auto const valid = valid_for(waiting.type, treatments_.of(waiting.key.user_id).rules);
      if (waiting.scheduled_for <= context_.as_of - valid) keys.push_back(waiting.key);
    }
    return keys;
  }

  // What those who are held out would have got by now. Ghosts are no deliveries: no budget and no rate is theirs.
  void pass_ghosts() {
    if (settings_.experiment.holdout_percent == 0) return;
    for (;;) {
      auto const due = database_.transact([&](Transaction& transaction) {
        require_leases(transaction, context_);
        return store::due_ghosts(transaction, context_.as_of, slices_of(context_), settings_.runs.process_batch_size);
      });
      if (due.empty() || !context_.may_begin()) return;
      auto const facts = reader_.facts(column(due, &DueEngagement::pair), store::Planned::leave_out, report_.reads);
      Ledger ledger;
      auto plan = plan_delivery(due, facts, treatments_, context_.as_of, ledger);
      for (auto const& ghost : plan.unreadable) plan.close.push_back({ghost.key, "failed", Reason::unreadable});
      database_.transact([&](Transaction& transaction) {
        require_leases(transaction, context_);
        store::close_ghosts(transaction, plan.send, context_.as_of);
        store::close_ghosts(transaction, plan.close, context_.as_of);
        store::hold_ghosts(transaction, plan.hold);
      });
      report_.ghosts += static_cast<long>(plan.send.size());
    }
  }

  // At least one: what other jobs have taken of the budget meanwhile is given up afterwards.
  [[nodiscard]] long most_of_batch() const {
    return std::clamp<long>(budget_.left(), 1, settings_.runs.process_batch_size);
  }

  bool is_any_due() {
    return database_.transact([&](Transaction& transaction) {
      return queue_.is_any_due(transaction, context_.as_of, slices_of(context_), 1);
    });
  }

  // Where a rate is kept, no more is taken than may be sent: the oldest go first.
  Batch next_batch(long size) {
    return database_.transact([&](Transaction& transaction) {
      Batch batch;
      auto const most = throttle_.is_on() ? size : std::max(size, budget_.left());
      auto const keys = queue_.next(transaction, context_.as_of, slices_of(context_), size, most);
      batch.is_none = keys.empty();
      if (batch.is_none) return batch;
      read_due(transaction, keys, batch);
      if (!batch.due.empty() && !context_.dry_run) note_obstacle(channels_.look_at_queue(transaction));
      return batch;
    });
  }

  // Of one user's messages that are due the best is sent, and the gap after it holds the others: so none of them may be
  // left to the next batch, which a full one may have.
  void read_due(Transaction& transaction, std::vector<EngagementKey> const& keys, Batch& batch) {
    if (!queue_.may_hide_some()) {
      batch.due = store::due_engagements(transaction, context_.as_of, keys, batch.unreadable);
      return;
    }
    std::set<std::string_view> taken;
    for (auto const& key : keys) taken.insert(key.id);
    for (auto& due : store::due_of_users(transaction, context_.as_of, keys, batch.unreadable)) {
      if (taken.contains(due.key.id)) {
        batch.due.push_back(std::move(due));
      } else if (queue_.see(due)) {
        batch.rivals.push_back(std::move(due));
      }
    }
  }

  // Of the users that the budget reaches; they come on top of it.
  void add_rivals(Batch& batch) {
    if (batch.rivals.empty()) return;
    std::set<std::string> users;
    for (auto const& due : batch.due) users.insert(due.pair.user_id);
    for (auto& rival : batch.rivals) {
      if (users.contains(rival.pair.user_id)) {
        batch.due.push_back(std::move(rival));
      } else {
        queue_.unsee(rival);
      }
    }
  }

  // Rivals come on top of what the rate allows. What is left stays due.
  void leave_out_surplus(DeliveryPlan& plan, long room) {
    while (static_cast<long>(plan.send.size()) > room) {
      queue_.unsee(plan.send.back());
      plan.send.pop_back();
      --report_.due;
    }
  }

  // Once a run and job.
  void note_obstacle(std::optional<std::string> const& obstacle) {
    if (obstacle && !std::exchange(has_told_obstacle_, true)) pass_.record_error(*obstacle);
  }

  DeliveryPlan recheck(Batch& batch) {
    // A real run's next facts hold what it has sent; a dry run has only the ledger.
    if (!context_.dry_run) ledger_.clear();
    add_rivals(batch);
    auto const facts = reader_.facts(column(batch.due, &DueEngagement::pair), store::Planned::leave_out, report_.reads);
    report_.due += static_cast<long>(batch.due.size() + batch.unreadable.size());
    auto plan = plan_delivery(batch.due, facts, treatments_, context_.as_of, ledger_);
    for (auto const& engagement : plan.unreadable) {
      batch.unreadable.push_back(
          {engagement.key, "failed", Reason::unreadable, "the facts of its pair cannot be read"});
    }
    fail_unreadable(batch.unreadable, plan);
    report_.count(plan);
    if (context_.dry_run) preview(plan, facts);
    return plan;
  }

  void fail_unreadable(std::vector<ClosedEngagement> const& unreadable, DeliveryPlan& plan) {
    for (auto const& closed : unreadable) {
      log::error("delivery_failed",
                 {{"user_id", closed.key.user_id}, {"engagement_id", closed.key.id}, {"error", closed.error}});
      pass_.record_error(fmt::format("engagement {}: {}", closed.key.id, closed.error));
      plan.close.push_back(closed);
    }
    report_.failed += static_cast<long>(unreadable.size());
  }

  void preview(DeliveryPlan const& plan, std::vector<PairFacts> const& facts) {
    std::map<Pair, PairFacts const*> facts_of;
    for (auto const& one : facts) facts_of[one.pair] = &one;
    for (auto const& engagement : delivery_.preview(plan)) {
      auto const& known = *facts_of.at(engagement.pair);
      ++report_.sent;
      report_.engagements.push_back({engagement.pair,
                                     known.user_name,
                                     known.companion_name,
                                     engagement.type,
                                     engagement.scheduled_for,
                                     engagement.content,
                                     engagement.writer,
                                     {},
                                     user_zone(known, settings_.care),
                                     {},
                                     disclosure_details(engagement.disclosure)});
    }
  }

  store::Database& database_;
  Settings const& settings_;
  PassContext context_;  // its as_of is the batch's instant
  Pass& pass_;
  Refusals& refusals_;
  Budget& budget_;
  Treatments treatments_;
  Ledger ledger_;
  DueQueue queue_;
  ProcessReport report_;
  FactsReader reader_;
  channel::Channels channels_;
  bool has_told_obstacle_ = false;
  Delivery delivery_;
  Throttle& throttle_;
  ProgressBoard& board_;
  long told_sent_ = 0;  // of the sent
};

void count_listeners(Session& session, ProcessReport& report) {
  channel::Channels channels(session.settings().channel);
  auto const found =
      session.database->transact([&](Transaction& transaction) { return channels.listeners(transaction); });
  for (auto const& [kind, count] : found) report.channels[kind].listeners = count;
}

}  // namespace

ProcessResult run_process(Session& session, std::string const& run_id, PassOptions const& options) {
  Pass pass(session, "process", run_id, options);
  ProcessReport report;
  report.run_id = run_id;
  report.as_of = pass.as_of();
  report.dry_run = options.dry_run;
  report.disabled = why_disabled(session);
  report.pushes.is_used = has_channel(session.settings().channel, ChannelKind::webhook);  // and nothing waits
  ProcessResult result{to_json(report), report, ExitCode::ok};
  auto const nothing = [&](Transaction& transaction) {
    return store::has_nothing_to_deliver(transaction, pass.as_of());
  };
  if (pass.has_nothing_to_do(nothing, result.report)) {
    result.code = pass.finish(result.report, false, in_words(report));
    return result;
  }
  report.pushes = {};
  Budget budget(session.settings().runs.max_deliveries);
  auto const texts = load_disclosure_texts(session);
  auto const experiments = load_experiments(session, pass);
  Refusals refusals;
  Throttle throttle(session.settings().runs, pass, options);
  ProgressBoard board(options.show_progress);
  std::mutex merging;
  auto const merge = [&](ProcessReport const& part) {
    std::lock_guard const lock(merging);
    report.merge(part);
  };
  Pushing pushing(session, pass);
  auto const job = [&](store::Database& database, PassContext const& context) {
    return ProcessJob(database, session.settings(), context, pass, experiments, texts, refusals, budget, throttle,
                      board);
  };
  SliceSharing sharing{{}, session.settings().runs.process_batch_size, pushing.is_used()};
  if (!throttle.is_on()) {  // whose rate is that of all slices, and which one run reaches alone
    sharing.gives = !pushing.is_used();
    sharing.count = [&](Transaction& transaction, store::Slices const& slices, long most) {
      return store::due_engagements_by_slice(transaction, pass.now(), slices, most);
    };
  }
  pass.run({.begin = [&](store::Database& /*database*/, PassContext const& context) { pushing.start(context); },
            .work = [&](store::Database& database, PassContext const& context) { merge(job(database, context).run()); },
            .conclude =
                [&](store::Database& database, PassContext const& context) {
                  if (context.dry_run) return;
                  merge(job(database, context).conclude());
                  report.pushes = pushing.finish();
                }},
           std::move(sharing));
  board.end();
  if (report.awaiting.waiting > 0) {
    log::tell("approval_awaited", {{"messages", report.awaiting.waiting}, {"overdue", report.awaiting.overdue}});
  }
  put_in_order(report.engagements);

  if (report.events().announced > 0) count_listeners(session, report);
  throttle.tell();
  result = {to_json(report), report, ExitCode::ok};
  result.code = pass.finish(result.report, report.some_failed(), in_words(report));
  return result;
}

}  // namespace proactive::app
