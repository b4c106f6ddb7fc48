#pragma once

#include <string>
#include <vector>

#include "store/pg/database.hpp"

namespace proactive::store {

constexpr int slice_count = 64;

// Slices of the users that one run of a command may work on, by leases in the database and on its clock.
struct LeaseHolder {
  std::string command;
  std::string run_id;
  int lease_seconds = 0;
};

// Takes up to `most` free slices; empty when others hold all.
std::vector<int> acquire_leases(Transaction& transaction, LeaseHolder const& holder, int most);

// Must come first in every writing transaction: returns those of the slices that are still held, and keeps takers off
// them until the transaction ends.
std::vector<int> renew_leases(Transaction& transaction, LeaseHolder const& holder, std::vector<int> const& slices);

void release_leases(Transaction& transaction, LeaseHolder const& holder);

}  // namespace proactive::store
