#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Digests and signatures by OpenSSL, which this room alone knows.
namespace proactive {

// SHA-256 (FIPS 180-4).
std::array<std::uint8_t, 32> sha256(std::string_view text);

// HMAC with SHA-256 (RFC 2104, FIPS 198-1), in Base64.
std::string hmac_sha256_base64(std::string_view key, std::string_view text);

// The bytes of Base64 (RFC 4648, section 4), with or without the = at its end. Anything else is nullopt.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace proactive
