#include "app/pass/schedule.hpp"

#include <fmt/core.h>

#include <iostream>

#include "app/operator/explain.hpp"
#include "app/operator/replay.hpp"
#include "app/operator/simulate.hpp"
#include "base/stop.hpp"
#include "base/text.hpp"
#include "cli/command/commands.hpp"
#include "cli/command/explanation.hpp"
#include "cli/command/passes.hpp"
#include "cli/command/replay.hpp"
#include "cli/command/simulation.hpp"
#include "cli/progress_line.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

struct Options {
  app::ScheduleOptions schedule;
  SimulationFlags simulation;
  bool explain = false;
  Format format = Format::table;
};

// A simulation has no pairs of the app's, a replay none that are due, and neither makes messages.
std::string broken_simulation(Options const& options) {
  auto const& schedule = options.schedule;
  if (!options.simulation.is_wanted()) return {};
  for (auto const& [name, is_named] :
       {std::pair{"--dry-run", schedule.pass.dry_run}, std::pair{"--explain", options.explain},
        std::pair{"--show-prompt", schedule.show_prompt}, std::pair{"--recheck", schedule.recheck},
        std::pair{"--user", schedule.selection.user_id.has_value()},
        std::pair{"--companion", schedule.selection.companion_id.has_value()}}) {
    if (!is_named) continue;
    if (options.simulation.is_replay())
      return std::string{name} + ": it is about what is due, and --from-log is not: leave one of them out";
    return std::string{name} + ": it is about the app's users, and --simulate is not: leave one of them out";
  }
  return {};
}

void declare(Flags& flags, Options& options) {
  auto& schedule = options.schedule;
  flags.group("Limits").setting("--limit", "max_scheduled_engagements", "the most engagements to schedule");
  declare_pass(flags, schedule.pass, options.format);
  flags.group("Which pairs");
  flags.id("--user", schedule.selection.user_id, "only this user's pairs, due or not");
  flags.id("--companion", schedule.selection.companion_id, "only this companion's pairs, due or not");
  flags.toggle("--recheck", schedule.recheck, "look at every pair, due or not, as after a change of settings");
  flags.group("Preview");
  flags.toggle("--explain", options.explain, "with --user: print every check of the gate, and do nothing");
  flags.toggle("--show-prompt", schedule.show_prompt,
               "with --dry-run: print what an LLM would be asked, and ask nothing");
  flags.group("Writing");
  flags.setting("--writer", "writer", "who writes: auto, template or llm");
  flags.setting("--concurrency", "llm_concurrency", "calls of the LLM at the same time");
  declare_simulation(flags, options.simulation);
  flags.rule([&options] { return broken_simulation(options); });
  flags.rule([&options] {
    bool const broken = options.explain && !options.schedule.selection.user_id;
    return broken ? "--explain: name the user with --user ID" : "";
  });
  flags.rule(
      [&options] { return broken_now(options.schedule.pass, options.explain || options.simulation.is_wanted()); });
  flags.rule([&schedule] {
    bool const broken = schedule.show_prompt && !schedule.pass.dry_run;
    return broken ? "--show-prompt: add --dry-run" : "";
  });
}

void print_dry_run(std::ostream& out, app::ScheduleReport const& report) {
  if (report.disabled) {
    print_prose(out, fmt::format("dry run as of {}: {}", format_instant(report.as_of), *report.disabled));
    return;
  }
  print_previews(out, report.engagements);
  print_prose(out, fmt::format("dry run as of {}: would schedule {} of {} checked{}; nothing was stored",
                               format_instant(report.as_of), report.scheduled, counted_noun(report.checked, "pair"),
                               app::left_out_in_words(report)));
}

app::ScheduleResult schedule_with_progress(app::Session& session, std::string const& run_id,
                                           app::ScheduleOptions options) {
  ProgressLine line;
  options.pass.show_progress = line.show();
  return app::run_schedule(session, run_id, options);
}

ExitCode explain(app::Session& session, Options const& options) {
  auto const& schedule = options.schedule;
  auto const report = app::explain_pairs(session, schedule.selection, schedule.pass.now);
  print_explanation(std::cout, report, options.format);
  return report.unreadable.empty() ? ExitCode::ok : ExitCode::some_failed;
}

ExitCode simulate(app::Invocation const& invocation, Options const& options) {
  end_on_interrupt(static_cast<int>(ExitCode::try_again));
  auto wanted = options.simulation.simulate_options();
  wanted.now = options.schedule.pass.now;
  auto const report = [&] {
    ProgressLine line;
    wanted.show_progress = line.show();
    return app::simulate(invocation, wanted);
  }();
  print_simulation(std::cout, report, options.format);
  return ExitCode::ok;
}

ExitCode replay(app::Invocation const& invocation, Options const& options) {
  end_on_interrupt(static_cast<int>(ExitCode::try_again));
  auto wanted = options.simulation.replay_options();
  wanted.now = options.schedule.pass.now;
  auto session = app::open_session(invocation, "schedule --from-log", store::Access::read_only, app::Needs::adapter);
  auto const report = [&] {
    ProgressLine line;
    wanted.show_progress = line.show();
    return app::replay(session, wanted);
  }();
  print_replay(std::cout, report, options.format);
  return report.users_left_out > 0 ? ExitCode::some_failed : ExitCode::ok;
}

ExitCode run(app::Invocation const& invocation, Options const& options) {
  if (options.simulation.is_replay()) return replay(invocation, options);
  if (options.simulation.is_simulation()) return simulate(invocation, options);
  auto const run_id = app::new_run_id();
  bool const dry_run = options.schedule.pass.dry_run;
  auto session = app::open_session(invocation, "schedule " + run_id, access_of(dry_run || options.explain),
                                   options.explain ? app::Needs::adapter : app::Needs::adapter_when_due);
  if (options.explain) return explain(session, options);
  auto const result = schedule_with_progress(session, run_id, options.schedule);
  if (options.format == Format::json) {
    std::cout << to_shown(result.report) << "\n";
  } else if (dry_run) {
    print_dry_run(std::cout, result.counts);
  }
  return result.code;
}

}  // namespace

Command schedule_command() {
  auto made =
      command<Options>("schedule", "find pairs that are due, write their messages, set delivery times", declare, run);
  made.works_in_batches = true;
  return made;
}

}  // namespace proactive::cli
