#pragma once

#include <string>

// Faults of a text's characters and of its end. Pure; all look at each character a bounded number of times.
namespace proactive {

// Control characters other than line breaks, overrides of the direction, U+FFFD, bytes of UTF-8 read as Latin-1
// ("cafÃ©"), escapes that were not undone ("\n", "\u00e9").
bool has_broken_characters(std::string const& message);

// Characters that nobody sees: zero-width ones, blanks that count as letters, tags; but for emoji's own, and for the
// joiners that Indic and Arabic spelling needs.
bool has_hidden_characters(std::string const& message);

// A text without them, and without the letters of flags.
std::string without_hidden_characters(std::string const& text);

// It ends in the middle of a sentence: with a comma, with a word that others must follow, in an open bracket or
// quotation.
bool is_unfinished(std::string const& message, std::string const& language);

}  // namespace proactive
