#include "cli/parse.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

#include "app/libraries.hpp"
#include "base/build.hpp"
#include "base/text.hpp"
#include "cli/help.hpp"
#include "cli/mistake.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

Flags general_flags(app::Invocation& invocation, bool& is_wide) {
  Flags flags;
  flags.file("--env-file", invocation.env_file, "read variables from this file; the environment is stronger");
  flags.file("--log-file", invocation.log_file, "append the log to this file instead of stderr");
  flags.setting("--log-level", "log_level", "debug, info, warn, error or off");
  flags.toggle("--wide", is_wide, "print tables at their full width, also where the terminal is narrower");
  return flags;
}

namespace {

// What becomes of a value that passed its check.
std::function<void(std::string const&)> taker_of(Flag const& flag, app::Invocation& invocation) {
  if (flag.setting.empty()) return flag.take;
  return [&invocation, setting = flag.setting](std::string const& value) {
    invocation.flags.emplace_back(setting, value);
  };
}

CLI::Option& add_option(CLI::App& app, Flag const& flag, std::function<void(std::string const&)> const& take) {
  switch (flag.kind) {
    case Flag::Kind::toggle:
      return *app.add_flag_callback(
          flag.name, [take] { take({}); }, flag.help);
    case Flag::Kind::values:
      return *app.add_option_function<std::vector<std::string>>(
                     flag.name, [take](auto const& values) { std::for_each(values.begin(), values.end(), take); },
                     flag.help)
                  ->allow_extra_args(false)
                  ->type_name(flag.value);
    case Flag::Kind::arguments:
    case Flag::Kind::any_arguments:
    case Flag::Kind::passed_on:
      return *app.add_option_function<std::vector<std::string>>(
                     flag.name, [take](auto const& values) { std::for_each(values.begin(), values.end(), take); },
                     flag.help)
                  ->required(flag.kind == Flag::Kind::arguments)
                  ->type_name("");
    default:
      auto& option = *app.add_option_function<std::string>(flag.name, take, flag.help)->type_name(flag.value);
      if (flag.kind == Flag::Kind::argument) option.required();
      return option;
  }
}

void add_flags(CLI::App& app, Flags const& flags, app::Invocation& invocation) {
  for (auto const& flag : flags.all()) {
    auto& option = add_option(app, flag, taker_of(flag, invocation));
    if (flag.check) option.check(flag.check);
    if (!flag.group.empty()) option.group(flag.group);
  }
}

void add_commands(CLI::App& app, std::vector<Command> const& commands, app::Invocation& invocation) {
  app.require_subcommand(1);
  for (auto const& command : commands) {
    auto& added = *app.add_subcommand(command.name, command.help);
    add_flags(added, command.flags, invocation);
    if (!command.commands.empty()) add_commands(added, command.commands, invocation);
  }
}

std::string version_text() {
  auto text = fmt::format("proactive {}\n", version());
  if (!commit().empty()) text += fmt::format("commit {}\n", commit());
  text += "CLI11 " CLI11_VERSION;
  for (auto const& library : app::libraries()) text += fmt::format("\n{} {}", library.name, printable(library.version));
  return text;
}

void add_general(CLI::App& app, Flags const& flags, app::Invocation& invocation) {
  app.set_version_flag("--version", version_text, "print the version and those of the libraries, and exit")
      ->group("General");
  add_flags(app, flags, invocation);
  app.footer(
      "Settings come from the environment, see proactive.env(5), and from proactive config set. Exit codes: 0 done, 1 "
      "some "
      "engagements failed, 64 usage, 69 database unreachable, 70 internal error, 75 try again, 78 configuration, "
      "schema "
      "or adapter.");
}

// The commands know only their own flags; the general ones may stand behind the command too.
void fall_through(CLI::App& app) {
  app.fallthrough();
  for (auto* const command : app.get_subcommands([](CLI::App*) { return true; })) fall_through(*command);
}

Error with_advice(std::string const& sentence, std::vector<std::string> const& path) {
  auto const command = path.empty() ? std::string{} : join(path, " ") + " ";
  return usage_error(fmt::format("{}{} see proactive {}--help", sentence, sentence.ends_with('?') ? "" : ";", command));
}

Error error_of(CLI::ParseError const& problem, Named const& named) {
  if (named.missing != nullptr) return with_advice("a command is missing", named.path);
  return with_advice(collapse_spaces(with_words(problem.what())), named.path);
}

// The command at the end of those that were named.
Command const& named_command(CLI::App const& app, std::vector<Command> const& commands) {
  auto const& named = *app.get_subcommands().at(0);
  auto const& command = *std::find_if(commands.begin(), commands.end(),
                                      [&](Command const& each) { return each.name == named.get_name(); });
  return command.commands.empty() ? command : named_command(named, command.commands);
}

// Whoever names a family and nothing else wants to know what is in it.
bool asks_what_there_is(Named const& named) { return named.missing != nullptr && !named.has_more; }

void print_help_of(CLI::App& app, std::vector<std::string> words) {
  words.emplace_back("--help");
  std::reverse(words.begin(), words.end());  // as CLI11 takes them
  try {
    app.parse(words);
  } catch (CLI::Success const& asked) {
    print_help(app, asked);
  }
}

// False when help or the version was asked for, which is then printed. A mistake comes first: a script that asks for
// the version by an option that there is not, say, learns so.
bool read_arguments(CLI::App& app, std::vector<std::string> const& words, Named const& named) {
  if (!named.mistake.empty()) throw with_advice(named.mistake, named.path);
  if (asks_what_there_is(named)) {
    print_help_of(app, words);
    return false;
  }
  std::vector<std::string> reversed(words.rbegin(), words.rend());
  try {
    app.parse(reversed);
    return true;
  } catch (CLI::Success const& asked) {
    print_help(app, asked);
    return false;
  } catch (CLI::ParseError const& problem) {
    throw error_of(problem, named);
  }
}

}  // namespace

std::optional<Chosen> parse(int argc, char const* const* argv, std::vector<Command> const& commands) {
  Chosen chosen;
  CLI::App app(
      "Lets AI companions reach out to the people they talk with: one bounded pass over PostgreSQL, started by cron or "
      "systemd timers.",
      "proactive");
  fit_help(app);
  auto const general = general_flags(chosen.invocation, chosen.is_wide);
  add_general(app, general, chosen.invocation);
  add_commands(app, commands, chosen.invocation);
  fall_through(app);
  std::vector<std::string> const words(argv + std::min(argc, 1), argv + argc);
  auto const named = look_for_mistake(words, commands, general);
  if (!read_arguments(app, words, named)) return std::nullopt;
  auto const& command = named_command(app, commands);
  if (auto const broken = command.flags.first_broken_rule(); !broken.empty()) throw with_advice(broken, named.path);
  chosen.run = command.run;
  chosen.works_in_batches = command.works_in_batches;
  bool const is_watched = chosen.invocation.log_file.empty() && isatty(STDERR_FILENO) == 1;
  if (is_watched) chosen.invocation.log_columns = terminal_of_descriptor(STDERR_FILENO).columns;
  return chosen;
}

}  // namespace proactive::cli
