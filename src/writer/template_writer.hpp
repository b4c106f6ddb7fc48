#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/message/review_memo.hpp"
#include "domain/message/template_body.hpp"
#include "writer/writer.hpp"

namespace proactive {

// Fills templates. The choice is a function of the pair and of what it received before, so a preview shows what a run
// stores. Languages are tried one after the other: those that the user reads, those that readers of `default_language`
// read, and English; the next one where no template of the type makes a message in those before. A template makes none
// whose variable has no value, whose message has the wrong length, or which rests; one of the pair's last 20 outreaches
// is chosen only where no other of its set and language is. Of each language the brief's set comes first, then the
// default one. With a bandit one is drawn of all that make a message, and the draft tells with which probability.
class TemplateWriter : public Writer {
 public:
  // `of_all`: by which it is checked; each brief has its own. `scores`: what a bandit has learned.
  TemplateWriter(std::vector<MessageTemplate> const& templates, std::string const& default_language, Wording of_all,
                 RefusedPhrases phrases = {}, TemplateScores scores = {});
  ~TemplateWriter() override;

  [[nodiscard]] Draft write(Brief const& brief) const;
  void write(Brief brief, Done done) override { done(write(brief)); }
  [[nodiscard]] std::string_view name() const override { return "template"; }

  [[nodiscard]] std::vector<std::string> problems() const override { return problems_; }
  // Fails for a type that has no template in the default language; warns of templates that no values ever fit.
  [[nodiscard]] std::vector<Finding> check(CheckDepth depth) const override;

  class Draws;
  struct Quotable;  // a memory as it can be said

 private:
  struct Compiled;
  struct Candidate;
  struct Filling;
  class QuotableMemories;

  [[nodiscard]] std::vector<std::string> languages_for(std::string const& user) const;
  [[nodiscard]] std::vector<Candidate> candidates(Brief const& brief, std::string const& set,
                                                  std::string const& language) const;
  [[nodiscard]] Draft fill(Compiled const& candidate, Filling& filling) const;
  [[nodiscard]] std::optional<Draft> fill(Compiled const& candidate, Filling& filling, Quotable const& memory) const;
  [[nodiscard]] Draft first_that_fits(std::vector<Candidate> const& candidates, Filling& filling) const;
  [[nodiscard]] Draft drawn(std::vector<Candidate> const& candidates, Filling& filling) const;
  [[nodiscard]] std::optional<Finding> check_fits() const;

  struct Kind {
    std::string set;
    EngagementType type = EngagementType::check_in;
    std::string language;

    auto operator<=>(Kind const&) const = default;
  };
  [[nodiscard]] bool has_any(EngagementType type, std::string const& language) const;

  std::map<Kind, std::vector<std::unique_ptr<Compiled>>> templates_;
  std::size_t active_;  // templates, broken ones included
  std::string default_language_;
  Wording of_all_;
  RefusedPhrases phrases_;
  std::unique_ptr<ReviewMemo> memo_;
  TemplateScores scores_;
  std::vector<std::string> problems_;
};

}  // namespace proactive
