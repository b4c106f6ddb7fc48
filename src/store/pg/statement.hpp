#pragma once

#include <string_view>

namespace proactive::store {

// A statement of sql/queries with the number of its parameters, which the build counts: Transaction::exec takes exactly
// so many.
template <int Parameters>
struct Statement {
  std::string_view text;
};

}  // namespace proactive::store
