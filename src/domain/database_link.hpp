#pragma once

#include <string>

#include "base/finding.hpp"

namespace proactive {

// How the tool reaches the database.
struct DatabaseLink {
  bool stays_here = false;  // a local socket, or this machine's own network
  bool tls = false;
  std::string sslmode;  // libpq's
};

// Whether others may read along, or pose as the server. Only verify-ca and verify-full look at who answers. Pure.
Finding judge_link(DatabaseLink const& link);

}  // namespace proactive
