#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/message/review.hpp"
#include "writer/writer.hpp"

namespace proactive {

// Fills templates. The choice is a function of the pair and of what it received before, so a preview shows what a run
// stores. Of the templates of a type, those in the user's language count, else those in `default_language`; one whose
// variable has no value, or whose message has the wrong length, is not chosen, nor is one of the pair's last 20
// outreaches while another fits.
class TemplateWriter : public Writer {
 public:
  TemplateWriter(std::vector<MessageTemplate> const& templates, std::string default_language, MessageLimits limits);
  ~TemplateWriter() override;

  [[nodiscard]] Draft write(Brief const& brief) const;
  void write(Brief brief, Done done) override { done(write(brief)); }
  [[nodiscard]] std::string_view name() const override { return "template"; }

  [[nodiscard]] std::vector<std::string> problems() const override { return problems_; }
  // Fails for a type that has no template in the default language.
  [[nodiscard]] std::vector<Finding> check() const override;

 private:
  struct Compiled;

  [[nodiscard]] std::vector<Compiled*> in_order_of_choice(Brief const& brief) const;

  std::map<std::pair<EngagementType, std::string>, std::vector<std::unique_ptr<Compiled>>> templates_;
  std::size_t active_;  // templates, broken ones included
  std::string default_language_;
  MessageLimits limits_;
  std::vector<std::string> problems_;
};

}  // namespace proactive
