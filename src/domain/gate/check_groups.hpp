#pragma once

#include "domain/gate/checks.hpp"

// The checks by what they ask, in the order in which checks() lists them; each file declares its own.
namespace proactive {

std::span<Check const> consent_checks();    // whether anything is sent, and this user wants it
std::span<Check const> presence_checks();   // whether the user is there, and what they are doing
std::span<Check const> closeness_checks();  // how close the two are, and which type is due
std::span<Check const> moment_checks();     // how much at once, and the instants at which a message may be read

}  // namespace proactive
