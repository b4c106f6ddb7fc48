#pragma once

#include <optional>
#include <string>

#include "domain/message/name/characters.hpp"
#include "domain/message/name/words.hpp"

// Names in scripts with capitals.
namespace proactive::spoken {

enum class Shape {
  capitals,  // SAM
  lower,     // sam
  title,     // Sam, Jean-luc, N'Golo
  inner,     // McKenna: a capital behind a known prefix
  initial,   // J.
  mixed      // sAm, SamSmith
};
Shape shape_of(Word const& word);

// Whether a name is written as one or two people would write theirs, with a first word that is neither two initials nor
// a row of consonants nor, alone, of the form of a surname (O'Brien).
bool is_written_like_a_name(Words const& words, Script script);

// The word as it is said: "SAM" and "sam" are Sam. Nothing where Turkish would have it otherwise, and nobody knows.
std::optional<std::u32string> cased(Word const& word, bool is_turkish, bool is_first);

}  // namespace proactive::spoken
