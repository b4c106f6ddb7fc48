#include "channel/channel.hpp"

#include "channel/plain_notify.hpp"
#include "channel/socket_io.hpp"
#include "channel/webhook.hpp"

namespace proactive::channel {

std::unique_ptr<Channel> make_channel(ChannelKind kind, ChannelSettings const& settings) {
  switch (kind) {
    case ChannelKind::socketio:
      return std::make_unique<SocketIo>(settings);
    case ChannelKind::notify:
      return std::make_unique<PlainNotify>(settings);
    case ChannelKind::webhook:
      break;
  }
  return std::make_unique<Webhook>(settings);
}

}  // namespace proactive::channel
