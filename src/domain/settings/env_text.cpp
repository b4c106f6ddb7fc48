#include "domain/settings/env_text.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"

namespace proactive {

namespace {

using Problem = std::optional<std::string>;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_name(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }
bool is_in(std::string_view set, char c) { return set.find(c) != std::string_view::npos; }
bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// What neither a shell nor systemd gives a meaning to in a value without quotes.
bool is_plain(char c) { return starts_name(c) || is_digit(c) || is_beyond_ascii(c) || is_in("-.,:/+@%=^#?*[]{}!", c); }

// Spaces that look like ASCII's, and characters that look like nothing.
bool is_deceptive(char32_t c) {
  return c == 0xA0 || c == 0xAD || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
         (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF;
}
bool has_deceptive(std::string_view text) {
  auto const characters = characters_of(text);
  return std::any_of(characters.begin(), characters.end(), is_deceptive);
}

constexpr std::string_view deceptive =
    "it has a space or an invisible character that is not ASCII's (a no-break space, perhaps), and that a shell and "
    "systemd take for a part of the name or value: write it anew, or put a value that has to have it in quotes";
constexpr std::string_view own_line =
    "a comment behind a value is a part of the value for systemd: write it on a line of its own";
constexpr std::string_view around_sign = "a shell allows no space around =: write NAME=VALUE";
constexpr std::string_view one_pair_of_quotes =
    "put the whole value in one pair of quotes: single ones, or double ones where it has a single one";

Problem fault_of_characters(std::string_view line) {
  if (line.find('\0') != std::string_view::npos)
    return "it has a NUL byte, as UTF-16 has many: save the file as UTF-8, or remove the byte";
  if (!is_storable(line)) return "it is not UTF-8: save the file as UTF-8 without byte order mark";
  if (line.find('\r') != std::string_view::npos) {
    return "it has a carriage return, as Windows ends lines, which a shell takes for a part of the value: remove all "
           "with sed -i 's/\\r//g' FILE";
  }
  bool const has_control =
      std::any_of(line.begin(), line.end(), [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7F; });
  if (has_control) return "it has a control character: remove it";
  return std::nullopt;
}

// What is wrong with a line that has no name right before a sign.
std::string fault_of_name(std::string_view line) {
  auto const sign = line.find('=');
  auto const name = trim(line.substr(0, sign));
  if (has_deceptive(name)) return std::string{deceptive};
  if (line.front() == ';') return "a shell does not know comments that begin with ;: write # instead";
  if (line.starts_with("export ") || line.starts_with("export\t")) {
    return "systemd passes over a line with export: write NAME=VALUE alone; a shell exports all of them by set -a; . "
           "FILE; set +a";
  }
  bool const is_name = std::all_of(name.begin(), name.end(), [](char c) { return starts_name(c) || is_digit(c); });
  if (sign != std::string_view::npos && !name.empty() && is_name && is_blank(line[sign - 1])) {
    return std::string{around_sign};
  }
  return "write NAME=VALUE, with a name of letters, digits and _";
}

class EnvReader {
 public:
  explicit EnvReader(std::string_view text) : text_(text) {}

  EnvText read() {
    auto problem = fault_of_lines();
    if (!problem) line_ = 1;
    while (!problem && !at_end()) problem = read_line();
    if (problem) {
      result_.problem = *problem;
      result_.problem_line = line_;
    }
    return std::move(result_);
  }

 private:
  Problem fault_of_lines() {
    if (text_.starts_with(byte_order_mark)) {
      return "the file begins with a byte order mark, which shells and systemd take for a part of the first name: "
             "save it as UTF-8 without one, or remove it with sed -i '1s/^\\xEF\\xBB\\xBF//' FILE";
    }
    for (std::size_t begin = 0; begin < text_.size(); ++line_) {
      auto const end = std::min(text_.find('\n', begin), text_.size());
      if (auto problem = fault_of_characters(text_.substr(begin, end - begin))) return problem;
      begin = end + 1;
    }
    return std::nullopt;
  }

  // An assignment is read with all lines of its value. After a problem line_ is the one that it began on.
  Problem read_line() {
    auto const begin = line_;
    skip_blanks();
    Problem problem;
    if (next() == '#') {
      problem = read_comment();
    } else if (!at_line_end()) {
      problem = read_assignment();
    }
    if (problem) {
      line_ = begin;
    } else if (!at_end()) {
      take();
    }
    return problem;
  }

  Problem read_comment() {
    auto const comment = rest_of_line();
    if (comment.ends_with('\\')) {
      return "a comment that ends with a backslash goes on in the next line for systemd: remove the backslash";
    }
    at_ += comment.size();
    return std::nullopt;
  }

  Problem read_assignment() {
    auto const line = rest_of_line();
    EnvAssignment assignment{.name = {}, .value = {}, .line = line_};
    while (starts_name(next()) || (!assignment.name.empty() && is_digit(next()))) assignment.name += take();
    if (assignment.name.empty() || next() != '=') return fault_of_name(line);
    take();
    auto problem = is_blank(next()) ? std::nullopt : read_value(assignment.value);
    if (!problem) problem = fault_behind_value(text_[at_ - 1] == '=' ? around_sign : one_pair_of_quotes);
    if (!problem) result_.assignments.push_back(std::move(assignment));
    return problem;
  }

  Problem read_value(std::string& value) {
    if (next() == '\'') return read_single_quoted(value);
    if (next() == '"') return read_double_quoted(value);
    return read_plain(value);
  }

  Problem read_plain(std::string& value) {
    while (is_plain(next())) value += take();
    if (has_deceptive(value)) return std::string{deceptive};
    if (at_line_end() || is_blank(next())) return std::nullopt;
    if (next() == '\'' || next() == '"') return std::string{one_pair_of_quotes};
    return "a shell gives a meaning to a character of the value: put the value in single quotes, or in double quotes "
           "with a backslash before each of \\ \" $ `";
  }

  Problem read_single_quoted(std::string& value) {
    take();
    while (!at_end() && next() != '\'') value += take();
    return read_closing_quote();
  }

  Problem read_double_quoted(std::string& value) {
    take();
    while (!at_end() && next() != '"') {
      if (is_in("$`", next())) {
        return "a shell expands $ and ` in double quotes: put the value in single quotes, or a backslash before each";
      }
      if (next() == '\\') {
        read_escape(value);
      } else {
        value += take();
      }
    }
    return read_closing_quote();
  }

  // A backslash in double quotes stays, but before what it takes the meaning from.
  void read_escape(std::string& value) {
    char const backslash = take();
    if (next() == '\n') {
      take();
      return;
    }
    if (!is_in("\\\"$`", next())) value += backslash;
    if (!at_end()) value += take();
  }

  Problem read_closing_quote() {
    if (at_end()) return "a quote begins here and does not end: close it";
    take();
    return std::nullopt;
  }

  // Behind a value only blanks may follow; `otherwise` says so.
  Problem fault_behind_value(std::string_view otherwise) {
    bool const has_blank = is_blank(next());
    skip_blanks();
    if (at_line_end()) return std::nullopt;
    if (has_blank && next() == '#') return std::string{own_line};
    return std::string{has_deceptive(rest_of_line()) ? deceptive : otherwise};
  }

  void skip_blanks() {
    while (is_blank(next())) take();
  }
  char take() {
    char const c = text_[at_++];
    if (c == '\n') ++line_;
    return c;
  }
  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char next() const { return at_end() ? '\0' : text_[at_]; }  // the text has no NUL
  [[nodiscard]] bool at_line_end() const { return at_end() || next() == '\n'; }
  [[nodiscard]] std::string_view rest_of_line() const {
    return text_.substr(at_, std::min(text_.find('\n', at_), text_.size()) - at_);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  EnvText result_;
};

}  // namespace

EnvText read_env_text(std::string_view text) { return EnvReader(text).read(); }

}  // namespace proactive
