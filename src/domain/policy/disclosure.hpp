#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"
#include "domain/settings/groups.hpp"

// That a user is told that an AI writes. Pure.
namespace proactive {

// Whether it is to be told at `at`, on the user's clock: with the first message ever, the first of a local day, or
// each. `last`: when the user was told last.
bool is_disclosure_due(Disclosing rule, std::optional<Instant> const& last, Instant at, std::string const& zone);

// The sentence that tells it, in one language. A version's text never changes.
struct DisclosureText {
  std::string language;
  std::string version;
  std::string body;
};

// What one message told, and how.
struct Disclosure {
  DisclosureForm form = DisclosureForm::suffix;
  DisclosureText text;
};

// The text for readers of `language`, of the newest version in a language that they read; else in `fallback`, else in
// English. nullopt: there is none.
std::optional<DisclosureText> disclosure_text(std::vector<DisclosureText> const& newest, std::string const& language,
                                              std::string const& fallback);

// As the app is told: {"form","language","version","text"}; null: nothing is told.
Json disclosure_details(std::optional<Disclosure> const& disclosure);

// The message as the app stores it.
std::string with_disclosure(std::string const& content, std::optional<Disclosure> const& disclosure);

}  // namespace proactive
