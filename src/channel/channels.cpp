#include "channel/channels.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "store/notifications.hpp"

namespace proactive::channel {

Channels::Channels(ChannelSettings const& settings) : queue_limit_(settings.realtime_queue_limit) {
  for (auto const kind : parse_channels(settings.channels)) channels_.push_back(make_channel(kind, settings));
}

bool Channels::uses_queue() const {
  return std::any_of(channels_.begin(), channels_.end(),
                     [](auto const& channel) { return channel->is_notification(); });
}

std::vector<ChannelKind> Channels::notifications() const {
  std::vector<ChannelKind> kinds;
  for (auto const& channel : channels_) {
    if (channel->is_notification()) kinds.push_back(channel->kind());
  }
  return kinds;
}

std::optional<std::string> Channels::look_at_queue(store::Transaction& transaction) {
  if (!uses_queue()) return std::nullopt;
  auto const percent = store::notification_queue_percent(transaction);
  queue_is_full_ = percent > queue_limit_;
  if (!queue_is_full_) return std::nullopt;
  std::string const sentence =
      "the notification queue is fuller than realtime_queue_limit, so messages are delivered without event: end the "
      "listening session whose transaction stays open (pg_stat_activity)";
  log::warn("realtime_queue_full",
            {{"queue_percent", percent}, {"realtime_queue_limit", queue_limit_}, {"hint", sentence}});
  return sentence;
}

Announced Channels::announce(store::Transaction& transaction, std::vector<DeliveredMessage> const& messages,
                             Instant at) {
  Announced announced;
  for (auto const& channel : channels_) {
    bool const is_left_out = channel->is_notification() && queue_is_full_;
    announced[channel->kind()] = is_left_out ? 0 : channel->announce(transaction, messages, at);
  }
  return announced;
}

std::map<ChannelKind, std::optional<long>> Channels::listeners(store::Transaction& transaction) {
  std::map<ChannelKind, std::optional<long>> found;
  for (auto const& channel : channels_) {
    if (!channel->is_notification()) continue;
    auto const count = store::listeners(transaction, channel->postgres_channel());
    found[channel->kind()] = count;
    if (count != 0) continue;
    log::warn("nobody_listens",
              {{"channel", channel->postgres_channel()},
               {"hint",
                "no session is connected to the database that could hear of the messages: start the app's servers, "
                "with this database, or set channels to what reaches them"}});
  }
  return found;
}

std::vector<Finding> Channels::check(store::Transaction& transaction) {
  if (channels_.empty()) return {{FindingState::ok, "channels", "none: the app sees messages when it looks"}};
  std::vector<Finding> findings;
  for (auto const& channel : channels_) {
    for (auto& finding : channel->check(transaction)) findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace proactive::channel
