#include "app/operator/adapter.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "app/operator/operator_name.hpp"
#include "base/errors.hpp"
#include "base/file.hpp"
#include "base/nearest.hpp"
#include "base/text.hpp"
#include "domain/adapter/draft.hpp"
#include "domain/adapter/message_review.hpp"
#include "store/catalogue.hpp"
#include "store/runs.hpp"
#include "store/server.hpp"

namespace proactive::app {

namespace {

constexpr int trial_seconds = 60;  // of one statement: an operator waits, and counts of big tables take their time
constexpr std::size_t most_bytes = 1'000'000;

// Thrown to leave a transaction without its effects.
struct RolledBack {};

long count_todos(std::string const& text) {
  long count = 0;
  for (auto at = text.find("TODO"); at != std::string::npos; at = text.find("TODO", text.find('\n', at))) ++count;
  return count;
}

// Before anything of the adapter is run: a trap that was stepped into may have hidden itself.
void add_unsafe_tables(store::Transaction& transaction, TrialReport& report) {
  for (auto const& sentence : store::unsafe_tables(transaction))
    report.findings.push_back({FindingState::failure, "rights", sentence});
}

// Whoever installs an adapter is seldom who runs it.
void add_unrunnable_functions(store::Transaction& transaction, TrialReport& report) {
  for (auto const& sentence : store::unrunnable_functions(transaction))
    report.findings.push_back({FindingState::warning, "rights", sentence});
}

TrialReport try_source(Session& session, store::Transaction& transaction, AdapterSource const& source,
                       std::vector<std::string>& made) {
  TrialReport report;
  store::require_schema_owner(transaction);
  if (auto const foreign = store::foreign_privileges(transaction); !foreign.empty()) {
    report.findings.push_back({FindingState::warning, "privileges",
                               fmt::format("others may reach the tool's own, such as: {}: installing an adapter takes "
                                           "it back, and so does proactive-migrate",
                                           foreign.front())});
  }
  auto const problem = transaction.in_savepoint([&] { made = store::run_adapter_file(transaction, source.text); });
  if (problem) {
    report.findings.push_back(
        {FindingState::failure, "file", fmt::format("it cannot be run: {}{}", *problem, hint_for(*problem))});
    return report;
  }
  if (auto const left = count_todos(source.text); left > 0) {
    report.findings.push_back({FindingState::warning, "file",
                               fmt::format("lines that say TODO: {}; decide each, and remove the word", left)});
  }
  auto const found = store::adapter_functions_found(transaction);
  auto const contract = review_contract(found);
  add_unsafe_tables(transaction, report);
  bool const safe = !report.failed();
  for (auto const& sentence : contract.findings)
    report.findings.push_back({FindingState::failure, "contract", sentence});
  if (!safe) return report;
  add_unrunnable_functions(transaction, report);
  store::make_wrappers(transaction, contract.usable);
  auto trial = try_adapter(transaction, contract.usable, session.settings(), store::database_now(transaction),
                           TrialDelivery::make);
  report.findings.insert(report.findings.end(), trial.findings.begin(), trial.findings.end());
  report.delivery = std::move(trial.delivery);
  return report;
}

Catalogue catalogue_of(Session& session, std::optional<std::string> const& schema) {
  return session.database->transact(
      [&](store::Transaction& transaction) { return store::read_catalogue(transaction, schema); });
}

// An empty draft would look as if the app had no tables.
void require_schema_named(Session& session, std::string const& schema) {
  auto const names = session.database->transact(store::schema_names);
  if (std::find(names.begin(), names.end(), schema) != names.end()) return;
  auto const meant = nearest_word(schema, names);
  throw usage_error(fmt::format("there is no schema {} in this database: {}", shortened(printable(schema), 80),
                                meant ? fmt::format("did you mean {}?", printable(*meant))
                                      : "see whether it is the right one, or leave --from out"));
}

// What is wrong with a file that the command line names is wrong with the command line.
std::string adapter_text(std::string const& file) {
  try {
    return read_named_file("the adapter file", file, most_bytes + 1, ReadUntil::end).text;
  } catch (Error const& unreadable) {
    throw usage_error(unreadable.what());
  }
}

}  // namespace

AdapterSource read_adapter(Session& session, std::string const& file_or_seed) {
  if (file_or_seed == "seed") return {"seed", seed_adapter(catalogue_of(session, std::nullopt))};
  auto source = adapter_text(file_or_seed);
  if (source.empty()) {
    throw usage_error(
        fmt::format("the adapter file {} is empty: see whether it is the right file", printable(file_or_seed)));
  }
  if (source.size() > most_bytes || !is_storable(source)) {
    throw usage_error(
        fmt::format("the adapter file {} is not UTF-8 text of at most a megabyte: see whether it is the right file",
                    printable(file_or_seed)));
  }
  return {file_or_seed.substr(file_or_seed.rfind('/') + 1), std::move(source)};
}

std::string draft_adapter_file(Session& session, std::optional<std::string> const& schema) {
  if (schema) require_schema_named(session, *schema);
  return draft_adapter(catalogue_of(session, schema));
}

TrialReport check_adapter(Session& session, AdapterSource const& source) {
  session.database->set_statement_seconds(trial_seconds);
  TrialReport report;
  try {
    session.database->transact([&](store::Transaction& transaction) {
      std::vector<std::string> made;
      report = try_source(session, transaction, source, made);
      throw RolledBack{};
    });
  } catch (RolledBack const&) {  // as it should
  }
  return report;
}

// Tried and kept in two transactions: nothing of the trial's messages may stay.
TrialReport install_adapter(Session& session, AdapterSource const& source) {
  auto report = check_adapter(session, source);
  if (report.failed()) return report;
  session.database->transact([&](store::Transaction& transaction) {
    store::require_schema_owner(transaction);
    auto const made = store::run_adapter_file(transaction, source.text);
    store::make_wrappers(transaction, store::adapter_functions_found(transaction));
    store::keep_adapter(transaction, source.name, source.text, made, operator_name());
  });
  return report;
}

std::vector<Finding> try_installed_adapter(store::Database& database, Settings const& settings, bool quick) {
  TrialReport report;
  try {
    database.transact([&](store::Transaction& transaction) {
      add_unsafe_tables(transaction, report);
      if (report.failed()) throw RolledBack{};
      add_unrunnable_functions(transaction, report);
      auto trial =
          try_adapter(transaction, store::adapter_functions_found(transaction), settings,
                      store::database_now(transaction), quick ? TrialDelivery::leave_out : TrialDelivery::make);
      report.findings.insert(report.findings.end(), trial.findings.begin(), trial.findings.end());
      throw RolledBack{};
    });
  } catch (RolledBack const&) {  // as it should
  }
  return report.findings;
}

std::optional<store::InstalledAdapter> show_adapter(Session& session) {
  return session.database->transact(store::installed_adapter);
}

bool remove_adapter(Session& session) {
  return session.database->transact([&](store::Transaction& transaction) {
    store::require_schema_owner(transaction);
    bool const installed = store::installed_adapter(transaction).has_value();
    store::remove_adapter(transaction);
    return installed;
  });
}

}  // namespace proactive::app
