#include "domain/message/length.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace proactive {

namespace {

struct DenseBlock {
  char32_t first;
  char32_t last;
};

// Unicode's blocks of kana, bopomofo, Han and Hangul.
constexpr std::array<DenseBlock, 8> dense_blocks{{{0x1100, 0x11FF},
                                                  {0x3005, 0x3007},
                                                  {0x3040, 0x318F},
                                                  {0x31A0, 0x31FF},
                                                  {0x3400, 0x9FFF},
                                                  {0xAC00, 0xD7FF},
                                                  {0xF900, 0xFAFF},
                                                  {0x20000, 0x3FFFF}}};

bool is_dense(char32_t character) {
  return std::any_of(dense_blocks.begin(), dense_blocks.end(),
                     [&](DenseBlock const& block) { return character >= block.first && character <= block.last; });
}

bool is_mostly_dense(std::string const& message) {
  auto const letters = characters_of(join(words_of(message), ""));
  return 2 * std::count_if(letters.begin(), letters.end(), is_dense) > static_cast<long>(letters.size());
}

}  // namespace

std::size_t least_length(std::string const& message, int min_length) {
  constexpr int letters_a_sign = 3;
  auto const least = is_mostly_dense(message) ? (min_length + letters_a_sign - 1) / letters_a_sign : min_length;
  return static_cast<std::size_t>(std::max(least, 0));
}

}  // namespace proactive
