#include "channel/webhook.hpp"

#include <fmt/core.h>

#include "base/column.hpp"
#include "domain/channel/announcement.hpp"
#include "domain/endpoint.hpp"
#include "store/outbox.hpp"

namespace proactive::channel {

long Webhook::announce(store::Transaction& transaction, std::vector<DeliveredMessage> const& messages, Instant at) {
  auto const body = [&](DeliveredMessage const& message) { return announcement(message, at); };
  store::put_into_outbox(transaction, messages, column(messages, body), at);
  return static_cast<long>(messages.size());
}

// What waits and fails is of the health.
std::vector<Finding> Webhook::check(store::Transaction& /*transaction*/) {
  return {{FindingState::ok, "webhook", fmt::format("calls to {}", shown_url(url_))}};
}

}  // namespace proactive::channel
