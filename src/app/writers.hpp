#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "app/session.hpp"
#include "writer/llm/llm_writer.hpp"
#include "writer/template_writer.hpp"

namespace proactive::app {

// Templates as the database has them.
std::unique_ptr<TemplateWriter> make_template_writer(Session& session);

// Who writes in a run: an LLM with templates as its fallback, or templates. Shared by the run's jobs.
class Writers {
 public:
  // Reads templates and key; throws Error (configuration) when the key cannot be read. At `deadline` an LLM's calls
  // end.
  Writers(Session& session, std::chrono::steady_clock::time_point deadline);

  [[nodiscard]] TemplateWriter const& templates() const { return *templates_; }
  [[nodiscard]] bool by_llm() const { return by_llm_; }

  // Who writes. What only an LLM needs is read now, the first time: most runs have nothing to write.
  Writer& chosen(store::Database& database);

  // Empty before the first message, and where templates write.
  [[nodiscard]] LlmWriter* llm() const { return llm_.get(); }

 private:
  Settings const& settings_;
  std::chrono::steady_clock::time_point deadline_;
  std::unique_ptr<TemplateWriter> templates_;
  bool by_llm_;
  std::string api_key_;
  std::once_flag made_;
  std::unique_ptr<LlmWriter> llm_;
};

}  // namespace proactive::app
