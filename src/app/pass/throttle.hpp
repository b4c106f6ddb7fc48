#pragma once

#include <optional>

#include "app/pass/pass.hpp"
#include "domain/plan/send_rate.hpp"

namespace proactive::app {

// Keeps one job's deliveries to its share of max_sends_per_minute. What was sent is asked of the database, so that runs
// before this one count, killed ones too. With an instant that stands still nothing is held back.
class Throttle {
 public:
  Throttle(store::Database& database, RunSettings const& settings, PassContext const& context);

  // How many messages may be sent at the context's instant.
  long room();
  // Until there may be room again, the run is over, or a signal asks it to stop. Holds no transaction, and the leases.
  void wait();
  // A line of the log where it has waited.
  void tell() const;

 private:
  store::Database& database_;
  PassContext const& context_;
  int per_minute_ = 0;
  std::optional<SendRate> rate_;
  Instant room_at_;
  std::chrono::milliseconds waited_{0};
};

}  // namespace proactive::app
