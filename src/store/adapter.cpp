#include "store/adapter.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "domain/adapter/message_review.hpp"
#include "queries.hpp"

namespace proactive::store {

namespace {

std::vector<std::string> schema_functions(Transaction& transaction) {
  std::vector<std::string> signatures;
  for (auto const row : transaction.exec(queries::schema_functions)) signatures.push_back(row["signature"].text());
  std::sort(signatures.begin(), signatures.end());
  return signatures;
}

void drop_functions(Transaction& transaction, std::vector<std::string> const& signatures) {
  auto const rows = transaction.exec(queries::drop_functions_statement, signatures);
  if (!rows[0]["statement"].is_null()) transaction.exec_text(rows[0]["statement"].text(), {});
}

std::vector<std::string> read_texts(Json const& list) {
  std::vector<std::string> texts;
  for (auto const& item : list) texts.push_back(item.get<std::string>());
  return texts;
}

InstalledFunction read_function(Row const& row) {
  InstalledFunction found;
  found.name = row["proname"].text();
  found.arguments = read_texts(row["arguments"].json());
  for (auto const& item : row["columns"].json()) {
    found.columns.emplace_back(item.at(0).get<std::string>(), item.at(1).get<std::string>());
  }
  found.returns_set = row["returns_set"].boolean();
  found.security_definer = row["security_definer"].boolean();
  found.pins_search_path = row["pins_search_path"].boolean();
  found.owner = row["owner"].text();
  found.owner_is_superuser = row["owner_is_superuser"].boolean();
  return found;
}

}  // namespace

std::optional<InstalledAdapter> installed_adapter(Transaction& transaction) {
  auto const rows = transaction.exec(queries::installed_adapter);
  if (rows.empty()) return std::nullopt;
  auto const row = rows[0];
  return InstalledAdapter{row["name"].text(),
                          row["source"].text(),
                          read_texts(row["functions"].json()),
                          row["installed_at"].instant(),
                          row["installed_by"].text(),
                          row["fingerprint"].text() == row["current"].text()};
}

AdapterState adapter_state(Transaction& transaction) {
  auto const rows = transaction.exec(queries::adapter_state);
  if (rows.empty()) return AdapterState::none;
  return rows[0]["is_unchanged"].boolean() ? AdapterState::installed : AdapterState::changed;
}

std::optional<std::string> adapter_fault(AdapterState state) {
  switch (state) {
    case AdapterState::none:
      return "no adapter to the app's tables is installed: write one with proactive config adapter draft, try it with "
             "check, and install it (proactive-adapter(7)); an app that has no tables yet gets some by "
             "proactive-migrate --standalone";
    case AdapterState::changed:
      return "the adapter's functions are not those that were installed: see what has changed, and run proactive "
             "config adapter install again";
    case AdapterState::installed:
      break;
  }
  return std::nullopt;
}

void require_adapter(AdapterState state) {
  if (auto const fault = adapter_fault(state)) throw configuration_error(*fault);
}

std::vector<InstalledFunction> adapter_functions_found(Transaction& transaction) {
  std::vector<InstalledFunction> found;
  for (auto const row : transaction.exec(queries::adapter_functions)) found.push_back(read_function(row));
  return found;
}

std::vector<std::string> unsafe_tables(Transaction& transaction) {
  std::vector<std::string> sentences;
  for (auto const row : transaction.exec(queries::unsafe_tables)) sentences.push_back(row["text"].text());
  return sentences;
}

std::vector<std::string> unrunnable_functions(Transaction& transaction) {
  std::vector<std::string> sentences;
  for (auto const row : transaction.exec(queries::unrunnable_functions)) {
    sentences.push_back(fmt::format("the role {} may not reach what {} read and write ({}): {}", row["role"].text(),
                                    row["functions"].text(), row["tables"].text(), functions_lack_rights));
  }
  return sentences;
}

std::vector<std::string> run_adapter_file(Transaction& transaction, std::string const& source) {
  remove_adapter(transaction);
  auto const before = schema_functions(transaction);
  transaction.exec(queries::hold_adapter_file, source);
  transaction.exec(queries::adapter_file);
  auto const after = schema_functions(transaction);
  std::vector<std::string> made;
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(made));
  return made;
}

void make_wrappers(Transaction& transaction, std::vector<InstalledFunction> const& found) {
  for (auto const& function : adapter_functions()) {
    auto const installed = std::find_if(found.begin(), found.end(), [&](InstalledFunction const& candidate) {
      return candidate.name == fmt::format("app_{}", function.name);
    });
    transaction.exec_text(wrapper_statement(function, installed == found.end() ? nullptr : &*installed), {});
  }
  transaction.exec(queries::apply_privileges);
}

void keep_adapter(Transaction& transaction, std::string const& name, std::string const& source,
                  std::vector<std::string> const& functions, std::string const& installed_by) {
  transaction.exec(queries::keep_adapter, name, source, functions, installed_by);
  transaction.exec(queries::restart_discovery);
}

void remove_adapter(Transaction& transaction) {
  auto const adapter = installed_adapter(transaction);
  drop_functions(transaction, adapter ? adapter->functions : std::vector<std::string>{});
  transaction.exec(queries::forget_adapter);
}

void require_schema_owner(Transaction& transaction) {
  auto const rows = transaction.exec(queries::owns_schema);
  if (!rows.empty() && rows[0]["yes"].boolean()) return;
  throw configuration_error(fmt::format("only the owner of the schema proactive may change the adapter: connect as {}",
                                        rows.empty() ? "its owner" : printable(rows[0]["owner"].text())));
}

bool returns_column(Transaction& transaction, std::string const& function, std::string const& column) {
  return transaction.exec(queries::returns_column, function, column)[0]["returns"].boolean();
}

}  // namespace proactive::store
