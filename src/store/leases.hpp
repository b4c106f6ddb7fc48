#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "store/pg/database.hpp"

namespace proactive::store {

constexpr int slice_count = 64;

// A run that works on slices of the users, by leases in the database and on its clock.
struct LeaseHolder {
  std::string command;  // or upkeep: each kind of work has leases of its own
  std::string run_id;
  int lease_seconds = 0;
};

std::vector<int> all_slices();

struct HeldLease {
  int slice = 0;
  bool elsewhere = false;  // by another run
};
std::vector<HeldLease> held_leases(Transaction& transaction, LeaseHolder const& holder);

// Takes these slices, which were seen free, but for those that a rival was quicker to take. One that is held is not to
// be asked for: that would wait for its holder's transaction.
std::vector<int> acquire_leases(Transaction& transaction, LeaseHolder const& holder, std::vector<int> const& slices);

// All that are free.
std::vector<int> acquire_free_leases(Transaction& transaction, LeaseHolder const& holder);

// Must come first in every writing transaction: returns those of the slices that are still held, and keeps takers off
// them until the transaction ends.
std::vector<int> renew_leases(Transaction& transaction, LeaseHolder const& holder, std::vector<int> const& slices);

void release_leases(Transaction& transaction, LeaseHolder const& holder, std::vector<int> const& slices);

// That this run found nothing free, and waits so long until another gives some of what it holds; that it does no more.
void wait_for_leases(Transaction& transaction, LeaseHolder const& holder, std::chrono::milliseconds time);
void end_wait_for_leases(Transaction& transaction, LeaseHolder const& holder);
bool others_wait_for_leases(Transaction& transaction, LeaseHolder const& holder);

// Of every kind of work.
void release_all_leases(Transaction& transaction, std::string const& run_id);

}  // namespace proactive::store
