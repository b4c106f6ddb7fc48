#include "channel/plain_notify.hpp"

#include <fmt/core.h>

#include "base/column.hpp"
#include "domain/channel/announcement.hpp"
#include "store/notifications.hpp"

namespace proactive::channel {

PlainNotify::PlainNotify(ChannelSettings const& settings)
    : channel_(settings.notify_channel), has_ids_alone_(settings.realtime_payload == RealtimePayload::ids) {}

long PlainNotify::announce(store::Transaction& transaction, std::vector<DeliveredMessage> const& messages, Instant at) {
  auto const document = [&](DeliveredMessage const& message) {
    auto text = has_ids_alone_ ? announcement_of_ids(message, at) : announcement(message, at);
    return text.size() > store::longest_notification ? announcement_of_ids(message, at) : text;
  };
  store::notify(transaction, channel_, column(messages, document));
  return static_cast<long>(messages.size());
}

std::vector<Finding> PlainNotify::check(store::Transaction& /*transaction*/) {
  return {{FindingState::ok, "notify", fmt::format("documents on channel {}", channel_)}};
}

}  // namespace proactive::channel
