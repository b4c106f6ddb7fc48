#pragma once

#include <string>
#include <vector>

#include "base/names.hpp"

// The ways in which the app learns of a delivery, besides the rows that app_deliver stores.
namespace proactive {

// The names are stored with settings, and keys of reports.
enum class ChannelKind { socketio, notify, webhook };
template <>
struct Names<ChannelKind> {
  static constexpr auto table = std::to_array<Named<ChannelKind>>(
      {{ChannelKind::socketio, "socketio"}, {ChannelKind::notify, "notify"}, {ChannelKind::webhook, "webhook"}});
};

// Those of a text such as "socketio webhook", each once and in the enum's order; none of "none". The text is one that
// is_channel_list takes.
std::vector<ChannelKind> parse_channels(std::string const& text);

// One or several of the names, separated by spaces or commas, or none alone.
bool is_channel_list(std::string const& text);

// The name of a notification channel: 1 to 63 bytes, PostgreSQL's limit.
bool is_notify_channel(std::string const& text);

}  // namespace proactive
