#include <fmt/core.h>

#include "base/column.hpp"
#include "base/text.hpp"
#include "cli/completion/completion.hpp"

namespace proactive::cli {

namespace {

constexpr auto head = R"(# bash completion of proactive, printed by: proactive config completion bash
# Keys are the words that name a command, and for values an option behind them. :files stands for the names of files.
_proactive() {
)";

constexpr auto tail = R"(
  local place=proactive passed=0 takes_value='' word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $takes_value ]]; then
      [[ $word == = ]] || takes_value='' # bash makes three words of --option=value
    elif [[ $word == -* ]]; then
      takes_value=${values["$place $word"]+yes}
    elif ((passed < ${before["$place"]:-0})); then
      ((++passed))
    elif [[ " ${commands["$place"]-} " == *" $word "* ]]; then
      place+=" $word" passed=0
    fi
  done

  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} offered
  if [[ $current == = ]]; then
    current=''
  elif [[ $previous == = ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if [[ ${values["$place $previous"]+yes} ]]; then
    offered=${values["$place $previous"]}
  elif [[ $current == -* ]]; then
    offered=${options["$place"]-}
  elif ((passed < ${before["$place"]:-0})); then
    offered=${arguments["$place"]-}
  else
    offered="${commands["$place"]-} ${arguments["$place"]-}"
  fi
  mapfile -t COMPREPLY < <(compgen -W "${offered//:files/}" -- "$current")
  if [[ $offered == *:files* ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _proactive proactive
)";

std::string offered(Flag const& flag) {
  auto words = join(flag.offer.words, " ");
  if (flag.offer.files) words += words.empty() ? ":files" : " :files";
  return words;
}

std::string offered_by(std::vector<Flag> const& arguments) {
  std::vector<std::string> all;
  for (auto const& argument : arguments) {
    if (auto words = offered(argument); !words.empty()) all.push_back(std::move(words));
  }
  return join(all, " ");
}

using Entries = std::vector<std::pair<std::string, std::string>>;

std::string array(std::string_view name, Entries const& entries) {
  auto text = fmt::format("  local -A {}=(\n", name);
  for (auto const& [key, value] : entries) text += fmt::format("    [{}]={}\n", in_quotes(key), in_quotes(value));
  return text + "  )\n";
}

}  // namespace

std::string bash_completion(std::vector<Place> const& places) {
  Entries commands;
  Entries before;
  Entries options;
  Entries values;
  Entries arguments;
  for (auto const& place : places) {
    auto const below = column(place.commands, [](auto const& command) { return command.first; });
    if (!below.empty()) commands.emplace_back(place.path, join(below, " "));
    if (place.words_before() > 0) before.emplace_back(place.path, std::to_string(place.words_before()));
    options.emplace_back(place.path, join(column(place.options, &Flag::name), " "));
    for (auto const& option : place.options) {
      if (takes_value(option)) values.emplace_back(place.path + " " + option.name, offered(option));
    }
    if (auto words = offered_by(place.arguments); !words.empty()) arguments.emplace_back(place.path, std::move(words));
  }
  return head + array("commands", commands) + array("before", before) + array("options", options) +
         array("values", values) + array("arguments", arguments) + tail;
}

}  // namespace proactive::cli
