#include "app/pass/process.hpp"

#include <iostream>

#include "cli/command/commands.hpp"
#include "cli/command/passes.hpp"

namespace proactive::cli {

namespace {

struct Options {
  app::PassOptions pass;
  Format format = Format::text;
};

void declare(Flags& flags, Options& options) {
  flags.group("Limits");
  flags.setting("--limit", "max_deliveries", "the most engagements to look at");
  flags.setting("--batch-size", "process_batch_size", "engagements in one transaction");
  declare_pass(flags, options.pass, options.format);
}

void print_dry_run(std::ostream& out, app::ProcessReport const& report) {
  print_previews(out, report.engagements);
  out << "dry run as of " << format_instant(report.as_of) << ": would send " << report.sent << " of " << report.due
      << " due; held " << counted(sum_of(report.held)) << ", cancelled " << counted(report.cancelled) << ", expired "
      << report.expired << "; nothing was stored\n";
}

ExitCode run(app::Invocation const& invocation, Options const& options) {
  auto const run_id = app::new_run_id();
  auto session =
      app::open_session(invocation, "process " + run_id, access_of(options.pass.dry_run), app::Needs::adapter);
  auto const result = app::run_process(session, run_id, options.pass);
  if (options.format == Format::json) {
    std::cout << to_shown(result.report) << "\n";
  } else if (options.pass.dry_run) {
    print_dry_run(std::cout, result.counts);
  }
  return result.code;
}

}  // namespace

Command process_command() {
  return command<Options>("process", "deliver the messages whose time has come", declare, run);
}

}  // namespace proactive::cli
