#include "store/runs.hpp"

#include "queries.hpp"

namespace proactive::store {

Instant database_now(Transaction& transaction) {
  return transaction.exec(queries::database_now)[0]["instant"].instant();
}

void begin_run(Transaction& transaction, std::string const& run_id, std::string const& command, Instant as_of,
               std::string const& settings_fingerprint) {
  transaction.exec(queries::begin_run, run_id, command, as_of, settings_fingerprint);
}

void finish_run(Transaction& transaction, std::string const& run_id, long duration_ms, int exit_code,
                Json const& report, Json const& errors) {
  transaction.exec(queries::finish_run, run_id, duration_ms, exit_code, report, errors);
}

void forget_old_runs(Transaction& transaction, int keep_days) { transaction.exec(queries::forget_old_runs, keep_days); }

}  // namespace proactive::store
