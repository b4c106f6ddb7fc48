#pragma once

#include <string>
#include <string_view>

namespace proactive {

// Whether a message to somebody who reads `language` reproaches them with their silence, in that language or in
// English; in any where it is empty. A reproach asks why, or complains how long, denies, and names writing or
// answering, all of the person it speaks to and in one sentence: "why have you not written for so long?", "You haven't
// answered me in days". It is told by these kinds of words, since their order and what stands between them change
// freely. Pure.
bool reproaches_silence(std::string_view message, std::string const& language);

}  // namespace proactive
