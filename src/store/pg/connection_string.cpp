#include "store/pg/connection_string.hpp"

#include <fmt/core.h>
#include <libpq-fe.h>

#include <map>
#include <memory>

#include "base/errors.hpp"
#include "base/secret_file.hpp"

namespace proactive::store {

namespace {

using Options = std::map<std::string, std::string>;

// Never quotes libpq's own message: it may hold the password.
Options parse_url(std::string const& url) {
  using Parsed = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;
  char* problem = nullptr;
  Parsed const parsed{PQconninfoParse(url.c_str(), &problem), &PQconninfoFree};
  PQfreemem(problem);
  if (!parsed) {
    throw configuration_error(
        "DATABASE_URL cannot be read: write it as postgresql://user:password@host:5432/database, with special "
        "characters of the "
        "password as %XX");
  }
  Options options;
  for (auto const* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) options[option->keyword] = option->val;
  }
  return options;
}

Options from_parts(DatabaseSettings const& settings) {
  Options options;
  auto const put = [&](char const* keyword, std::string const& value) {
    if (!value.empty()) options[keyword] = value;
  };
  put("host", settings.host);
  put("port", settings.port);
  put("user", settings.user);
  put("dbname", settings.name);
  put("password", settings.password_file.empty() ? settings.password
                                                 : read_secret_file("DB_PASSWORD_FILE", settings.password_file));
  return options;
}

std::string quote(std::string const& value) {
  std::string quoted = "'";
  for (char const c : value) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

}  // namespace

std::string connection_string(DatabaseSettings const& settings, std::string const& purpose, bool writes) {
  auto options = settings.url.empty() ? from_parts(settings) : parse_url(settings.url);
  options.try_emplace("connect_timeout", "5");
  options.try_emplace("tcp_user_timeout", "15000");
  options.try_emplace("keepalives_idle", "10");
  options.try_emplace("keepalives_interval", "5");
  options.try_emplace("keepalives_count", "3");
  options["client_encoding"] = "UTF8";
  options["application_name"] = purpose;
  if (writes) options.try_emplace("target_session_attrs", "read-write");
  std::string text;
  for (auto const& [keyword, value] : options) {
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", keyword, quote(value));
  }
  return text;
}

}  // namespace proactive::store
