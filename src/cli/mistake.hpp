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
  std::string mistake;                       // a sentence on the first unknown command or option; empty: there is none
};

// `general`: the flags that may stand anywhere. The nearest known name is named with an unknown one.
Named look_for_mistake(std::vector<std::string> const& words, std::vector<Command> const& commands,
                       Flags const& general);

}  // namespace proactive::cli
