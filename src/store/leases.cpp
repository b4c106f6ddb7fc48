#include "store/leases.hpp"

#include <algorithm>
#include <numeric>
#include <random>

#include "queries.hpp"

namespace proactive::store {

namespace {

std::vector<int> read_slices(Rows const& rows) {
  std::vector<int> slices;
  for (auto const row : rows) slices.push_back(static_cast<int>(row["slice"].integer()));
  std::sort(slices.begin(), slices.end());
  return slices;
}

// Each run asks in an order of its own, so that runs which share the slices seldom want the same ones.
std::vector<int> shuffled_slices() {
  std::vector<int> slices(slice_count);
  std::iota(slices.begin(), slices.end(), 0);
  std::shuffle(slices.begin(), slices.end(), std::mt19937{std::random_device{}()});
  return slices;
}

}  // namespace

std::vector<int> acquire_leases(Transaction& transaction, LeaseHolder const& holder, int most) {
  return read_slices(transaction.exec(queries::acquire_leases, holder.command, holder.run_id, holder.lease_seconds,
                                      shuffled_slices(), most));
}

std::vector<int> renew_leases(Transaction& transaction, LeaseHolder const& holder, std::vector<int> const& slices) {
  return read_slices(
      transaction.exec(queries::renew_leases, holder.command, holder.run_id, slices, holder.lease_seconds));
}

void release_leases(Transaction& transaction, LeaseHolder const& holder) {
  transaction.exec(queries::release_leases, holder.command, holder.run_id);
}

}  // namespace proactive::store
