#include "app/process.hpp"

#include <algorithm>
#include <iterator>

#include "app/ledger.hpp"
#include "base/column.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "domain/gate.hpp"
#include "store/deliveries.hpp"

namespace proactive::app {

namespace {

using store::Transaction;

// When this many messages in a row are refused and none was accepted, it is not the messages.
constexpr std::size_t systemic_refusals = 10;

struct Batch {
  std::vector<DueEngagement> due;
  std::vector<RelationshipFacts> facts;
};

struct Decisions {
  std::vector<DueEngagement> send;
  std::vector<store::ClosedEngagement> close;
  std::vector<store::HeldEngagement> hold;
};

// The pipeline of one job.
class ProcessJob {
 public:
  ProcessJob(store::Database& database, Settings const& settings, PassContext const& context, Pass& pass,
             Budget& budget)
      : database_(database), settings_(settings), context_(context), pass_(pass), budget_(budget) {}

  ProcessReport run() {
    while (!stop_requested() && budget_.left() > 0) {
      auto batch = next_batch(static_cast<int>(std::min<long>(budget_.left(), settings_.process_batch_size)));
      // Other jobs may have used the budget meanwhile.
      batch.due.resize(static_cast<std::size_t>(budget_.take(static_cast<long>(batch.due.size()))));
      if (batch.due.empty()) break;
      report_.due += static_cast<long>(batch.due.size());
      auto const decisions = recheck(batch);
      if (!context_.dry_run) carry_out(decisions);
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
      return batch;
    });
  }

  Decisions recheck(Batch& batch) {
    cursor_ = batch.due.back();
    if (!context_.dry_run) ledger_.clear();
    std::map<Pair, RelationshipFacts*> facts_of;
    for (auto& facts : batch.facts) facts_of[facts.pair] = &facts;
    Decisions decisions;
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

  void carry_out(Decisions const& decisions) {
    try {
      auto const sent = database_.transact([&](Transaction& transaction) {
        require_leases(transaction, context_);
        store::close_due(transaction, decisions.close, context_.as_of);
        store::hold_due(transaction, decisions.hold);
        return deliver(transaction, decisions.send);
      });
      count_sent(decisions.send.size(), sent);
    } catch (store::DataError const& problem) {
      log::warn("batch_refused", {{"size", decisions.send.size()}, {"error", problem.what()}});
      database_.transact([&](Transaction& transaction) {
        require_leases(transaction, context_);
        store::close_due(transaction, decisions.close, context_.as_of);
        store::hold_due(transaction, decisions.hold);
      });
      deliver_split(decisions.send);
      close_refused();
    }
  }

  std::size_t deliver(Transaction& transaction, std::vector<DueEngagement> const& engagements) {
    auto const next_check = context_.as_of + std::chrono::hours{settings_.min_interval_hours};
    return store::deliver(transaction, engagements, context_.as_of, next_check).size();
  }

  // Fewer were sent than wanted where another hand changed a row in between, such as a user's deletion.
  void count_sent(std::size_t wanted, std::size_t sent) {
    report_.sent += static_cast<long>(sent);
    if (sent < wanted) report_.cancelled[Reason::gone] += static_cast<long>(wanted - sent);
  }

  // Halves what the database refuses until each refused message stands alone.
  void deliver_split(std::vector<DueEngagement> const& engagements) {
    if (engagements.empty()) return;
    try {
      auto const sent = database_.transact([&](Transaction& transaction) {
        require_leases(transaction, context_);
        return deliver(transaction, engagements);
      });
      count_sent(engagements.size(), sent);
    } catch (store::DataError const& problem) {
      if (engagements.size() == 1) {
        refuse(engagements.front(), problem.what());
        return;
      }
      auto const middle = engagements.begin() + static_cast<std::ptrdiff_t>(engagements.size() / 2);
      deliver_split({engagements.begin(), middle});
      deliver_split({middle, engagements.end()});
    }
  }

  void refuse(DueEngagement const& engagement, std::string const& error) {
    refused_.push_back({engagement.key, "failed", Reason::delivery_error, error});
    if (refused_.size() >= systemic_refusals && report_.sent == 0) {
      throw configuration_error(
          "the database refuses every message, so none was marked as failed: correct the cause and run again; " +
          error);
    }
  }

  void close_refused() {
    database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      store::close_due(transaction, refused_, context_.as_of);
    });
    for (auto const& closed : refused_) {
      log::error("delivery_failed",
                 {{"user_id", closed.key.user_id}, {"engagement_id", closed.key.id}, {"error", closed.error}});
      pass_.record_error("engagement " + closed.key.id + ": " + closed.error);
    }
    report_.failed += static_cast<long>(refused_.size());
    refused_.clear();
  }

  store::Database& database_;
  Settings const& settings_;
  PassContext const& context_;
  Pass& pass_;
  Budget& budget_;
  Ledger ledger_;
  std::optional<DueEngagement> cursor_;
  std::vector<store::ClosedEngagement> refused_;
  ProcessReport report_;
};

}  // namespace

ProcessResult run_process(Session& session, std::string const& run_id, PassOptions const& options) {
  Pass pass(session, "process", run_id, options);
  ProcessReport report;
  report.run_id = run_id;
  report.as_of = pass.as_of();
  report.dry_run = options.dry_run;
  Budget budget(session.settings().max_deliveries);
  std::mutex merging;
  pass.run([&](store::Database& database, PassContext const& context) {
    auto const part = ProcessJob(database, session.settings(), context, pass, budget).run();
    std::lock_guard const lock(merging);
    report.merge(part);
  });

  ProcessResult result{to_json(report), report, ExitCode::ok};
  result.code = pass.finish(result.report, report.failed > 0);
  return result;
}

}  // namespace proactive::app
