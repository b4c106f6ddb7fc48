#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "channel/channel.hpp"

namespace proactive::channel {

// Messages by the channels that told the app of them.
using Announced = std::map<ChannelKind, long>;

// All that the settings choose. Not for several threads.
class Channels {
 public:
  explicit Channels(ChannelSettings const& settings);

  // Before a batch, in a transaction that reads. A full notification queue would refuse its commit, and messages matter
  // more than that they are seen at once: then those channels are left out of it, and the sentence says so, to people
  // and to the log.
  std::optional<std::string> look_at_queue(store::Transaction& transaction);

  // In the delivering transaction, last.
  Announced announce(store::Transaction& transaction, std::vector<DeliveredMessage> const& messages, Instant at);

  [[nodiscard]] std::vector<ChannelKind> notifications() const;

  // How many sessions listen to each of the notifications; nothing where it is not known. Where nobody does, the log
  // says so.
  std::map<ChannelKind, std::optional<long>> listeners(store::Transaction& transaction);

  // For `config check`.
  std::vector<Finding> check(store::Transaction& transaction);

 private:
  [[nodiscard]] bool uses_queue() const;

  std::vector<std::unique_ptr<Channel>> channels_;
  int queue_limit_;  // percent
  bool queue_is_full_ = false;
};

}  // namespace proactive::channel
