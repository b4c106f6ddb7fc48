#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/names.hpp"

// Bodies of templates: text with variables, "{{user}}", and sections for a value that may be missing:
// "{{#user}}{{user}},
// {{/user}}" is said where there is a user's name, "{{^user}}friend{{/user}}" where there is none. Of Mustache this,
// and nothing else. Pure.
namespace proactive {

enum class Variable { user, companion, memory, interest, time_of_day };
template <>
struct Names<Variable> {
  static constexpr auto table = std::to_array<Named<Variable>>({{Variable::user, "user"},
                                                                {Variable::companion, "companion"},
                                                                {Variable::memory, "memory"},
                                                                {Variable::interest, "interest"},
                                                                {Variable::time_of_day, "time_of_day"}});
};

// Those that have a value; an empty text is none.
using TemplateValues = std::map<Variable, std::string>;

struct FilledBody {
  std::string text;
  std::set<Variable> said;  // whose value stands in the text
};

class TemplateBody {
 public:
  explicit TemplateBody(std::string const& body);

  // What is wrong with it, each as the end of a sentence: "it has a line break". With any it is not to be used.
  [[nodiscard]] std::vector<std::string> const& faults() const { return faults_; }

  // Whether it says the variable in any case.
  [[nodiscard]] bool says(Variable variable) const;

  // Whether what it makes goes by the variable: it says it, or asks whether it has a value.
  [[nodiscard]] bool mentions(Variable variable) const;

  // Nothing where a variable has no value outside of a section that would leave it out. The values are texts: no marks
  // in them are read.
  [[nodiscard]] std::optional<FilledBody> filled(TemplateValues const& values) const;

  // Those without which it makes nothing of the values.
  [[nodiscard]] std::set<Variable> missing(TemplateValues const& values) const;

  struct Part {
    enum class Kind { text, variable, section, inverted };  // an inverted section is said where there is no value
    Kind kind = Kind::text;
    std::string text = {};
    Variable variable = Variable::user;
    std::vector<Part> parts = {};  // of a section
  };

 private:
  std::vector<Part> parts_;
  std::vector<std::string> faults_;
};

}  // namespace proactive
