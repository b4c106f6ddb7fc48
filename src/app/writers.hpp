#pragma once

#include <chrono>
#include <memory>

#include "app/session.hpp"
#include "writer/llm_writer.hpp"
#include "writer/template_writer.hpp"

namespace proactive::app {

// Templates as the database has them.
std::unique_ptr<TemplateWriter> make_template_writer(Session& session);

// Who writes in a run: an LLM with templates as its fallback, or templates.
struct Writers {
  std::unique_ptr<TemplateWriter> templates;
  std::unique_ptr<LlmWriter> llm;  // empty where templates write
  bool only_prompts = false;       // nobody writes: the requests are shown

  [[nodiscard]] Writer& chosen() const;
};

// Throws Error (configuration) when the key cannot be read. At `deadline` the LLM's calls end.
enum class Purpose { write, show_prompts };
Writers make_writers(Session& session, std::chrono::steady_clock::time_point deadline, Purpose purpose);

}  // namespace proactive::app
