#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"
#include "domain/message/review.hpp"

namespace proactive::app {

// Judges messages by themselves as a writer's would be, with the phrases and the lengths of the database. Connects
// once, when it is made.
class MessageReview {
 public:
  // `language`: a tag; where it is empty, the language is not judged.
  MessageReview(Invocation const& invocation, std::string language);

  // In their order; none: the message would be accepted.
  [[nodiscard]] std::vector<DraftFault> faults_of(std::string const& message) const;

 private:
  std::string language_;
  MessageLimits limits_;
  RefusedPhrases phrases_;
};

}  // namespace proactive::app
