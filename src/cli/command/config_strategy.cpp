#include <iostream>

#include "app/operator/configure.hpp"
#include "cli/command/commands.hpp"
#include "cli/render/print.hpp"
#include "domain/strategy.hpp"

namespace proactive::cli {

namespace {

ColumnsOf<Strategy> columns() {
  return {{{"frequency", "frequency"}, &Strategy::frequency},
          {{"personalization", "personalization"}, &Strategy::personalization},
          {{"timing", "timing"}, &Strategy::timing},
          {{"empathy", "empathy"}, &Strategy::empathy}};
}

struct Options {
  Format format = Format::table;
};

void declare(Flags& flags, Options& options) { flags.format(options.format, {Format::table, Format::json}); }

ExitCode show_strategy(app::Invocation const& invocation, Options const& options) {
  auto const found = strategy(app::current_settings(invocation));
  print_one(std::cout, sheet_of(columns(), std::vector{found}), options.format);
  return ExitCode::ok;
}

ExitCode show_instructions(app::Invocation const& invocation) {
  for (auto const& entry : type_instructions(app::current_settings(invocation))) {
    std::cout << name_of(entry.type) << "\n  applies: " << entry.applies << "\n  message: " << entry.instruction
              << "\n";
  }
  return ExitCode::ok;
}

}  // namespace

Command strategy_command() {
  return command<Options>("strategy", "the settings in four words", declare, show_strategy);
}

Command instructions_command() {
  return command("instructions", "what each type's message is asked to be, and when it applies", show_instructions);
}

}  // namespace proactive::cli
