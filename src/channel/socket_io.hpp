#pragma once

#include "channel/channel.hpp"
#include "domain/channel/realtime.hpp"

namespace proactive::channel {

// Events for the app's Socket.IO servers, as notifications of the delivering transaction.
class SocketIo : public Channel {
 public:
  explicit SocketIo(ChannelSettings const& settings) : events_(settings) {}

  [[nodiscard]] ChannelKind kind() const override { return ChannelKind::socketio; }
  [[nodiscard]] bool is_notification() const override { return true; }
  [[nodiscard]] std::string postgres_channel() const override { return events_.channel(); }
  long announce(store::Transaction& transaction, std::vector<DeliveredMessage> const& messages, Instant at) override;
  std::vector<Finding> check(store::Transaction& transaction) override;

 private:
  RealtimeEvents events_;
};

}  // namespace proactive::channel
