#include "app/operator/explain.hpp"

#include <fmt/core.h>

#include "base/column.hpp"
#include "base/text.hpp"
#include "store/facts.hpp"
#include "store/runs.hpp"

namespace proactive::app {

namespace {

constexpr int most = 1000;

// Those that are known, and those that the next run would learn of.
std::vector<Pair> pairs_of(store::Transaction& transaction, store::Selection const& selection, Instant as_of) {
  auto found = store::chosen_pairs(transaction, selection, std::nullopt, std::nullopt, most);
  auto const unknown = store::unknown_pairs(transaction, as_of, selection, std::nullopt, most);
  found.insert(found.end(), unknown.begin(), unknown.end());
  return column(found, &store::PairCursor::pair);
}

}  // namespace

ExplainReport explain_relationships(Session& session, store::Selection const& selection, std::optional<Instant> now) {
  return session.database->transact([&](store::Transaction& transaction) {
    ExplainReport report{now ? *now : store::database_now(transaction), {}};
    auto const pairs = pairs_of(transaction, selection, report.as_of);
    if (pairs.empty()) {
      throw usage_error(fmt::format(
          "there is no pair of user {}{}: give the ids as the adapter's app_pairs returns them",
          printable(selection.user_id.value_or("")),
          selection.companion_id ? fmt::format(" and companion {}", printable(*selection.companion_id)) : ""));
    }
    auto const batch = store::read_facts(transaction, pairs, report.as_of, session.settings(), store::Planned::count);
    for (auto const& bad : batch.unreadable) {
      throw Error(ExitCode::some_failed,
                  fmt::format("the pair of user {} and companion {} cannot be read: {}", printable(bad.pair.user_id),
                              printable(bad.pair.companion_id), bad.error));
    }
    auto const rules = gate_rules(session.settings());
    for (auto const& facts : batch.facts) {
      GateInput const input{facts, rules, report.as_of};
      report.relationships.push_back({facts.pair, facts.user_name, facts.companion_name, decide(input), explain(input),
                                      facts.zone(), facts.exists ? allowed_slots(input) : std::vector<SlotSpan>{}});
    }
    return report;
  });
}

}  // namespace proactive::app
