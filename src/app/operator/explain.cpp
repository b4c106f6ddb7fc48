#include "app/operator/explain.hpp"

#include <fmt/core.h>

#include "app/erasure.hpp"
#include "app/learned_types.hpp"
#include "app/pass/pass.hpp"
#include "base/column.hpp"
#include "base/text.hpp"
#include "domain/experiment/treatment.hpp"
#include "domain/plan/schedule_plan.hpp"
#include "domain/safety.hpp"
#include "store/experiments.hpp"
#include "store/facts.hpp"
#include "store/runs.hpp"

namespace proactive::app {

namespace {

constexpr int most = 1000;

// Those that are known, and those that a run would learn of that is told to look at them.
std::vector<Pair> pairs_of(store::Transaction& transaction, store::Selection const& selection) {
  auto found = store::chosen_pairs(transaction, selection, std::nullopt, std::nullopt, most);
  auto const unknown = store::unknown_pairs(transaction, store::since_ever, selection, std::nullopt, most);
  found.insert(found.end(), unknown.begin(), unknown.end());
  return column(found, &store::PairCursor::pair);
}

// One pair that the app's function refuses hides no other.
store::FactsBatch read_each(store::Transaction& transaction, std::vector<Pair> const& pairs, Instant as_of,
                            Settings const& settings) {
  store::FactsBatch all;
  auto const read = [&](std::vector<Pair> const& some) {
    return transaction.in_savepoint([&] {
      auto batch = store::read_facts(transaction, some, as_of, settings, store::Planned::count);
      all.facts.insert(all.facts.end(), batch.facts.begin(), batch.facts.end());
      all.unreadable.insert(all.unreadable.end(), batch.unreadable.begin(), batch.unreadable.end());
    });
  };
  if (!read(pairs)) return all;
  for (auto const& pair : pairs) {
    if (auto const problem = read({pair})) all.unreadable.push_back({pair, *problem});
  }
  return all;
}

std::vector<VariantOf> variants_of(Treatments const& treatments, std::string const& user_id) {
  return column(treatments.enrolments(user_id), [&](Enrolment const& enrolment) {
    auto const& experiment = treatments.experiments()[enrolment.experiment];
    return VariantOf{experiment.name, experiment.version, experiment.variants[enrolment.variant].name};
  });
}

}  // namespace

ExplainReport explain_pairs(Session& session, store::Selection const& selection, std::optional<Instant> now) {
  return session.database->transact([&](store::Transaction& transaction) {
    ExplainReport report{now ? *now : store::database_now(transaction), {}, {}};
    auto const pairs = pairs_of(transaction, selection);
    if (pairs.empty()) {
      auto const erasure = selection.user_id ? erasure_of(transaction, *selection.user_id) : "";
      if (!erasure.empty()) throw usage_error(erasure + ", and so is not written to: there is nothing to explain");
      throw usage_error(fmt::format(
          "no pair of user {}{} is known: give the ids as the adapter's app_pairs returns them",
          printable(selection.user_id.value_or("")),
          selection.companion_id ? fmt::format(" and companion {}", printable(*selection.companion_id)) : ""));
    }
    auto const& settings = session.settings();
    auto batch = read_each(transaction, pairs, report.as_of, settings);
    report.unreadable = std::move(batch.unreadable);
    auto const rules = gate_rules(settings);
    raise_flags(batch.facts, rules, report.as_of);  // as a run would
    auto const experiments = store::running_experiments(transaction);
    auto const wordings = Treatments(settings, experiments).wordings();
    Treatments treatments(settings, experiments, learned_types(transaction, wordings, report.as_of));
    add_received_types(transaction, batch.facts, treatments, report.as_of);
    Budget budget(settings.runs.max_scheduled_engagements);
    auto const take_one = [&] { return budget.take(1) == 1; };
    for (auto const& explained : explain_schedule(std::move(batch.facts), treatments, report.as_of, take_one)) {
      auto const& facts = explained.facts;
      report.pairs.push_back({facts.pair, facts.user_name, facts.companion_name, explained.decision, explained.is_taken,
                              explained.trace, user_zone(facts, settings.care), explained.slots, explained.habit,
                              treatments.is_held_out(facts.pair.user_id), variants_of(treatments, facts.pair.user_id)});
    }
    return report;
  });
}

}  // namespace proactive::app
