#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "domain/message/phrases.hpp"
#include "domain/settings/settings.hpp"
#include "writer/writer.hpp"

// The writers that there are.
namespace proactive {

// `templates`: those that are active. `scores`: what a bandit has learned of them.
std::unique_ptr<Writer> make_template_writer(Settings const& settings, std::vector<MessageTemplate> const& templates,
                                             RefusedPhrases phrases = {}, TemplateScores scores = {});

// Reads the service's key: throws Error (configuration) where that fails. What an LLM does not write, `fallback` does;
// it has to live longer. At `deadline` calls end. `models`: all that briefs name, with what earlier runs found out of
// them; that of the settings is one.
std::unique_ptr<Writer> make_llm_writer(Settings const& settings, RefusedPhrases phrases, Writer& fallback,
                                        std::chrono::steady_clock::time_point deadline, LearnedModels const& models);

}  // namespace proactive
