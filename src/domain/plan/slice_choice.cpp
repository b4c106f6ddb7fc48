#include "domain/plan/slice_choice.hpp"

#include <algorithm>
#include <map>

namespace proactive {

std::vector<int> choose_slices(SliceDemand const& demand, long batch) {
  std::map<int, long> due_in;
  std::vector<int> order;
  order.reserve(demand.free.size());
  for (auto const& [slice, due] : demand.due) {
    order.push_back(slice);
    due_in[slice] = due;
  }
  for (auto const slice : demand.free) {
    if (!due_in.contains(slice)) order.push_back(slice);
  }
  std::size_t const chunk = std::min<std::size_t>(slices_of_chunk, order.size());
  std::size_t taken = 0;
  long due = 0;
  for (; taken < order.size(); ++taken) {
    due += due_in[order[taken]];
    bool const is_beyond_batch = !demand.is_all || due > batch;
    if (taken >= chunk && is_beyond_batch) break;
  }
  order.resize(taken);
  return order;
}

}  // namespace proactive
