#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "domain/message/phrases.hpp"
#include "domain/settings/groups.hpp"
#include "writer/writer.hpp"

// The writers that there are.
namespace proactive {

// `templates`: those that are active.
std::unique_ptr<Writer> make_template_writer(MessageSettings const& settings,
                                             std::vector<MessageTemplate> const& templates,
                                             RefusedPhrases phrases = {});

// Reads the service's key: throws Error (configuration) where that fails. What an LLM does not write, `fallback` does;
// it has to live longer. At `deadline` calls end. `remembered`: what an earlier run found out of the service.
std::unique_ptr<Writer> make_llm_writer(LlmSettings const& llm, MessageSettings const& message, RefusedPhrases phrases,
                                        Writer& fallback, std::chrono::steady_clock::time_point deadline,
                                        std::optional<LearnedService> const& remembered = {});

}  // namespace proactive
