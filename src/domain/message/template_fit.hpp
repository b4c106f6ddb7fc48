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

// What is to be said of a body before it is used, each as the end of a sentence.
struct BodyReview {
  std::vector<std::string> faults;        // they keep it, or some of its messages, from being used
  std::optional<std::string> doubt = {};  // it would be used, but probably not as it was meant
};

// Judges a body in this language within these limits by its form, its lengths, and by what review() says of its
// messages with values that have no fault of their own.
BodyReview review_body(std::string const& body, std::string const& language, MessageLimits const& limits,
                       RefusedPhrases const& phrases);

}  // namespace proactive
