#include "writer/writers.hpp"

#include "writer/llm/llm_writer.hpp"
#include "writer/template_writer.hpp"

namespace proactive {

std::unique_ptr<Writer> make_template_writer(MessageSettings const& settings,
                                             std::vector<MessageTemplate> const& templates, RefusedPhrases phrases) {
  return std::make_unique<TemplateWriter>(templates, settings.default_language, limits_of(settings),
                                          std::move(phrases));
}

std::unique_ptr<Writer> make_llm_writer(LlmSettings const& llm, MessageSettings const& message, RefusedPhrases phrases,
                                        Writer& fallback, std::chrono::steady_clock::time_point deadline,
                                        std::optional<LearnedService> const& remembered) {
  return std::make_unique<LlmWriter>(llm, message, std::move(phrases), fallback, deadline, remembered);
}

}  // namespace proactive
