#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <set>
#include <vector>

#include "domain/plan/slice_choice.hpp"
#include "store/leases.hpp"
#include "store/pairs.hpp"

namespace proactive::app {

// How runs and jobs that work beside each other share the slices.
struct SliceSharing {
  // What is due in these slices, counted up to so much; none: whoever comes first takes all that are free.
  using Count = std::function<std::vector<SliceDue>(store::Transaction&, store::Slices const&, long most)>;
  Count count = {};
  long batch = 0;           // what one transaction holds of it
  bool keeps_done = false;  // until the run ends: something else works on what was done
  // Work is cheaper on many slices at once: all that are free are taken, and half of them is given to who waits. Else a
  // chunk is worked to its end before the next is taken.
  bool gives = false;
};

// The slices of the users, as the jobs of a run take them: some that nobody holds, and when nothing is left to do
// there, the next, until none is free. Each is worked on once a run. What others held when it was looked at is taken
// where they have left something due, or waited for where they give. For any thread.
class SliceQueue {
 public:
  // `most`: at once. `jobs` take their parts.
  SliceQueue(store::LeaseHolder holder, int most, int jobs) : holder_(std::move(holder)), most_(most), jobs_(jobs) {}

  void share(SliceSharing sharing) { sharing_ = std::move(sharing); }

  // Leases what a job works on next, and releases what it is done with; empty: nothing is left for this run. No
  // transaction is open while it waits for others.
  // `kept`: the job's own that it is done with, and keeps.
  std::vector<int> take(store::Database& database, std::vector<int> const& done = {},
                        std::vector<int> const& kept = {});
  void release(store::Database& database, std::vector<int> const& done);
  // Where another job or run waits: half of a job's slices, which are released, and which it works on no more. For a
  // job that has no draft and no refused message, and more than a batch left to do.
  std::vector<int> give(store::Database& database, std::vector<int> const& slices);

  [[nodiscard]] std::vector<int> held() const;   // by all jobs
  [[nodiscard]] std::vector<int> taken() const;  // at any time
  [[nodiscard]] std::size_t elsewhere() const;   // not worked on: others held them when it was last looked
  [[nodiscard]] bool has_more() const;           // were free, and not taken, when it was last looked
  [[nodiscard]] bool is_exhausted() const;       // nothing was left to take

 private:
  // One look at the leases, and what was taken.
  struct Look {
    SliceDemand demand;
    std::set<int> elsewhere;
    std::vector<int> wanted;
    std::vector<int> taken;
    bool is_due_elsewhere = false;
  };
  std::vector<int> take_free(store::Database& database, std::vector<int> const& done);
  std::vector<int> wait_once(store::Database& database);
  std::vector<int> wait_for_gift(store::Database& database, std::vector<int> const& kept);
  bool is_worth_waiting(store::Database& database, std::vector<int> const& kept);
  bool is_due(store::Transaction& transaction, std::set<int> const& slices) const;
  Look look(store::Transaction& transaction) const;
  void choose(Look& look) const;
  [[nodiscard]] long parts_left() const;
  void note(Look const& look);
  void forget(std::vector<int> const& done);

  store::LeaseHolder holder_;
  int most_;
  int jobs_;
  SliceSharing sharing_;
  mutable std::mutex mutex_;
  std::set<int> held_;
  std::set<int> worked_;
  std::set<int> taken_;           // at any time, those that were given since, too
  std::size_t takes_ = 0;         // that had something
  std::atomic<int> waiting_ = 0;  // jobs
  std::set<int> seen_elsewhere_;  // at any look: others do there what there is to do
  std::size_t elsewhere_ = 0;
  bool has_more_ = false;
  bool is_exhausted_ = false;
  bool is_due_elsewhere_ = false;
  bool has_waited_ = false;
};

}  // namespace proactive::app
