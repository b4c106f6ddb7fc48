#include "cli/run.hpp"

#include <unistd.h>

#include <iostream>

#include "app/check.hpp"
#include "app/configure.hpp"
#include "app/explain.hpp"
#include "app/process.hpp"
#include "app/schedule.hpp"
#include "base/log.hpp"
#include "cli/command/print.hpp"
#include "cli/progress.hpp"

namespace proactive::cli {

namespace {

using store::Access;

Access access_of(bool dry_run) { return dry_run ? Access::read_only : Access::read_write; }

template <typename Result>
ExitCode print_pass(Result const& result, Options const& options) {
  if (options.format == Format::json) {
    std::cout << to_line(result.report) << "\n";
  } else if (options.schedule.pass.dry_run) {
    print_previews(std::cout, result.counts);
  }
  return result.code;
}

app::ScheduleResult schedule_with_progress(app::Session& session, std::string const& run_id,
                                           app::ScheduleOptions options) {
  ProgressLine line;
  options.show_progress = line.show();
  return app::run_schedule(session, run_id, options);
}

ExitCode schedule(Options const& options) {
  auto const run_id = app::new_run_id();
  bool const reads_only = options.schedule.pass.dry_run || options.explain;
  auto session = app::open_session(options.invocation, "schedule " + run_id, access_of(reads_only));
  if (options.explain) {
    auto const report = app::explain_relationships(session, options.schedule.selection, options.schedule.pass.now);
    print_explanation(std::cout, report, options.format);
    return ExitCode::ok;
  }
  return print_pass(schedule_with_progress(session, run_id, options.schedule), options);
}

ExitCode process(Options const& options) {
  auto const run_id = app::new_run_id();
  auto session = app::open_session(options.invocation, "process " + run_id, access_of(options.schedule.pass.dry_run));
  return print_pass(app::run_process(session, run_id, options.schedule.pass), options);
}

ExitCode stats(Options const& options) {
  auto session = app::open_session(options.invocation, "stats", Access::read_only);
  print_stats(std::cout, app::collect_stats(session, options.stats), options.format);
  return ExitCode::ok;
}

std::string const& single_name(Options const& options) {
  if (options.names.size() != 1) throw usage_error("name exactly one; see proactive config --help");
  return options.names.front();
}

ExitCode change(std::vector<app::Change> const& changes) {
  print_changes(std::cout, changes);
  return ExitCode::ok;
}

ExitCode check(Options const& options) {
  auto const report = app::check_everything(options.invocation);
  print_check(std::cout, report, options.format);
  return report.code;
}

ExitCode config(Options const& options) {
  auto const& invocation = options.invocation;
  switch (options.command) {
    case Command::config_get:
      std::cout << app::show_setting(invocation, single_name(options)).value << "\n";
      return ExitCode::ok;
    case Command::config_set:
      return change(app::set_settings(invocation, options.names));
    case Command::config_unset:
      return change(app::unset_settings(invocation, options.names));
    case Command::config_preset:
      return change(app::apply_preset(invocation, single_name(options)));
    case Command::config_strategy:
      print_strategy(std::cout, strategy(app::current_settings(invocation)), options.format);
      return ExitCode::ok;
    case Command::config_instructions:
      print_instructions(std::cout, type_instructions(app::current_settings(invocation)));
      return ExitCode::ok;
    case Command::config_history:
      print_history(std::cout, app::setting_changes(invocation), options.format);
      return ExitCode::ok;
    case Command::config_check:
      return check(options);
    default:
      print_settings(std::cout, app::show_settings(invocation), options.format);
      return ExitCode::ok;
  }
}

ExitCode dispatch(Options const& options) {
  switch (options.command) {
    case Command::schedule:
      return schedule(options);
    case Command::process:
      return process(options);
    case Command::stats:
      return stats(options);
    default:
      return config(options);
  }
}

}  // namespace

ExitCode run(Options const& options) {
  auto const code = dispatch(options);
  std::cout.flush();
  if (!std::cout)
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
