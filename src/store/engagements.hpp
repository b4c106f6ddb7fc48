#pragma once

#include <string>
#include <vector>

#include "domain/facts.hpp"
#include "domain/types.hpp"
#include "store/database.hpp"

namespace proactive::store {

// What the gate has decided to write to.
struct PlannedEngagement {
  Pair pair;
  EngagementType type = EngagementType::check_in;
  Stage stage = Stage::stranger;
  Instant scheduled_for;
};

// A draft that this run holds: writes on it are guarded by its attempt.
struct ClaimedDraft {
  EngagementKey key;
  int attempt = 1;
  PlannedEngagement plan;
};

struct WrittenDraft {
  ClaimedDraft draft;
  std::string content;
  std::string writer;
  std::optional<long> template_id;
};

struct FailedDraft {
  ClaimedDraft draft;
  std::string error;
};

// Claims are by insert: a pair with an open engagement is left out, which is no error.
std::vector<ClaimedDraft> claim_drafts(Transaction& transaction, std::vector<PlannedEngagement> const& plans,
                                       Instant as_of, int lease_seconds, std::string const& run_id);

// Drafts of runs that died, with their attempt raised; at most `limit`.
std::vector<ClaimedDraft> take_over_drafts(Transaction& transaction, int lease_seconds, std::string const& run_id,
                                           std::vector<int> const& slices, int limit);

// Drafts that were given up by five runs become failed. Returns how many.
int fail_exhausted_drafts(Transaction& transaction, Instant as_of, std::vector<int> const& slices);

// Drafts become scheduled. Returns how many: one that another run has taken over is not touched.
int store_drafts(Transaction& transaction, std::vector<WrittenDraft> const& drafts);

// Drafts become failed, with a reason and each its error. Returns how many.
int fail_drafts(Transaction& transaction, std::vector<FailedDraft> const& drafts, Reason reason, Instant as_of);

}  // namespace proactive::store
