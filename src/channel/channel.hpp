#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/finding.hpp"
#include "domain/channel/channels.hpp"
#include "domain/channel/delivered_message.hpp"
#include "domain/settings/groups.hpp"
#include "store/pg/database.hpp"

namespace proactive::channel {

// One way in which the app learns of messages that were stored. Each job of a run has its own: not for several threads.
class Channel {
 public:
  virtual ~Channel() = default;

  [[nodiscard]] virtual ChannelKind kind() const = 0;

  // Whether it travels through PostgreSQL's notification queue, which may be full.
  [[nodiscard]] virtual bool is_notification() const = 0;

  // The PostgreSQL channel that the app listens to; empty where it is no notification.
  [[nodiscard]] virtual std::string postgres_channel() const { return {}; }

  // In the delivering transaction, last: its messages, in their order, delivered at that instant. Nobody is told before
  // it commits, or if it does not. Returns how many of them could be announced.
  virtual long announce(store::Transaction& transaction, std::vector<DeliveredMessage> const& messages, Instant at) = 0;

  // For `config check`: what it is, and what is wrong with it.
  virtual std::vector<Finding> check(store::Transaction& transaction) = 0;
};

std::unique_ptr<Channel> make_channel(ChannelKind kind, ChannelSettings const& settings);

}  // namespace proactive::channel
