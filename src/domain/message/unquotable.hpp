#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/message/phrases.hpp"

// Words that keep a memory from being quoted, in the ten languages of the templates. Pure.
namespace proactive {

// Of secrets, of what is not to be mentioned out of the blue, and of those who note what others said.
RefusedPhrases const& unquotable_phrases();

// What notes in the third person begin with, as words with spaces around them: " the user ", " mentioned ". Those of
// languages without spaces have none behind them.
std::vector<std::string> const& third_person_openings();

// Whether a word, normalized, is one for a street: "street", "hauptstraße", "calle".
bool is_street(std::string_view word);

}  // namespace proactive
