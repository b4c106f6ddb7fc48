#pragma once

#include "channel/channel.hpp"
#include "domain/channel/realtime.hpp"

namespace proactive::channel {

// Events for the app's Socket.IO servers, as notifications of the delivering transaction. A full notification queue
// would refuse its commit, and messages matter more than that they are seen at once.
class SocketIo : public Channel {
 public:
  explicit SocketIo(ChannelSettings const& settings);

  [[nodiscard]] bool is_used() const override { return true; }
  std::optional<std::string> obstacle(store::Transaction& transaction) override;
  long announce(store::Transaction& transaction, std::vector<DeliveredMessage> const& messages) override;
  Finding check(store::Transaction& transaction) override;

 private:
  RealtimeEvents events_;
  int queue_limit_;  // percent
};

}  // namespace proactive::channel
