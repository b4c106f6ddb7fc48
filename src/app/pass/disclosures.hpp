#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/session.hpp"
#include "domain/facts.hpp"

namespace proactive::app {

// The texts by which a run tells users that an AI writes. Throws Error (configuration) where some message may have to
// tell it, and there is no text, or the adapter cannot store it in the form that is set.
std::vector<DisclosureText> load_disclosure_texts(Session& session);

// Which messages of one job tell it. A user's messages come one after the other, so that what has been told is known:
// of several in one transaction the first tells it.
class Disclosures {
 public:
  Disclosures(std::vector<DisclosureText> const& texts, Settings const& settings)
      : texts_(texts), settings_(settings) {}

  // Sets what each has to tell at `at`, in their order.
  void assign(std::vector<DueEngagement>& engagements, Instant at) const;

  // The transaction of those that were assigned is committed; these of them were sent, by their ids.
  void note_sent(std::vector<DueEngagement> const& assigned, std::vector<std::string> const& sent, Instant at);

 private:
  std::vector<DisclosureText> const& texts_;
  Settings const& settings_;
  std::map<std::string, Instant> told_at_;  // users
};

// Whether some user was sent a message without being told, since another of theirs was to tell it, and was not sent.
// `sent`: ids of engagements.
bool leaves_untold(std::vector<DueEngagement> const& assigned, std::vector<std::string> const& sent);

}  // namespace proactive::app
