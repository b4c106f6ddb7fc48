#pragma once

#include <vector>

#include "base/finding.hpp"
#include "base/json.hpp"
#include "domain/adapter/contract.hpp"
#include "domain/settings/settings.hpp"
#include "store/pg/database.hpp"

namespace proactive::app {

enum class TrialDelivery { make, leave_out };

// Runs every statement with which the tool reaches the app once, on the app's own rows, and says what it found:
// everything, each as a sentence with what to do. With TrialDelivery::make it also delivers messages, with the app's
// constraints and triggers in force: the caller must roll the transaction back (sequences advance all the same, and
// effects of triggers outside the database stay).
struct TrialReport {  // NOLINT(bugprone-exception-escape): moving JSON does not throw, though it asserts
  std::vector<Finding> findings;
  Json delivery;  // the first message that the trial delivered, as app_deliver returned it; null without one

  [[nodiscard]] bool failed() const;
};
TrialReport try_adapter(store::Transaction& transaction, std::vector<InstalledFunction> const& functions,
                        Settings const& settings, Instant now, TrialDelivery delivery);

}  // namespace proactive::app
