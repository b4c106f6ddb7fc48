#pragma once

#include <string>

// What language models put around a message. Pure; all look at each character a bounded number of times.
namespace proactive {

// The message without its writer's name in front ("Luna: "), the quotation marks around it, and what announces it
// ("Sure! Here is a message for Sam:", in the ten languages of the templates, before a colon or a line break), in any
// order. What may be part of the message stays, whatever it looks like: the review refuses it where it must.
std::string without_wrapping(std::string const& message, std::string const& companion_name);

// Whether a message is announced in a way that cannot be told from the message itself, and so not be taken away: "Sure,
// here's something you could send".
bool has_preamble(std::string const& message);

}  // namespace proactive
