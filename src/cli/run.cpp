#include "cli/run.hpp"

#include <unistd.h>

#include <iostream>

#include "base/descriptors.hpp"
#include "base/log.hpp"

namespace proactive::cli {

ExitCode run(Chosen const& chosen) {
  auto const code = chosen.run(chosen.invocation);
  std::cout.flush();
  if (!std::cout && !is_reader_gone(STDOUT_FILENO))
    throw Error(ExitCode::internal, "the results could not be written to stdout: the work itself is done");
  // A run that cannot say what it did must not look well.
  return code == ExitCode::ok && !log::healthy() ? ExitCode::internal : code;
}

void report_error(Error const& error) {
  bool const terminal = isatty(STDERR_FILENO) == 1;
  if (terminal) std::cerr << "proactive: " << error.what() << "\n";
  if (!terminal || log::in_file()) {
    log::error("error", {{"message", error.what()}, {"exit_code", static_cast<int>(error.code())}});
  }
}

}  // namespace proactive::cli
