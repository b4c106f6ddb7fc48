#include "domain/database_link.hpp"

#include <doctest/doctest.h>

using namespace proactive;

TEST_CASE("over the network only a certificate that is checked is well") {
  for (auto const* mode : {"verify-full", "verify-ca"}) {
    CHECK(judge_link({false, true, mode}).state == FindingState::ok);
    CHECK(judge_link({false, false, mode}).state == FindingState::warning);
  }
  for (auto const* mode : {"require", "prefer", "allow", "disable", ""}) {
    CAPTURE(mode);
    for (bool const tls : {true, false}) {
      auto const finding = judge_link({false, tls, mode});
      CHECK(finding.state == FindingState::warning);
      CHECK(finding.detail.find("set sslmode=verify-full") != std::string::npos);
    }
    CHECK(judge_link({true, false, mode}).state == FindingState::ok);
  }
  CHECK(judge_link({false, true, "require"}).detail.find("sslmode is require") != std::string::npos);
}
