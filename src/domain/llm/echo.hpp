#pragma once

#include <string>
#include <string_view>

namespace proactive {

// A service's words without what they repeat of the text that was sent to it: runs that share 14 and more letters and
// digits with it become "...", whatever case, escapes or signs stand between them. Services quote prompts in their
// errors, and prompts are about people. At most `most_bytes` of `words` are read.
std::string without_echo(std::string_view words, std::string_view sent, std::size_t most_bytes = 2000);

// The same for what is about people: without texts of the data that stand in the words as a whole, of four letters and
// more, and without runs of eight. `data` is a user's message (prompt.hpp), of which only the values count.
std::string without_data(std::string_view words, std::string_view data, std::size_t most_bytes = 2000);

// Without the words of a name that have three bytes and more.
std::string without_name(std::string const& words, std::string const& name);

}  // namespace proactive
