#pragma once

#include <cstddef>
#include <string>

namespace proactive {

// A text that others wrote as data for a model: one line of at most so many user-perceived characters, without what
// nobody sees and models read. What could end its quotation for any reader is replaced: quotation marks, backslashes,
// brackets of tags, templates and JSON, and the signs that look like these or that Unicode folds to them. So it stands
// in a JSON string without an escape. Pure.
std::string as_data(std::string const& text, std::size_t most_characters);

}  // namespace proactive
