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
