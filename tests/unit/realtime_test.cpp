#include "domain/channel/realtime.hpp"

#include <doctest/doctest.h>

#include <map>
#include <vector>

#include "base/json.hpp"
#include "domain/settings/settings.hpp"

using namespace proactive;

namespace {

DeliveredMessage message() {
  return {{"u7", "9"},
          {"u7", "3"},
          EngagementType::memory_reminder,
          "Hello \"you\" \xF0\x9F\x8C\x99",
          "105",
          "42",
          "42",
          R"({"id": 105, "chat": 42, "text": "Hello \"you\" 🌙", "at": "2026-03-01T09:00:00.250Z"})"};
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
        R"(["new_message",{"conversation_id":42,"message":{"id": 105, "chat": 42, "text": "Hello \"you\" 🌙", )"
        R"("at": "2026-03-01T09:00:00.250Z"},"engagement_id":9,"engagement_type":"memory_reminder"}]},)"
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

Json payload_of(DeliveredMessage const& delivered) {
  return document(default_settings().channel, delivered)["data"]["packet"]["data"][1];
}

TEST_CASE("the conversation is what the app's document says, a number or a text") {
  auto delivered = message();
  CHECK(payload_of(delivered)["conversation_id"] == 42);
  delivered.conversation_json = R"("42")";
  CHECK(payload_of(delivered)["conversation_id"] == "42");
  delivered.conversation_json = "";  // the document does not name it: the text that the app returned beside it
  delivered.conversation_id = "9007199254740993";
  CHECK(payload_of(delivered)["conversation_id"] == "9007199254740993");
  CHECK(document(default_settings().channel, delivered)["data"]["opts"]["rooms"][0] == "conversation_9007199254740993");
}

TEST_CASE("where the app returns no document, its clients get the text and the ids") {
  auto delivered = message();
  delivered.document = "";
  delivered.conversation_json = "";
  CHECK(payload_of(delivered)["message"] ==
        Json{{"id", "105"}, {"conversation_id", "42"}, {"content", delivered.content}});
}

TEST_CASE("an engagement's number that JavaScript cannot hold is a text") {
  auto delivered = message();
  for (auto const& [id, expected] : {std::pair{"9", Json(9)}, std::pair{"999999999999999", Json(999'999'999'999'999)},
                                     std::pair{"9223372036854775807", Json("9223372036854775807")}}) {
    delivered.engagement.id = id;
    CHECK(payload_of(delivered)["engagement_id"] == expected);
  }
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
  for (auto const* look_alike :
       {"Nachricht-für-dich", "new_mess\u0430ge", "new_message\u200b", "\u202enew_message", "new_message\u00ad"})
    CHECK_FALSE(is_realtime_event(look_alike));
}

TEST_CASE("rooms without a receiver are refused") {
  for (auto const* bad :
       {"", " ", "lobby", "user_{user_id} lobby", "{companion_id}", "{user}", "{user_id", "user_id}", "{user_id} {",
        "{{user_id}}", "{user_id}{name}", "{name}{user_id}", "{user_id}\x01",
        "a{user_id} b{user_id} c{user_id} d{user_id} e{user_id} f{user_id} g{user_id} h{user_id} i{user_id}"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_realtime_rooms(bad));
  }
  for (auto const* good :
       {"{user_id}", "user_{user_id}", "conversation_{conversation_id} user_{user_id}", "{conversation_id}",
        "c{companion_id}/{user_id}", "u{user_id}-{conversation_id}", "a{user_id} b{user_id}"}) {
    CAPTURE(good);
    CHECK(is_realtime_rooms(good));
  }
}

TEST_CASE("rooms that could be the same for two users are refused, and named") {
  struct Case {
    std::string rooms;
    std::string named;
  };
  for (auto const& [rooms, named] :
       {Case{"{conversation_id} {user_id}", "\"{conversation_id}\" begins with an id"},
        Case{"user_{user_id} {conversation_id}", "\"{conversation_id}\" begins with an id"},
        Case{"{user_id}{companion_id}", "\"{user_id}{companion_id}\" has two ids side by side"},
        Case{"c{companion_id}{user_id}", "\"c{companion_id}{user_id}\" has two ids side by side"},
        Case{"{companion_id}/{user_id}", "\"{companion_id}/{user_id}\" begins with an id"},
        Case{"c{conversation_id} c{user_id}", "\"c{conversation_id}\" and \"c{user_id}\" begin alike"},
        Case{"user_{user_id} u{conversation_id}", "\"user_{user_id}\" and \"u{conversation_id}\" begin alike"},
        Case{"u{user_id} v{user_id} u{user_id}", "\"u{user_id}\" and \"u{user_id}\" begin alike"},
        Case{"user_{user_id} lobby", "\"lobby\" could be the same for several users"},
        Case{"x{companion_id}", "\"x{companion_id}\" could be the same"}, Case{"a{b}", "\"a{b}\" is no pattern"},
        Case{"", "no room is named"}}) {
    CAPTURE(rooms);
    CHECK(realtime_rooms_problem(rooms).find(named) != std::string::npos);
    auto settings = default_settings();
    auto const sentence = assign_setting(settings, *find_setting("realtime_rooms"), rooms).value_or("");
    CHECK(sentence == realtime_rooms_problem(rooms));
  }
}

// By all ids of the letters of patterns, rooms of two users never have the same name.
TEST_CASE("no ids make two users' rooms the same") {
  std::vector<std::string> const ids{"", "1", "2", "12", "u", "u1", "c", "c1", "uc", "c2u"};
  for (std::string const rooms :
       {"c{conversation_id} u{user_id}", "{user_id}", "conversation_{conversation_id} user_{user_id}"}) {
    REQUIRE(is_realtime_rooms(rooms));
    std::map<std::string, std::string> owner;  // a user has one conversation here, of the user's own id
    auto settings = default_settings().channel;
    settings.realtime_rooms = rooms;
    for (auto const& id : ids) {
      auto delivered = message();
      delivered.pair.user_id = delivered.conversation_id = id;
      auto const event = document(settings, delivered);
      for (auto const& room : event["data"]["opts"]["rooms"]) {
        auto const [found, is_new] = owner.emplace(room.get<std::string>(), id);
        CHECK((is_new || found->second == id));
      }
    }
  }
}

TEST_CASE("an event of ids holds nothing that people wrote") {
  auto settings = default_settings().channel;
  settings.realtime_payload = RealtimePayload::ids;
  auto const text = RealtimeEvents(settings).document(message());
  CHECK(Json::parse(text)["data"]["packet"]["data"] == Json{"new_message", Json{{"conversation_id", 42},
                                                                                {"message_id", "105"},
                                                                                {"engagement_id", 9},
                                                                                {"user_id", "u7"},
                                                                                {"companion_id", "3"}}});
  CHECK(text.find("Hello") == std::string::npos);
  CHECK(text.find("memory_reminder") == std::string::npos);
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
  for (auto const* bad : {"", "chat", "/a b", "/\n", "/ch\u0430t", "/chat\u200b"})
    CHECK_FALSE(is_realtime_namespace(bad));
  for (auto const* bad : {"p\u0430p", "app\u200b"}) CHECK_FALSE(is_realtime_channel_prefix(bad));
}
