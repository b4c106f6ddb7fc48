#include "app/pass/disclosures.hpp"

#include <algorithm>
#include <set>

#include "base/errors.hpp"
#include "domain/policy/terms.hpp"
#include "store/adapter.hpp"
#include "store/disclosure.hpp"

namespace proactive::app {

namespace {

bool stores_disclosures(store::Transaction& transaction) {
  return store::returns_column(transaction, "app_deliver", "disclosure_id");
}

}  // namespace

std::vector<DisclosureText> load_disclosure_texts(Session& session) {
  if (!may_disclose(session.settings().safety)) return {};
  auto texts = session.database->transact(store::disclosure_texts);
  if (!disclosure_text(texts, session.settings().message.default_language, "")) {
    throw configuration_error(
        "users are to be told that an AI writes, and proactive.disclosure_texts has no text in default_language or "
        "English: add one with proactive config disclosure add");
  }
  if (session.settings().safety.disclosure_form == DisclosureForm::system &&
      !session.database->transact(stores_disclosures)) {
    throw configuration_error(
        "disclosure_form is system, and app_deliver returns no disclosure_id: let it store the message that tells of "
        "the AI and return its id, or set disclosure_form to suffix");
  }
  return texts;
}

void Disclosures::assign(std::vector<DueEngagement>& engagements, Instant at) const {
  std::set<std::string> told;
  for (auto& engagement : engagements) {
    engagement.disclosure.reset();
    auto const& user = engagement.key.user_id;
    auto const noted = told_at_.find(user);
    auto last = engagement.disclosed_at;
    if (noted != told_at_.end()) last = std::max(last, std::optional{noted->second});
    if (told.contains(user)) last = at;
    if (!is_disclosure_due(engagement.disclosing, last, at, engagement.timezone)) continue;
    auto const text = disclosure_text(texts_, engagement.language, settings_.message.default_language);
    engagement.disclosure = Disclosure{settings_.safety.disclosure_form, text.value()};
    told.insert(user);
  }
}

void Disclosures::note_sent(std::vector<DueEngagement> const& assigned, std::vector<std::string> const& sent,
                            Instant at) {
  std::set<std::string> const ids(sent.begin(), sent.end());
  for (auto const& engagement : assigned) {
    if (engagement.disclosure && ids.contains(engagement.key.id)) told_at_[engagement.key.user_id] = at;
  }
}

bool leaves_untold(std::vector<DueEngagement> const& assigned, std::vector<std::string> const& sent) {
  std::set<std::string> const ids(sent.begin(), sent.end());
  std::set<std::string> untold;
  for (auto const& engagement : assigned) {
    if (engagement.disclosure && !ids.contains(engagement.key.id)) untold.insert(engagement.key.user_id);
  }
  return std::any_of(assigned.begin(), assigned.end(), [&](DueEngagement const& engagement) {
    return ids.contains(engagement.key.id) && !engagement.disclosure && engagement.disclosing != Disclosing::off &&
           untold.contains(engagement.key.user_id);
  });
}

}  // namespace proactive::app
