#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.hpp"
#include "domain/channel/delivered_message.hpp"
#include "domain/settings/groups.hpp"
#include "store/pg/database.hpp"

namespace proactive::channel {

// How the app learns at once of messages that were stored. Each job of a run has its own: not for several threads.
class Channel {
 public:
  virtual ~Channel() = default;

  // False where nobody is to be told, and so nobody is missed.
  [[nodiscard]] virtual bool is_used() const = 0;

  // Before a batch, in a transaction that reads: why its messages are to be delivered without being announced, as a
  // sentence for people, which is logged too. Nothing: they can be announced.
  virtual std::optional<std::string> obstacle(store::Transaction& transaction) = 0;

  // In the delivering transaction, last: its messages, in their order. Nobody is told before it commits, or if it does
  // not; what an earlier transaction announced and did not commit is forgotten.
  // Returns how many of them could be announced.
  virtual long announce(store::Transaction& transaction, std::vector<DeliveredMessage> const& messages) = 0;

  // When that transaction has committed. Its messages are delivered whatever happens here: never throws.
  virtual void after_commit() noexcept {}

  // For `config check`: whether it could be used now.
  virtual Finding check(store::Transaction& transaction) = 0;
};

// The one that the settings choose.
std::unique_ptr<Channel> make_channel(ChannelSettings const& settings);

}  // namespace proactive::channel
