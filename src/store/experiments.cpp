#include "store/experiments.hpp"

#include <fmt/core.h>

#include <set>

#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

namespace {

StoredExperiment read_experiment(Row const& row) {
  StoredExperiment stored;
  auto& experiment = stored.experiment;
  experiment.name = row["name"].text();
  experiment.version = static_cast<int>(row["version"].integer());
  experiment.layer = row["layer"].text();
  auto const status = value_of<ExperimentStatus>(row["status"].text());
  auto variants = read_variants(row["variants"].json());
  auto buckets = read_buckets(row["buckets"].json());
  if (!status || !variants || !buckets || !read_stops(row["stopped_variants"].json(), *variants)) {
    throw configuration_error(
        fmt::format("experiment {} (version {}) is stored in a form that this version of proactive does not read: stop "
                    "it with the version that made it, or upgrade",
                    experiment.name, experiment.version));
  }
  experiment.status = *status;
  experiment.variants = *std::move(variants);
  experiment.buckets = *std::move(buckets);
  experiment.planned_users = row["planned_users"].integer();
  experiment.started_at = row["started_at"].optional_instant();
  experiment.stopped_at = row["stopped_at"].optional_instant();
  stored.created_at = row["created_at"].instant();
  stored.created_by = row["created_by"].text();
  stored.stopped_why = row["stopped_why"].optional_text();
  return stored;
}

void close(Transaction& transaction, std::vector<EngagementKey> const& keys,
           std::vector<std::optional<std::string>> const& reasons, Instant as_of) {
  if (keys.empty()) return;
  transaction.exec(queries::close_ghosts, user_ids(keys), engagement_ids(keys), reasons, as_of);
}

}  // namespace

std::vector<StoredExperiment> list_experiments(Transaction& transaction, std::vector<ExperimentStatus> const& statuses,
                                               std::optional<std::string> const& name) {
  std::vector<StoredExperiment> found;
  auto const words = column(statuses, [](ExperimentStatus status) { return std::string{name_of(status)}; });
  for (auto const row : transaction.exec(queries::list_experiments, words, name)) found.push_back(read_experiment(row));
  return found;
}

std::vector<Experiment> running_experiments(Transaction& transaction) {
  return column(list_experiments(transaction, {ExperimentStatus::running}), &StoredExperiment::experiment);
}

void lock_experiments(Transaction& transaction) { transaction.exec(queries::lock_experiments); }

int insert_experiment(Transaction& transaction, Experiment const& experiment, std::string const& created_by) {
  auto const rows = transaction.exec(queries::insert_experiment, experiment.name, experiment.layer,
                                     to_line(variants_json(experiment.variants)), experiment.planned_users, created_by);
  return static_cast<int>(rows[0]["version"].integer());
}

bool run_experiment(Transaction& transaction, Experiment const& experiment) {
  return !transaction
              .exec(queries::run_experiment, experiment.name, experiment.version,
                    to_line(buckets_json(experiment.buckets)))
              .empty();
}

bool stop_experiment(Transaction& transaction, Experiment const& experiment, std::string const& why) {
  return !transaction.exec(queries::stop_experiment, experiment.name, experiment.version, why).empty();
}

bool stop_variant(Transaction& transaction, Experiment const& experiment, std::string const& variant,
                  std::string const& why) {
  return !transaction.exec(queries::stop_variant, experiment.name, experiment.version, variant, why).empty();
}

std::optional<Instant> first_experiment_begin(Transaction& transaction) {
  return transaction.exec(queries::first_experiment_begin)[0]["began_at"].optional_instant();
}

std::vector<Experiment> unreviewed_experiments(Transaction& transaction, Instant as_of) {
  std::vector<Experiment> due;
  std::set<std::string> names;  // of which one version runs
  for (auto const row : transaction.exec(queries::unreviewed_experiments, as_of)) names.insert(row["name"].text());
  if (names.empty()) return due;
  for (auto& experiment : running_experiments(transaction)) {
    if (names.contains(experiment.name)) due.push_back(std::move(experiment));
  }
  return due;
}

void mark_reviewed(Transaction& transaction, Experiment const& experiment, Instant as_of) {
  transaction.exec(queries::mark_reviewed, experiment.name, experiment.version, as_of);
}

