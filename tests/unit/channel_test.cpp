#include "channel/channel.hpp"

#include <doctest/doctest.h>

using namespace proactive;

TEST_CASE("the settings choose the channel") {
  auto settings = default_settings();
  settings.realtime = "socketio";
  CHECK(channel::make_channel(settings)->is_used());
  settings.realtime = "none";
  CHECK_FALSE(channel::make_channel(settings)->is_used());
}
