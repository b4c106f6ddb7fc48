#include "channel/socket_io.hpp"

#include <fmt/core.h>

#include "base/column.hpp"
#include "base/log.hpp"
#include "store/notifications.hpp"

namespace proactive::channel {

long SocketIo::announce(store::Transaction& transaction, std::vector<DeliveredMessage> const& messages,
                        Instant /*at*/) {
  auto const document = [&](DeliveredMessage const& message) { return events_.document(message); };
  auto const sent = store::notify_servers(transaction, events_.channel(), column(messages, document));
  auto const left_out = static_cast<long>(messages.size()) - sent;
  if (left_out > 0) {
    log::warn(
        "events_too_large",
        {{"count", left_out},
         {"hint",
          "events of over 7,999 bytes need the table public.socket_io_attachments of the Socket.IO adapter, owned by "
          "the owner of the schema proactive: create it, or return shorter messages from app_deliver"}});
  }
  return sent;
}

std::vector<Finding> SocketIo::check(store::Transaction& /*transaction*/) {
  return {{FindingState::ok, "socketio", fmt::format("events on channel {}", events_.channel())}};
}

}  // namespace proactive::channel
