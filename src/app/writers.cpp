#include "app/writers.hpp"

#include "store/llm.hpp"
#include "store/templates.hpp"
#include "writer/llm_options.hpp"

namespace proactive::app {

std::unique_ptr<TemplateWriter> make_template_writer(Session& session) {
  auto const& settings = session.settings();
  auto const templates = session.database->transact(store::active_templates);
  return std::make_unique<TemplateWriter>(templates, settings.message.default_language,
                                          message_limits(settings.message));
}

Writers::Writers(Session& session, std::chrono::steady_clock::time_point deadline)
    : settings_(session.settings()),
      deadline_(deadline),
      templates_(make_template_writer(session)),
      by_llm_(uses_llm(settings_)),
      api_key_(by_llm_ ? read_api_key(settings_.llm) : std::string{}) {}

Writer& Writers::chosen(store::Database& database) {
  if (!by_llm_) return *templates_;
  std::call_once(made_, [&] {
    PressurePhrases phrases(database.transact(store::pressure_phrases));
    llm_ = std::make_unique<LlmWriter>(settings_.llm, settings_.message, api_key_, std::move(phrases), *templates_,
                                       deadline_);
  });
  return *llm_;
}

}  // namespace proactive::app
