#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/session.hpp"
#include "base/errors.hpp"
#include "cli/flags.hpp"

// One declaration a command: its name, its help, its flags, and what it does.
namespace proactive::cli {

struct Command {
  std::string name;
  std::string help;  // one line
  Flags flags = {};
  std::function<ExitCode(app::Invocation const&)> run = {};  // does the work and prints the results on stdout
  std::vector<Command> commands = {};                        // a family has these instead of a run
  bool works_in_batches = false;                             // a signal lets it finish the one in hand
};

// A command whose flags fill its Options, which its run then gets.
template <typename Options>
Command command(std::string name, std::string help, void (*declare)(Flags&, Options&),
                ExitCode (*run)(app::Invocation const&, Options const&)) {
  auto const options = std::make_shared<Options>();
  Command made{std::move(name), std::move(help)};
  declare(made.flags, *options);
  made.run = [options, run](app::Invocation const& invocation) { return run(invocation, *options); };
  return made;
}

// A command without flags.
inline Command command(std::string name, std::string help, ExitCode (*run)(app::Invocation const&)) {
  return {.name = std::move(name), .help = std::move(help), .run = run};
}

inline Command family(std::string name, std::string help, std::vector<Command> commands) {
  return {.name = std::move(name), .help = std::move(help), .commands = std::move(commands)};
}

}  // namespace proactive::cli
