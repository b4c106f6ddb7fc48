#pragma once

#include <string>
#include <vector>

#include "domain/facts.hpp"
#include "domain/message/brief.hpp"
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
  std::optional<std::string> content;  // nothing where the LLM chose not to write
  std::string writer;
  std::optional<long> template_id;
  std::optional<LlmTrace> trace;
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

// Drafts become scheduled, or cancelled where there is no message. Returns how many of each: one that another run has
// taken over is not touched.
struct StoredDrafts {
  long scheduled = 0;
  long skipped = 0;
};
StoredDrafts store_drafts(Transaction& transaction, std::vector<WrittenDraft> const& drafts, Instant as_of);

// Holds drafts for another lease, while they are being written.
void renew_drafts(Transaction& transaction, std::vector<ClaimedDraft> const& drafts, int lease_seconds);

// Leaves drafts to the next run, at once.
void release_drafts(Transaction& transaction, std::vector<ClaimedDraft> const& drafts);

// Drafts become failed, with a reason and each its error. Returns how many.
int fail_drafts(Transaction& transaction, std::vector<FailedDraft> const& drafts, Reason reason, Instant as_of);

}  // namespace proactive::store
