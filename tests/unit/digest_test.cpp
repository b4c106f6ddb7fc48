#include "base/digest.hpp"

#include <doctest/doctest.h>

using namespace proactive;

TEST_CASE("a signature is that of RFC 4231") {
  CHECK(hmac_sha256_base64("Jefe", "what do ya want for nothing?") == "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
}

TEST_CASE("Base64 is read with and without its end, and nothing else is") {
  CHECK(decode_base64("Zm9vYmFy") == "foobar");
  CHECK(decode_base64("Zm9vYg==") == "foob");
  CHECK(decode_base64("Zm9vYg") == "foob");
  CHECK(decode_base64("Zm9vYmE=") == "fooba");
  CHECK(decode_base64("") == "");
  for (auto const* text : {"Z", "Zm9vY", "Zm9v YmFy", "Zm9v\n", "Zm=9vYg", "Zm9v-_8="}) {
    CAPTURE(text);
    CHECK_FALSE(decode_base64(text));
  }
}
