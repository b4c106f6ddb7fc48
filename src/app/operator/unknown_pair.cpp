#include "app/operator/unknown_pair.hpp"

#include <fmt/core.h>

#include "app/erasure.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "store/preferences.hpp"

namespace proactive::app {

namespace {

std::string in_words(store::Selection const& named) {
  std::string text;
  if (named.user_id) text += fmt::format(" of user {}", printable(*named.user_id));
  if (named.companion_id)
    text += fmt::format("{} companion {}", named.user_id ? " and" : " of", printable(*named.companion_id));
  return text;
}

// Needs no message that is due, and no adapter.
std::string to_be_checked(std::string const& doubt) {
  return fmt::format(
      "{} (ids are as the adapter's app_pairs returns them: proactive config psql -- -c 'SELECT user_id, companion_id "
      "FROM proactive.pairs LIMIT 5' shows some)",
      doubt);
}

std::string doubt_about_nobody(store::Transaction& transaction, std::string const& user_id, Intent intent) {
  if (auto const erasure = erasure_of(transaction, user_id); !erasure.empty())
    return erasure + ": nothing is held but that, and that they are not to be written to";
  if (!store::held_rows(transaction, user_id).empty()) return {};
  if (intent == Intent::erase) {
    return to_be_checked(
        fmt::format("nothing was held of user {}, who is noted as one not to be written to: check the "
                    "id",
                    printable(user_id)));
  }
  return to_be_checked(fmt::format("nothing is held of user {}: check the id", printable(user_id)));
}

}  // namespace

bool is_known_pair(store::Transaction& transaction, store::Selection const& selection) {
  if (!store::chosen_pairs(transaction, selection, std::nullopt, std::nullopt, 1).empty()) return true;
  bool is_of_app = false;  // the next run learns of it; without an adapter there is nobody to ask
  transaction.in_savepoint(
      [&] { is_of_app = !store::unknown_pairs(transaction, store::since_ever, selection, std::nullopt, 1).empty(); });
  return is_of_app;
}

std::string doubt_about(store::Transaction& transaction, store::Selection const& named, Intent intent) {
  if ((!named.user_id && !named.companion_id) || is_known_pair(transaction, named)) return {};
  if (intent == Intent::note) {
    return to_be_checked(
        fmt::format("no pair{} is known yet: what was said holds all the same, but check the id", in_words(named)));
  }
  if (named.user_id && !is_known_pair(transaction, {named.user_id, std::nullopt})) {
    if (auto doubt = doubt_about_nobody(transaction, *named.user_id, intent); !doubt.empty()) return doubt;
  }
  if (!named.companion_id) return {};
  return to_be_checked(fmt::format("no pair{} is known: check the ids", in_words(named)));
}

void warn_of_doubt(std::string const& doubt) {
  if (!doubt.empty()) log::warn("pair_unknown", {{"message", doubt}});
}

}  // namespace proactive::app