std::map<std::string, ExposedUsers> exposed_users(Transaction& transaction, Experiment const& experiment) {
  std::map<std::string, ExposedUsers> exposed;
  for (auto const row : transaction.exec(queries::exposed_users, experiment.name, experiment.version)) {
    exposed[row["variant"].text()] = {row["users"].integer(), row["first"].optional_instant(),
                                      row["last"].optional_instant()};
  }
  return exposed;
}

void note_exposures(Transaction& transaction, std::vector<Exposure> const& exposures, Instant as_of) {
  if (exposures.empty()) return;
  transaction.exec(queries::note_exposures, column(exposures, &Exposure::user_id),
                   column(exposures, &Exposure::experiment), column(exposures, &Exposure::version),
                   column(exposures, &Exposure::variant), as_of);
}

long insert_ghosts(Transaction& transaction, std::vector<PlannedEngagement> const& plans, Instant as_of,
                   std::string const& run_id) {
  if (plans.empty()) return 0;
  auto const pairs = column(plans, &PlannedEngagement::pair);
  return transaction
      .exec(queries::insert_ghosts, user_ids(pairs), companion_ids(pairs),
            column(plans, [](auto const& plan) { return name_of(plan.type); }),
            column(plans, [](auto const& plan) { return name_of(plan.stage); }),
            column(plans, &PlannedEngagement::scheduled_for), column(plans, &PlannedEngagement::silent_since),
            column(plans, &PlannedEngagement::conversation_id), as_of, run_id,
            column(plans, &PlannedEngagement::is_safe))
      .size();
}

std::map<std::string, std::vector<Ghost>> ghosts_of_users(Transaction& transaction,
                                                          std::vector<std::string> const& users) {
  std::map<std::string, std::vector<Ghost>> ghosts;
  if (users.empty()) return ghosts;
  for (auto const row : transaction.exec(queries::ghosts_of_users, users)) {
    auto const type = value_of<EngagementType>(row["engagement_type"].text());
    if (!type) continue;  // of a later version
    auto user = row["user_id"].text();
    Ghost ghost{{user, row["companion_id"].text()}, *type, row["scheduled_for"].instant()};
    ghost.sent_at = row["closed_at"].optional_instant();
    ghost.silent_since = row["silent_since"].optional_instant();
    ghost.conversation_id = row["conversation_id"].optional_text();
    ghosts[std::move(user)].push_back(std::move(ghost));
  }
  return ghosts;
}

std::vector<DueEngagement> due_ghosts(Transaction& transaction, Instant as_of, Slices const& slices, int most) {
  std::vector<DueEngagement> due;
  for (auto const row : transaction.exec(queries::due_ghosts, as_of, slices, most)) {
    DueEngagement ghost;
    ghost.key = {row["user_id"].text(), row["id"].text()};
    ghost.pair = {ghost.key.user_id, row["companion_id"].text()};
    ghost.type = value_of<EngagementType>(row["engagement_type"].text()).value_or(EngagementType::check_in);
    ghost.scheduled_for = row["scheduled_for"].instant();
    ghost.created_at = row["created_at"].instant();
    ghost.held_from = row["held_from"].optional_instant();
    ghost.is_safe = row["safe"].boolean();
    due.push_back(std::move(ghost));
  }
  return due;
}

void close_ghosts(Transaction& transaction, std::vector<DueEngagement> const& sent, Instant as_of) {
  close(transaction, column(sent, &DueEngagement::key), std::vector<std::optional<std::string>>(sent.size()), as_of);
}

void close_ghosts(Transaction& transaction, std::vector<ClosedEngagement> const& closed, Instant as_of) {
  close(transaction, column(closed, &ClosedEngagement::key),
        column(closed, [](ClosedEngagement const& one) { return std::optional{std::string{name_of(one.reason)}}; }),
        as_of);
}

void hold_ghosts(Transaction& transaction, std::vector<HeldEngagement> const& held) {
  if (held.empty()) return;
  auto const keys = column(held, &HeldEngagement::key);
  transaction.exec(queries::hold_ghosts, user_ids(keys), engagement_ids(keys),
                   column(held, &HeldEngagement::scheduled_for));
}

}  // namespace proactive::store
