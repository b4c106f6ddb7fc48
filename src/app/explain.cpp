#include "app/explain.hpp"

#include "base/column.hpp"
#include "base/text.hpp"
#include "store/runs.hpp"

namespace proactive::app {

ExplainReport explain_relationships(Session& session, store::Selection const& selection, std::optional<Instant> now) {
  constexpr int most = 1000;
  return session.database->transact([&](store::Transaction& transaction) {
    ExplainReport report{now ? *now : store::database_now(transaction), {}};
    auto const found = store::chosen_relationships(transaction, selection, std::nullopt, std::nullopt, most);
    auto const pairs = column(found, &store::RelationshipCursor::pair);
    if (pairs.empty()) {
      throw usage_error("there is no relationship of user " + printable(selection.user_id.value_or("")) +
                        (selection.companion_id ? " and companion " + printable(*selection.companion_id) : "") +
                        ": see relationship_progression for the ids");
    }
    for (auto const& facts :
         store::relationship_facts(transaction, pairs, report.as_of, session.settings(), store::Planned::count)) {
      GateInput const input{facts, session.settings(), report.as_of};
      report.relationships.push_back(
          {facts.pair, facts.user_name, facts.companion_name, decide(input), explain(input)});
    }
    return report;
  });
}

}  // namespace proactive::app
