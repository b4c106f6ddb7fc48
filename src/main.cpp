#include <sys/resource.h>
#include <unistd.h>

#include <exception>

#include "base/descriptors.hpp"
#include "base/errors.hpp"
#include "base/stop.hpp"
#include "cli/command/commands.hpp"
#include "cli/parse.hpp"
#include "cli/render/terminal.hpp"
#include "cli/run.hpp"

namespace {

int fail(proactive::Error const& error) {
  proactive::cli::report_error(error);
  return static_cast<int>(error.code());
}

// Passwords are in memory: no core dump, neither into a file nor into a pipe, for which the kernel heeds only the
// limit 1.
void forbid_core_dumps() {
  struct rlimit const least = {1, 1};
  setrlimit(RLIMIT_CORE, &least);
}

}  // namespace

int main(int argc, char** argv) {
  forbid_core_dumps();
  proactive::occupy_standard_descriptors();
  proactive::watch_stop_signals(proactive::cli::terminal_of_descriptor(STDERR_FILENO).columns);
  try {
    auto const chosen = proactive::cli::parse(argc, argv, proactive::cli::all_commands());
    if (!chosen) return 0;
    return static_cast<int>(proactive::cli::run(*chosen));
  } catch (proactive::Error const& error) {
    return fail(error);
  } catch (std::exception const& error) {
    return fail({proactive::ExitCode::internal, std::string{"report this as a fault of proactive: "} + error.what()});
  }
}
