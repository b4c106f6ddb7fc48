#pragma once

#include <cstdint>
#include <string_view>

namespace proactive {

// FNV-1a, 64 bits: the same on every machine and in every version, which std::hash is not. To go on with another piece
// of text, pass the hash so far. Not for secrets, nor against people who look for collisions.
constexpr std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325U) {
  for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

// The same bits, so mixed that each depends on all of them, which the upper ones of FNV-1a do not: for draws. The
// finalizer of SplitMix64.
constexpr std::uint64_t mixed(std::uint64_t hash) {
  hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9U;
  hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111ebU;
  return hash ^ (hash >> 31U);
}

}  // namespace proactive
