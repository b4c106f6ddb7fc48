#include "cli/run.hpp"

#include <unistd.h>

#include <iostream>

#include "base/descriptors.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

void require_written() {
  std::cout.flush();
  if (!std::cout && !is_reader_gone(STDOUT_FILENO))
    throw Error(ExitCode::internal, "the results could not be written to stdout: the work itself is done");
}

ExitCode run(Chosen const& chosen) {
  auto terminal = terminal_of_descriptor(STDOUT_FILENO);
  if (chosen.is_wide) terminal.columns = any_width;
  set_terminal(std::cout, terminal);
  if (!chosen.works_in_batches) end_on_interrupt(static_cast<int>(ExitCode::try_again));
  auto const code = chosen.run(chosen.invocation);
  require_written();
  // A run that cannot say what it did must not look well, unless nobody listens.
  bool const was_told = log::healthy() || (!log::in_file() && is_reader_gone(STDERR_FILENO));
  return code == ExitCode::ok && !was_told ? ExitCode::internal : code;
}

void report_error(Error const& error) {
  bool const terminal = isatty(STDERR_FILENO) == 1;
  set_terminal(std::cerr, terminal_of_descriptor(STDERR_FILENO));
  if (terminal) print_prose(std::cerr, std::string{"proactive: "} + error.what(), 2);
  if (!terminal || log::in_file()) {
    log::error("error", {{"message", error.what()}, {"exit_code", static_cast<int>(error.code())}});
  }
}

}  // namespace proactive::cli
