#include "app/writers.hpp"

#include "store/llm.hpp"
#include "store/templates.hpp"
#include "writer/llm_options.hpp"

namespace proactive::app {

std::unique_ptr<TemplateWriter> make_template_writer(Session& session) {
  auto const& settings = session.settings();
  auto const templates = session.database->transact(store::active_templates);
  return std::make_unique<TemplateWriter>(templates, settings.default_language, message_limits(settings));
}

Writer& Writers::chosen() const {
  if (llm) return *llm;
  return *templates;
}

Writers make_writers(Session& session, std::chrono::steady_clock::time_point deadline, Purpose purpose) {
  auto const& settings = session.settings();
  Writers writers{make_template_writer(session), nullptr, purpose == Purpose::show_prompts};
  if (!uses_llm(settings) || writers.only_prompts) return writers;
  PressurePhrases phrases(session.database->transact(store::pressure_phrases));
  writers.llm = std::make_unique<LlmWriter>(settings, read_api_key(settings), std::move(phrases), *writers.templates,
                                            deadline);
  return writers;
}

}  // namespace proactive::app
