#pragma once

#include "domain/message/brief.hpp"
#include "domain/message/phrases.hpp"

namespace proactive {

// Whether a message to the brief's user may quote this memory, as memory_phrase() has it: it could stand in a message
// at all, is no fear or emotion, no note in the third person ("User mentioned that they ..."), no secret (a password, a
// number of a card, a street and house), and nothing that is not to be mentioned out of the blue (a death, abuse, an
// illness). Words of the ten languages of the templates are known. When in doubt, no: another memory, or a message
// without one, does as well. Pure.
bool is_quotable(Memory const& memory, Brief const& brief, RefusedPhrases const& phrases);

}  // namespace proactive
