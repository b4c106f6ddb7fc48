#include "cli/mistake.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/nearest.hpp"
#include "base/text.hpp"

namespace proactive::cli {

namespace {

std::string quoted_word(std::string const& word) { return shortened(printable(word), 80); }

std::string suggestion(std::string_view word, std::vector<std::string> const& known) {
  auto const meant = nearest_word(word, known);
  return meant ? fmt::format(": did you mean {}?", *meant) : "";
}

bool is_positional(Flag const& flag) {
  return flag.kind != Flag::Kind::value && flag.kind != Flag::Kind::values && flag.kind != Flag::Kind::toggle;
}

// "-1" is a value, as the library has it too.
bool is_option(std::string_view word) {
  return word.size() > 1 && word.front() == '-' && (word[1] < '0' || word[1] > '9');
}

std::string name_in(std::string_view word) { return std::string{word.substr(0, word.find('='))}; }

class Looker {
 public:
  Looker(std::vector<Command> const& commands, Flags const& general) : flags_{&general} { found_.missing = &commands; }

  Named look(std::vector<std::string> const& words) {
    for (std::size_t at = 0; at < words.size() && found_.mistake.empty(); ++at) {
      if (is_behind_dashes_) {
        take_argument(words[at]);
      } else if (words[at] == "--") {
        found_.has_more = true;
        is_behind_dashes_ = found_.missing == nullptr;
        if (!is_behind_dashes_) break;
      } else if (!is_option(words[at])) {
        take(words[at]);
      } else if (take_option(words[at], at + 1 < words.size() ? &words[at + 1] : nullptr)) {
        ++at;
      }
    }
    if (found_.mistake.empty() && found_.missing != nullptr && !asks_for_help_) found_.mistake = swallowed_command();
    return std::move(found_);
  }

 private:
  // Whether the next word is the option's value. The command's own come first: one may be called like a general one.
  bool take_option(std::string const& word, std::string const* next) {
    found_.has_more = true;
    auto const name = name_in(word);
    auto const* flag = known_option(name);
    if (flag == nullptr) {
      asks_for_help_ = asks_for_help_ || is_of_library(name);
      if (!is_of_library(name)) found_.mistake = unknown_option(name);
      return false;
    }
    bool const is_alone = name.size() == word.size();
    if (flag->kind == Flag::Kind::toggle) {
      if (!is_alone) require_toggling(*flag, word.substr(name.size() + 1));
      return false;
    }
    if (is_alone ? next == nullptr || begins_anew(*next) : name.size() + 1 == word.size()) {
      found_.mistake = fmt::format("{0} needs a value: write {0} {1}", name, flag->value);
    } else if (flag->kind != Flag::Kind::values && !given_.insert(name).second) {
      found_.mistake = fmt::format("{} is given twice: give it once", name);
    } else if (is_alone) {
      last_value_ = {flag, *next};
    }
    return is_alone;
  }

  // Whether a word is an option, and so no value of the one in front of it.
  [[nodiscard]] bool begins_anew(std::string const& word) const {
    auto const name = name_in(word);
    return word == "--" || is_of_library(name) || known_option(name) != nullptr;
  }

  void require_toggling(Flag const& flag, std::string const& value) {
    if (value == "true" || value == "false") return;
    found_.mistake = fmt::format("{0} takes no value: write {0} alone, or leave it out", flag.name);
  }

  [[nodiscard]] Flag const* known_option(std::string const& name) const {
    if (!is_option(name)) return nullptr;
    for (auto flags = flags_.rbegin(); flags != flags_.rend(); ++flags) {
      for (auto const& flag : (*flags)->all()) {
        if (flag.name == name) return &flag;
      }
    }
    return nullptr;
  }

  static bool is_of_library(std::string const& name) { return name == "-h" || name == "--help" || name == "--version"; }

  [[nodiscard]] std::string unknown_option(std::string const& name) const {
    std::vector<std::string> known{"--help", "--version"};
    for (auto const* flags : flags_) {
      for (auto const& flag : flags->all()) {
        if (is_option(flag.name)) known.push_back(flag.name);
      }
    }
    auto const sentence = fmt::format("there is no option {}{}", quoted_word(name), suggestion(name, known));
    return passes_on() ? fmt::format("{}: {}", sentence, behind_dashes(name)) : sentence;
  }

