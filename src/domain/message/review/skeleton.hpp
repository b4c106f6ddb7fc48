#pragma once

#include <string>
#include <string_view>

namespace proactive {

// A text as a reader sees it, for finding what is disguised: compatibility forms composed, in lower case, without
// characters that nobody sees, letters of other scripts that look Latin as the Latin ones, full stops of all scripts as
// points, and their digits as ours.
std::string skeleton_of(std::string_view text);

}  // namespace proactive
