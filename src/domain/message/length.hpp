#pragma once

#include <cstddef>
#include <string>

namespace proactive {

// How many user-perceived characters this message must have where `min_length` is set: a third of them, rounded up, if
// most of its letters are Han, kana or Hangul, since one of these says what takes an alphabet about three. Pure.
std::size_t least_length(std::string const& message, int min_length);

}  // namespace proactive
