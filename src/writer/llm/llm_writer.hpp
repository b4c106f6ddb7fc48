#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "domain/message/phrases.hpp"
#include "domain/settings/settings.hpp"
#include "writer/llm/engine.hpp"
#include "writer/writer.hpp"

namespace proactive {

// Writes messages by a chat-completions service, many at once on one thread of its own, by whichever model each brief
// names. A draft is reviewed, and asked
// for once more when it is refused; a call that failed is repeated where that may help, and a service that is down is
// waited for. Whatever cannot be had so is written by the other writer instead ("fallback"). When the run is told to
// stop, what has not begun is released.
class LlmWriter : public Writer {
 public:
  // Reads the key. What it does not write `fallback` writes. At `deadline` calls end, and the fallback writes the rest.
  // `models`: all that briefs name, with what earlier runs found out of them. Throws Error (configuration).
  LlmWriter(Settings const& settings, RefusedPhrases phrases, Writer& fallback,
            std::chrono::steady_clock::time_point deadline, LearnedModels models);
  // Cancels what is under way: `done` is not called any more.
  ~LlmWriter() override;

  void write(Brief brief, Done done) override;
  [[nodiscard]] std::string_view name() const override { return "llm"; }

  [[nodiscard]] std::size_t capacity() const override;
  [[nodiscard]] int in_flight() const override;
  [[nodiscard]] long tokens_wanted(std::vector<Brief> const& briefs) const override;
  void grant_tokens(long tokens) override;
  [[nodiscard]] long tokens_lacking() const override { return engine_->tokens_lacking(); }
  void end_of_tokens() override { engine_->end_of_tokens(); }
  long take_back_tokens() override;
  [[nodiscard]] std::optional<ServiceTotals> totals() const override;
  [[nodiscard]] LearnedModels learned() const override;
  [[nodiscard]] std::optional<ServiceRequest> preview(Brief const& brief) const override;
  [[nodiscard]] std::vector<Finding> check(CheckDepth depth) const override;

 private:
  [[nodiscard]] bool is_for_model(Brief const& brief) const;

  Settings const& settings_;
  Writer& fallback_;
  std::string api_key_;  // may be empty
  LearnedModels models_;
  std::unique_ptr<LlmEngine> engine_;
};

}  // namespace proactive
