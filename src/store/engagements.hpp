#pragma once

#include <string>
#include <vector>

#include "domain/message/brief.hpp"
#include "domain/plan/results.hpp"
#include "store/pg/database.hpp"

namespace proactive::store {

// A draft that this run holds: writes on it are guarded by its attempt.
struct ClaimedDraft {
  EngagementKey key;
  int attempt = 1;
  PlannedEngagement plan;
};

struct WrittenDraft {
  ClaimedDraft draft;
  std::optional<std::string> content;  // nothing where there is to be none
  std::string writer;
  std::optional<long> template_id;
  std::optional<Reason> cancelled = {};  // why there is to be none
  std::vector<std::string> memory_ids = {};
  std::optional<LlmTrace> trace = {};
  bool awaits_approval = false;
  std::string reviewed_for = {};         // protective faults, by spaces
  std::string template_set = {};         // empty without a template
  std::optional<ArmChoice> choice = {};  // among templates
};

struct FailedDraft {
  ClaimedDraft draft;
  std::string error;
};

// Claims are by insert: a pair with an open engagement is left out, which is no error.
std::vector<ClaimedDraft> claim_drafts(Transaction& transaction, std::vector<PlannedEngagement> const& plans,
                                       Instant as_of, int lease_seconds, std::string const& run_id);

// Messages that a template made before anything was claimed become scheduled at once; their drafts have no keys yet.
// Returns how many: as of claims, a pair with an open engagement is left out.
long insert_written(Transaction& transaction, std::vector<WrittenDraft> const& messages, Instant as_of,
                    std::string const& run_id);

// Drafts of runs that died, with their attempt raised; at most `limit`. Their facts are still to be read. One that
// cannot be read (a stored word that this version does not know) is left out and named in `unreadable`.
std::vector<ClaimedDraft> take_over_drafts(Transaction& transaction, int lease_seconds, std::string const& run_id,
                                           std::vector<int> const& slices, int limit,
                                           std::vector<FailedDraft>& unreadable);

// Drafts that were given up by five runs become failed. Returns how many.
int fail_exhausted_drafts(Transaction& transaction, Instant as_of, std::vector<int> const& slices);

// Drafts become scheduled, or cancelled where there is no message. Returns how many of each: one that another run has
// taken over is not touched.
struct StoredDrafts {
  long scheduled = 0;
  ReasonCounts cancelled = {};
};
StoredDrafts store_drafts(Transaction& transaction, std::vector<WrittenDraft> const& drafts, Instant as_of);

// Holds drafts for another lease, while they are being written.
void renew_drafts(Transaction& transaction, std::vector<ClaimedDraft> const& drafts, int lease_seconds);

// Leaves drafts to the next run, at once.
void release_drafts(Transaction& transaction, std::vector<ClaimedDraft> const& drafts);

// Drafts become failed, with a reason and each its error. Returns how many.
int fail_drafts(Transaction& transaction, std::vector<FailedDraft> const& drafts, Reason reason, Instant as_of);

// Drafts become cancelled, each with its reason.
struct CancelledDraft {
  ClaimedDraft draft;
  Reason reason = Reason::gone;
};
void cancel_drafts(Transaction& transaction, std::vector<CancelledDraft> const& drafts, Instant as_of);

}  // namespace proactive::store
