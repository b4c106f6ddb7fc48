#include "app/process.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "app/delivery.hpp"
#include "app/ledger.hpp"
#include "base/column.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "domain/gate.hpp"
#include "store/deliveries.hpp"
#include "store/notifications.hpp"

namespace proactive::app {

namespace {

using store::Transaction;

constexpr std::string_view queue_hint =
    "the notification queue is fuller than realtime_queue_limit, so messages are delivered without event: end the "
    "listening session whose transaction stays open (pg_stat_activity)";

struct Batch {
  double queue_percent = 0;  // of the notification queue, in use
  std::vector<DueEngagement> due;
  std::vector<RelationshipFacts> facts;
};

// The pipeline of one job.
class ProcessJob {
 public:
  ProcessJob(store::Database& database, Settings const& settings, PassContext const& context, Pass& pass,
             Budget& budget)
      : database_(database),
        settings_(settings),
        context_(context),
        pass_(pass),
        budget_(budget),
        delivery_(database, settings, context, pass, report_) {}

  ProcessReport run() {
    while (context_.may_begin() && budget_.left() > 0) {
      auto batch = next_batch(static_cast<int>(std::min<long>(budget_.left(), settings_.runs.process_batch_size)));
      // Other jobs may have used the budget meanwhile.
      batch.due.resize(static_cast<std::size_t>(budget_.take(static_cast<long>(batch.due.size()))));
      if (batch.due.empty()) break;
      report_.due += static_cast<long>(batch.due.size());
      auto const decisions = recheck(batch);
      if (!context_.dry_run) delivery_.carry_out(decisions, events(batch));
      log::debug("batch_delivered", {{"due", batch.due.size()}, {"send", decisions.send.size()}});
    }
    return std::move(report_);
  }

 private:
  Batch next_batch(int size) {
    return database_.transact([&](Transaction& transaction) {
      Batch batch;
      batch.due = store::due_engagements(transaction, context_.as_of, cursor_, slices_of(context_), size);
      if (batch.due.empty()) return batch;
      auto const pairs = column(batch.due, &DueEngagement::pair);
      batch.facts = store::relationship_facts(transaction, pairs, context_.as_of, settings_, store::Planned::leave_out);
      if (settings_.channel.realtime != RealtimeChoice::none)
        batch.queue_percent = store::notification_queue_percent(transaction);
      return batch;
    });
  }

  // A full notification queue would refuse the commit: the messages matter more than that they are seen at once.
  Events events(Batch const& batch) {
    if (settings_.channel.realtime == RealtimeChoice::none) return Events::leave_out;
    if (batch.queue_percent <= settings_.channel.realtime_queue_limit) return Events::send;
    log::warn("realtime_queue_full", {{"queue_percent", batch.queue_percent},
                                      {"realtime_queue_limit", settings_.channel.realtime_queue_limit},
                                      {"hint", std::string{queue_hint}}});
    if (report_.without_event == 0) pass_.record_error(std::string{queue_hint});
    return Events::leave_out;
  }

  DeliveryDecisions recheck(Batch& batch) {
    cursor_ = batch.due.back();
    if (!context_.dry_run) ledger_.clear();
    std::map<Pair, RelationshipFacts*> facts_of;
    for (auto& facts : batch.facts) facts_of[facts.pair] = &facts;
    DeliveryDecisions decisions;
    for (auto& engagement : batch.due) {
      auto& facts = *facts_of.at(engagement.pair);
      ledger_.apply_to(facts);
      auto const decision = decide_delivery(engagement, {facts, settings_, context_.as_of});
      switch (decision.action) {
        case DeliveryDecision::Action::send:
          ledger_.add_sent(engagement.pair, context_.as_of);
          if (context_.dry_run) preview(engagement, facts);
          decisions.send.push_back(std::move(engagement));
          break;
        case DeliveryDecision::Action::hold:
          ++report_.held[*decision.reason];
          decisions.hold.push_back({engagement.key, decision.scheduled_for});
          break;
        case DeliveryDecision::Action::cancel:
          ++report_.cancelled[*decision.reason];
          decisions.close.push_back({engagement.key, "cancelled", *decision.reason, {}});
          break;
        case DeliveryDecision::Action::expire:
          ++report_.expired;
          decisions.close.push_back({engagement.key, "expired", *decision.reason, {}});
          break;
      }
    }
    return decisions;
  }

  void preview(DueEngagement const& engagement, RelationshipFacts const& facts) {
    ++report_.sent;
    report_.engagements.push_back({engagement.pair, facts.user_name, facts.companion_name, engagement.type,
                                   engagement.scheduled_for, engagement.content, engagement.writer});
  }

  store::Database& database_;
  Settings const& settings_;
  PassContext const& context_;
  Pass& pass_;
  Budget& budget_;
  Ledger ledger_;
  std::optional<DueEngagement> cursor_;
  ProcessReport report_;
  Delivery delivery_;
};

}  // namespace

ProcessResult run_process(Session& session, std::string const& run_id, PassOptions const& options) {
  Pass pass(session, "process", run_id, options);
  ProcessReport report;
  report.run_id = run_id;
  report.as_of = pass.as_of();
  report.dry_run = options.dry_run;
  Budget budget(session.settings().runs.max_deliveries);
  std::mutex merging;
  pass.run([&](store::Database& database, PassContext const& context) {
    auto const part = ProcessJob(database, session.settings(), context, pass, budget).run();
    std::lock_guard const lock(merging);
    report.merge(part);
  });

  ProcessResult result{to_json(report), report, ExitCode::ok};
  result.code = pass.finish(result.report, report.failed > 0 || report.without_event > 0);
  return result;
}

}  // namespace proactive::app
