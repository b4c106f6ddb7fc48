#include "domain/settings/table.hpp"

#include "domain/channel/realtime.hpp"

namespace proactive {

namespace {

template <auto Member>
constexpr auto field = field_of<&Settings::channel, Member>();

constexpr std::array table{
    SettingSpec{
        "realtime", field<&ChannelSettings::realtime>, "socketio", "",
        "how the app learns of a delivery: socketio by its Socket.IO servers, none by the row in messages alone"},
    SettingSpec{"realtime_namespace", field<&ChannelSettings::realtime_namespace>, "/", "",
                "Socket.IO namespace of the event", &is_realtime_namespace,
                "a name of ASCII without spaces that begins with /, of at most 40 characters"},
    SettingSpec{"realtime_channel_prefix", field<&ChannelSettings::realtime_channel_prefix>, "socket.io", "",
                "the adapter's option channelPrefix; the channel is PREFIX#NAMESPACE", &is_realtime_channel_prefix,
                "letters, digits and . _ : - of at most 20 characters"},
    SettingSpec{"realtime_event", field<&ChannelSettings::realtime_event>, "new_message", "", "name of the event",
                &is_realtime_event,
                "a name of ASCII without spaces, of at most 100 characters, that Socket.IO does not reserve (connect, "
                "connect_error, disconnect, disconnecting, newListener, removeListener)"},
    SettingSpec{"realtime_rooms", field<&ChannelSettings::realtime_rooms>,
                "conversation_{conversation_id} user_{user_id}", "", "rooms that get the event, separated by spaces",
                &is_realtime_rooms,
                "one to eight rooms, each with {conversation_id} or {user_id} in its name, and perhaps {companion_id}; "
                "several begin with texts of which none begins another"},
    SettingSpec{"realtime_payload", field<&ChannelSettings::realtime_payload>, "full", "",
                "full: the event holds the message; ids: no text, only the ids by which the app's clients fetch it"},
    SettingSpec{"realtime_queue_limit", field<&ChannelSettings::realtime_queue_limit>, "10", "percent",
                "above this use of PostgreSQL's notification queue messages are delivered without event, exit code 1",
                IntRange{0, 100}},
};

}  // namespace

std::span<SettingSpec const> channel_table() { return table; }

}  // namespace proactive
