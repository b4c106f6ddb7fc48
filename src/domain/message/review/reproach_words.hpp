#pragma once

#include <span>
#include <string_view>

namespace proactive {

// The kinds of words that a reproach for silence is told by. Each is a list of terms with | between them: words as they
// are compared, whatever their accents where most of Europe writes them, and with $ for the end of the sentence. An
// empty list asks for nothing: the verb says already who is spoken to, or that it is denied.
struct ReproachWords {
  std::string_view language;  // a primary subtag
  std::string_view why;       // asks why, or says how long
  std::string_view you;       // speaks of the reader
  std::string_view denial;
  std::string_view contact;  // writing and answering
};

std::span<ReproachWords const> reproach_words();

}  // namespace proactive
