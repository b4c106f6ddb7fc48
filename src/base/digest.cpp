#include "base/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <new>

namespace proactive {

namespace {

unsigned char const* bytes_of(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }

}  // namespace

std::array<std::uint8_t, 32> sha256(std::string_view text) {
  std::array<std::uint8_t, 32> digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) throw std::bad_alloc();
  return digest;
}

std::string hmac_sha256_base64(std::string_view key, std::string_view text) {
  constexpr std::size_t digest_bytes = 32;
  constexpr std::size_t base64_bytes = 4 * ((digest_bytes + 2) / 3);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  auto const* const made =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(), digest.data(), nullptr);
  if (made == nullptr) throw std::bad_alloc();
  std::array<unsigned char, base64_bytes + 1> encoded{};
  EVP_EncodeBlock(encoded.data(), digest.data(), digest_bytes);
  return {reinterpret_cast<char const*>(encoded.data()), base64_bytes};
}

std::optional<std::string> decode_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  // What OpenSSL would skip: blanks and line breaks.
  if (text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") !=
      std::string_view::npos)
    return std::nullopt;
  std::string padded{text};
  padded.append((4 - padded.size() % 4) % 4, '=');
  auto const padding = padded.size() - text.size();
  if (padding == 3) return std::nullopt;
  std::string bytes(padded.size() / 4 * 3, '\0');
  auto const count = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), bytes_of(padded),
                                     static_cast<int>(padded.size()));
  if (count < 0) return std::nullopt;
  bytes.resize(bytes.size() - padding);
  return bytes;
}

}  // namespace proactive
