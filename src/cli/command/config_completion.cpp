#include <iostream>

#include "cli/command/commands.hpp"
#include "cli/completion/completion.hpp"
#include "cli/parse.hpp"

namespace proactive::cli {

namespace {

struct Options {
  std::string shell;
};

void declare(Flags& flags, Options& options) {
  auto const& shells = names<Shell>();
  flags.choice_argument("SHELL", options.shell, {shells.begin(), shells.end()}, "bash, zsh or fish");
}

ExitCode run(app::Invocation const& /*invocation*/, Options const& options) {
  app::Invocation nobody;
  bool is_wide = false;
  std::cout << completion_script(value_of<Shell>(options.shell).value(),
                                 places_of(all_commands(), general_flags(nobody, is_wide)));
  return ExitCode::ok;
}

}  // namespace

Command completion_command() {
  return command<Options>("completion", "print a shell's completion of these commands", declare, run);
}

}  // namespace proactive::cli
