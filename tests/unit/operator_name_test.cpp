#include "app/operator/operator_name.hpp"

#include <doctest/doctest.h>

using namespace proactive::app;

TEST_CASE("SUDO_USER names an author for root alone") {
  CHECK(author_of(0, "alice") == "alice");
  CHECK(author_of(0, "a\nb\x1b[2J") == "a b [2J");
  CHECK(author_of(0, std::string(1000, 'x').c_str()).size() == 64);
  CHECK(author_of(0, nullptr) == "root");
  CHECK(author_of(0, "") == "root");
  CHECK(author_of(4'000'000'000, "alice") == "uid 4000000000");
  CHECK(author_of(4'000'000'000, nullptr) == "uid 4000000000");
}
