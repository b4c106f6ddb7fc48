#include "domain/channel/realtime.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <vector>

#include "base/json.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

constexpr std::array<std::string_view, 6> reserved_events{"connect",       "connect_error", "disconnect",
                                                          "disconnecting", "newListener",   "removeListener"};
constexpr std::size_t most_rooms = 8;

std::vector<std::string> words(std::string const& text) {
  std::istringstream in(text);
  std::vector<std::string> found;
  for (std::string word; in >> word;) found.push_back(word);
  return found;
}

bool is_graphic(std::string const& text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c != 0x7f; });
}

// Names that the app's code has: a character that looks like another would be another name.
bool is_ascii_graphic(std::string const& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

// A pattern with its placeholders filled in; nullopt when it has an unknown one or a brace too many.
template <typename ValueOf>
std::optional<std::string> expand(std::string const& pattern, ValueOf value_of) {
  std::string expanded;
  std::size_t at = 0;
  while (at < pattern.size()) {
    auto const open = pattern.find_first_of("{}", at);
    expanded += pattern.substr(at, open - at);
    if (open == std::string::npos) break;
    auto const close = pattern.find('}', open);
    if (pattern[open] == '}' || close == std::string::npos) return std::nullopt;
    std::optional<std::string> const value = value_of(std::string_view{pattern}.substr(open + 1, close - open - 1));
    if (!value) return std::nullopt;
    expanded += *value;
    at = close + 1;
  }
  return expanded;
}

// A number of ours that JavaScript cannot hold exactly becomes a string.
std::string number_json(std::string const& id) {
  constexpr std::size_t safe_digits = 15;
  return id.size() <= safe_digits ? id : to_line(id);
}

// What the app's clients get where its adapter returns no message of its own.
std::string plain_document(DeliveredMessage const& message) {
  return to_line(
      {{"id", message.message_id}, {"conversation_id", message.conversation_id}, {"content", message.content}});
}

// Written as text, a member after the other: a tree of JSON values costs four times as much, for each message.
std::string payload(DeliveredMessage const& message) {
  auto const conversation =
      message.conversation_json.empty() ? to_line(message.conversation_id) : message.conversation_json;
  std::string text;
  text.reserve(200 + message.document.size());
  text += R"({"conversation_id":)" + conversation;
  text += R"(,"message":)" + (message.document.empty() ? plain_document(message) : message.document);
  text += R"(,"engagement_id":)" + number_json(message.engagement.id);
  text += R"(,"engagement_type":")" + std::string{name_of(message.type)};
  text += '"';
  if (!message.disclosure.is_null()) text += R"(,"disclosure":)" + to_line(message.disclosure);
  return text + '}';
}

}  // namespace

RealtimeEvents::RealtimeEvents(ChannelSettings const& settings)
    : channel_(fmt::format("{}#{}", settings.realtime_channel_prefix, settings.realtime_namespace)),
      rooms_(words(settings.realtime_rooms)) {
  auto const space = to_line(settings.realtime_namespace);
  head_ = R"({"uid":"emitter","nsp":)" + space +
          R"(,"source":"_sio_adapter","type":3,"data":{"packet":{"type":2,"nsp":)" + space + R"(,"data":[)" +
          to_line(settings.realtime_event) + ",";
}

std::string RealtimeEvents::document(DeliveredMessage const& message) const {
  return head_ + payload(message) + R"(]},"opts":{"rooms":)" + rooms(message) + R"(,"except":[],"flags":{}}}})";
}

std::string RealtimeEvents::rooms(DeliveredMessage const& message) const {
  auto const value_of = [&](std::string_view placeholder) -> std::optional<std::string> {
    if (placeholder == "conversation_id") return message.conversation_id;
    if (placeholder == "user_id") return message.pair.user_id;
    return message.pair.companion_id;
  };
  Json list = Json::array();
  for (auto const& pattern : rooms_) list.push_back(expand(pattern, value_of).value());
  return to_line(list);
}

std::string realtime_attachment(std::string const& id) {
  return R"({"uid":"emitter","type":3,"attachmentId":)" + to_line(id) + "}";
}

bool is_realtime_namespace(std::string const& text) {
  return text.starts_with('/') && text.size() <= 40 && is_ascii_graphic(text);
}

bool is_realtime_channel_prefix(std::string const& text) {
  auto const allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"._:-"}.find(c) != std::string_view::npos;
  };
  return !text.empty() && text.size() <= 20 && std::all_of(text.begin(), text.end(), allowed);
}

bool is_realtime_event(std::string const& text) {
  return !text.empty() && text.size() <= 100 && is_ascii_graphic(text) &&
         std::find(reserved_events.begin(), reserved_events.end(), text) == reserved_events.end();
}

bool is_realtime_rooms(std::string const& text) {
  auto const patterns = words(text);
  auto const is_private = [](std::string const& pattern) {
    bool names_one = false;
    auto const known = [&](std::string_view placeholder) -> std::optional<std::string> {
      bool const names_receiver = placeholder == "conversation_id" || placeholder == "user_id";
      names_one = names_one || names_receiver;
      if (names_receiver || placeholder == "companion_id") return "";
      return std::nullopt;
    };
    return is_graphic(pattern) && expand(pattern, known) && names_one;
  };
  return !patterns.empty() && patterns.size() <= most_rooms &&
         std::all_of(patterns.begin(), patterns.end(), is_private);
}

}  // namespace proactive
