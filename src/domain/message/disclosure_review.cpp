#include "domain/message/disclosure_review.hpp"

namespace proactive {

std::vector<DraftFault> disclosure_faults(DisclosureText const& text, RefusedPhrases const& phrases) {
  constexpr MessageLimits lengths{2, 300};  // proactive.disclosure_texts
  auto faults = review_alone(text.body, text.language, lengths, phrases);
  std::erase_if(faults, [](DraftFault fault) {
    return fault == DraftFault::claims_human || fault == DraftFault::leak || fault == DraftFault::refusal ||
           fault == DraftFault::stage_direction;
  });
  return faults;
}

}  // namespace proactive
