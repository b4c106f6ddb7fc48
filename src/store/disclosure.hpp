#pragma once

#include <vector>

#include "domain/policy/disclosure.hpp"
#include "store/pg/database.hpp"

// The sentences by which users are told that an AI writes.
namespace proactive::store {

// Of each language the newest version.
std::vector<DisclosureText> disclosure_texts(Transaction& transaction);

// False: the language has this version already, whose text never changes.
bool add_disclosure_text(Transaction& transaction, DisclosureText const& added);

}  // namespace proactive::store
