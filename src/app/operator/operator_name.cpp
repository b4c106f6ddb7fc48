#include "app/operator/operator_name.hpp"

#include <fmt/core.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

#include "base/text.hpp"

namespace proactive::app {

// Whoever runs a program sets its variables. sudo sets this one for root, who could be anybody anyway; else the kernel
// knows best who it was.
std::string author_of(unsigned user_id, char const* sudo_user) {
  constexpr std::size_t longest = 64;
  if (user_id == 0 && sudo_user != nullptr && *sudo_user != '\0')
    return shortened(printable(collapse_spaces(sudo_user)), longest, 4 * longest);
  auto const* const entry = getpwuid(user_id);  // NOLINT(concurrency-mt-unsafe): one thread
  return entry != nullptr ? entry->pw_name : fmt::format("uid {}", user_id);
}

std::string operator_name() {
  return author_of(getuid(), std::getenv("SUDO_USER"));  // NOLINT(concurrency-mt-unsafe): one thread
}

}  // namespace proactive::app
