#pragma once

#include <optional>
#include <set>
#include <vector>

#include "store/deliveries.hpp"

namespace proactive::app {

// What is due in some slices. The oldest are taken first, many thousand at a time, and of those each batch has
// neighbours by user, whose rows lie together in indexes: of a backlog each page is then read and written once, and not
// once for each batch. A batch is of one shard, since a statement that asks several costs as much on each of them.
class DueQueue {
 public:
  // The next, of which one batch has at most `size`, and all of its last user that were taken with it; those that were
  // seen are left out. At most `most` are taken where none is left of the last time. Empty: nothing is due.
  std::vector<EngagementKey> next(store::Transaction& transaction, Instant as_of, store::Slices const& slices,
                                  long size, long most);

  // Whether there is a next one.
  bool is_any_due(store::Transaction& transaction, Instant as_of, store::Slices const& slices, long most);

  // More may be due to the users of the last batch than it has.
  [[nodiscard]] bool may_hide_some() const { return is_full_; }
  // That it is looked at together with another of its user; false: it was before, or was in a batch.
  bool see(DueEngagement const& due);
  void unsee(DueEngagement const& due) { seen_.erase(due.key.id); }
  // Of what was taken.
  [[nodiscard]] long left() const { return static_cast<long>(taken_.size()); }
  // What was taken of other slices is left to others.
  void keep(std::vector<int> const& slices);
  // From the beginning, in other slices.
  void clear();

 private:
  void fill(store::Transaction& transaction, Instant as_of, store::Slices const& slices, long most);

  struct Taken {
    EngagementKey key;
    int slice = 0;
    int shard = 0;
  };
  std::vector<Taken> taken_;  // by shard and user, the last one first
  std::optional<store::DueKey> last_;
  bool is_full_ = false;
  std::set<std::string> seen_;
};

}  // namespace proactive::app
