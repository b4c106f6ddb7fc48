#include "channel/channel.hpp"

#include <doctest/doctest.h>

using namespace proactive;

TEST_CASE("the settings choose the channel") {
  ChannelSettings settings;
  settings.realtime = RealtimeChoice::socketio;
  CHECK(channel::make_channel(settings)->is_used());
  settings.realtime = RealtimeChoice::none;
  CHECK_FALSE(channel::make_channel(settings)->is_used());
}
