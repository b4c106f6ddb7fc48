#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/experiment/experiment.hpp"
#include "domain/experiment/holdout.hpp"
#include "domain/plan/results.hpp"
#include "store/pairs.hpp"
#include "store/pg/database.hpp"

// Experiments, whom they have reached, and ghosts.
namespace proactive::store {

// What is stored of an experiment besides.
struct StoredExperiment {
  Experiment experiment;
  Instant created_at;
  std::string created_by;
  std::optional<std::string> stopped_why;
};

// By layer, name and version. `name`: nullopt: all. Throws DataError where a stored document is none that this version
// reads.
std::vector<StoredExperiment> list_experiments(Transaction& transaction, std::vector<ExperimentStatus> const& statuses,
                                               std::optional<std::string> const& name = {});
std::vector<Experiment> running_experiments(Transaction& transaction);

// Who changes experiments does it alone, to the end of the transaction.
void lock_experiments(Transaction& transaction);
// The next version of its name, as a draft. Returns the version.
int insert_experiment(Transaction& transaction, Experiment const& experiment, std::string const& created_by);
// Starts it, or gives it more buckets. False: it is stopped, or none.
bool run_experiment(Transaction& transaction, Experiment const& experiment);
bool stop_experiment(Transaction& transaction, Experiment const& experiment, std::string const& why);

// False: it is stopped already, or the experiment does not run.
bool stop_variant(Transaction& transaction, Experiment const& experiment, std::string const& variant,
                  std::string const& why);

// When the oldest of those that run was started; nullopt: none runs.
std::optional<Instant> first_experiment_begin(Transaction& transaction);

// Those that run, and whose guardrails nobody has looked at for a day.
std::vector<Experiment> unreviewed_experiments(Transaction& transaction, Instant as_of);
void mark_reviewed(Transaction& transaction, Experiment const& experiment, Instant as_of);

// By variant.
struct ExposedUsers {
  long users = 0;
  std::optional<Instant> first;
  std::optional<Instant> last;
};
std::map<std::string, ExposedUsers> exposed_users(Transaction& transaction, Experiment const& experiment);

// The first of a user counts.
void note_exposures(Transaction& transaction, std::vector<Exposure> const& exposures, Instant as_of);

// Where drafts would be claimed. A pair that has an open one is left out. Returns how many were stored.
long insert_ghosts(Transaction& transaction, std::vector<PlannedEngagement> const& plans, Instant as_of,
                   std::string const& run_id);

// Open ones, and those that count as sent, by user.
std::map<std::string, std::vector<Ghost>> ghosts_of_users(Transaction& transaction,
                                                          std::vector<std::string> const& users);

// Whose time has come, oldest first; without messages.
std::vector<DueEngagement> due_ghosts(Transaction& transaction, Instant as_of, Slices const& slices, int most);

// Those that would have been sent.
void close_ghosts(Transaction& transaction, std::vector<DueEngagement> const& sent, Instant as_of);
// Those that would not.
void close_ghosts(Transaction& transaction, std::vector<ClosedEngagement> const& closed, Instant as_of);
void hold_ghosts(Transaction& transaction, std::vector<HeldEngagement> const& held);

}  // namespace proactive::store
