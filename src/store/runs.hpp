#pragma once

#include <string>

#include "base/json.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

// The database's clock: the instant of a run without --now.
Instant database_now(Transaction& transaction);

// A row of proactive.runs. `report` is the run's report without its previews; `errors` a list of sentences.
void begin_run(Transaction& transaction, std::string const& run_id, std::string const& command, Instant as_of,
               std::string const& settings_fingerprint);
void finish_run(Transaction& transaction, std::string const& run_id, long duration_ms, int exit_code,
                Json const& report, Json const& errors);
void forget_old_runs(Transaction& transaction, int keep_days);

}  // namespace proactive::store
