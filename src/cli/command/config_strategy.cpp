#include <fmt/core.h>

#include <iostream>

#include "app/operator/configure.hpp"
#include "cli/command/commands.hpp"
#include "cli/render/print.hpp"
#include "cli/render/terminal.hpp"
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

void declare(Flags& flags, Options& options) {
  flags.format(options.format, {Format::table, Format::json, Format::csv});
}

ExitCode show_strategy(app::Invocation const& invocation, Options const& options) {
  auto const found = strategy(app::current_settings(invocation));
  print_one(std::cout, sheet_of(columns(), std::vector{found}), options.format);
  return ExitCode::ok;
}

ColumnsOf<TypeInstruction> instruction_columns() {
  return {{{"engagement_type", "type", Kind::id}, [](TypeInstruction const& entry) { return name_of(entry.type); }},
          {{"applies", "applies"}, &TypeInstruction::applies},
          {{"message", "message"}, &TypeInstruction::instruction}};
}

ExitCode show_instructions(app::Invocation const& invocation, Options const& options) {
  auto const entries = type_instructions(app::current_settings(invocation));
  if (options.format != Format::table) {
    print(std::cout, sheet_of(instruction_columns(), entries), options.format);
    return ExitCode::ok;
  }
  for (auto const& entry : entries) {
    std::cout << name_of(entry.type) << "\n";
    print_prose(std::cout, fmt::format("  applies: {}\n  message: {}\n", entry.applies, entry.instruction));
  }
  return ExitCode::ok;
}

}  // namespace

Command strategy_command() {
  return command<Options>("strategy", "the settings in four words", declare, show_strategy);
}

Command instructions_command() {
  return command<Options>("instructions", "what each type's message is asked to be, and when it applies", declare,
                          show_instructions);
}

}  // namespace proactive::cli
