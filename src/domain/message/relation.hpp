#pragma once

#include <string_view>

namespace proactive {

// Whether a message shares a content word with the memory that it is said to speak of. Words are compared without case,
// accents, look-alikes and endings ("hiking" and "hike", "gatos" and "gato"); Chinese and Japanese by their characters,
// but for the commonest ones and for hiragana. Words of `names` (whom both name anyway) do not count. True too wherever
// that cannot be told: the two are in different scripts or, as far as function words and Compact Language Detector 2
// see, in different languages; the memory has no content word; either is longer than 4000 bytes. Pure.
bool relates_to(std::string_view message, std::string_view memory, std::string_view names = {});

}  // namespace proactive
