#include "writer/writers.hpp"

#include "writer/llm/llm_writer.hpp"
#include "writer/template_writer.hpp"

namespace proactive {

std::unique_ptr<Writer> make_template_writer(Settings const& settings, std::vector<MessageTemplate> const& templates,
                                             RefusedPhrases phrases, TemplateScores scores) {
  return std::make_unique<TemplateWriter>(templates, settings.message.default_language, wording_of(settings),
                                          std::move(phrases), std::move(scores));
}

std::unique_ptr<Writer> make_llm_writer(Settings const& settings, RefusedPhrases phrases, Writer& fallback,
                                        std::chrono::steady_clock::time_point deadline, LearnedModels const& models) {
  return std::make_unique<LlmWriter>(settings, std::move(phrases), fallback, deadline, models);
}

}  // namespace proactive
