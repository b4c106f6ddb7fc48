#include "domain/message/similarity.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace proactive {

namespace {

constexpr unsigned bits_of_character = 21;

std::uint64_t packed(std::u32string_view trigram) {
  return static_cast<std::uint64_t>(trigram[0]) << (2 * bits_of_character) |
         static_cast<std::uint64_t>(trigram[1]) << bits_of_character | static_cast<std::uint64_t>(trigram[2]);
}

}  // namespace

Trigrams trigrams_of(std::string_view text) {
  Trigrams trigrams;
  for (auto const& word : words_of(text)) {
    auto const padded = U"  " + characters_of(word) + U" ";
    for (std::size_t i = 0; i + 3 <= padded.size(); ++i) {
      trigrams.push_back(packed(std::u32string_view{padded}.substr(i, 3)));
    }
  }
  std::sort(trigrams.begin(), trigrams.end());
  trigrams.erase(std::unique(trigrams.begin(), trigrams.end()), trigrams.end());
  return trigrams;
}

double similarity(Trigrams const& left, Trigrams const& right) {
  std::size_t common = 0;
  auto ours = left.begin();
  auto theirs = right.begin();
  while (ours != left.end() && theirs != right.end()) {
    common += *ours == *theirs ? 1U : 0U;
    auto const smaller = std::min(*ours, *theirs);
    ours += *ours == smaller ? 1 : 0;
    theirs += *theirs == smaller ? 1 : 0;
  }
  auto const all = left.size() + right.size() - common;
  return all == 0 ? 0.0 : static_cast<double>(common) / static_cast<double>(all);
}

}  // namespace proactive
