#include "domain/policy/disclosure.hpp"

#include <algorithm>

#include "base/language.hpp"

namespace proactive {

bool is_disclosure_due(Disclosing rule, std::optional<Instant> const& last, Instant at, std::string const& zone) {
  switch (rule) {
    case Disclosing::off:
      return false;
    case Disclosing::first:
      return !last;
    case Disclosing::daily:
      return !last || clock_of(zone).at(*last).day != clock_of(zone).at(at).day;
    case Disclosing::every:
      break;
  }
  return true;
}

std::optional<DisclosureText> disclosure_text(std::vector<DisclosureText> const& newest, std::string const& language,
                                              std::string const& fallback) {
  for (auto const& tag : {language, fallback, std::string{"en"}}) {
    for (auto const& read : languages_read(tag)) {
      auto const found =
          std::find_if(newest.begin(), newest.end(), [&](auto const& text) { return text.language == read; });
      if (found != newest.end()) return *found;
    }
  }
  return std::nullopt;
}

Json disclosure_details(std::optional<Disclosure> const& disclosure) {
  if (!disclosure) return {};
  return {{"form", name_of(disclosure->form)},
          {"language", disclosure->text.language},
          {"version", disclosure->text.version},
          {"text", disclosure->text.body}};
}

std::string with_disclosure(std::string const& content, std::optional<Disclosure> const& disclosure) {
  bool const is_suffix = disclosure && disclosure->form == DisclosureForm::suffix;
  return is_suffix ? content + "\n\n" + disclosure->text.body : content;
}

}  // namespace proactive
