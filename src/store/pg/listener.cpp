#include "store/pg/listener.hpp"

#include <fmt/core.h>
#include <libpq-fe.h>
#include <poll.h>

#include <memory>

#include "base/errors.hpp"
#include "base/stop.hpp"
#include "base/text.hpp"

namespace proactive::store {

namespace {

template <auto Free>
struct Freed {
  template <typename Pointee>
  void operator()(Pointee* pointee) const {
    Free(pointee);
  }
};
using Link = std::unique_ptr<PGconn, Freed<PQfinish>>;

[[noreturn]] void fail(Link const& link) {
  throw Error(ExitCode::unavailable,
              fmt::format("cannot listen to the database: {}; check that it runs, and DATABASE_URL, DB_* or PG* "
                          "(proactive.env(5))",
                          collapse_spaces(printable(PQerrorMessage(link.get())))));
}

Link listening(std::string const& connection_string, std::string const& channel) {
  Link link{PQconnectdb(connection_string.c_str())};
  if (PQstatus(link.get()) != CONNECTION_OK) fail(link);
  std::unique_ptr<char, Freed<PQfreemem>> const name{PQescapeIdentifier(link.get(), channel.data(), channel.size())};
  if (!name) fail(link);
  std::unique_ptr<PGresult, Freed<PQclear>> const done{
      PQexec(link.get(), fmt::format("LISTEN {}", name.get()).c_str())};
  if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) fail(link);
  return link;
}

}  // namespace

std::vector<std::string> hear(std::string const& connection_string, std::string const& channel,
                              std::chrono::milliseconds how_long) {
  constexpr int wait_ms = 100;  // how soon a stop is noticed
  auto const end = std::chrono::steady_clock::now() + how_long;
  auto const link = listening(connection_string, channel);
  std::vector<std::string> texts;
  while (std::chrono::steady_clock::now() < end && !stop_requested()) {
    pollfd waiting{PQsocket(link.get()), POLLIN, 0};
    poll(&waiting, 1, wait_ms);
    if (PQconsumeInput(link.get()) == 0) fail(link);
    while (std::unique_ptr<PGnotify, Freed<PQfreemem>> const heard{PQnotifies(link.get())})
      texts.emplace_back(heard->extra);
  }
  return texts;
}

}  // namespace proactive::store
