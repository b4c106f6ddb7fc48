#include "app/operator/psql.hpp"
#include "cli/command/commands.hpp"

namespace proactive::cli {

namespace {

struct Options {
  std::vector<std::string> arguments;
};

void declare(Flags& flags, Options& options) {
  flags.passed_on("ARGUMENT", options.arguments, "arguments of psql, behind --");
}

ExitCode run(app::Invocation const& invocation, Options const& options) {
  app::become_psql(invocation, options.arguments);
}

}  // namespace

Command psql_command() { return command<Options>("psql", "start psql on the database of the settings", declare, run); }

}  // namespace proactive::cli
