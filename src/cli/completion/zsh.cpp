#include <fmt/core.h>

#include "base/text.hpp"
#include "cli/completion/completion.hpp"

namespace proactive::cli {

namespace {

constexpr auto zsh_head = R"(#compdef proactive
# zsh completion of proactive, printed by: proactive config completion zsh
local -A before
local -a subcommands specs values
)";

// What _arguments sees begins with the last command's name.
constexpr auto zsh_walk = R"(
local place=proactive passed=0 named=1 takes_value= word i
for ((i = 2; i < CURRENT; i++)); do
  word=$words[i]
  if [[ -n $takes_value ]]; then
    takes_value=
  elif [[ $word == -* ]]; then
    (( ${values[(Ie)$place $word]} )) && takes_value=yes
  elif (( passed < ${before[$place]:-0} )); then
    (( ++passed ))
  elif (( ${places[(Ie)$place $word]} )); then
    place+=" $word" passed=0 named=$i
  fi
done
words=("${(@)words[named,-1]}")
(( CURRENT -= named - 1 ))

case $place in
)";

constexpr auto zsh_tail = R"(esac
_arguments : $specs
)";

std::string escaped(std::string text, std::string_view characters) {
  replace_all(text, "\\", "\\\\");
  for (auto const c : characters) replace_all(text, std::string(1, c), std::string{"\\"} + c);
  return text;
}

std::string action(Offer const& offer) {
  auto const words = join(offer.words, " ");
  if (!offer.files) return words.empty() ? " " : fmt::format("({})", words);
  return words.empty() ? "_files" : fmt::format("{{compadd -- {}; _files}}", words);
}

std::string option_spec(Flag const& option) {
  auto const help = escaped(option.help, "[]");
  if (!takes_value(option)) return fmt::format("{}[{}]", option.name, help);
  auto const again = option.kind == Flag::Kind::values ? "*" : "";
  return fmt::format("{}{}=[{}]:{}:{}", again, option.name, help, option.value, action(option.offer));
}

std::vector<std::string> specs_of(Place const& place) {
  std::vector<std::string> specs;
  for (auto const& option : place.options) specs.push_back(option_spec(option));
  std::size_t position = 0;
  for (auto const& argument : place.arguments) {
    auto where = repeats(argument) ? std::string{"*"} : std::to_string(++position);
    if (argument.kind == Flag::Kind::optional_argument) where += ':';
    specs.push_back(fmt::format("{}:{}:{}", where, argument.name, action(argument.offer)));
  }
  if (!place.commands.empty())
    specs.push_back(fmt::format("{}:command:{{_describe command subcommands}}", position + 1));
  return specs;
}

std::string quoted_lines(std::vector<std::string> const& texts) {
  std::string lines;
  for (auto const& text : texts) lines += fmt::format("      {}\n", in_quotes(text));
  return lines;
}

std::string branch(Place const& place) {
  std::vector<std::string> commands;
  for (auto const& [name, help] : place.commands) commands.push_back(fmt::format("{}:{}", name, escaped(help, ":")));
  return fmt::format("  ({})\n    subcommands=(\n{}    )\n    specs=(\n{}    )\n    ;;\n", in_quotes(place.path),
                     quoted_lines(commands), quoted_lines(specs_of(place)));
}

}  // namespace

std::string zsh_completion(std::vector<Place> const& places) {
  std::string text = zsh_head;
  std::vector<std::string> paths;
  std::vector<std::string> values;
  for (auto const& place : places) {
    paths.push_back(place.path);
    if (place.words_before() > 0) text += fmt::format("before+=({} {})\n", in_quotes(place.path), place.words_before());
    for (auto const& option : place.options) {
      if (takes_value(option)) values.push_back(fmt::format("{} {}", place.path, option.name));
    }
  }
  text += fmt::format("local -a places=(\n{})\nvalues=(\n{})\n", quoted_lines(paths), quoted_lines(values));
  text += zsh_walk;
  for (auto const& place : places) text += branch(place);
  return text + zsh_tail;
}

}  // namespace proactive::cli
