#pragma once

#include <string_view>

namespace proactive {

// The project's version: "1.2.0".
std::string_view version();

// The commit that the program was built from, abbreviated, with -dirty where files were changed since; empty where
// nobody knows it, as in a source archive.
std::string_view commit();

}  // namespace proactive
