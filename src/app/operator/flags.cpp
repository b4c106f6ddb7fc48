#include "app/operator/flags.hpp"

#include <utility>

#include "domain/safety.hpp"
#include "store/runs.hpp"

namespace proactive::app {

std::optional<Instant> silence_end(store::StoredFlag const& flag, GateRules const& rules) {
  return proactive::silence_end({FlagKind::crisis, flag.source, flag.detected_at, flag.until, flag.released_at}, rules);
}

FlagReport flagged_users(Invocation const& invocation) {
  constexpr std::size_t most_shown = 1000;
  auto session = open_session(invocation, "config flags", store::Access::read_only);
  auto const rules = gate_rules(session.settings());
  return session.database->transact([&](store::Transaction& transaction) {
    FlagReport report;
    auto const now = store::database_now(transaction);
    for (auto& [user_id, stored] : store::lasting_flags(transaction, rules.safety.crisis_hours)) {
      auto const until = silence_end(stored, rules);
      if (until && *until <= now) continue;
      if (report.flagged.size() == most_shown) {
        ++report.left_out;
      } else {
        report.flagged.push_back({std::move(user_id), {std::move(stored), until}});
      }
    }
    return report;
  });
}

}  // namespace proactive::app
