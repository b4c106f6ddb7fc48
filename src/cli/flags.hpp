#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "cli/render/print.hpp"

// The flags of a command as plain data. parse.cpp and help.cpp alone know the library that reads them.
namespace proactive::cli {

// Says what is wrong with a value, as the end of a sentence; empty: nothing.
using Check = std::function<std::string(std::string const&)>;

// What a shell's completion offers for a value: words, names of files, or both. Other values may be allowed too.
struct Offer {
  std::vector<std::string_view> words = {};
  bool files = false;
};

struct Flag {
  enum class Kind {
    value,              // --name VALUE
    values,             // the same, as often as one wants
    toggle,             // --name
    argument,           // one word without a name, required
    optional_argument,  // one of them, or none
    arguments,          // one or more
    any_arguments,      // as many as there are, or none
    passed_on,          // the same, behind --: they are another program's
  };
  std::string name;  // "--limit"; an argument's is how the help calls it
  Kind kind = Kind::value;
  std::string value = {};    // how the help calls the value: "TIME"
  std::string help;          // one line
  std::string group = {};    // its heading in the help; empty: Options
  Check check = {};          // empty: every value is good
  std::string setting = {};  // whose value it is, stronger than every other source; empty: none
  Offer offer = {};
  std::function<void(std::string const&)> take = {};  // gets each value that passed; a toggle's is empty
};

// Whether it is as many words as there are.
inline bool repeats(Flag const& flag) {
  return flag.kind == Flag::Kind::arguments || flag.kind == Flag::Kind::any_arguments ||
         flag.kind == Flag::Kind::passed_on;
}

// What a command declares, flag by flag, in the order of its help. Targets must live as long as the declarations.
class Flags {
 public:
  // The heading of the flags that follow.
  Flags& group(std::string const& heading);

  // Checked like the setting, and kept for the settings instead of a target.
  void setting(std::string const& name, std::string const& setting, std::string const& help);
  void toggle(std::string const& name, bool& target, std::string const& help);
  void count(std::string const& name, int& target, int lowest, int highest, std::string const& help);
  // The same where it matters whether it was named.
  void count(std::string const& name, std::optional<int>& target, int lowest, int highest, std::string const& help);
  void time(std::string const& name, std::optional<Instant>& target, std::string const& help);
  // An id as the database holds it: 1 to 200 bytes of UTF-8.
  void id(std::string const& name, std::optional<std::string>& target, std::string const& help);
  void choice(std::string const& name, std::string const& value, std::string& target,
              std::vector<std::string_view> const& allowed, std::string const& help);
  void file(std::string const& name, std::string& target, std::string const& help);
  // --format, in the group Output.
  void format(Format& target, std::vector<Format> const& allowed);
  // --output, in the group Output: empty where results go to stdout.
  void output(std::string& target);
  void argument(std::string const& name, std::string& target, std::string const& help, Offer const& offer = {});
  // The same, but it may be left out.
  void optional_argument(std::string const& name, std::string& target, std::string const& help,
                         Offer const& offer = {});
  // An argument that is one of these words.
  void choice_argument(std::string const& name, std::string& target, std::vector<std::string_view> const& allowed,
                       std::string const& help);
  // The same, an id as the database holds it.
  void id_argument(std::string const& name, std::string& target, std::string const& help);
  // A number of a row: 1 or more.
  void number_argument(std::string const& name, long& target, std::string const& help);
  // A language tag, which is put into its usual form.
  void language(std::string const& name, std::string& target, std::string const& help);
  void arguments(std::string const& name, std::vector<std::string>& targets, std::string const& help,
                 Offer const& offer = {});
  void any_arguments(std::string const& name, std::vector<std::string>& targets, std::string const& help,
                     Offer const& offer = {});
  // Words of another program, which stand behind --.
  void passed_on(std::string const& name, std::vector<std::string>& targets, std::string const& help);
  // Any text.
  void text(std::string const& name, std::string const& value, std::string& target, std::string const& help);
  // Any other.
  void add(Flag flag);

  // What must hold between flags: a finished sentence about one of them, or nothing. Asked when all were read.
  void rule(std::function<std::string()> broken);

  [[nodiscard]] std::span<Flag const> all() const { return flags_; }
  [[nodiscard]] std::string first_broken_rule() const;

 private:
  std::string group_;
  std::vector<Flag> flags_;
  std::vector<std::function<std::string()>> rules_;
};

// Checks of single values, for flags that are added by hand.
std::string check_time(std::string const& text);

}  // namespace proactive::cli
