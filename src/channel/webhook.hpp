#pragma once

#include "channel/channel.hpp"

namespace proactive::channel {

// Calls of the app's webhook: a row of the outbox in the delivering transaction, which app/pass/pushing.hpp sends
// once it is committed.
class Webhook : public Channel {
 public:
  explicit Webhook(ChannelSettings const& settings) : url_(settings.webhook_url) {}

  [[nodiscard]] ChannelKind kind() const override { return ChannelKind::webhook; }
  [[nodiscard]] bool is_notification() const override { return false; }
  long announce(store::Transaction& transaction, std::vector<DeliveredMessage> const& messages, Instant at) override;
  std::vector<Finding> check(store::Transaction& transaction) override;

 private:
  std::string url_;
};

}  // namespace proactive::channel
