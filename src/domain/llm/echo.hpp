#pragma once

#include <string>
#include <string_view>

namespace proactive {

// A service's words without what they repeat of the text that was sent to it: runs of 20 bytes and more become "...".
// Services quote prompts in their errors, and prompts are about people. At most `most_bytes` of `words` are read.
std::string without_echo(std::string_view words, std::string_view sent, std::size_t most_bytes = 2000);

}  // namespace proactive
