#include "cli/parse.hpp"

#include <doctest/doctest.h>

#include "base/errors.hpp"

using namespace proactive;
using cli::Command;
using cli::Flags;

namespace {

// What the last run of the command below was given.
struct Options {
  bool loud = false;
  int jobs = 1;
  std::optional<Instant> at;
  std::optional<std::string> user;
  std::string colour = "red";
  cli::Format format = cli::Format::table;
  std::string file;
  std::vector<std::string> names;
};
Options seen;

void declare(Flags& flags, Options& options) {
  flags.toggle("--loud", options.loud, "speak up");
  flags.group("More").count("--jobs", options.jobs, 1, 63, "how many");
  flags.time("--at", options.at, "when");
  flags.id("--user", options.user, "who");
  flags.choice("--colour", "COLOUR", options.colour, {"red", "blue"}, "which");
  flags.setting("--limit", "max_deliveries", "the most");
  flags.format(options.format, {cli::Format::table, cli::Format::json, cli::Format::csv});
  flags.argument("FILE", options.file, "the file");
  flags.arguments("NAME", options.names, "the names");
  flags.rule([&options] { return options.loud && !options.user ? "--loud: name the user" : ""; });
}

void declare_one(Flags& flags, Options& options) { flags.optional_argument("NAME", options.file, "the name"); }

ExitCode run(app::Invocation const& /*invocation*/, Options const& options) {
  seen = options;
  return ExitCode::some_failed;
}

ExitCode do_nothing(app::Invocation const& /*invocation*/) { return ExitCode::ok; }

std::vector<Command> commands() {
  return {cli::command("other", "another", do_nothing), cli::command<Options>("one", "has one", declare_one, run),
          cli::family("outer", "has others",
                      {cli::family("inner", "has one", {cli::command<Options>("do", "does it", declare, run)})})};
}

std::optional<cli::Chosen> parse(std::vector<char const*> words) {
  words.insert(words.begin(), "proactive");
  return cli::parse(static_cast<int>(words.size()), words.data(), commands());
}

std::string usage_problem(std::vector<char const*> const& words) {
  try {
    parse(words);
  } catch (Error const& error) {
    CHECK(error.code() == ExitCode::usage);
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a command three levels down gets its flags and arguments, wherever they stand") {
  auto const chosen = parse({"outer", "inner", "do", "--loud", "--jobs", "010", "--at", "2026-03-01", "--user", "7",
                             "--colour", "blue", "--format", "csv", "draft.sql", "a", "b"});
  REQUIRE(chosen);
  CHECK(chosen->run(chosen->invocation) == ExitCode::some_failed);
  CHECK(seen.loud);
  CHECK(seen.jobs == 10);
  CHECK(seen.at == parse_instant("2026-03-01"));
  CHECK(seen.user == "7");
  CHECK(seen.colour == "blue");
  CHECK(seen.format == cli::Format::csv);
  CHECK(seen.file == "draft.sql");
  CHECK(seen.names == std::vector<std::string>{"a", "b"});
}

TEST_CASE("what is not given keeps its default, and one parse leaves nothing to the next") {
  auto const chosen = parse({"outer", "inner", "do", "x", "y"});
  REQUIRE(chosen);
  chosen->run(chosen->invocation);
  CHECK_FALSE(seen.loud);
  CHECK(seen.jobs == 1);
  CHECK_FALSE(seen.at);
  CHECK(seen.colour == "red");
  CHECK(seen.format == cli::Format::table);
}

TEST_CASE("general flags stand before and behind a command, and settings are kept for later") {
  auto const chosen = parse({"--log-file", "log", "outer", "inner", "do", "x", "y", "--limit", "5", "--env-file", "env",
                             "--log-level", "debug"});
  REQUIRE(chosen);
  CHECK(chosen->invocation.log_file == "log");
  CHECK(chosen->invocation.env_file == "env");
  REQUIRE(chosen->invocation.flags.size() == 2);
  for (auto const& [name, value] : chosen->invocation.flags) CHECK(value == (name == "log_level" ? "debug" : "5"));
}

TEST_CASE("a wrong value is named with what is allowed") {
  auto const problem = [](char const* flag, char const* value) {
    return usage_problem({"outer", "inner", "do", "x", "y", flag, value});
  };
  CHECK(problem("--jobs", "64") ==
        "--jobs: \"64\" is not allowed: use a whole number from 1 to 63; see proactive outer inner do --help");
  CHECK(problem("--jobs", "1.5").starts_with("--jobs: \"1.5\" is not allowed"));
  CHECK(problem("--at", "noon") ==
        "--at: \"noon\" is no time: write it as 2026-03-01T09:00:00Z; see proactive outer inner do --help");
  CHECK(problem("--user", "").starts_with("--user: an id is a text"));
  CHECK(problem("--colour", "green") ==
        "--colour: \"green\" is not allowed: use red, blue; see proactive outer inner do --help");
  CHECK(problem("--format", "text").empty());  // what prose was called
  CHECK(problem("--format", "xml") ==
        "--format: \"xml\" is not allowed: use table, json or csv; see proactive outer inner do --help");
  CHECK(problem("--limit", "-1").starts_with("--limit: \"-1\" is not allowed"));
}

TEST_CASE("a command is named to its end, and its rules hold") {
  CHECK(usage_problem({"--log-level", "warn"}) == "a command is missing; see proactive --help");
  CHECK(usage_problem({"outer", "--env-file=x", "inner"}) == "a command is missing; see proactive outer inner --help");
  CHECK(usage_problem({"outer", "inner", "do", "x"}).starts_with("NAME is required"));
  CHECK(usage_problem({"outer", "inner", "do", "x", "y", "--loud"}) ==
        "--loud: name the user; see proactive outer inner do --help");
}

TEST_CASE("what is not known is named with what was most likely meant") {
  CHECK(usage_problem({"outr"}) == "there is no command outr: did you mean outer? see proactive --help");
  CHECK(usage_problem({"nothing"}) == "there is no command nothing; see proactive --help");
  CHECK(usage_problem({"--log-level", "warn", "outer", "iner", "do"}) ==
        "there is no command outer iner: did you mean inner? see proactive outer --help");
  CHECK(usage_problem({"outer", "inner", "do", "x", "y", "--job", "3"}) ==
        "there is no option --job: did you mean --jobs? see proactive outer inner do --help");
  CHECK(usage_problem({"outer", "inner", "do", "x", "y", "--log-fiel=z"}) ==
        "there is no option --log-fiel: did you mean --log-file? see proactive outer inner do --help");
  CHECK(usage_problem({"outer", "inner", "do", "x", "y", "--\x1b[31m"}) ==
        "there is no option --\uFFFD[31m; see proactive outer inner do --help");
}

TEST_CASE("an option without its value, given twice, or with a value that it does not take is told apart") {
  std::vector<char const*> const whole{"outer", "inner", "do", "x", "y"};
  auto const problem = [&](std::vector<char const*> const& more) {
    auto words = whole;
    words.insert(words.end(), more.begin(), more.end());
    return usage_problem(words);
  };
  CHECK(usage_problem({"--env-file"}) == "--env-file needs a value: write --env-file FILE; see proactive --help");
  CHECK(usage_problem({"outer", "--env-file="}) ==
        "--env-file needs a value: write --env-file FILE; see proactive outer --help");
  CHECK(problem({"--jobs"}) == "--jobs needs a value: write --jobs N; see proactive outer inner do --help");
  CHECK(problem({"--jobs", "--loud"}).starts_with("--jobs needs a value"));
  CHECK(problem({"--jobs", "--help"}).starts_with("--jobs needs a value"));
  CHECK(problem({"--user", "--format=csv"}).starts_with("--user needs a value"));
  CHECK(problem({"--user", "--"}).starts_with("--user needs a value"));
  CHECK(problem({"--user", "--7"}).empty());
  CHECK(problem({"--user=a="}).empty());
  CHECK(problem({"--jobs", "2", "--jobs=3"}) ==
        "--jobs is given twice: give it once; see proactive outer inner do --help");
  CHECK(problem({"--loud=perhaps"}) ==
        "--loud takes no value: write --loud alone, or leave it out; see proactive outer inner do --help");
  CHECK(problem({"--loud", "--loud", "--user", "7"}).empty());
}

TEST_CASE("an argument too many is named") {
  CHECK(usage_problem({"other", "more"}) == "other takes no argument: leave out more; see proactive other --help");
  CHECK(usage_problem({"other", "--", "-1"}) == "other takes no argument: leave out -1; see proactive other --help");
  CHECK(usage_problem({"one", "a"}).empty());
  CHECK(usage_problem({"one"}).empty());
  CHECK(usage_problem({"one", "a", "b"}) == "one takes NAME alone: leave out b; see proactive one --help");
}

TEST_CASE("a mistake comes before help and version") {
  CHECK(usage_problem({"--version", "--foo"}) == "there is no option --foo; see proactive --help");
  CHECK(usage_problem({"--help", "nothing"}) == "there is no command nothing; see proactive --help");
  CHECK(usage_problem({"other", "--foo", "-h"}) == "there is no option --foo; see proactive other --help");
}
