#include "base/hash.hpp"

#include <doctest/doctest.h>

using namespace proactive;

// The values of the reference implementation (Fowler, Noll, Vo). Stored fingerprints and draws depend on them.
TEST_CASE("hashes are those of FNV-1a") {
  CHECK(fnv1a("") == 0xcbf29ce484222325U);
  CHECK(fnv1a("a") == 0xaf63dc4c8601ec8cU);
  CHECK(fnv1a("foobar") == 0x85944171f73967e8U);
  CHECK(fnv1a("bar", fnv1a("foo")) == fnv1a("foobar"));
}

// The values of the reference implementation (Vigna): its first and second output from the seed 0.
TEST_CASE("mixed bits are those of SplitMix64, and near hashes are far from each other") {
  CHECK(mixed(0x9e3779b97f4a7c15U) == 0xe220a8397b1dcdafU);
  CHECK(mixed(0x3c6ef372fe94f82aU) == 0x6e789e6aa1b965f4U);
  CHECK((mixed(fnv1a("20514")) >> 60U) != (mixed(fnv1a("20515")) >> 60U));
}
