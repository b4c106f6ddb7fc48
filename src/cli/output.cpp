#include "cli/output.hpp"

#include <iostream>
#include <sstream>

#include "base/file.hpp"

namespace proactive::cli {

void print_to(std::string const& file, std::function<void(std::ostream&)> const& print) {
  if (file.empty()) {
    print(std::cout);
    return;
  }
  std::ostringstream printed;
  print(printed);
  replace_file("--output", file, printed.str());
}

}  // namespace proactive::cli
