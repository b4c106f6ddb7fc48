#pragma once

#include <string_view>

// How language models announce what they were asked for, in the ten languages of the templates. Pure.
namespace proactive {

// "Sure! Here's a short message for Sam", "Voici le message", or "Message" alone: what stands before the message.
bool is_preamble(std::string_view head);

// "Sure!", "Of course": nothing but that it will be done.
bool is_assent(std::string_view head);

// Whether a text begins with an assent, and then announces a message: "Sure, here's something you could send Sam".
bool announces_after_assent(std::string_view text);

}  // namespace proactive
