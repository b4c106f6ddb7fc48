#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

// How alike two messages are. Pure.
namespace proactive {

// The trigrams of a text's words as PostgreSQL's pg_trgm counts them (two spaces before a word, one behind it), of
// normalized text, each once and in order.
using Trigrams = std::vector<std::uint64_t>;
Trigrams trigrams_of(std::string_view text);

// From 0 (nothing in common) to 1 (the same words): the share that both have of all trigrams of either.
double similarity(Trigrams const& left, Trigrams const& right);

// From this similarity on a message repeats another.
inline constexpr double repetition_similarity = 0.55;

}  // namespace proactive
