#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command/command.hpp"

namespace proactive::cli {

// What a command line names, read without the library that parses it.
struct Named {
  std::vector<std::string> path;             // "config", "template", "list": as far as they are known
  std::vector<Command> const* missing = {};  // those one of which should follow; nullptr: none
  bool has_more = false;                     // options or arguments stand among the commands
  std::string mistake;                       // a sentence on the first that is found; empty: there is none
};

// An unknown command or option, with the nearest known one; an option without its value, or given twice; an argument
// too many. `general`: the flags that may stand anywhere.
Named look_for_mistake(std::vector<std::string> const& words, std::vector<Command> const& commands,
                       Flags const& general);

}  // namespace proactive::cli
