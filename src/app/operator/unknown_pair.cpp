#include "app/operator/unknown_pair.hpp"

#include <fmt/core.h>

#include "base/log.hpp"
#include "base/text.hpp"

namespace proactive::app {

bool is_known_pair(store::Transaction& transaction, store::Selection const& selection) {
  return !store::chosen_pairs(transaction, selection, std::nullopt, std::nullopt, 1).empty();
}

void warn_of_unknown_pair(store::Selection const& selection) {
  auto const named = [](char const* before, std::optional<std::string> const& id) {
    return id ? fmt::format("{}{}", before, printable(*id)) : std::string{};
  };
  auto const sentence = fmt::format(
      "no pair{}{} is known yet: what was said holds all the same, but check the id, which is as the adapter's "
      "app_pairs "
      "returns it; proactive schedule --dry-run --format json shows some",
      named(" of user ", selection.user_id),
      named(selection.user_id ? " and companion " : " of companion ", selection.companion_id));
  log::warn("pair_unknown", {{"message", sentence}});
}

}  // namespace proactive::app
