#include "channel/channel.hpp"

#include "channel/no_channel.hpp"
#include "channel/socket_io.hpp"

namespace proactive::channel {

std::unique_ptr<Channel> make_channel(ChannelSettings const& settings) {
  if (settings.realtime == RealtimeChoice::none) return std::make_unique<NoChannel>();
  return std::make_unique<SocketIo>(settings);
}

}  // namespace proactive::channel
