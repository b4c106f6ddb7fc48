#include "domain/message/template_body.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "domain/message/foreign_marks.hpp"

namespace proactive {

namespace {

using Part = TemplateBody::Part;
using Kind = Part::Kind;

constexpr std::size_t most_characters = 1000;  // proactive.templates
constexpr std::size_t most_bytes_of_body = 4 * most_characters;
constexpr std::size_t most_levels = 3;  // of sections within sections

std::string known_variables() { return join(names<Variable>(), ", "); }

// What a tag is that we do not take, by its first character.
std::string_view refused_kind(char sign) {
  switch (sign) {
    case '>':
      return "a partial";
    case '=':
      return "a change of the delimiters";
    case '!':
      return "a comment";
    case '{':
    case '&':
      return "an unescaped variable: write {{name}}, nothing is ever escaped";
    default:
      return {};
  }
}

// Reads a body once from its begin to its end. The first fault ends it.
class Parser {
 public:
  explicit Parser(std::string_view body) : rest_(body) {}

  std::optional<std::string> parse() {
    while (fault_.empty() && !rest_.empty()) take_next();
    if (fault_.empty() && open_.size() > 1)
      fault_ = fmt::format("its section {{{{#{0}}}}} is not closed by {{{{/{0}}}}}", name_of(open_.back().variable));
    return fault_.empty() ? std::nullopt : std::optional{fault_};
  }

  std::vector<Part> parts() && { return std::move(open_.front().parts); }
  // The text with an x for each variable.
  [[nodiscard]] std::string const& plain() const { return plain_; }

 private:
  void take_next() {
    auto const begin = rest_.find("{{");
    take_text(rest_.substr(0, begin));
    if (begin == std::string_view::npos) return rest_.remove_prefix(rest_.size());
    rest_.remove_prefix(begin + 2);
    auto const end = rest_.find("}}");
    if (end == std::string_view::npos) return fail("a {{ in it is not closed by }}");
    take_tag(trim(rest_.substr(0, end)));
    rest_.remove_prefix(end + 2);
  }

  void take_text(std::string_view text) {
    if (text.empty()) return;
    plain_ += text;
    open_.back().parts.push_back({.text = std::string{text}});
  }

  void take_tag(std::string_view tag) {
    auto const sign = tag.empty() ? ' ' : tag.front();
    auto const shown = shortened(printable(tag), 40);
    if (auto const kind = refused_kind(sign); !kind.empty()) return fail("{{{{{}}}}} in it is {}", shown, kind);
    bool const is_section = sign == '#' || sign == '^' || sign == '/';
    auto const variable = value_of<Variable>(trim(is_section ? tag.substr(1) : tag));
    if (!variable) return fail("{{{{{}}}}} in it is no variable: use {}", shown, known_variables());
    if (sign == '/') return close(*variable);
    if (is_section) return open(sign == '#' ? Kind::section : Kind::inverted, *variable);
    plain_ += 'x';
    open_.back().parts.push_back({.kind = Kind::variable, .variable = *variable});
  }

  void open(Kind kind, Variable variable) {
    if (open_.size() > most_levels) return fail("it has more than {} sections within each other", most_levels);
    open_.push_back({.kind = kind, .variable = variable});
  }

  void close(Variable variable) {
    if (open_.size() == 1 || open_.back().variable != variable)
      return fail("{{{{/{}}}}} in it closes no section that was opened last", name_of(variable));
    auto closed = std::move(open_.back());
    open_.pop_back();
    open_.back().parts.push_back(std::move(closed));
  }

  template <typename... Arguments>
  void fail(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fault_ = fmt::format(format, std::forward<Arguments>(arguments)...);
  }
  void fail(char const* fault) { fault_ = fault; }

  std::string_view rest_;
  std::vector<Part> open_{Part{}};  // the body, and the sections that are open
  std::string plain_;
  std::string fault_;
};

// What makes it no line of text.
std::optional<std::string> text_fault(std::string const& body) {
  if (body.size() > most_bytes_of_body || characters_of(body).size() > most_characters)
    return fmt::format("it has more than {} characters", most_characters);
  if (!is_storable(body)) return "it is not valid text";
  if (trim(body).empty()) return "it is empty";
  if (body.find_first_of("\n\r") != std::string::npos) return "it has a line break: a message is one line";
  if (without_controls(body) != body) return "it has control characters";
  if (without_invisible(body) != body) return "it has invisible characters";
  return std::nullopt;
}

bool any_says(std::vector<Part> const& parts, Variable variable) {
  return std::any_of(parts.begin(), parts.end(), [&](Part const& part) {
    return (part.kind == Kind::variable && part.variable == variable) || any_says(part.parts, variable);
  });
}

bool any_mentions(std::vector<Part> const& parts, Variable variable) {
  return std::any_of(parts.begin(), parts.end(), [&](Part const& part) {
    return (part.kind != Kind::text && part.variable == variable) || any_mentions(part.parts, variable);
  });
}

bool has_value(Variable variable, TemplateValues const& values) {
  auto const found = values.find(variable);
  return found != values.end() && !found->second.empty();
}

// Whether a section is said, which is there for the value or for its want.
bool is_said(Part const& section, TemplateValues const& values) {
  return has_value(section.variable, values) == (section.kind == Kind::section);
}

void find_missing(std::vector<Part> const& parts, TemplateValues const& values, std::set<Variable>& missing) {
  for (auto const& part : parts) {
    if (part.kind == Kind::text) continue;
    if (part.kind != Kind::variable) {
      if (is_said(part, values)) find_missing(part.parts, values, missing);
    } else if (!has_value(part.variable, values)) {
      missing.insert(part.variable);
    }
  }
}

// Whether every variable that was come across has a value.
bool fill(std::vector<Part> const& parts, TemplateValues const& values, FilledBody& filled) {
  return std::all_of(parts.begin(), parts.end(), [&](Part const& part) {
    if (part.kind == Kind::text) {
      filled.text += part.text;
      return true;
    }
    if (part.kind != Kind::variable) return !is_said(part, values) || fill(part.parts, values, filled);
    if (!has_value(part.variable, values)) return false;
    filled.text += values.at(part.variable);
    filled.said.insert(part.variable);
    return true;
  });
}

}  // namespace

TemplateBody::TemplateBody(std::string const& body) {
  if (auto fault = text_fault(body)) {
    faults_.push_back(*fault);
    return;
  }
  Parser parser(body);
  if (auto fault = parser.parse()) {
    faults_.push_back(*fault);
    return;
  }
  if (auto const mark = foreign_mark(parser.plain()))
    faults_.push_back(fmt::format("\"{}\" in it is no variable of ours: use {{{{user}}}} and the like", *mark));
  parts_ = std::move(parser).parts();
}

bool TemplateBody::says(Variable variable) const { return any_says(parts_, variable); }

bool TemplateBody::mentions(Variable variable) const { return any_mentions(parts_, variable); }

std::optional<FilledBody> TemplateBody::filled(TemplateValues const& values) const {
  FilledBody filled;
  if (!faults_.empty() || !fill(parts_, values, filled)) return std::nullopt;
  return filled;
}

std::set<Variable> TemplateBody::missing(TemplateValues const& values) const {
  std::set<Variable> missing;
  if (faults_.empty()) find_missing(parts_, values, missing);
  return missing;
}

}  // namespace proactive
