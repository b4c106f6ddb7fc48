#pragma once

#include <span>
#include <vector>

#include "domain/brief.hpp"

namespace proactive {

// Writes messages. One draft for each brief, in the same order; a brief that cannot be written gets a draft without
// content.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual std::vector<Draft> write(std::span<Brief const> briefs) = 0;
};

}  // namespace proactive
