#pragma once

#include <mutex>
#include <optional>

#include "app/pass/pass.hpp"
#include "domain/plan/send_rate.hpp"

namespace proactive::app {

// Keeps a run's deliveries, of all its jobs, to its share of max_sends_per_minute. What was sent is asked of the
// database, so that runs before this one count, killed ones too. In a dry run, and with an instant that stands still,
// nothing is held back.
class Throttle {
 public:
  Throttle(RunSettings const& settings, Pass const& pass, PassOptions const& options)
      : settings_(settings),
        pass_(pass),
        is_on_(settings.max_sends_per_minute && !options.dry_run && !options.now.has_value()) {}

  [[nodiscard]] bool is_on() const { return is_on_; }

  // Up to `wanted` messages may be sent at the context's instant; they count as sent until they are given back.
  long take(store::Database& database, PassContext const& context, long wanted);
  // After the transaction of those that were taken.
  void give_back(long taken);

  // Until there may be room again, the run is over, or a signal asks it to stop. Holds no transaction, and the job's
  // leases.
  void wait(store::Database& database, PassContext const& context);
  // A line of the log where jobs have waited.
  void tell() const;

 private:
  [[nodiscard]] SendRate rate() const;

  RunSettings const& settings_;
  Pass const& pass_;
  bool is_on_;
  std::mutex mutex_;
  long taken_ = 0;  // by jobs that have not committed yet
  Instant room_at_;
  std::chrono::milliseconds waited_{0};
};

}  // namespace proactive::app
