#include "domain/connection_failure.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

using namespace proactive;

namespace {

std::string const tcp = "connection to server at \"db\" (10.0.0.5), port 5432 failed: ";
std::string const socket_of_server = "connection to server on socket \"/run/postgresql/.s.PGSQL.5432\" failed: ";

// The part behind what the server said.
std::string advice_on(std::string const& text, std::string const& system_user = "root") {
  auto const sentence = connection_failure(text, system_user);
  CHECK(sentence.starts_with("cannot connect to the database: "));
  CHECK(sentence.find('\n') == std::string::npos);
  return sentence.substr(sentence.find("; ") + 2);
}

bool advises(std::string const& text, std::string const& words) {
  return advice_on(text).find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("each failure to connect has the advice that helps with it") {
  struct Case {
    std::string text;
    std::string advice;
  };
  for (auto const& [text, advice] : std::vector<Case>{
           {tcp + "fe_sendauth: no password supplied", "give the role's password in"},
           {tcp + "FATAL:  empty password returned by client", "give the role's password in"},
           {tcp + "FATAL:  password authentication failed for user \"app\"", "a password was given"},
           {tcp + "FATAL:  SASL authentication failed", "a password was given"},
           {tcp + "FATAL:  LDAP authentication failed for user \"app\"", "a password was given"},
           {tcp + "FATAL:  role \"ap\" does not exist", "create the role, or name one that there is"},
           {tcp + "FATAL:  role \"app\" is not permitted to log in", "LOGIN"},
           {tcp + "FATAL:  database \"ap\" does not exist", "DB_NAME, or create ap"},
           {tcp + "FATAL:  permission denied for database \"app\"\nDETAIL:  User does not have CONNECT privilege.",
            "GRANT CONNECT"},
           {tcp + "FATAL:  no pg_hba.conf entry for host \"10.0.0.9\", user \"a\", database \"a\", no encryption",
            "sslmode=require"},
           {tcp + "FATAL:  no pg_hba.conf entry for host \"10.0.0.9\", user \"a\", database \"a\", SSL encryption",
            "and reload it"},
           {tcp + "FATAL:  sorry, too many clients already", "raise the limit"},
           {tcp + "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
            "raise the limit"},
           {tcp + "FATAL:  too many connections for role \"app\"", "raise the limit"},
           {tcp + "FATAL:  the database system is starting up", "the next run tries again"},
           {tcp + "FATAL:  the database system is shutting down", "the next run tries again"},
           {tcp + "FATAL:  the database system is not yet accepting connections\nDETAIL:  Consistent recovery state "
                  "has not been yet reached.",
            "the next run tries again"},
           {tcp + "session is read-only", "the primary's host"},
           {tcp + "server is in hot standby mode", "the primary's host"},
           {"could not make a writable connection to server \"db:5432\"", "the primary's host"},
           {tcp + "Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?",
            "start PostgreSQL there"},
           {socket_of_server +
                "No such file or directory\n\tIs the server running locally and accepting connections on "
                "that socket?",
            "no server has this socket"},
           {socket_of_server + "Permission denied", "may not use the socket"},
           {"could not translate host name \"dbb\" to address: Name or service not known", "DB_HOST"},
           {tcp + "timeout expired", "firewall"},
           {tcp + "No route to host", "firewall"},
           {tcp + "server does not support SSL, but SSL was required", "sslmode"},
           {tcp + "SSL error: certificate verify failed", "sslrootcert"},
           {tcp + "root certificate file \"/root/.postgresql/root.crt\" does not exist", "sslrootcert"},
           {tcp + "server closed the connection unexpectedly\n\tThis probably means", "look into its log"},
       }) {
    CAPTURE(text);
    CAPTURE(advice_on(text));
    CHECK(advises(text, advice));
  }
}

TEST_CASE("who is no role of the server is told whom to be") {
  auto const no_role = socket_of_server + "FATAL:  role \"root\" does not exist";
  CHECK(advice_on(no_role, "root").find("sudo -u proactive proactive") != std::string::npos);
  CHECK(advice_on(no_role, "admin").find("sudo") == std::string::npos);  // it was named, and not taken for it
  CHECK(advice_on(socket_of_server + "FATAL:  Peer authentication failed for user \"proactive\"")
            .find("run as proactive (sudo -u proactive proactive ...)") != std::string::npos);
  CHECK(advice_on(tcp + "FATAL:  Ident authentication failed for user \"app\"").find("run as app") !=
        std::string::npos);
}

TEST_CASE("of several addresses the one of a server that answered is told of") {
  auto const text =
      "connection to server at \"localhost\" (::1), port 5432 failed: Connection refused\n\tIs the server "
      "running on that host and accepting TCP/IP connections?\nconnection to server at \"localhost\" "
      "(127.0.0.1), port 5432 failed: FATAL:  password authentication failed for user \"app\"\n";
  CHECK(connection_failure(text, "root") ==
        "cannot connect to the database: connection to server at \"localhost\" (127.0.0.1), port 5432 failed: FATAL: "
        "password authentication failed for user \"app\"; a password was given, and the server refuses it: correct it, "
        "or the role's name, in DATABASE_URL, DB_USER, DB_PASSWORD, DB_PASSWORD_FILE or libpq's password file");
}

TEST_CASE("what is not known, or in another language, has general advice") {
  for (auto const& text : {tcp + "FATAL:  Passwort-Authentifizierung f\u00fcr Benutzer \u00bbapp\u00ab "
                                 "fehlgeschlagen",
                           tcp + "something new\nin two lines", std::string{"\x1b[2J"}, std::string{}}) {
    CAPTURE(text);
    CHECK(advises(text, "check that it runs, and DATABASE_URL, DB_* or PG*"));
    CHECK(connection_failure(text, "root").find('\x1b') == std::string::npos);
  }
}
