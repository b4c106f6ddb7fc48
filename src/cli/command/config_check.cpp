#include <iostream>

#include "app/operator/check.hpp"
#include "cli/command/commands.hpp"
#include "cli/command/findings.hpp"
#include "cli/render/print.hpp"

namespace proactive::cli {

namespace {

struct Options {
  app::CheckOptions check;
  Format format = Format::table;
};

void declare(Flags& flags, Options& options) {
  flags.toggle("--quick", options.check.quick,
               "without the trial delivery, which is rolled back, and without a message of the LLM's");
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

ExitCode run(app::Invocation const& invocation, Options const& options) {
  auto const report = app::check_everything(invocation, options.check);
  print_findings(std::cout, report.lines, options.format);
  return report.code;
}

}  // namespace

Command check_command() { return command<Options>("check", "test everything that a run needs", declare, run); }

}  // namespace proactive::cli
