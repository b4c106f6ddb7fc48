#include "app/operator/review.hpp"

#include <utility>

#include "app/pass/writers.hpp"

namespace proactive::app {

MessageReview::MessageReview(Invocation const& invocation, std::string language) : language_(std::move(language)) {
  auto session = open_session(invocation, "config review", store::Access::read_only);
  limits_ = limits_of(session.settings().message);
  phrases_ = refused_phrases(session);
}

std::vector<DraftFault> MessageReview::faults_of(std::string const& message) const {
  return review_alone(message, language_, limits_, phrases_);
}

}  // namespace proactive::app
