#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/session.hpp"
#include "domain/experiment/report.hpp"

namespace proactive::app {

// All exposed users of an experiment, summed up by variant, a thousand in a transaction: their number makes it longer,
// never larger. nullopt: `may_go_on` has said no.
std::optional<std::vector<VariantTally>> tally_experiment(store::Database& database, Experiment const& experiment,
                                                          std::string const& default_zone, Instant as_of,
                                                          std::function<bool()> const& may_go_on);

// Its users are written to as all are from the next run on; where no variant but the control is left, the experiment
// ends. `why` by variant. Returns those that were not stopped before.
std::vector<std::string> stop_variants(store::Transaction& transaction, Experiment const& experiment,
                                       std::map<std::string, std::string> const& why);

}  // namespace proactive::app
