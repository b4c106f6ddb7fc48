#pragma once

#include <functional>

#include "domain/message/brief.hpp"

namespace proactive {

// Writes messages.
class Writer {
 public:
  virtual ~Writer() = default;

  // Calls `done` exactly once with the draft, perhaps before it returns, perhaps later on another thread. Several
  // threads may call this.
  using Done = std::function<void(Draft)>;
  virtual void write(Brief brief, Done done) = 0;
};

}  // namespace proactive
