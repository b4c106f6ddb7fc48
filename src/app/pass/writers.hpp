#pragma once

#include <chrono>
#include <memory>

#include "app/session.hpp"
#include "domain/message/phrases.hpp"
#include "writer/writer.hpp"

namespace proactive::app {

// What no writer may say, as the database has it; it takes a while to be made.
RefusedPhrases refused_phrases(Session& session);
// Templates as the database has them, with what a bandit has learned of them by `as_of` where a wording has one.
std::unique_ptr<Writer> make_template_writer(Session& session, std::vector<Wording> const& wordings,
                                             RefusedPhrases const& phrases, Instant as_of);
// Sets that a wording names and that have no template: a sentence each.
std::vector<std::string> empty_sets(Session& session, std::vector<Wording> const& wordings);
// An LLM, with `fallback` for what it does not write, for messages in any of these wordings. Throws Error
// (configuration) where its key cannot be read.
std::unique_ptr<Writer> make_llm_writer(Session& session, std::vector<Wording> const& wordings,
                                        RefusedPhrases const& phrases, Writer& fallback,
                                        std::chrono::steady_clock::time_point deadline);
// Whether a model is to be asked for a message in any of them.
bool use_llm(std::vector<Wording> const& wordings);
// What the run found out of the LLM's service, for the next one.
void remember_service(Session& session, Writer const& writer);

// Who writes in a run: an LLM with templates as its fallback, or templates. Shared by the run's jobs.
class Writers {
 public:
  // `wordings`: all that messages are written in. `prefer_llm`: an LLM although none of them chooses it, to preview
  // what it would be asked.
  Writers(Session& session, std::vector<Wording> const& wordings, Instant as_of,
          std::chrono::steady_clock::time_point deadline, bool prefer_llm);

  [[nodiscard]] Writer& chosen() const { return llm_ ? *llm_ : *templates_; }
  [[nodiscard]] Writer const& templates() const { return *templates_; }

 private:
  std::unique_ptr<Writer> templates_;
  std::unique_ptr<Writer> llm_;  // ends first: it writes by templates
};

}  // namespace proactive::app
