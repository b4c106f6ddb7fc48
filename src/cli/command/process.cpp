#include "app/pass/process.hpp"

#include <fmt/core.h>

#include <iostream>

#include "cli/command/commands.hpp"
#include "cli/command/passes.hpp"
#include "cli/progress_line.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

struct Options {
  app::PassOptions pass;
  Format format = Format::table;
};

void declare(Flags& flags, Options& options) {
  flags.group("Limits");
  flags.setting("--limit", "max_deliveries", "the most engagements to look at");
  flags.setting("--batch-size", "process_batch_size", "engagements in one transaction");
  declare_pass(flags, options.pass, options.format);
  flags.rule([&options] { return broken_now(options.pass, false); });
}

void print_dry_run(std::ostream& out, app::ProcessReport const& report) {
  if (report.disabled) {
    print_prose(out, fmt::format("dry run as of {}: {}", format_instant(report.as_of), *report.disabled));
    return;
  }
  print_previews(out, report.engagements);
  print_prose(out, fmt::format("dry run as of {}: would send {} of {} due{}; nothing was stored",
                               format_instant(report.as_of), report.sent, report.due, app::left_out_in_words(report)));
}

app::ProcessResult process_with_progress(app::Session& session, std::string const& run_id, app::PassOptions options) {
  ProgressLine line;
  options.show_progress = line.show();
  return app::run_process(session, run_id, options);
}

ExitCode run(app::Invocation const& invocation, Options const& options) {
  auto const run_id = app::new_run_id();
  auto session =
      app::open_session(invocation, "process " + run_id, access_of(options.pass.dry_run), app::Needs::adapter_when_due);
  auto const result = process_with_progress(session, run_id, options.pass);
  if (options.format == Format::json) {
    std::cout << to_shown(result.report) << "\n";
  } else if (options.pass.dry_run) {
    print_dry_run(std::cout, result.counts);
  }
  return result.code;
}

}  // namespace

Command process_command() {
  auto made = command<Options>("process", "deliver the messages whose time has come", declare, run);
  made.works_in_batches = true;
  return made;
}

}  // namespace proactive::cli
