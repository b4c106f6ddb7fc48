#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace proactive {

// What a message may call a user of this display name: a first name ("Dr. SAM SMITH" -> "Sam"), in some scripts a name
// with its honorific, or nothing. A message without a name is a good message and one with a wrong name is not, so that
// each doubt ends in nothing. The result is of at most 24 letters, composed (NFC), and either stays as it is or becomes
// nothing when it is asked for again.
std::optional<std::string> spoken_name(std::string_view display_name);

}  // namespace proactive
