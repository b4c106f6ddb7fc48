#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/message/review.hpp"
#include "domain/message/template_body.hpp"

namespace proactive {

// Why no values at all make a message of a body in this language within these limits, as the end of a sentence;
// nothing: some do. `body` has no faults. Pure.
std::optional<std::string> never_fits(TemplateBody const& body, std::string const& language,
                                      MessageLimits const& limits);

// All that keeps a body from being used in this language within these limits, each as the end of a sentence.
std::vector<std::string> body_faults(std::string const& body, std::string const& language, MessageLimits const& limits);

}  // namespace proactive
