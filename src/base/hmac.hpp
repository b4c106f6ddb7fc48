#pragma once

#include <optional>
#include <string>
#include <string_view>

// Signatures by OpenSSL, which this file alone knows.
namespace proactive {

// HMAC with SHA-256 (RFC 2104, FIPS 198-1), in Base64.
std::string hmac_sha256_base64(std::string_view key, std::string_view text);

// The bytes of Base64 (RFC 4648, section 4), with or without the = at its end. Anything else is nullopt.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace proactive
