#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proactive {

// A language tag (BCP 47) in its usual form: "en", "pt-BR", "zh-Hant-TW". Read in any case, with underscores for
// dashes, as locales are written ("de_DE.UTF-8") and with a code's former name ("in" for "id"); extensions are left
// out. Nothing where it is none: a language has two or three letters, what follows one to eight letters or digits.
std::optional<std::string> language_tag(std::string_view text);

bool is_language_tag(std::string_view text);

// The languages whose texts a reader of `tag` reads, best first: by RFC 4647's lookup the tag, made ever shorter
// ("pt-BR", "pt"), but never in another script, so that "zh-Hant" does not lead to "zh", nor does "zh-TW". None where
// it is no tag.
std::vector<std::string> languages_read(std::string_view tag);

// Whether words are looked for anywhere in a text of this language, a primary subtag: it puts no spaces between words,
// or, like Korean, few.
bool has_no_spaces(std::string_view language);

// Whether a text may be in the language with this tag. False only where Compact Language Detector 2 reliably finds
// another language, and not one that short texts are mistaken for (Danish and Norwegian, Malay and Indonesian, ...). A
// tag that it does not know is believed.
bool is_plausibly_in(std::string_view text, std::string const& language);

// The primary subtag of the language that nearly all of a text is in; nothing where Compact Language Detector 2 is not
// sure, as with most texts of a few words.
std::optional<std::string> language_found_in(std::string_view text);

}  // namespace proactive
