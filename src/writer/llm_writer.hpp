#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "domain/phrases.hpp"
#include "domain/settings/groups.hpp"
#include "writer/call_log.hpp"
#include "writer/template_writer.hpp"
#include "writer/writer.hpp"

namespace proactive {

// Writes messages by a chat-completions service, many at once on one thread of its own. A draft is reviewed, and asked
// for once more when it is refused; a call that failed is repeated once where that may help. Whatever cannot be had so
// is written by the template writer instead ("fallback"). When the run is told to stop, what has not begun is released.
class LlmWriter : public Writer {
 public:
  // `api_key` may be empty. At `deadline` calls end, and templates write the rest. Throws Error (configuration).
  LlmWriter(LlmSettings const& llm, MessageSettings const& message, std::string const& api_key, PressurePhrases phrases,
            TemplateWriter const& templates, std::chrono::steady_clock::time_point deadline);
  // Cancels what is under way: `done` is not called any more.
  ~LlmWriter() override;

  void write(Brief brief, Done done) override;

  // Tokens that this message may cost at most, and tokens that calls may cost from now on. Calls that the granted
  // tokens do not suffice for are not made. take_back_tokens returns what was granted and not spent; it is negative
  // where the service answered with more than it was allowed to.
  [[nodiscard]] long tokens_wanted(Brief const& brief) const;
  void grant_tokens(long tokens);
  [[nodiscard]] long tokens_left() const;
  long take_back_tokens();

  [[nodiscard]] int in_flight() const;
  [[nodiscard]] LlmTotals totals() const;

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace proactive
