#include "app/schedule.hpp"

#include <algorithm>
#include <map>

#include "app/ledger.hpp"
#include "base/column.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "domain/gate.hpp"
#include "store/engagements.hpp"
#include "store/templates.hpp"
#include "writer/template_writer.hpp"

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
              ScheduleOptions const& options, Writer& writer, Budget& budget)
      : database_(database),
        settings_(settings),
        context_(context),
        options_(options),
        writer_(writer),
        budget_(budget) {}

  ScheduleReport run() {
    if (!context_.dry_run) settle();
    while (budget_.left() > 0 && !stop_requested()) {
      auto facts = next_batch();
      if (facts.empty()) break;
      if (context_.dry_run) {
        auto const decisions = decide_batch(facts);
        count(decisions);
        preview(decisions.plans);
      } else {
        write_and_store(decide_and_claim(facts));
      }
    }
    return std::move(report_);
  }

 private:
  [[nodiscard]] int batch_size() const {
    return static_cast<int>(std::clamp<long>(budget_.left() * 2, smallest_batch, largest_batch));
  }

  // Drafts of runs that died are written by this one; those that five runs gave up fail.
  void settle() {
    while (!stop_requested()) {
      auto const most = static_cast<int>(std::min<long>(budget_.left(), largest_batch));
      int exhausted = 0;
      auto const taken = database_.transact([&](Transaction& transaction) {
        require_leases(transaction, context_);
        exhausted = store::fail_exhausted_drafts(transaction, context_.as_of, context_.slices);
        return store::take_over_drafts(transaction, context_.holder.lease_seconds, context_.holder.run_id,
                                       context_.slices, most);
      });
      budget_.take(static_cast<long>(taken.size()));
      report_.failed += exhausted;
      if (taken.empty()) return;
      log::info("drafts_taken_over", {{"count", taken.size()}});
      write_and_store(taken);
    }
  }

  std::vector<RelationshipFacts> next_batch() {
    bool const chosen = options_.recheck || options_.selection.user_id || options_.selection.companion_id;
    return database_.transact([&](Transaction& transaction) {
      auto const slices = slices_of(context_);
      auto const found =
          chosen ? store::chosen_relationships(transaction, options_.selection, cursor_, slices, batch_size())
                 : store::due_relationships(transaction, context_.as_of, cursor_, slices, batch_size());
      if (found.empty()) return std::vector<RelationshipFacts>{};
      cursor_ = found.back();
      return facts_of(transaction, column(found, &store::RelationshipCursor::pair));
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
    for (auto const& [reason, number] : decisions.refused) report_.refused[reason] += number;
    log::debug("batch_checked", {{"checked", decisions.checked}, {"planned", decisions.plans.size()}});
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

  std::vector<Brief> briefs_for(std::vector<PlannedEngagement> const& plans) {
    auto const pairs = column(plans, &PlannedEngagement::pair);
    auto found =
        database_.transact([&](Transaction& transaction) { return store::briefs(transaction, pairs, settings_); });
    std::map<Pair, Brief*> by_pair;
    for (auto& brief : found) by_pair[brief.pair] = &brief;
    std::vector<Brief> briefs;
    for (auto const& plan : plans) {
      auto const brief = by_pair.find(plan.pair);
      briefs.push_back(brief == by_pair.end() ? Brief{} : std::move(*brief->second));
      briefs.back().pair = plan.pair;
      briefs.back().type = plan.type;
      briefs.back().scheduled_for = plan.scheduled_for;
      if (briefs.back().timezone.empty()) briefs.back().timezone = settings_.default_timezone;
    }
    return briefs;
  }

  void write_and_store(std::vector<ClaimedDraft> const& claimed) {
    if (claimed.empty()) return;
    auto const plans = column(claimed, &ClaimedDraft::plan);
    auto const drafts = writer_.write(briefs_for(plans));

    std::vector<store::WrittenDraft> written;
    std::vector<store::FailedDraft> failed;
    std::vector<store::NextCheck> next_checks;
    for (std::size_t i = 0; i < claimed.size(); ++i) {
      if (drafts[i].content) {
        written.push_back({claimed[i], *drafts[i].content, drafts[i].writer, drafts[i].template_id});
        ++report_.written_by[drafts[i].writer];
        continue;
      }
      failed.push_back({claimed[i], drafts[i].problem});
      next_checks.push_back({claimed[i].plan.pair, context_.as_of + std::chrono::hours{24}});
      log::warn(
          "no_message",
          {{"user_id", claimed[i].key.user_id}, {"engagement_id", claimed[i].key.id}, {"error", drafts[i].problem}});
    }
    auto const stored = database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      store::fail_drafts(transaction, failed, Reason::no_message, context_.as_of);
      store::park_relationships(transaction, next_checks);
      return store::store_drafts(transaction, written);
    });
    report_.scheduled += stored;
    report_.failed += static_cast<long>(failed.size());
  }

  void preview(std::vector<PlannedEngagement> const& plans) {
    if (plans.empty()) return;
    auto const briefs = briefs_for(plans);
    auto const drafts = writer_.write(briefs);
    for (std::size_t i = 0; i < plans.size(); ++i) {
      if (!drafts[i].content) {
        ++report_.failed;
        log::warn("no_message", {{"user_id", plans[i].pair.user_id}, {"error", drafts[i].problem}});
        continue;
      }
      ++report_.scheduled;
      ++report_.written_by[drafts[i].writer];
      report_.engagements.push_back({plans[i].pair, briefs[i].user_name, briefs[i].companion_name, plans[i].type,
                                     plans[i].scheduled_for, *drafts[i].content, drafts[i].writer});
    }
  }

  store::Database& database_;
  Settings const& settings_;
  PassContext const& context_;
  ScheduleOptions const& options_;
  Writer& writer_;
  Budget& budget_;
  Ledger ledger_;
  std::optional<store::RelationshipCursor> cursor_;
  ScheduleReport report_;
};

TemplateWriter make_writer(Session& session) {
  auto const& settings = session.settings();
  auto const templates = session.database->transact(store::active_templates);
  return {templates, settings.default_language, {settings.min_message_length, settings.max_message_length}};
}

}  // namespace

ScheduleResult run_schedule(Session& session, std::string const& run_id, ScheduleOptions const& options) {
  Pass pass(session, "schedule", run_id, options.pass);
  auto writer = make_writer(session);
  for (auto const& problem : writer.problems()) {
    log::warn("broken_template", {{"error", problem}});
    pass.record_error(problem);
  }

  ScheduleReport report;
  report.run_id = run_id;
  report.as_of = pass.as_of();
  report.dry_run = options.pass.dry_run;
  Budget budget(session.settings().max_scheduled_engagements);
  std::mutex merging;
  pass.run([&](store::Database& database, PassContext const& context) {
    auto const part = ScheduleJob(database, session.settings(), context, options, writer, budget).run();
    std::lock_guard const lock(merging);
    report.merge(part);
  });

  ScheduleResult result{to_json(report), report, ExitCode::ok};
  result.code = pass.finish(result.report, report.failed > 0);
  return result;
}

}  // namespace proactive::app
