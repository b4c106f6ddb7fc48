#include "domain/connection_failure.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/text.hpp"

namespace proactive {

namespace {

constexpr std::string_view connection_settings = "DATABASE_URL or DB_*";

// What a line says, and what helps.
struct Known {
  std::string_view sign;
  std::string_view advice;
};

constexpr std::string_view give_password =
    "give the role's password in DATABASE_URL, DB_PASSWORD_FILE or libpq's password file";
// libpq has sent one then: without one it says so, and asks nothing of the server.
constexpr std::string_view correct_password =
    "a password was given, and the server refuses it: correct it, or the role's name, in DATABASE_URL, DB_USER, "
    "DB_PASSWORD, DB_PASSWORD_FILE or libpq's password file";
constexpr std::string_view wait_for_server =
    "nothing is wrong here: the next run tries again, and proactive config check tells when the server is ready";
constexpr std::string_view make_room =
    "end connections that are not needed, raise the limit at the server, or use fewer here (DB_CONNECTION_LIMIT, "
    "--jobs), and run again";
constexpr std::string_view name_primary =
    "this server takes no writes: name the primary's host in DATABASE_URL or DB_HOST, or see that the primary runs";
constexpr std::string_view check_certificates =
    "check sslmode, sslrootcert and the host's name in DATABASE_URL, or PGSSLMODE and PGSSLROOTCERT";
constexpr std::string_view open_way =
    "check the host and port, that PostgreSQL runs there, and that no firewall is in the way";

// Those of a server that answered come first, and within them the more special.
constexpr std::array known_failures{
    Known{"no password supplied", give_password},
    Known{"empty password returned", give_password},
    Known{"password authentication failed", correct_password},
    Known{"SASL authentication failed", correct_password},
    Known{"LDAP authentication failed", correct_password},
    Known{"PAM authentication failed", correct_password},
    Known{"RADIUS authentication failed", correct_password},
    Known{"no such user", "check the role's name in DATABASE_URL or DB_USER: the pooler does not know it"},
    Known{"no such database", "check the database's name in DATABASE_URL or DB_NAME: the pooler does not know it"},
    Known{"is not permitted to log in", "let the role log in (ALTER ROLE ... LOGIN), or name another in DB_USER"},
    Known{"no encryption",
          "the server wants TLS: add sslmode=require to DATABASE_URL, or allow the connection in its "
          "pg_hba.conf"},
    Known{"no pg_hba.conf entry", "allow this machine, role and database in the server's pg_hba.conf, and reload it"},
    Known{"pg_hba.conf rejects", "allow this machine, role and database in the server's pg_hba.conf, and reload it"},
    Known{"permission denied for database", "let the role connect (GRANT CONNECT ON DATABASE ...), or name another"},
    Known{"not currently accepting connections", "name another database, or let this one take connections again"},
    Known{"too many clients", make_room},
    Known{"connection slots are reserved", make_room},
    Known{"too many connections", make_room},
    Known{"no more connections allowed", make_room},
    Known{"is starting up", wait_for_server},
    Known{"is shutting down", wait_for_server},
    Known{"in recovery mode", wait_for_server},
    Known{"not yet accepting connections", wait_for_server},
    Known{"Tenant or user not found", "check the user, the host and the port that the pooler's own page gives"},
    Known{"session is read-only", name_primary},
    Known{"hot standby", name_primary},
    Known{"could not make a writable connection", name_primary},
    Known{"does not support SSL", "let the server use TLS, or ask for less with sslmode in DATABASE_URL or PGSSLMODE"},
    Known{"SSL error", check_certificates},
    Known{"certificate", check_certificates},
    Known{"could not translate host name", "check the host's name in DATABASE_URL or DB_HOST, and the name servers"},
    Known{"Connection refused",
          "start PostgreSQL there, or name the host and port that it listens on in DATABASE_URL or DB_*"},
    Known{"No such file or directory",
          "no server has this socket: start PostgreSQL on this machine, or name its host in DATABASE_URL or DB_HOST"},
    Known{"Permission denied",
          "this user may not use the socket: run as one that may, or name a host in DATABASE_URL or DB_HOST"},
    Known{"timeout expired", open_way},
    Known{"timed out", open_way},
    Known{"No route to host", open_way},
    Known{"unreachable", open_way},
    Known{"closed the connection unexpectedly",
          "check that PostgreSQL listens on this host and port, and look into its log"},
};

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size());
    if (auto const line = trim(text.substr(0, end)); !line.empty()) lines.push_back(collapse_spaces(printable(line)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// x of: role "x" does not exist
std::optional<std::string> quoted_between(std::string const& line, std::string_view before, std::string_view after) {
  auto const begin = line.find(before);
  if (begin == std::string::npos) return std::nullopt;
  auto const name = begin + before.size();
  auto const end = line.find(after, name);
  if (end == std::string::npos) return std::nullopt;
  return line.substr(name, end - name);
}

// As the package's user, whose role roles.sql and the manual speak of.
constexpr std::string_view run_as_service = "sudo -u proactive proactive ...";

std::string advice_on_role(std::string const& role, std::string const& system_user) {
  if (role != system_user) return "create the role, or name one that there is in DATABASE_URL or DB_USER";
  return fmt::format(
      "it is the name of the system user who runs this: run as one that has a role, such as that of the package ({}), "
      "or name a role in DATABASE_URL or DB_USER",
      run_as_service);
}

// Advice that repeats a name which the line holds.
std::optional<std::string> advice_with_name(std::string const& line, std::string const& system_user) {
  if (auto const role = quoted_between(line, "role \"", "\" does not exist")) return advice_on_role(*role, system_user);
  if (auto const database = quoted_between(line, "database \"", "\" does not exist")) {
    return fmt::format("name the app's database in DATABASE_URL or DB_NAME, or create {}", *database);
  }
  for (std::string_view const way : {"Peer", "Ident"}) {
    auto const role = quoted_between(line, fmt::format("{} authentication failed for user \"", way), "\"");
    if (!role) continue;
    return fmt::format(
        "the server wants the system user of that name: run as {} (sudo -u {} proactive ...), or give a host and a "
        "password in {}",
        *role, *role, connection_settings);
  }
  return std::nullopt;
}

std::string sentence(std::string_view line, std::string_view advice) {
  return fmt::format("cannot connect to the database: {}; {}", line, advice);
}

}  // namespace

std::string connection_failure(std::string_view text, std::string const& system_user) {
  auto const lines = lines_of(text);
  for (auto const& line : lines) {
    if (auto const advice = advice_with_name(line, system_user)) return sentence(line, *advice);
  }
  for (auto const& [sign, advice] : known_failures) {
    for (auto const& line : lines) {
      if (line.find(sign) != std::string::npos) return sentence(line, advice);
    }
  }
  return sentence(lines.empty() ? std::string_view{"libpq does not say why"} : std::string_view{lines.front()},
                  "check that it runs, and DATABASE_URL, DB_* or PG* (proactive.env(5))");
}

}  // namespace proactive
