#include "app/operator/disclosure.hpp"

#include <fmt/core.h>

#include "app/pass/writers.hpp"
#include "base/errors.hpp"
#include "base/text.hpp"
#include "domain/message/disclosure_review.hpp"
#include "store/disclosure.hpp"

namespace proactive::app {

namespace {

void require_showable(DisclosureText const& text) {
  constexpr std::size_t most_body = 300;
  constexpr std::size_t most_version = 40;
  auto const length = characters_of(text.body).size();
  if (trim(text.body) != text.body || printable(text.body) != text.body || length < 2 || length > most_body)
    throw usage_error("the text is one line of 2 to 300 characters without spaces at its ends; nothing was changed");
  auto const version = characters_of(text.version).size();
  if (printable(text.version) != text.version || version == 0 || version > most_version)
    throw usage_error("the version is one line of 1 to 40 characters; nothing was changed");
}

// What stands below a message, or beside it, is read as one: it is judged as one.
void require_acceptable(DisclosureText const& text, RefusedPhrases const& phrases) {
  std::vector<std::string> reasons;
  for (auto const fault : disclosure_faults(text, phrases)) reasons.push_back(fault_text(fault, text.body));
  if (reasons.empty()) return;
  throw usage_error(
      fmt::format("no message may be sent with this text: {}; say it without that, in the language {}; "
                  "nothing was changed",
                  join(reasons, ", and "), text.language));
}

}  // namespace

std::vector<DisclosureText> list_disclosures(Invocation const& invocation) {
  auto session = open_session(invocation, "config disclosure", store::Access::read_only);
  return session.database->transact(store::disclosure_texts);
}

void add_disclosure(Invocation const& invocation, DisclosureText const& added) {
  require_showable(added);
  auto session = open_operator_session(invocation, "config disclosure");
  require_acceptable(added, refused_phrases(session));
  session.database->transact([&](store::Transaction& transaction) {
    if (store::add_disclosure_text(transaction, added)) return;
    throw usage_error(
        fmt::format("{} has a version {} already, to which messages refer: name another; nothing was "
                    "changed",
                    added.language, printable(added.version)));
  });
}

}  // namespace proactive::app