  // Whether the command hands its words on to another program, whose options are not known here.
  [[nodiscard]] bool passes_on() const {
    auto const flags = flags_.back()->all();
    return std::any_of(flags.begin(), flags.end(), [](Flag const& each) { return each.kind == Flag::Kind::passed_on; });
  }

  [[nodiscard]] std::string behind_dashes(std::string const& word) const {
    auto const command = join(found_.path, " ");
    return fmt::format("what is {}'s own stands behind --, as in proactive {} -- {}", found_.path.back(), command,
                       quoted_word(word));
  }

  void take(std::string const& word) {
    if (found_.missing == nullptr || arguments_ > 0) {
      take_argument(word);
      return;
    }
    auto const& commands = *found_.missing;
    auto const command =
        std::find_if(commands.begin(), commands.end(), [&](Command const& each) { return each.name == word; });
    if (command == commands.end()) {
      found_.mistake = swallowed_command();
      if (found_.mistake.empty()) found_.mistake = unknown_command(word, commands);
      return;
    }
    found_.path.push_back(word);
    flags_.push_back(&command->flags);
    auto const all = command->flags.all();
    arguments_ = std::count_if(all.begin(), all.end(), is_positional);
    takes_more_ = std::any_of(all.begin(), all.end(), repeats);
    found_.missing = command->commands.empty() ? nullptr : &command->commands;
  }

  void take_argument(std::string const& word) {
    found_.has_more = true;
    if (arguments_ == 0 && !takes_more_) found_.mistake = superfluous(word);
    if (passes_on() && !is_behind_dashes_) {
      found_.mistake = fmt::format("{} alone has no use for {}: {}", join(found_.path, " "), quoted_word(word),
                                   behind_dashes("-c 'SELECT 1'"));
    }
    last_argument_ = word;
    arguments_ = std::max(0L, arguments_ - 1);
  }

  [[nodiscard]] std::string superfluous(std::string const& word) const {
    std::vector<std::string> names;
    for (auto const& flag : flags_.back()->all()) {
      if (is_positional(flag)) names.push_back(flag.name);
    }
    return fmt::format("{} takes {}: leave out {}", join(found_.path, " "),
                       names.empty() ? "no argument" : join(names, " and ") + " alone", quoted_word(word));
  }

  // A command that was taken for what should have stood before it, such as the ID of config user; or nothing.
  [[nodiscard]] std::string swallowed_command() const {
    auto const is_command = [this](std::string const& word) {
      auto const& commands = *found_.missing;
      return std::any_of(commands.begin(), commands.end(), [&](Command const& each) { return each.name == word; });
    };
    if (is_command(last_argument_)) {
      auto const path = join(found_.path, " ");
      auto const name = flags_.back()->all().front().name;
      return fmt::format("{0} takes the {1} first: write proactive {0} {1} {2}", path, name, last_argument_);
    }
    auto const& [flag, value] = last_value_;
    if (flag == nullptr || !is_command(value)) return {};
    return fmt::format("a command is missing, since {0} took {1} for its {2}: write {0} {2} {1}", flag->name, value,
                       flag->value);
  }

  [[nodiscard]] std::string unknown_command(std::string const& word, std::vector<Command> const& commands) const {
    std::vector<std::string> known;
    known.reserve(commands.size());
    for (auto const& command : commands) known.push_back(command.name);
    auto const above = found_.path.empty() ? std::string{} : join(found_.path, " ") + " ";
    return fmt::format("there is no command {}{}{}", above, quoted_word(word), suggestion(word, known));
  }

  std::vector<Flags const*> flags_;
  std::set<std::string> given_;  // options with a value
  long arguments_ = 0;           // that may still stand here; a family's stand before its commands
  bool takes_more_ = false;      // as many arguments as there are
  bool is_behind_dashes_ = false;
  bool asks_for_help_ = false;
  std::string last_argument_;
  std::pair<Flag const*, std::string> last_value_;  // of an option, as a word of its own
  Named found_;
};

}  // namespace

Named look_for_mistake(std::vector<std::string> const& words, std::vector<Command> const& commands,
                       Flags const& general) {
  return Looker(commands, general).look(words);
}

}  // namespace proactive::cli
