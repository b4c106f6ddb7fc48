#include "channel/socket_io.hpp"

#include <fmt/core.h>

#include <cmath>

#include "base/column.hpp"
#include "base/log.hpp"
#include "store/notifications.hpp"

namespace proactive::channel {

namespace {

constexpr std::string_view remedy =
    "so messages are delivered without event: end the listening session whose transaction stays open "
    "(pg_stat_activity)";

}  // namespace

SocketIo::SocketIo(ChannelSettings const& settings) : events_(settings), queue_limit_(settings.realtime_queue_limit) {}

std::optional<std::string> SocketIo::obstacle(store::Transaction& transaction) {
  auto const percent = store::notification_queue_percent(transaction);
  if (percent <= queue_limit_) return std::nullopt;
  auto const sentence = fmt::format("the notification queue is fuller than realtime_queue_limit, {}", remedy);
  log::warn("realtime_queue_full",
            {{"queue_percent", percent}, {"realtime_queue_limit", queue_limit_}, {"hint", sentence}});
  return sentence;
}

long SocketIo::announce(store::Transaction& transaction, std::vector<DeliveredMessage> const& messages) {
  auto const document = [&](DeliveredMessage const& message) { return events_.document(message); };
  auto const sent = store::notify(transaction, events_.channel(), column(messages, document));
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

Finding SocketIo::check(store::Transaction& transaction) {
  auto const percent = store::notification_queue_percent(transaction);
  auto const use = fmt::format("{} % of the notification queue in use", std::lround(percent));
  if (percent > queue_limit_) {
    return {FindingState::warning, "realtime", fmt::format("{}, more than realtime_queue_limit, {}", use, remedy)};
  }
  return {FindingState::ok, "realtime", fmt::format("events on channel {}, {}", events_.channel(), use)};
}

}  // namespace proactive::channel
