#include "base/build.hpp"

#include "build_commit.hpp"

namespace proactive {

std::string_view version() { return PROACTIVE_VERSION; }

std::string_view commit() { return build_commit; }

}  // namespace proactive
