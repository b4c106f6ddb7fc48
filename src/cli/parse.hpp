#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "cli/command/command.hpp"

namespace proactive::cli {

// What the command line asks for.
struct Chosen {
  app::Invocation invocation;
  bool is_wide = false;           // tables as wide as they are, on a terminal too
  bool works_in_batches = false;  // as the command says
  std::function<ExitCode(app::Invocation const&)> run;
};

// The options that every command takes.
Flags general_flags(app::Invocation& invocation, bool& is_wide);

// Reads the command line. Nothing when only help or the version was asked for, which is then printed. Throws Error
// (usage).
std::optional<Chosen> parse(int argc, char const* const* argv, std::vector<Command> const& commands);

}  // namespace proactive::cli
