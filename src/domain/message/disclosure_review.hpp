#pragma once

#include <vector>

#include "domain/message/review.hpp"
#include "domain/policy/disclosure.hpp"

namespace proactive {

// What of the text no message may say: it stands below one, or beside it, and is judged as one, by itself, but that it
// may speak of an AI, and in brackets. Pure.
std::vector<DraftFault> disclosure_faults(DisclosureText const& text, RefusedPhrases const& phrases);

}  // namespace proactive
