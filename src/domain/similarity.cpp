#include "domain/similarity.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace proactive {

namespace {

std::uint32_t packed(std::string_view trigram) {
  auto const byte = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<unsigned char>(trigram[at])); };
  return byte(0) << 16U | byte(1) << 8U | byte(2);
}

}  // namespace

Trigrams trigrams_of(std::string_view text) {
  Trigrams trigrams;
  std::string padded;
  for (auto const& word : words_of(text)) {
    padded.assign("  ").append(word).append(" ");
    for (std::size_t i = 0; i + 3 <= padded.size(); ++i) trigrams.push_back(packed(std::string_view{padded}.substr(i)));
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
