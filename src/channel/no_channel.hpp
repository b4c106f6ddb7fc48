#pragma once

#include "channel/channel.hpp"

namespace proactive::channel {

// `none`: the app sees messages when it looks.
class NoChannel : public Channel {
 public:
  [[nodiscard]] bool is_used() const override { return false; }
  std::optional<std::string> obstacle(store::Transaction& /*transaction*/) override { return std::nullopt; }
  long announce(store::Transaction& /*transaction*/, std::vector<DeliveredMessage> const& /*messages*/) override {
    return 0;
  }
  Finding check(store::Transaction& /*transaction*/) override {
    return {FindingState::ok, "realtime", "none: the app is not told about new messages"};
  }
};

}  // namespace proactive::channel
