#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/json.hpp"

// JSON as language models write it. Pure; linear in what is read.
namespace proactive {

struct LenientObject {
  Json value;
  std::size_t end = 0;  // behind its closing brace
};

// Reads the object that begins at `begin`, where a brace stands. Beyond JSON it understands line breaks, tabs and
// quotes inside a text, typographic and single quotes around it, keys without quotes, trailing commas, comments, and
// Python's True, False and None. A raw line break counts as a space. Nothing for what does not end, nests deeper than
// 9, or needs more than `steps` characters, of which those that were read are taken away.
std::optional<LenientObject> read_lenient(std::string_view text, std::size_t begin, long& steps);

}  // namespace proactive
