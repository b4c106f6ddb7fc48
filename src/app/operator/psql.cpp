#include "app/operator/psql.hpp"

#include <unistd.h>

#include <cstdlib>

#include "base/errors.hpp"
#include "store/pg/connection_string.hpp"

namespace proactive::app {

void become_psql(Invocation const& invocation, std::vector<std::string> const& arguments) {
  auto const connection = store::client_connection(load_local_settings(invocation).settings.database);
  for (auto const& [variable, value] : connection.environment) {
    setenv(variable.c_str(), value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): before threads
  }
  std::vector<std::string> words{"psql"};
  if (!connection.parameters.empty()) words.insert(words.end(), {"-d", connection.parameters});
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  execvp(pointers.front(), pointers.data());
  throw Error(ExitCode::unavailable, "psql cannot be started: install the package postgresql-client");
}

}  // namespace proactive::app
