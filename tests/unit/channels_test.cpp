#include "channel/channels.hpp"

#include <doctest/doctest.h>

#include "domain/settings/settings.hpp"

using namespace proactive;

TEST_CASE("a list of channels is read in any order, with spaces or commas") {
  using enum ChannelKind;
  CHECK(parse_channels("none").empty());
  CHECK(parse_channels("webhook") == std::vector{webhook});
  CHECK(parse_channels(" webhook, socketio  notify webhook") == std::vector{socketio, notify, webhook});
  for (auto const* list : {"none", "socketio", "notify webhook", "socketio,notify,webhook"}) {
    CAPTURE(list);
    CHECK(is_channel_list(list));
  }
  for (auto const* list : {"", " ", "none webhook", "none none", "email", "socketio email", "Webhook"}) {
    CAPTURE(list);
    CHECK_FALSE(is_channel_list(list));
  }
}

TEST_CASE("a notification channel's name is one that PostgreSQL takes") {
  CHECK(is_notify_channel("proactive"));
  CHECK(is_notify_channel(std::string(63, 'x')));
  CHECK_FALSE(is_notify_channel(std::string(64, 'x')));
  CHECK_FALSE(is_notify_channel(""));
  CHECK_FALSE(is_notify_channel("a b"));
}

TEST_CASE("the settings choose the channels") {
  auto settings = ChannelSettings{};
  settings.realtime_rooms = "user_{user_id}";
  settings.channels = "none";
  CHECK(channel::Channels(settings).notifications().empty());
  settings.channels = "socketio webhook notify";
  CHECK(channel::Channels(settings).notifications() == std::vector{ChannelKind::socketio, ChannelKind::notify});
  CHECK(has_channel(settings, ChannelKind::webhook));
}
