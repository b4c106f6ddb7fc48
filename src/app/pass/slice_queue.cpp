#include "app/pass/slice_queue.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <random>
#include <thread>
#include <utility>

#include "base/stop.hpp"

namespace proactive::app {

using store::Transaction;

namespace {

constexpr std::chrono::milliseconds wait_for_others{1000};
constexpr std::chrono::milliseconds wait_for_gifts{4000};  // longer than a batch takes, and a dead run's leases last
constexpr std::chrono::milliseconds look_again_pause{100};
constexpr std::chrono::milliseconds waiting_is_told_for{1000};

void pause_unless_stopped(std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds step{20};
  auto const until = std::chrono::steady_clock::now() + time;
  while (!stop_requested() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(step);
}

// Each run in an order of its own, so that those that begin together seldom want the same ones.
void shuffle_slices(std::vector<int>& slices) {
  std::shuffle(slices.begin(), slices.end(), std::mt19937{std::random_device{}()});
}

}  // namespace

std::vector<int> SliceQueue::take(store::Database& database, std::vector<int> const& done,
                                  std::vector<int> const& kept) {
  auto taken = take_free(database, done);
  if (!taken.empty()) return taken;
  return sharing_.gives ? wait_for_gift(database, kept) : wait_once(database);
}

// Others may be about to release what they have left something due in: it is looked at again, once.
std::vector<int> SliceQueue::wait_once(store::Database& database) {
  {
    std::lock_guard const lock(mutex_);
    if (!is_due_elsewhere_ || std::exchange(has_waited_, true)) return {};
  }
  pause_unless_stopped(wait_for_others);
  return take_free(database, {});
}

// Who holds slices looks between two batches whether somebody waits.
std::vector<int> SliceQueue::wait_for_gift(store::Database& database, std::vector<int> const& kept) {
  std::vector<int> taken;
  auto const until = std::chrono::steady_clock::now() + wait_for_gifts;
  ++waiting_;
  bool may_come = true;
  while (taken.empty() && may_come && !stop_requested() && std::chrono::steady_clock::now() < until) {
    may_come = is_worth_waiting(database, kept);
    if (may_come) pause_unless_stopped(look_again_pause);
    taken = take_free(database, {});  // also where nobody holds anything any more: it has just become free
  }
  if (--waiting_ == 0) {
    database.transact([&](Transaction& transaction) { store::end_wait_for_leases(transaction, holder_); });
  }
  return taken;
}

// While others, jobs of this run too, have something to do: they may give some of it, or die.
bool SliceQueue::is_worth_waiting(store::Database& database, std::vector<int> const& kept) {
  std::lock_guard const lock(mutex_);
  return database.transact([&](Transaction& transaction) {
    std::set<int> busy = held_;
    for (auto const slice : kept) busy.erase(slice);
    bool any_elsewhere = false;
    for (auto const& lease : store::held_leases(transaction, holder_)) {
      if (!lease.elsewhere) continue;
      any_elsewhere = true;
      busy.insert(lease.slice);
    }
    bool const is_worth_it = is_due(transaction, busy);
    if (is_worth_it && any_elsewhere) store::wait_for_leases(transaction, holder_, waiting_is_told_for);
    return is_worth_it;
  });
}

std::vector<int> SliceQueue::give(store::Database& database, std::vector<int> const& slices) {
  if (!sharing_.gives || sharing_.keeps_done || slices.size() < 2) return {};
  std::vector<int> given(slices.begin() + static_cast<std::ptrdiff_t>((slices.size() + 1) / 2), slices.end());
  std::lock_guard const lock(mutex_);
  bool const is_given = database.transact([&](Transaction& transaction) {
    if (waiting_ == 0 && !store::others_wait_for_leases(transaction, holder_)) return false;
    store::release_leases(transaction, holder_, given);
    return true;
  });
  if (!is_given) return {};
  for (auto const slice : given) {
    held_.erase(slice);
    worked_.erase(slice);
  }
  return given;
}

// Whoever was quicker has them all: what is free now is looked at again.
std::vector<int> SliceQueue::take_free(store::Database& database, std::vector<int> const& done) {
  std::lock_guard const lock(mutex_);  // what one job takes is not wanted by another
  for (bool is_first = true;; is_first = false) {
    auto const found = database.transact([&](Transaction& transaction) {
      if (is_first && !done.empty() && !sharing_.keeps_done) store::release_leases(transaction, holder_, done);
      auto seen = look(transaction);
      choose(seen);
      if (seen.wanted.empty()) {
        seen.is_due_elsewhere = is_due(transaction, seen.elsewhere);
      } else {
        seen.taken = store::acquire_leases(transaction, holder_, seen.wanted);
      }
      return seen;
    });
    if (is_first) forget(done);
    note(found);
    if (!found.taken.empty() || found.wanted.empty() || stop_requested()) return found.taken;
  }
}

void SliceQueue::release(store::Database& database, std::vector<int> const& done) {
  std::lock_guard const lock(mutex_);
  if (done.empty() || sharing_.keeps_done) return;
  database.transact([&](Transaction& transaction) { store::release_leases(transaction, holder_, done); });
  forget(done);
}

SliceQueue::Look SliceQueue::look(Transaction& transaction) const {
  Look look;
  auto& free = look.demand.free;
  free = store::all_slices();
  for (auto const& lease : store::held_leases(transaction, holder_)) {
    std::erase(free, lease.slice);
    if (lease.elsewhere) look.elsewhere.insert(lease.slice);
  }
  std::erase_if(free, [&](int slice) { return worked_.contains(slice); });
  shuffle_slices(free);
  if (free.empty() || !sharing_.count) return look;
  auto const most = due_to_count(sharing_.batch, store::slice_count);
  auto const slices = free.size() == store::slice_count ? store::Slices{} : store::Slices{free};
  look.demand.due = sharing_.count(transaction, slices, most);
  auto const counted = std::accumulate(look.demand.due.begin(), look.demand.due.end(), 0L,
                                       [](long sum, SliceDue const& one) { return sum + one.due; });
  look.demand.is_all = counted < most;
  return look;
}

bool SliceQueue::is_due(Transaction& transaction, std::set<int> const& slices) const {
  if (slices.empty() || !sharing_.count) return !slices.empty();
  return !sharing_.count(transaction, std::vector<int>(slices.begin(), slices.end()), 1).empty();
}

void SliceQueue::choose(Look& look) const {
  auto& demand = look.demand;
  if (sharing_.count && demand.is_all) {
    std::erase_if(demand.free, [&](int slice) {
      bool const has_due =
          std::any_of(demand.due.begin(), demand.due.end(), [&](SliceDue const& one) { return one.slice == slice; });
      return !has_due && seen_elsewhere_.contains(slice);
    });
  }
  look.wanted = sharing_.gives   ? choose_part(demand, sharing_.batch, parts_left())
                : sharing_.count ? choose_slices(demand, sharing_.batch)
                                 : demand.free;
  if (look.wanted.size() > static_cast<std::size_t>(most_)) look.wanted.resize(static_cast<std::size_t>(most_));
}

// Of the jobs that have none yet.
long SliceQueue::parts_left() const { return std::max(1L, jobs_ - static_cast<long>(takes_)); }

void SliceQueue::note(Look const& look) {
  elsewhere_ = static_cast<std::size_t>(
      std::count_if(look.elsewhere.begin(), look.elsewhere.end(), [&](int slice) { return !worked_.contains(slice); }));
  seen_elsewhere_.insert(look.elsewhere.begin(), look.elsewhere.end());
  held_.insert(look.taken.begin(), look.taken.end());
  worked_.insert(look.taken.begin(), look.taken.end());
  taken_.insert(look.taken.begin(), look.taken.end());
  if (!look.taken.empty()) ++takes_;
  has_more_ = look.demand.free.size() > look.taken.size();
  is_due_elsewhere_ = look.is_due_elsewhere;
  is_exhausted_ = look.wanted.empty();
}

void SliceQueue::forget(std::vector<int> const& done) {
  if (sharing_.keeps_done) return;
  for (auto const slice : done) held_.erase(slice);
}

std::vector<int> SliceQueue::held() const {
  std::lock_guard const lock(mutex_);
  return {held_.begin(), held_.end()};
}

std::vector<int> SliceQueue::taken() const {
  std::lock_guard const lock(mutex_);
  return {taken_.begin(), taken_.end()};
}

std::size_t SliceQueue::elsewhere() const {
  std::lock_guard const lock(mutex_);
  return elsewhere_;
}

bool SliceQueue::has_more() const {
  std::lock_guard const lock(mutex_);
  return has_more_;
}

bool SliceQueue::is_exhausted() const {
  std::lock_guard const lock(mutex_);
  return is_exhausted_;
}

}  // namespace proactive::app
