#include "app/operator/operator_name.hpp"

#include <fmt/core.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

#include "base/text.hpp"

namespace proactive::app {

std::string operator_name() {
  auto const* const sudo_user = std::getenv("SUDO_USER");  // NOLINT(concurrency-mt-unsafe): one thread
  if (sudo_user != nullptr && *sudo_user != '\0') return collapse_spaces(sudo_user);
  auto const* const entry = getpwuid(geteuid());  // NOLINT(concurrency-mt-unsafe): one thread
  return entry != nullptr ? entry->pw_name : fmt::format("uid {}", geteuid());
}

}  // namespace proactive::app
