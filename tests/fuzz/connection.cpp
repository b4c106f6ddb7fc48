// DATABASE_URL and the DB_* variables: no text makes another option of libpq, and no error shows a password.
#include <fuzzer/FuzzedDataProvider.h>
#include <libpq-fe.h>

#include <map>

#include "base/errors.hpp"
#include "domain/settings/settings.hpp"
#include "store/pg/connection_string.hpp"
#include "tests/fuzz/require.hpp"

using namespace proactive;

namespace {

std::map<std::string, std::string> options_of(std::string const& connection_string) {
  auto* const parsed = PQconninfoParse(connection_string.c_str(), nullptr);
  require(parsed != nullptr, "libpq reads the connection string");
  std::map<std::string, std::string> options;
  for (auto const* option = parsed; option->keyword != nullptr; ++option) {
    if (option->val != nullptr) options[option->keyword] = option->val;
  }
  PQconninfoFree(parsed);
  return options;
}

std::string without_nul(std::string text) {
  std::erase(text, '\0');
  return text;
}

void check_parts(FuzzedDataProvider& input) {
  auto settings = default_settings();
  settings.database.host = without_nul(input.ConsumeRandomLengthString(40));
  settings.database.user = without_nul(input.ConsumeRandomLengthString(40));
  settings.database.name = without_nul(input.ConsumeRandomLengthString(40));
  settings.database.password = without_nul(input.ConsumeRemainingBytesAsString());
  std::string text;
  try {
    text = store::connection_string(settings.database, "proactive test", true);
  } catch (Error const&) {
    return;  // what is no name
  }
  auto const options = options_of(text);
  auto const value = [&](char const* keyword) {
    auto const found = options.find(keyword);
    return found == options.end() ? std::string{} : found->second;
  };
  require(value("host") == settings.database.host, "the host is as it was given");
  require(value("user") == settings.database.user, "the user is as it was given");
  require(value("dbname") == settings.database.name, "the database is as it was given");
  require(value("password") == settings.database.password, "the password is as it was given");
  require(value("application_name") == "proactive test", "the purpose is ours");
}

void check_url(std::string const& text) {
  std::string const secret = "s3cr3tpassw0rd";
  auto settings = default_settings();
  settings.database.url = "postgresql://user:" + secret + without_nul(text);
  try {
    auto const options = options_of(store::connection_string(settings.database, "proactive test", true));
    require(options.at("application_name") == "proactive test", "the purpose is ours");
  } catch (Error const& problem) {
    require(std::string{problem.what()}.find(secret) == std::string::npos, "no error shows a password");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  if (input.ConsumeBool()) {
    check_parts(input);
  } else {
    check_url(input.ConsumeRemainingBytesAsString());
  }
  return 0;
}
