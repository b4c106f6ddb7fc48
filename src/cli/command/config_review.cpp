#include <fmt/core.h>
#include <unistd.h>

#include <iostream>

#include "app/operator/review.hpp"
#include "base/lines.hpp"
#include "base/text.hpp"
#include "cli/command/commands.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

constexpr std::size_t most_bytes = 65'536;  // of a line
constexpr std::size_t most_shown = 100;     // characters of one that is longer

struct Options {
  std::string language;  // empty: any
  Format format = Format::table;
};

struct Reviewed {
  std::string message;
  std::vector<DraftFault> faults;
  std::vector<std::string> reasons;  // of a refusal, each as the end of a sentence
};

void declare(Flags& flags, Options& options) {
  flags.language("--language", options.language, "the language that they must be in (default: any)");
  flags.format(options.format, {Format::table, Format::json});
}

Reviewed reviewed(Line const& line, app::MessageReview const& review) {
  if (line.is_cut) {
    return {shortened(line.text, most_shown) + "...",
            {DraftFault::too_long},
            {fmt::format("it has more than {} bytes, too many", most_bytes)}};
  }
  Reviewed made{line.text, review.faults_of(line.text), {}};
  for (auto const fault : made.faults) made.reasons.push_back(fault_text(fault, line.text));
  return made;
}

void print_json(std::ostream& out, Reviewed const& shown) {
  auto names = Json::array();
  for (auto const fault : shown.faults) names.push_back(name_of(fault));
  out << to_shown(Json{{"message", shown.message}, {"accepted", shown.faults.empty()}, {"faults", names}}) << '\n';
}

void print_text(std::ostream& out, Reviewed const& shown) {
  auto const verdict = shown.faults.empty() ? "accepted" : fmt::format("refused: {}", join(shown.reasons, ", and "));
  print_prose(out, verdict + ": " + printable(shown.message));
}

// Each is judged as it comes, so that the command can stand in a pipe; nobody reading any more ends it.
ExitCode run(app::Invocation const& invocation, Options const& options) {
  app::MessageReview const review(invocation, options.language);
  LineReader messages(STDIN_FILENO, most_bytes);
  while (auto const line = messages.next()) {
    if (line->text.empty()) continue;
    auto const print = options.format == Format::json ? print_json : print_text;
    print(std::cout, reviewed(*line, review));
    if (!std::cout.flush()) break;
  }
  return ExitCode::ok;
}

}  // namespace

Command review_command() {
  return command<Options>("review", "say of each line of stdin whether it would be accepted as a message", declare,
                          run);
}

}  // namespace proactive::cli
