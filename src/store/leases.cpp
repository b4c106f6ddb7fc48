#include "store/leases.hpp"

#include <algorithm>
#include <numeric>

#include "queries.hpp"

namespace proactive::store {

namespace {

std::vector<int> read_slices(Rows const& rows) {
  std::vector<int> slices;
  for (auto const row : rows) slices.push_back(static_cast<int>(row["slice"].integer()));
  std::sort(slices.begin(), slices.end());
  return slices;
}

}  // namespace

std::vector<int> all_slices() {
  std::vector<int> slices(slice_count);
  std::iota(slices.begin(), slices.end(), 0);
  return slices;
}

std::vector<HeldLease> held_leases(Transaction& transaction, LeaseHolder const& holder) {
  std::vector<HeldLease> held;
  for (auto const row : transaction.exec(queries::held_leases, holder.command, holder.run_id)) {
    held.push_back({static_cast<int>(row["slice"].integer()), row["elsewhere"].boolean()});
  }
  return held;
}

std::vector<int> acquire_leases(Transaction& transaction, LeaseHolder const& holder, std::vector<int> const& slices) {
  return read_slices(
      transaction.exec(queries::acquire_leases, holder.command, holder.run_id, holder.lease_seconds, slices));
}

std::vector<int> acquire_free_leases(Transaction& transaction, LeaseHolder const& holder) {
  auto free = all_slices();
  for (auto const& held : held_leases(transaction, holder)) std::erase(free, held.slice);
  return free.empty() ? free : acquire_leases(transaction, holder, free);
}

std::vector<int> renew_leases(Transaction& transaction, LeaseHolder const& holder, std::vector<int> const& slices) {
  return read_slices(
      transaction.exec(queries::renew_leases, holder.command, holder.run_id, slices, holder.lease_seconds));
}

void release_leases(Transaction& transaction, LeaseHolder const& holder, std::vector<int> const& slices) {
  transaction.exec(queries::release_leases, holder.command, holder.run_id, slices);
}

void wait_for_leases(Transaction& transaction, LeaseHolder const& holder, std::chrono::milliseconds time) {
  transaction.exec(queries::wait_for_leases, holder.command, holder.run_id, time.count());
}

void end_wait_for_leases(Transaction& transaction, LeaseHolder const& holder) {
  transaction.exec(queries::end_wait_for_leases, holder.run_id);
}

bool others_wait_for_leases(Transaction& transaction, LeaseHolder const& holder) {
  return transaction.exec(queries::others_wait_for_leases, holder.command, holder.run_id)[0]["wait"].boolean();
}

void release_all_leases(Transaction& transaction, std::string const& run_id) {
  transaction.exec(queries::release_all_leases, run_id);
}

}  // namespace proactive::store
