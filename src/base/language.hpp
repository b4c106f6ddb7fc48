#pragma once

#include <string>
#include <string_view>

namespace proactive {

// A language tag such as "en" or "pt-BR": two or three small letters, perhaps a dash and two to eight letters or
// digits.
bool is_language_tag(std::string_view text);

// Whether a text may be in the language with this tag. False only where Compact Language Detector 2 reliably finds
// another language, and not one that short texts are mistaken for (Danish and Norwegian, Malay and Indonesian, ...). A
// tag that it does not know is believed.
bool is_plausibly_in(std::string_view text, std::string const& language);

}  // namespace proactive
