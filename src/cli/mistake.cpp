#include "cli/mistake.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "base/text.hpp"

namespace proactive::cli {

namespace {

std::string quoted_word(std::string const& word) { return shortened(printable(word), 80); }

std::string suggestion(std::string_view word, std::vector<std::string> const& known) {
  auto const meant = nearest_word(word, known);
  return meant ? fmt::format(": did you mean {}?", *meant) : "";
}

class Looker {
 public:
  Looker(std::vector<Command> const& commands, Flags const& general) : flags_{&general} { found_.missing = &commands; }

  Named look(std::vector<std::string> const& words) {
    for (auto word = words.begin(); word != words.end() && found_.mistake.empty(); ++word) {
      if (*word == "--") {
        found_.has_more = true;
        break;
      }
      bool const is_option = word->size() > 1 && word->front() == '-';
      if (is_option) {
        if (takes_value(*word) && word + 1 != words.end()) ++word;
      } else {
        take(*word);
      }
    }
    return std::move(found_);
  }

 private:
  // Whether the next word is the option's value.
  bool takes_value(std::string const& word) {
    found_.has_more = true;
    auto const name = word.substr(0, word.find('='));
    if (name == "-h" || name == "--help" || name == "--version") return false;
    std::vector<std::string> known{"--help", "--version"};
    for (auto const* flags : flags_) {
      for (auto const& flag : flags->all()) {
        if (flag.name == name) return flag.kind == Flag::Kind::value && name.size() == word.size();
        if (flag.name.starts_with("--")) known.push_back(flag.name);
      }
    }
    found_.mistake = fmt::format("there is no option {}{}", quoted_word(name), suggestion(name, known));
    return false;
  }

  void take(std::string const& word) {
    if (found_.missing == nullptr || arguments_ > 0) {
      found_.has_more = true;
      arguments_ = std::max(0L, arguments_ - 1);
      return;
    }
    auto const& commands = *found_.missing;
    auto const command =
        std::find_if(commands.begin(), commands.end(), [&](Command const& each) { return each.name == word; });
    if (command == commands.end()) {
      found_.mistake = unknown_command(word, commands);
      return;
    }
    found_.path.push_back(word);
    flags_.push_back(&command->flags);
    auto const all = command->flags.all();
    arguments_ =
        std::count_if(all.begin(), all.end(), [](Flag const& flag) { return flag.kind == Flag::Kind::argument; });
    found_.missing = command->commands.empty() ? nullptr : &command->commands;
  }

  [[nodiscard]] std::string unknown_command(std::string const& word, std::vector<Command> const& commands) const {
    std::vector<std::string> known;
    known.reserve(commands.size());
    for (auto const& command : commands) known.push_back(command.name);
    auto const above = found_.path.empty() ? std::string{} : join(found_.path, " ") + " ";
    return fmt::format("there is no command {}{}{}", above, quoted_word(word), suggestion(word, known));
  }

  std::vector<Flags const*> flags_;
  long arguments_ = 0;  // of a family, which stand before its commands
  Named found_;
};

}  // namespace

Named look_for_mistake(std::vector<std::string> const& words, std::vector<Command> const& commands,
                       Flags const& general) {
  return Looker(commands, general).look(words);
}

}  // namespace proactive::cli
