#include "writer/llm/llm_writer.hpp"

#include <algorithm>
#include <utility>

#include "domain/llm/chat.hpp"
#include "writer/llm/options.hpp"
#include "writer/llm/service_check.hpp"

namespace proactive {

LlmWriter::LlmWriter(LlmSettings const& llm, MessageSettings const& message, RefusedPhrases phrases, Writer& fallback,
                     std::chrono::steady_clock::time_point deadline, std::optional<LearnedService> const& remembered)
    : settings_(llm),
      fallback_(fallback),
      message_(message),
      api_key_(read_api_key(llm)),
      remembered_(remembered),
      engine_(std::make_unique<LlmEngine>(engine_parts(llm, message, api_key_, std::move(phrases), remembered),
                                          fallback, deadline)) {}
LlmWriter::~LlmWriter() = default;

// No model speaks to somebody in distress.
void LlmWriter::write(Brief brief, Done done) {
  if (brief.is_safe) return fallback_.write(std::move(brief), std::move(done));
  engine_->take({std::move(brief), std::move(done)});
}

// Half of them wait for the calls under way.
std::size_t LlmWriter::capacity() const { return 2 * static_cast<std::size_t>(settings_.llm_concurrency); }
int LlmWriter::in_flight() const { return engine_->in_flight(); }

long LlmWriter::tokens_wanted(std::vector<Brief> const& briefs) const {
  long wanted = -engine_->purse().left();
  for (auto const& brief : briefs) wanted += brief.is_safe ? 0 : engine_->tokens_wanted(brief);
  return std::max(0L, wanted);
}
void LlmWriter::grant_tokens(long tokens) { engine_->purse().grant(tokens); }
long LlmWriter::take_back_tokens() { return engine_->purse().take_back(); }

std::optional<ServiceTotals> LlmWriter::totals() const { return engine_->totals(); }
std::optional<LearnedService> LlmWriter::learned() const { return engine_->learned(); }
std::optional<ServiceRequest> LlmWriter::preview(Brief const& brief) const {
  return preview_request(settings_, message_, brief, remembered_);
}

std::vector<Finding> LlmWriter::check(CheckDepth depth) const {
  return check_service(settings_, message_, api_key_, remembered_, depth);
}

}  // namespace proactive
