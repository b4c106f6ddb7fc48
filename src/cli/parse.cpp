#include "cli/parse.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <iostream>
#include <map>

#include "base/errors.hpp"
#include "base/text.hpp"

namespace proactive::cli {

namespace {

std::map<std::string, Format> const text_or_json{{"text", Format::text}, {"json", Format::json}};
std::map<std::string, Format> const table_or_json{{"table", Format::table}, {"json", Format::json}};
std::map<std::string, Format> const stats_formats{
    {"table", Format::table}, {"json", Format::json}, {"csv", Format::csv}};

// Groups of the help texts.
constexpr auto limits = "Limits";
constexpr auto preview = "Preview";
constexpr auto selection = "Which relationships";
constexpr auto sharing = "Parallel work";
constexpr auto writing = "Writing";
constexpr auto output = "Output";

// A flag that stands for a setting: checked like the setting, and stronger than every other source.
CLI::Option& add_setting_flag(CLI::App& app, Options& options, std::string const& flag, std::string const& setting,
                              std::string const& help) {
  return *app.add_option_function<std::string>(
                 flag,
                 [&options, setting](std::string const& value) {
                   options.invocation.flags.emplace_back(setting, value);
                 },
                 help)
              ->check([setting](std::string const& value) {
                Settings scratch;
                return assign_setting(scratch, *find_setting(setting), value).value_or("");
              })
              ->type_name("VALUE");
}

void add_format(CLI::App& app, Options& options, std::map<std::string, Format> const& formats,
                std::string const& names) {
  app.add_option_function<std::string>(
         "--format", [&options, formats](std::string const& name) { options.format = formats.at(name); },
         "how results are printed: " + names)
      ->check([formats, names](std::string const& name) {
        return formats.contains(name) ? std::string{} : "\"" + printable(name) + "\" is not allowed: use " + names;
      })
      ->type_name("FORMAT")
      ->group(output);
}

constexpr auto time_help = "write it as 2026-03-01T09:00:00Z";

std::string check_instant(std::string const& text) {
  return parse_instant(text) ? std::string{} : "\"" + printable(text).substr(0, 80) + "\" is no time: " + time_help;
}

// A check of a flag for whole numbers.
auto count_between(int lowest, int highest) {
  return [lowest, highest](std::string const& text) {
    int count = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, problem] = std::from_chars(text.data(), end, count);
    if (problem == std::errc{} && stop == end && count >= lowest && count <= highest) return std::string{};
    return "\"" + printable(text).substr(0, 80) + "\" is not allowed: use a whole number from " +
           std::to_string(lowest) + " to " + std::to_string(highest);
  };
}

std::string check_id(std::string const& text) {
  bool const good = !text.empty() && text.size() <= 200 && is_storable(text);
  return good ? std::string{} : "an id is a text of 1 to 200 bytes of UTF-8: give the id as the database holds it";
}

void add_now(CLI::App& app, Options& options) {
  app.add_option_function<std::string>(
         "--now", [&options](std::string const& text) { options.schedule.pass.now = parse_instant(text); },
         "evaluate as of this instant (ISO 8601); for previews and tests")
      ->check(check_instant)
      ->type_name("TIME")
      ->group(preview);
}

void add_id(CLI::App& app, std::string const& flag, std::optional<std::string>& target, std::string const& help) {
  app.add_option_function<std::string>(
         flag, [&target](std::string const& id) { target = id; }, help)
      ->check(check_id)
      ->type_name("ID")
      ->group(selection);
}

void add_pass_flags(CLI::App& app, Options& options) {
  auto& pass = options.schedule.pass;
  app.add_flag("--dry-run", pass.dry_run, "show what would be done, in a read-only transaction")->group(preview);
  add_now(app, options);
  app.add_option("--jobs", pass.jobs, "connections that work side by side")
      ->check(count_between(1, 63))
      ->type_name("N")
      ->group(sharing);
  app.add_option("--slices", pass.slices, "take at most this many of the 64 slices of users, so that machines share")
      ->check(count_between(1, store::slice_count))
      ->type_name("N")
      ->group(sharing);
  add_format(app, options, text_or_json, "text or json");
}

void on_command(CLI::App& app, Options& options, Command command) {
  app.callback([&options, command] { options.command = command; });
}

void add_schedule(CLI::App& app, Options& options) {
  auto& schedule =
      *app.add_subcommand("schedule", "find relationships that are due, write their messages, set delivery times");
  add_setting_flag(schedule, options, "--limit", "max_scheduled_engagements", "the most engagements to schedule")
      .group(limits);
  add_pass_flags(schedule, options);
  add_id(schedule, "--user", options.schedule.selection.user_id, "only this user's relationships, due or not");
  add_id(schedule, "--companion", options.schedule.selection.companion_id,
         "only this companion's relationships, due or not");
  schedule
      .add_flag("--recheck", options.schedule.recheck,
                "look at every relationship, due or not, as after a change of settings")
      ->group(selection);
  schedule.add_flag("--explain", options.explain, "with --user: print every check of the gate, and do nothing")
      ->group(preview);
  schedule
      .add_flag("--show-prompt", options.schedule.show_prompt,
                "with --dry-run: print what an LLM would be asked, and ask nothing")
      ->group(preview);
  add_setting_flag(schedule, options, "--writer", "writer", "who writes: auto, template or llm").group(writing);
  add_setting_flag(schedule, options, "--concurrency", "llm_concurrency", "calls of the LLM at the same time")
      .group(writing);
  schedule.callback([&options] {
    options.command = Command::schedule;
    if (options.explain && !options.schedule.selection.user_id) {
      throw CLI::ValidationError("--explain", "name the user with --user ID");
    }
    if (options.schedule.show_prompt && !options.schedule.pass.dry_run) {
      throw CLI::ValidationError("--show-prompt", "add --dry-run");
    }
  });
}

void add_process(CLI::App& app, Options& options) {
  auto& process = *app.add_subcommand("process", "deliver the messages whose time has come");
  on_command(process, options, Command::process);
  add_setting_flag(process, options, "--limit", "max_deliveries", "the most engagements to look at").group(limits);
  add_setting_flag(process, options, "--batch-size", "process_batch_size", "engagements in one transaction")
      .group(limits);
  add_pass_flags(process, options);
}

std::string check_since(std::string const& text) {
  if (parse_duration(text) || parse_instant(text)) return {};
  return check_instant(text) + ", or as 7d";
}

void add_stats(CLI::App& app, Options& options) {
  auto& stats = *app.add_subcommand("stats", "what was scheduled and delivered, and what the runs did");
  on_command(stats, options, Command::stats);
  stats
      .add_option_function<std::string>(
          "--since",
          [&options](std::string const& text) {
            options.stats.since_ago = parse_duration(text);
            if (!options.stats.since_ago) options.stats.since = parse_instant(text);
          },
          "engagements created from this time, or from this long before --until (default: 7d)")
      ->check(check_since)
      ->type_name("TIME");
  stats
      .add_option_function<std::string>(
          "--until", [&options](std::string const& text) { options.stats.until = parse_instant(text); },
          "engagements created before this time (default: now)")
      ->check(check_instant)
      ->type_name("TIME");
  stats
      .add_option("--by", options.stats.by,
                  "one row each: type, stage, companion, writer, model or day (default: type)")
      ->check([](std::string const& by) {
        constexpr std::array<std::string_view, 6> attributes{"type", "stage", "companion", "writer", "model", "day"};
        if (std::find(attributes.begin(), attributes.end(), by) != attributes.end()) return std::string{};
        return "\"" + printable(by) + "\" is not allowed: use " + join(attributes, ", ");
      })
      ->type_name("WHAT");
  add_format(stats, options, stats_formats, "table, json or csv");
}

CLI::App& add_config_command(CLI::App& config, Options& options, Command command, std::string const& name,
                             std::string const& help) {
  auto& added = *config.add_subcommand(name, help);
  on_command(added, options, command);
  return added;
}

void add_config(CLI::App& app, Options& options) {
  auto& config = *app.add_subcommand("config", "show and change settings, and check what a run needs");
  config.require_subcommand(1);
  auto& show =
      add_config_command(config, options, Command::config_show, "show", "every setting: value, default and origin");
  add_format(show, options, table_or_json, "table or json");
  auto const add_names = [&](CLI::App& command, std::string const& what, std::string const& help) {
    command.add_option(what, options.names, help)->required()->type_name("");
  };
  add_names(add_config_command(config, options, Command::config_get, "get", "print one setting's value"), "NAME",
            "the setting");
  add_names(add_config_command(config, options, Command::config_set, "set", "store settings, all of them or none"),
            "NAME_VALUE", "pairs of a name and a value");
  add_names(add_config_command(config, options, Command::config_unset, "unset", "remove stored settings"), "NAME",
            "the settings");
  add_names(add_config_command(config, options, Command::config_preset, "preset", "store the settings of a preset"),
            "NAME", "aggressive, conservative, highEmpathy or minimal");
  auto& strategy =
      add_config_command(config, options, Command::config_strategy, "strategy", "the settings in four words");
  add_format(strategy, options, table_or_json, "table or json");
  add_config_command(config, options, Command::config_instructions, "instructions",
                     "what each type's message is asked to be, and when it applies");
  auto& history =
      add_config_command(config, options, Command::config_history, "history", "who changed which setting, and when");
  add_format(history, options, table_or_json, "table or json");
  auto& check = add_config_command(config, options, Command::config_check, "check", "test everything that a run needs");
  add_format(check, options, table_or_json, "table or json");
}

void add_general(CLI::App& app, Options& options) {
  app.set_version_flag("--version", "proactive " PROACTIVE_VERSION)->group("General");
  app.add_option("--env-file", options.invocation.env_file,
                 "read variables from this file; the environment is stronger")
      ->type_name("FILE");
  app.add_option("--log-file", options.invocation.log_file, "append the log to this file instead of stderr")
      ->type_name("FILE");
  add_setting_flag(app, options, "--log-level", "log_level", "debug, info, warn, error or off");
  app.require_subcommand(1);
  app.footer(
      "Settings come from the environment (proactive.env(5)) and from proactive config set. Exit codes: 0 done, 1 "
      "some\n"
      "engagements failed, 64 usage, 69 database unreachable, 70 internal error, 75 try again, 78 configuration or "
      "schema.");
}

// The commands know only their own flags; the general ones may stand behind the command too.
void fall_through(CLI::App& app) {
  app.fallthrough();
  for (auto* const command : app.get_subcommands([](CLI::App*) { return true; })) fall_through(*command);
}

std::string one_sentence(CLI::ParseError const& problem) {
  auto sentence = collapse_spaces(problem.what());
  // CLI11 says the same of a command that is missing and of one that it does not know.
  if (sentence.starts_with("A subcommand is required")) sentence = "a command is missing or unknown";
  return sentence + "; see proactive --help";
}

}  // namespace

std::optional<Options> parse(int argc, char const* const* argv) {
  Options options;
  CLI::App app(
      "Lets AI companions reach out to the people they talk with: one bounded pass over PostgreSQL, started by cron or "
      "systemd timers.",
      "proactive");
  add_general(app, options);
  add_schedule(app, options);
  add_process(app, options);
  add_stats(app, options);
  add_config(app, options);
  fall_through(app);
  try {
    app.parse(argc, argv);
  } catch (CLI::Success const& asked) {
    app.exit(asked, std::cout, std::cout);
    if (!std::cout.flush()) throw Error(ExitCode::internal, "the help could not be written to stdout");
    return std::nullopt;
  } catch (CLI::ParseError const& problem) {
    throw usage_error(one_sentence(problem));
  }
  return options;
}

}  // namespace proactive::cli
