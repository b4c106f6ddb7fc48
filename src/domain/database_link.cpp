#include "domain/database_link.hpp"

#include <fmt/core.h>

namespace proactive {

Finding judge_link(DatabaseLink const& link) {
  constexpr auto advice = "set sslmode=verify-full and sslrootcert in DATABASE_URL, or PGSSLMODE and PGSSLROOTCERT";
  if (link.stays_here) return {FindingState::ok, "tls", "not needed: the connection stays on this machine"};
  if (!link.tls) {
    return {FindingState::warning, "tls",
            fmt::format("not in use over the network, so that others can read along: {}", advice)};
  }
  if (link.sslmode == "verify-full" || link.sslmode == "verify-ca")
    return {FindingState::ok, "tls", fmt::format("in use, with a certificate that is checked ({})", link.sslmode)};
  return {FindingState::warning, "tls",
          fmt::format("in use, but sslmode is {}, so that anybody could pose as the server: {}", link.sslmode, advice)};
}

}  // namespace proactive
