#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What somebody most likely meant by a name that is not known.
namespace proactive {

// Levenshtein's distance in bytes, with two neighbours in each other's place as one edit.
std::size_t edit_distance(std::string_view left, std::string_view right);

// How many edits (edit_distance) a name may be away from one that is meant: a third of it, from 1 to 4.
std::size_t most_edits(std::string_view name);

// The nearest of the known names, the first of equally near ones; nothing where none is near.
std::optional<std::string> nearest_word(std::string_view name, std::vector<std::string> const& known);

}  // namespace proactive
