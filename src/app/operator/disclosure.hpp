#pragma once

#include <vector>

#include "app/session.hpp"
#include "domain/policy/disclosure.hpp"

// The sentences by which users are told that an AI writes. Each connects by itself.
namespace proactive::app {

// Of each language the newest version.
std::vector<DisclosureText> list_disclosures(Invocation const& invocation);

// Throws Error (usage) where it could not be shown, or the language has the version already.
void add_disclosure(Invocation const& invocation, DisclosureText const& added);

}  // namespace proactive::app
