#include "app/erasure.hpp"

#include <fmt/core.h>

#include "base/text.hpp"
#include "store/preferences.hpp"

namespace proactive::app {

std::string erasure_of(store::Transaction& transaction, std::string const& user_id) {
  auto const said = store::preferences_of(transaction, user_id);
  if (!said || !said->erased_at) return {};
  return fmt::format("user {} was erased at {}", printable(user_id), format_instant(*said->erased_at));
}

}  // namespace proactive::app
