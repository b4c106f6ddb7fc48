#include "store/pg/connection_string.hpp"

#include <fmt/core.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <memory>
#include <variant>
#include <vector>

#include "base/errors.hpp"
#include "base/secret_file.hpp"
#include "base/text.hpp"

namespace proactive::store {

namespace {

using Options = std::map<std::string, std::string>;

using Parsed = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

// What to do about the parameters that ORMs and pools have of their own; the others are left out.
constexpr auto advice_on_parameters = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"connection_limit", "set DB_CONNECTION_LIMIT instead"},
    {"pool_size", "set DB_CONNECTION_LIMIT instead"},
    {"max_connections", "set DB_CONNECTION_LIMIT instead"},
    {"ssl", "write sslmode=verify-full instead"},
    {"sslaccept", "write sslmode=verify-full instead"},
    {"tls", "write sslmode=verify-full instead"},
    {"username", "write user= instead"},
    {"timeout", "write connect_timeout= instead, in seconds"},
    {"socket_timeout", "leave it out; each statement has a limit of its own"},
    {"pgbouncer", "leave it out; nothing here needs a session of its own"},
    {"schema", "leave it out; the adapter knows the app's schema"},
    {"currentSchema", "leave it out; the adapter knows the app's schema"},
});

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '+' || c == '.' || c == ':';
  });
}

std::string advice_on_scheme(std::string_view scheme) {
  auto const lowered = to_lower(scheme);
  if (lowered.starts_with("prisma")) {
    return "this is the address of Prisma's proxy: write the PostgreSQL server's own, which begins with postgresql://";
  }
  for (std::string_view const family : {"postg", "pg", "psql", "pdo-pgsql", "jdbc:postgresql", "ecto"}) {
    if (lowered.starts_with(family)) return "write postgresql://, and the rest as it is";
  }
  return "write the address of a PostgreSQL database, which begins with postgresql://";
}

std::string advice_on_parameter(std::string_view name) {
  for (auto const& [parameter, advice] : advice_on_parameters) {
    if (parameter == name) return std::string{advice};
  }
  return "leave it out";
}

bool is_known_to_libpq(std::string_view name, std::string_view value) {
  if (name == "ssl") return value == "true";  // for JDBC's sake, and in addresses only
  Parsed const defaults{PQconndefaults(), &PQconninfoFree};
  for (auto const* option = defaults.get(); option != nullptr && option->keyword != nullptr; ++option) {
    if (name == option->keyword) return true;
  }
  return false;
}

// The parameters of an address that libpq does not know, each with what to do. None where one may be a part of a
// password with a ? in it.
std::vector<std::string> faults_of_parameters(std::string_view url) {
  std::vector<std::string> faults;
  auto const begin = url.find('?');
  if (begin == std::string_view::npos || url.find('@', begin) != std::string_view::npos) return faults;
  for (auto rest = url.substr(begin + 1); !rest.empty();) {
    auto const parameter = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(parameter.size() + 1, rest.size()));
    auto const sign = std::min(parameter.find('='), parameter.size());
    auto const name = parameter.substr(0, sign);
    if (!is_word(name)) return {};
    auto const value = parameter.substr(std::min(sign + 1, parameter.size()));
    if (!is_known_to_libpq(name, value))
      faults.push_back(fmt::format("the parameter {}: {}", name, advice_on_parameter(name)));
  }
  return faults;
}

constexpr auto unreadable_url =
    "it cannot be read: write it as postgresql://user:password@host:5432/database, with special characters of the "
    "password as %XX";

// Never quotes libpq's own message: it may hold the password.
std::string fault_of_unreadable(std::string const& url) {
  std::vector<std::string> faults;
  if (auto const scheme = url.substr(0, url.find("://")); scheme.size() < url.size() && is_word(scheme)) {
    faults = faults_of_parameters(url);
    if (scheme != "postgresql" && scheme != "postgres") {
      faults.insert(faults.begin(), fmt::format("the scheme {}: {}", scheme, advice_on_scheme(scheme)));
    }
  }
  return faults.empty() ? unreadable_url : fmt::format("it has what libpq does not know: {}", join(faults, "; "));
}

bool is_port(std::string_view text) {
  int port = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  return problem == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

bool is_host(std::string_view text) {
  if (text.starts_with('@')) text.remove_prefix(1);  // an abstract socket
  return text.starts_with('/') ||                    // a socket's folder
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_word({&c, 1}) || c == '_' || c == '%' || static_cast<unsigned char>(c) >= 0x80;
         });
}

