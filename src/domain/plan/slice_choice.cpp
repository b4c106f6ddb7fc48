#include "domain/plan/slice_choice.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace proactive {

namespace {

int chunk_of(int slice) { return slice / slices_of_chunk; }

// Slices of one chunk stand together, where the first of them stood.
void group_by_chunk(std::vector<int>& order) {
  std::map<int, std::size_t> places;
  for (auto const slice : order) places.emplace(chunk_of(slice), places.size());
  std::stable_sort(order.begin(), order.end(),
                   [&](int one, int other) { return places[chunk_of(one)] < places[chunk_of(other)]; });
}

}  // namespace

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
  group_by_chunk(order);
  auto taken = order.begin();
  for (long due = 0; taken != order.end();) {
    auto const end = std::find_if(taken, order.end(), [&](int slice) { return chunk_of(slice) != chunk_of(*taken); });
    due = std::accumulate(taken, end, due, [&](long sum, int slice) { return sum + due_in[slice]; });
    if (taken != order.begin() && (!demand.is_all || due > batch)) break;
    taken = end;
  }
  order.erase(taken, order.end());
  return order;
}

std::vector<int> choose_part(SliceDemand const& demand, long batch, long parts) {
  auto part = demand.free;
  std::sort(part.begin(), part.end());
  auto const due = std::accumulate(demand.due.begin(), demand.due.end(), 0L,
                                   [](long sum, SliceDue const& one) { return sum + one.due; });
  if (demand.is_all && due <= batch) return part;
  auto const count = static_cast<long>(part.size());
  part.resize(static_cast<std::size_t>((count + parts - 1) / parts));
  return part;
}

}  // namespace proactive
