#pragma once

#include <functional>
#include <iosfwd>
#include <string>

namespace proactive::cli {

// Prints on stdout, or into the file that --output names, which is replaced when all of it was printed. Throws Error
// (configuration) where it cannot be written.
void print_to(std::string const& file, std::function<void(std::ostream&)> const& print);

}  // namespace proactive::cli
