#pragma once

#include <string>

#include "domain/adapter/catalogue.hpp"

namespace proactive {

// An adapter as SQL, made from what the catalogue says: complete for the seed's tables, whatever their ids, words and
// times are made of and whichever optional columns they lack; for any other shape the best guess, with a line
// "-- TODO: ..." for everything that a person has to decide. It is valid SQL in any case. Throws Error (configuration)
// where no table could hold messages.
std::string draft_adapter(Catalogue const& catalogue);

// The same for the seed's tables alone. Throws Error (configuration) where they are not there.
std::string seed_adapter(Catalogue const& catalogue);

}  // namespace proactive
