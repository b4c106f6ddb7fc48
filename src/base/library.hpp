#pragma once

#include <string>
#include <vector>

namespace proactive {

// A library that the program runs with: its name, and its version as itself says it, or as its headers did where it
// cannot. Each room tells of its own; app/libraries.hpp has them all.
struct Library {
  std::string name;
  std::string version;
};

// Those of this floor.
std::vector<Library> base_libraries();

}  // namespace proactive
