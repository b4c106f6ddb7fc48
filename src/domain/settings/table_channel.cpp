#include "domain/settings/table.hpp"

#include "domain/channel/channels.hpp"
#include "domain/channel/realtime.hpp"
#include "domain/channel/webhook.hpp"
#include "domain/endpoint.hpp"

namespace proactive {

namespace {

template <auto Member>
constexpr auto field = field_of<&Settings::channel, Member>();

bool is_receiver_url(std::string const& text) { return looks_like_url(text); }
bool are_header_texts(std::string const& text) { return parse_headers(text).has_value(); }

constexpr std::array table{
    SettingSpec{"channels", field<&ChannelSettings::channels>, "socketio", "",
                "how the app learns of a delivery besides the row of the message: socketio by its Socket.IO servers, "
                "notify by one JSON document on notify_channel, webhook by a call of webhook_url; none",
                &is_channel_list, "one or several of socketio, notify, webhook, separated by spaces, or none"},
    SettingSpec{"notify_channel", field<&ChannelSettings::notify_channel>, "proactive", "",
                "PostgreSQL channel of the documents that the channel notify sends", &is_notify_channel,
                "a name of ASCII without spaces, of at most 63 characters"},
    SettingSpec{"webhook_url", field<&ChannelSettings::webhook_url>, "", "",
                "where the channel webhook posts each delivered message", &is_receiver_url,
                "a URL such as https://app.example/hooks/proactive, without name and password", Storable::no},
    SettingSpec{"webhook_secret", field<&ChannelSettings::webhook_secret>, "", "",
                "secret that signs the calls of the webhook, or a new one and the old one; prefer "
                "PROACTIVE_WEBHOOK_SECRET_FILE",
                &is_webhook_secrets, "one or two of whsec_ and 24 to 64 bytes in Base64, separated by a space",
                Storable::no, Secret::yes},
    SettingSpec{"webhook_secret_file",
                field<&ChannelSettings::webhook_secret_file>,
                "",
                "",
                "file whose only line is the secret, or the new one and the old one, separated by a space; wins over "
                "PROACTIVE_WEBHOOK_SECRET",
                {},
                {},
                Storable::no},
    SettingSpec{"webhook_headers", field<&ChannelSettings::webhook_headers>, "", "",
                "further headers of the calls, such as {\"Authorization\": \"Bearer ...\"}", &are_header_texts,
                "a JSON object of header names and texts without line breaks", Storable::no, Secret::yes},
    SettingSpec{"webhook_ca_file",
                field<&ChannelSettings::webhook_ca_file>,
                "",
                "",
                "certificates (PEM) that the receiver's is checked by; the system's where it is empty",
                {},
                {},
                Storable::no},
    SettingSpec{"webhook_private_addresses", field<&ChannelSettings::webhook_private_addresses>, "false", "",
                "whether the receiver may have an address of a private network; this machine's own it may always have"},
    SettingSpec{"webhook_concurrency", field<&ChannelSettings::webhook_concurrency>, "16", "calls",
                "calls of the webhook that are under way at the same time", IntRange{1, 256}},
    SettingSpec{"webhook_timeout_seconds", field<&ChannelSettings::webhook_timeout_seconds>, "10", "seconds",
                "how long a call of the webhook may take before it counts as failed", IntRange{1, 60}},
    SettingSpec{"webhook_give_up_hours", field<&ChannelSettings::webhook_give_up_hours>, "72", "hours",
                "how long after the delivery a call that fails is made again", IntRange{1, 720}},
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
    SettingSpec{
        "realtime_payload", field<&ChannelSettings::realtime_payload>, "full", "",
        "what the event holds; full: the message; ids: no text, only the ids by which the app's clients fetch it"},
    SettingSpec{"realtime_queue_limit", field<&ChannelSettings::realtime_queue_limit>, "10", "percent",
                "above this use of PostgreSQL's notification queue messages are delivered without event, exit code 1",
                IntRange{0, 100}},
    SettingSpec{
        "realtime_listen_seconds", field<&ChannelSettings::realtime_listen_seconds>, "6", "seconds",
        "how long config check listens for the app's Socket.IO servers, which are heard every 5 seconds; 0: not",
        IntRange{0, 60}},
};

}  // namespace

std::span<SettingSpec const> channel_table() { return table; }

}  // namespace proactive
