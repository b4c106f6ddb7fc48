#include <fmt/core.h>

#include "base/text.hpp"
#include "cli/completion/completion.hpp"

namespace proactive::cli {

namespace {

constexpr auto fish_head = R"(# fish completion of proactive, printed by: proactive config completion fish
function __proactive_place --description 'the words that name the command on the command line'
)";

constexpr auto fish_walk = R"(
    set -l words (commandline -opc)
    set -e words[1]
    set -l place proactive
    set -l left 0
    set -l takes_value
    for word in $words
        if test -n "$takes_value"
            set takes_value
        else if string match -q -- '-*' $word
            contains -- "$place $word" $values
            and set takes_value yes
        else if test $left -gt 0
            set left (math $left - 1)
        else if contains -- "$place $word" $places
            set place "$place $word"
            set -l index (contains -i -- $place $places)
            set left $before[$index]
        end
    end
    test $left -gt 0
    and echo "$place ?"
    or echo $place
end
function __proactive_at --description 'whether the command line is at this command'
    test (__proactive_place) = "$argv"
end

complete -c proactive -f
)";

std::string in_fish(std::string_view text) {
  std::string escaped{text};
  replace_all(escaped, "\\", "\\\\");
  return in_quotes(escaped, "\\'");
}

std::string list(std::string_view name, std::vector<std::string> const& texts) {
  auto line = fmt::format("    set -l {}", name);
  for (auto const& text : texts) line += " " + in_fish(text);
  return line + "\n";
}

std::string offering(Offer const& offer) {
  auto text = std::string{offer.files ? " -F" : ""};
  if (!offer.words.empty()) text += " -a " + in_fish(join(offer.words, " "));
  return text;
}

std::string lines_of(Place const& place) {
  // A family's words stand before its commands: until they are there, it is another place.
  auto const at = [&](std::string_view suffix) {
    return fmt::format("complete -c proactive -n {}", in_fish(fmt::format("__proactive_at {}{}", place.path, suffix)));
  };
  std::string lines;
  for (auto const& [name, help] : place.commands) lines += fmt::format("{} -a {} -d {}\n", at(""), name, in_fish(help));
  for (auto const& option : place.options) {
    auto const needs = option.offer.files ? " -r" : " -x";
    auto const value = takes_value(option) ? needs + offering(option.offer) : std::string{};
    lines += fmt::format("{} -l {}{} -d {}\n", at(""), option.name.substr(2), value, in_fish(option.help));
  }
  for (auto const& argument : place.arguments) {
    if (auto const offers = offering(argument.offer); !offers.empty())
      lines += fmt::format("{}{} -d {}\n", at(place.words_before() > 0 ? " ?" : ""), offers, in_fish(argument.help));
  }
  return lines;
}

}  // namespace

std::string fish_completion(std::vector<Place> const& places) {
  std::vector<std::string> paths;
  std::vector<std::string> before;
  std::vector<std::string> values;
  std::string lines;
  for (auto const& place : places) {
    paths.push_back(place.path);
    before.push_back(std::to_string(place.words_before()));
    for (auto const& option : place.options) {
      if (takes_value(option)) values.push_back(fmt::format("{} {}", place.path, option.name));
    }
    lines += lines_of(place);
  }
  return fish_head + list("places", paths) + list("before", before) + list("values", values) + fish_walk + lines;
}

}  // namespace proactive::cli
