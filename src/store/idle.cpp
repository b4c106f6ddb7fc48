#include "store/idle.hpp"

#include "queries.hpp"

namespace proactive::store {

bool has_nothing_to_deliver(Transaction& transaction, Instant as_of) {
  return transaction.exec(queries::nothing_to_deliver, as_of)[0]["nothing"].boolean();
}

bool has_nothing_to_schedule(Transaction& transaction, ScheduleTurns const& turns, Instant as_of) {
  return transaction
      .exec(queries::nothing_to_schedule, as_of, turns.discovery_minutes, turns.reviews, turns.removes)[0]["nothing"]
      .boolean();
}

void record_idle_run(Transaction& transaction, IdleRun const& run) {
  transaction.exec(queries::record_idle_run, run.run_id, run.command, run.as_of, run.settings_fingerprint,
                   run.duration_ms, run.report);
}

}  // namespace proactive::store
