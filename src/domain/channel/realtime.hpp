#pragma once

#include <set>
#include <string>
#include <vector>

#include "domain/channel/delivered_message.hpp"
#include "domain/settings/groups.hpp"

// What the app's Socket.IO servers are told about a delivered message: documents as @socket.io/postgres-adapter (0.1 to
// 0.5) reads them from a PostgreSQL channel. Pure; channel/socket_io.hpp sends them.
namespace proactive {

// The events of a run.
class RealtimeEvents {
 public:
  explicit RealtimeEvents(ChannelSettings const& settings);

  // The channel of the namespace: "socket.io#/".
  [[nodiscard]] std::string const& channel() const { return channel_; }
  // The whole JSON document for one message: the event, its payload, and the rooms that get it.
  [[nodiscard]] std::string document(DeliveredMessage const& message) const;

 private:
  [[nodiscard]] std::string rooms(DeliveredMessage const& message) const;

  std::string channel_;
  std::string head_;  // of every document, up to the payload
  bool has_ids_alone_;
  std::vector<std::string> rooms_;
};

// What is notified in place of a document that was put into socket_io_attachments under this id.
std::string realtime_attachment(std::string const& id);

// The servers that are heard in texts of the channel: each says every 5 seconds that it is there, by an id of its own.
std::set<std::string> servers_heard(std::vector<std::string> const& texts);

// Whether a setting's value is safe to send. A reserved event name disconnects every client of the room; an event
// without rooms, or a room that is the same for all users, shows a private message to others.
bool is_realtime_namespace(std::string const& text);
bool is_realtime_channel_prefix(std::string const& text);
bool is_realtime_event(std::string const& text);
bool is_realtime_rooms(std::string const& text);

// What is wrong with the rooms, as a sentence that names the first of them and says what to write; empty: nothing.
// Rooms of different users must have different names, whatever their ids are: each pattern begins with a text that none
// of the others begins with, unless it is the only one and has one id, and has a text between two ids.
std::string realtime_rooms_problem(std::string const& text);

}  // namespace proactive
