#include "app/pass/due_queue.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace proactive::app {

namespace {

constexpr long most_taken = 100'000;  // a hundred bytes each

auto place_of(EngagementKey const& key, Instant scheduled_for) {
  return std::tuple{scheduled_for, std::string_view{key.user_id}, std::stol(key.id)};
}

}  // namespace

std::vector<EngagementKey> DueQueue::next(store::Transaction& transaction, Instant as_of, store::Slices const& slices,
                                          long size, long most) {
  std::vector<EngagementKey> batch;
  while (batch.empty() && is_any_due(transaction, as_of, slices, most)) {
    auto const shard = taken_.back().shard;
    while (!taken_.empty() && taken_.back().shard == shard) {
      auto& key = taken_.back().key;
      bool const is_next_user = !batch.empty() && batch.back().user_id != key.user_id;
      if (is_next_user && static_cast<long>(batch.size()) >= size) break;
      if (!seen_.contains(key.id)) batch.push_back(std::move(key));
      taken_.pop_back();
    }
  }
  return batch;
}

bool DueQueue::is_any_due(store::Transaction& transaction, Instant as_of, store::Slices const& slices, long most) {
  if (taken_.empty()) fill(transaction, as_of, slices, most);
  return !taken_.empty();
}

void DueQueue::fill(store::Transaction& transaction, Instant as_of, store::Slices const& slices, long most) {
  auto const limit = std::min(most, most_taken);
  auto due = store::due_keys(transaction, as_of, last_, slices, limit);
  is_full_ = static_cast<long>(due.size()) == limit;
  if (due.empty()) return;
  last_ = due.back();
  taken_.reserve(due.size());
  for (auto& one : due) taken_.push_back({std::move(one.key), one.slice, one.shard});
  std::stable_sort(taken_.begin(), taken_.end(), [](Taken const& one, Taken const& other) {
    return std::tie(one.shard, one.key.user_id) > std::tie(other.shard, other.key.user_id);
  });
}

void DueQueue::keep(std::vector<int> const& slices) {
  std::erase_if(taken_,
                [&](Taken const& one) { return std::find(slices.begin(), slices.end(), one.slice) == slices.end(); });
}

bool DueQueue::see(DueEngagement const& due) {
  bool const is_beyond = last_ && place_of(due.key, due.scheduled_for) > place_of(last_->key, last_->scheduled_for);
  return is_beyond && seen_.insert(due.key.id).second;
}

void DueQueue::clear() {
  taken_.clear();
  last_.reset();
  is_full_ = false;
  seen_.clear();
}

}  // namespace proactive::app