// "h1,h2", as libpq takes hosts and ports.
template <typename Predicate>
bool all_are(std::string_view list, Predicate const& holds) {
  while (true) {
    auto const end = std::min(list.find(','), list.size());
    if (!holds(list.substr(0, end))) return false;
    if (end == list.size()) return true;
    list.remove_prefix(end + 1);
  }
}

// What is no host, port, user or database's name is something else in the wrong place. A / or an @ in a password ends
// the part of a URL that it stands in: libpq takes the rest for another part, which it and the server name in their
// messages.
bool are_in_their_places(Options const& options) {
  auto const value = [&](char const* keyword) {
    auto const found = options.find(keyword);
    return found == options.end() ? std::string{} : found->second;
  };
  bool const has_ports = all_are(value("port"), [](auto port) { return port.empty() || is_port(port); });
  bool const has_hosts = all_are(value("host"), is_host) && value("host").find("://") == std::string::npos;
  auto const has = [&](char const* keyword, std::string_view sign) {
    return value(keyword).find(sign) != std::string::npos;
  };
  return has_ports && has_hosts && !has("user", ":") && !has("dbname", "://") && !has("dbname", "@");
}

// What libpq reads in it, or what is wrong with it.
std::variant<Options, std::string> read_url(std::string const& url) {
  char* problem = nullptr;
  Parsed const parsed{PQconninfoParse(url.c_str(), &problem), &PQconninfoFree};
  PQfreemem(problem);
  if (!parsed) return fault_of_unreadable(url);
  Options options;
  for (auto const* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) options[option->keyword] = option->val;
  }
  if (!are_in_their_places(options)) return unreadable_url;
  return options;
}

Options parse_url(std::string const& url) {
  auto const read = read_url(url);
  if (auto const* fault = std::get_if<std::string>(&read)) throw configuration_error("DATABASE_URL: " + *fault);
  return std::get<Options>(read);
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
  if (!are_in_their_places(options)) {
    throw configuration_error(
        "DB_HOST, DB_USER or DB_NAME holds more than its name: write each part alone, or the whole URL in "
        "DATABASE_URL");
  }
  return options;
}

Options given_options(DatabaseSettings const& settings) {
  return settings.url.empty() ? from_parts(settings) : parse_url(settings.url);
}

std::string quote(std::string const& value) {
  std::string quoted = "'";
  for (char const c : value) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string as_text(Options const& options) {
  std::string text;
  for (auto const& [keyword, value] : options) {
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", keyword, quote(value));
  }
  return text;
}

}  // namespace

std::string connection_string(DatabaseSettings const& settings, std::string const& purpose, bool writes) {
  auto options = given_options(settings);
  options.try_emplace("connect_timeout", "5");
  options.try_emplace("tcp_user_timeout", "15000");
  options.try_emplace("keepalives_idle", "10");
  options.try_emplace("keepalives_interval", "5");
  options.try_emplace("keepalives_count", "3");
  options["client_encoding"] = "UTF8";
  options["application_name"] = purpose;
  if (writes) options.try_emplace("target_session_attrs", "read-write");
  return as_text(options);
}

std::optional<std::string> fault_of_url(std::string const& url) {
  auto const read = read_url(url);
  auto const* fault = std::get_if<std::string>(&read);
  return fault == nullptr ? std::nullopt : std::optional{*fault};
}

std::string effective_sslmode(DatabaseSettings const& settings) {
  auto options = given_options(settings);
  options.erase("hostaddr");
  options["host"] = "/nonexistent";  // libpq reads the rest, and calls nobody
  std::unique_ptr<PGconn, decltype(&PQfinish)> const link{PQconnectStart(as_text(options).c_str()), &PQfinish};
  Parsed const taken{PQconninfo(link.get()), &PQconninfoFree};
  for (auto const* option = taken.get(); option != nullptr && option->keyword != nullptr; ++option) {
    if (std::string_view{option->keyword} == "sslmode" && option->val != nullptr) return option->val;
  }
  return "prefer";
}

ClientConnection client_connection(DatabaseSettings const& settings) {
  ClientConnection connection;
  auto options = given_options(settings);
  Parsed const known{PQconndefaults(), &PQconninfoFree};
  for (auto const* option = known.get(); option != nullptr && option->keyword != nullptr; ++option) {
    auto const given = options.find(option->keyword);
    if (given == options.end()) continue;
    if (option->envvar != nullptr) {
      connection.environment.emplace_back(option->envvar, given->second);
      options.erase(given);
    } else if (std::string_view{option->dispchar} == "*") {
      throw configuration_error(fmt::format(
          "psql takes no {} from the environment: keep it in a service file of libpq (PGSERVICE)", option->keyword));
    }
  }
  connection.parameters = as_text(options);
  return connection;
}

}  // namespace proactive::store
