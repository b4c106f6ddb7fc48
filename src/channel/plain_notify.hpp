#pragma once

#include "channel/channel.hpp"

namespace proactive::channel {

// One plain JSON document a message (domain/channel/announcement.hpp) as a notification of the delivering transaction,
// for whatever listens to the channel. One that is too long for a notification tells the ids alone.
class PlainNotify : public Channel {
 public:
  explicit PlainNotify(ChannelSettings const& settings);

  [[nodiscard]] ChannelKind kind() const override { return ChannelKind::notify; }
  [[nodiscard]] bool is_notification() const override { return true; }
  [[nodiscard]] std::string postgres_channel() const override { return channel_; }
  long announce(store::Transaction& transaction, std::vector<DeliveredMessage> const& messages, Instant at) override;
  std::vector<Finding> check(store::Transaction& transaction) override;

 private:
  std::string channel_;
  bool has_ids_alone_;
};

}  // namespace proactive::channel
