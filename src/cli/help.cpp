#include "cli/help.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <sstream>

#include "cli/render/terminal.hpp"
#include "cli/run.hpp"

namespace proactive::cli {

namespace {

class HelpFormatter : public CLI::Formatter {
 public:
  // What an option is called is at least two spaces before its help.
  [[nodiscard]] std::string make_option_opts(CLI::Option const* option) const override {
    return CLI::Formatter::make_option_opts(option) + " ";
  }

  // The library names the commands above this one without the arguments that stand before it.
  [[nodiscard]] std::string make_usage(CLI::App const* app, std::string /*name*/) const override {
    return CLI::Formatter::make_usage(app, path_of(*app));
  }

 private:
  [[nodiscard]] std::string path_of(CLI::App const& app) const {
    auto const* above = app.get_parent();
    if (above == nullptr) return app.get_name();
    auto path = path_of(*above) + " ";
    for (auto const* argument : above->get_options([](CLI::Option const* each) { return each->get_positional(); }))
      path += make_option_usage(argument) + " ";
    return path + app.get_name();
  }
};

// Newer versions of the library break lines by themselves, at fixed widths: that is left to print_prose().
template <typename Formatter>
void keep_lines_whole(Formatter& formatter) {
  if constexpr (requires { formatter.right_column_width(1); }) {
    constexpr std::size_t never = 10'000;
    formatter.right_column_width(never);
    formatter.description_paragraph_width(never);
    formatter.footer_paragraph_width(never);
  }
}

// What options are called stands in a third of the line; a longer name has a line of its own.
std::size_t column_of_texts() {
  constexpr std::size_t least = 12;
  constexpr std::size_t most = 30;
  return std::clamp(columns_for_people(STDOUT_FILENO) / 3, least, most);
}

std::size_t hanging_of(std::string_view line) {
  constexpr std::string_view usage = "Usage: ";
  if (line.starts_with(usage)) return usage.size();
  return line.starts_with("  ") ? column_of_texts() : 0;
}

}  // namespace

void fit_help(CLI::App& app) {
  auto const formatter = std::make_shared<HelpFormatter>();
  formatter->column_width(column_of_texts());
  keep_lines_whole(*formatter);
  app.formatter(formatter);
}

std::string with_words(std::string text) {
  constexpr std::string_view one_word = "NAME_VALUE";
  for (auto at = text.find(one_word); at != std::string::npos; at = text.find(one_word)) {
    text.replace(at, one_word.size(), "NAME VALUE");
  }
  return text;
}

// For people wherever it goes, through a pager, say; with one empty line where the library leaves several.
void print_help(CLI::App const& app, CLI::Success const& asked) {
  std::stringstream help;
  app.exit(asked, help, help);
  set_terminal(std::cout, {columns_for_people(STDOUT_FILENO), false});
  bool was_empty = false;
  for (std::string line; std::getline(help, line);) {
    line = with_words(std::move(line));
    line.erase(line.find_last_not_of(' ') + 1);
    if (!line.empty() || !was_empty) print_prose(std::cout, line + "\n", hanging_of(line));
    was_empty = line.empty();
  }
  require_written();
}

}  // namespace proactive::cli
