#include "writer/llm/llm_writer.hpp"

#include <algorithm>
#include <utility>

#include "domain/llm/chat.hpp"
#include "writer/llm/options.hpp"
#include "writer/llm/service_check.hpp"

namespace proactive {

LlmWriter::LlmWriter(Settings const& settings, RefusedPhrases phrases, Writer& fallback,
                     std::chrono::steady_clock::time_point deadline, LearnedModels models)
    : settings_(settings),
      fallback_(fallback),
      api_key_(read_api_key(settings.llm)),
      models_(std::move(models)),
      engine_(std::make_unique<LlmEngine>(engine_parts(settings.llm, api_key_, std::move(phrases), models_), fallback,
                                          deadline)) {}
LlmWriter::~LlmWriter() = default;

// No model speaks to somebody in distress.
bool LlmWriter::is_for_model(Brief const& brief) const {
  return brief.wording.by_llm && !brief.is_safe && models_.contains(brief.wording.model);
}

void LlmWriter::write(Brief brief, Done done) {
  if (!is_for_model(brief)) return fallback_.write(std::move(brief), std::move(done));
  engine_->take({std::move(brief), std::move(done)});
}

// Half of them wait for the calls under way.
std::size_t LlmWriter::capacity() const { return 2 * static_cast<std::size_t>(settings_.llm.llm_concurrency); }
int LlmWriter::in_flight() const { return engine_->in_flight(); }

long LlmWriter::tokens_wanted(std::vector<Brief> const& briefs) const {
  long wanted = -engine_->purse().left();
  for (auto const& brief : briefs) wanted += is_for_model(brief) ? engine_->tokens_wanted(brief) : 0;
  return std::max(0L, wanted);
}
void LlmWriter::grant_tokens(long tokens) { engine_->purse().grant(tokens); }
long LlmWriter::take_back_tokens() { return engine_->purse().take_back(); }

std::optional<ServiceTotals> LlmWriter::totals() const { return engine_->totals(); }
LearnedModels LlmWriter::learned() const { return engine_->learned(); }
std::optional<ServiceRequest> LlmWriter::preview(Brief const& brief) const {
  return preview_request(settings_.llm, brief, models_);
}

std::vector<Finding> LlmWriter::check(CheckDepth depth) const {
  return check_service(settings_, api_key_, models_, depth);
}

}  // namespace proactive
