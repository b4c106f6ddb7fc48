#include "domain/channel/realtime.hpp"

#include <doctest/doctest.h>

#include "domain/settings/settings.hpp"

using namespace proactive;

namespace {

DeliveredMessage message() {
  return {{"u7", "9"},
          {"u7", "3"},
          EngagementType::memory_reminder,
          Json(105),
          Json(42),
          Json(3),
          "Hello \"you\" \xF0\x9F\x8C\x99",
          *parse_instant("2026-03-01T09:00:00.25Z"),
          *parse_instant("2026-03-01T09:00:00.5Z")};
}

Json document(ChannelSettings const& settings, DeliveredMessage const& delivered) {
  return Json::parse(RealtimeEvents(settings).document(delivered));
}

std::string channel(ChannelSettings const& settings) { return RealtimeEvents(settings).channel(); }

Json rooms_for(std::string const& patterns) {
  auto settings = default_settings().channel;
  settings.realtime_rooms = patterns;
  return document(settings, message())["data"]["opts"]["rooms"];
}

}  // namespace

TEST_CASE("the document is the one that the Socket.IO adapters read") {
  CHECK(channel(default_settings().channel) == "socket.io#/");
  CHECK(RealtimeEvents(default_settings().channel).document(message()) ==
        R"({"uid":"emitter","nsp":"/","source":"_sio_adapter","type":3,"data":{"packet":{"type":2,"nsp":"/","data":)"
        R"(["new_message",{"conversation_id":42,"message":{"id":105,"conversation_id":42,"sender_type":"companion",)"
        R"("sender_id":3,"content":"Hello \"you\" 🌙","message_type":"text","created_at":"2026-03-01T09:00:00.250Z",)"
        R"("updated_at":"2026-03-01T09:00:00.500Z"},"engagement_id":9,"engagement_type":"memory_reminder"}]},)"
        R"("opts":{"rooms":["conversation_42","user_u7"],"except":[],"flags":{}}}})");
  CHECK(realtime_attachment("12") == R"({"uid":"emitter","type":3,"attachmentId":"12"})");
}

TEST_CASE("namespace, channel, event and rooms are settings") {
  auto settings = default_settings().channel;
  settings.realtime_namespace = "/chat";
  settings.realtime_channel_prefix = "app";
  settings.realtime_event = "message:new";
  CHECK(channel(settings) == "app#/chat");
  auto const sent = document(settings, message());
  CHECK(sent["nsp"] == "/chat");
  CHECK(sent["data"]["packet"]["nsp"] == "/chat");
  CHECK(sent["data"]["packet"]["data"][0] == "message:new");
  CHECK(rooms_for(" room-{user_id}-{companion_id}  {conversation_id} ") == Json{"room-u7-3", "42"});
}

TEST_CASE("ids keep their JSON type, but numbers that JavaScript cannot hold become strings") {
  auto delivered = message();
  delivered.id = std::int64_t{9007199254740991};
  delivered.conversation_id = std::int64_t{9007199254740992};
  delivered.sender_id = "0b8f6a6e-7f0e-4a38-a1f0-0d7f7c6a9b11";
  delivered.engagement.id = "9223372036854775807";
  auto const sent = document(default_settings().channel, delivered);
  auto const& payload = sent["data"]["packet"]["data"][1];
  CHECK(payload["message"]["id"] == std::int64_t{9007199254740991});
  CHECK(payload["conversation_id"] == "9007199254740992");
  CHECK(payload["message"]["conversation_id"] == "9007199254740992");
  CHECK(payload["message"]["sender_id"] == "0b8f6a6e-7f0e-4a38-a1f0-0d7f7c6a9b11");
  CHECK(payload["engagement_id"] == "9223372036854775807");
  CHECK(sent["data"]["opts"]["rooms"][0] == "conversation_9007199254740992");
}

TEST_CASE("an id with braces in it is no placeholder") {
  auto delivered = message();
  delivered.pair.user_id = "{conversation_id}";
  auto settings = default_settings().channel;
  settings.realtime_rooms = "user_{user_id}";
  CHECK(document(settings, delivered)["data"]["opts"]["rooms"] == Json{"user_{conversation_id}"});
}

TEST_CASE("an event name that would disconnect every client is refused") {
  for (auto const* reserved :
       {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"}) {
    CHECK_FALSE(is_realtime_event(reserved));
  }
  for (std::string const& bad : {std::string{}, std::string{"new message"}, std::string{"new\nmessage"},
                                 std::string(101, 'x'), std::string{"\x7f"}}) {
    CHECK_FALSE(is_realtime_event(bad));
  }
  CHECK(is_realtime_event("new_message"));
  CHECK(is_realtime_event("chat:message"));
  CHECK(is_realtime_event("Nachricht-für-dich"));
}

TEST_CASE("rooms without a receiver are refused") {
  for (auto const* bad :
       {"", " ", "lobby", "user_{user_id} lobby", "{companion_id}", "{user}", "{user_id", "user_id}", "{user_id} {",
        "{{user_id}}", "{user_id}{name}", "{name}{user_id}", "{user_id}\x01",
        "{user_id} {user_id} {user_id} {user_id} {user_id} {user_id} {user_id} {user_id} {user_id}"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_realtime_rooms(bad));
  }
  for (auto const* good : {"{user_id}", "user_{user_id}", "conversation_{conversation_id} user_{user_id}",
                           "{companion_id}/{user_id}", "{user_id}{conversation_id}"}) {
    CAPTURE(good);
    CHECK(is_realtime_rooms(good));
  }
}

TEST_CASE("a channel fits into PostgreSQL's 63 bytes") {
  std::string const longest_prefix(20, 'p');
  std::string const longest_namespace = "/" + std::string(39, 'n');
  CHECK(is_realtime_channel_prefix(longest_prefix));
  CHECK(is_realtime_namespace(longest_namespace));
  CHECK_FALSE(is_realtime_channel_prefix(longest_prefix + "p"));
  CHECK_FALSE(is_realtime_namespace(longest_namespace + "n"));
  auto settings = default_settings().channel;
  settings.realtime_channel_prefix = longest_prefix;
  settings.realtime_namespace = longest_namespace;
  CHECK(channel(settings).size() <= 63);
  for (auto const* bad : {"", "a b", "a#b", "a'b", "a\nb", "ä"}) CHECK_FALSE(is_realtime_channel_prefix(bad));
  for (auto const* bad : {"", "chat", "/a b", "/\n"}) CHECK_FALSE(is_realtime_namespace(bad));
}
