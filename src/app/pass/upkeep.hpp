#pragma once

#include "app/pass/pass.hpp"

namespace proactive::app {

// What runs of schedule do for all users, however few are due: asking what came of messages, and removing what is old.
// By leases of its own, so that it does not wait for what a run writes, and is not left out by one with a small limit;
// of runs that begin together one does it.
class Upkeep {
 public:
  Upkeep(Settings const& settings, store::LeaseHolder const& holder) : settings_(settings) {
    context_.holder = {"upkeep", holder.run_id, holder.lease_seconds};
  }

  // Takes the slices that no other run keeps up.
  void begin(store::Database& database, PassContext const& context);
  // Keeps them while other work of the run takes its time.
  void hold(store::Database& database);
  [[nodiscard]] bool is_of_all() const { return context_.slices.size() == store::slice_count; }
  // What is old goes, where no other has taken the slices over.
  void end(store::Database& database);

 private:
  Settings const& settings_;
  PassContext context_;
  std::chrono::steady_clock::time_point held_at_;
};

}  // namespace proactive::app
