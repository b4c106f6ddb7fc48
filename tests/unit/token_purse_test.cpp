#include "writer/llm/token_purse.hpp"

#include <doctest/doctest.h>

using proactive::TokenPurse;

TEST_CASE("what is reserved is given back when a call costs less") {
  TokenPurse purse;
  purse.grant(1000);
  CHECK(purse.reserve(600));
  CHECK_FALSE(purse.reserve(600));
  purse.settle(600, 100);
  CHECK(purse.left() == 900);
  CHECK(purse.reserve(600));
}

TEST_CASE("where calls cost more than is thought, as much is left free for each one under way") {
  TokenPurse purse;
  purse.grant(1000);
  CHECK(purse.reserve(100));
  purse.settle(100, 300);
  CHECK(purse.left() == 700);
  CHECK(purse.wanted(100) == 300);
  CHECK(purse.reserve(100));  // 600 left, of which 200 are for its excess
  CHECK(purse.reserve(100));  // 500, and 400
  CHECK_FALSE(purse.reserve(100));
  purse.settle(100, 300);
  purse.settle(100, 300);
  CHECK(purse.left() == 100);
  CHECK_FALSE(purse.reserve(100));
}
