#pragma once

#include <vector>

namespace proactive {

// What is due in a slice of the users.
struct SliceDue {
  int slice = 0;
  long due = 0;
};

// What a run may take, and why it would.
struct SliceDemand {
  std::vector<int> free;      // nobody holds them; in the order in which they are taken where nothing else is told
  std::vector<SliceDue> due;  // of the free: first the slice of what has been due for longest
  bool is_all = true;         // false: more is due than was counted
};

// So many at once where there is a backlog: a chunk is worked to its end before the next is taken, and other runs take
// what is left. Those of a chunk follow each other, so that on a distributed database its users lie in one shard.
constexpr int slices_of_chunk = 8;

// So much has to be counted before anything can be told of chunks that are smaller than a batch.
constexpr long due_to_count(long batch, int all_slices) { return batch * (all_slices / slices_of_chunk) + 1; }

// Which of the free slices a run takes next. What one batch holds is not shared: that would only make more transactions
// of it. Else the chunk of what has been due for longest, as far as it is free, or as many chunks as fill a batch.
std::vector<int> choose_slices(SliceDemand const& demand, long batch);

// The same where each takes its part of all that is free: `parts` are to be made of it. Those of a part follow each
// other.
std::vector<int> choose_part(SliceDemand const& demand, long batch, long parts);

}  // namespace proactive
