// The settings of real-time events, and the documents that come of allowed ones.
#include <fuzzer/FuzzedDataProvider.h>

#include "base/json.hpp"
#include "domain/channel/realtime.hpp"
#include "domain/settings/settings.hpp"
#include "tests/fuzz/require.hpp"

using namespace proactive;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  auto settings = default_settings();
  auto const assign = [&](char const* name) {
    assign_setting(settings, *find_setting(name), input.ConsumeRandomLengthString(120));
  };
  assign("realtime_namespace");
  assign("realtime_channel_prefix");
  assign("realtime_event");
  assign("realtime_rooms");
  bool const has_ids_alone = input.ConsumeBool();
  if (has_ids_alone) settings.channel.realtime_payload = RealtimePayload::ids;
  // As PostgreSQL gives it: JSON, or nothing.
  auto const json = [&]() -> std::string {
    if (input.ConsumeBool()) return {};
    if (input.ConsumeBool()) return std::to_string(input.ConsumeIntegral<std::int64_t>());
    return to_line(Json(input.ConsumeRandomLengthString(40)));
  };
  DeliveredMessage message;
  message.engagement = {input.ConsumeRandomLengthString(40), std::to_string(input.ConsumeIntegral<std::int64_t>())};
  message.pair = {message.engagement.user_id, input.ConsumeRandomLengthString(40)};
  message.message_id = input.ConsumeRandomLengthString(40);
  message.conversation_id = input.ConsumeRandomLengthString(40);
  message.conversation_json = json();
  message.document = json();
  message.content = input.ConsumeRemainingBytesAsString();

  RealtimeEvents const events(settings.channel);
  require(!events.channel().empty() && events.channel().size() <= 63, "a channel is one of PostgreSQL's names");
  auto const document = Json::parse(events.document(message));
  auto const& rooms = document.at("data").at("opts").at("rooms");
  require(rooms.is_array() && !rooms.empty() && rooms.size() <= 8, "an event has rooms");
  for (auto const& room : rooms) require(room.is_string(), "a room is a name");
  auto const& event = document.at("data").at("packet").at("data");
  require(event.size() == 2 && event[0].is_string() && event[1].is_object(), "an event has a name and a payload");
  require(event[1].size() == (has_ids_alone ? 5U : 4U), "no text makes another member of the payload");
  require(event[0] != "disconnect" && event[0] != "connect", "no event disconnects the clients");
  return 0;
}
