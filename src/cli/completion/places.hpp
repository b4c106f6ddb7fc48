#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/command/command.hpp"

namespace proactive::cli {

// What may stand behind the words that name a command.
struct Place {
  std::string path;             // "proactive config user"
  std::vector<Flag> options;    // its own, those of the commands above it, and --help
  std::vector<Flag> arguments;  // words without a name; a family's stand before its commands
  std::vector<std::pair<std::string, std::string>> commands = {};  // names, and their helps

  // How many words stand before a command's name.
  [[nodiscard]] std::size_t words_before() const { return commands.empty() ? 0 : arguments.size(); }
};

inline bool takes_value(Flag const& option) {
  return option.kind == Flag::Kind::value || option.kind == Flag::Kind::values;
}

// The program itself and every command, each behind the one above it.
std::vector<Place> places_of(std::vector<Command> const& commands, Flags const& general);

}  // namespace proactive::cli
