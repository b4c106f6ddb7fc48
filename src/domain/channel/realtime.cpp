#include "domain/channel/realtime.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/json.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

constexpr std::array<std::string_view, 6> reserved_events{"connect",       "connect_error", "disconnect",
                                                          "disconnecting", "newListener",   "removeListener"};
constexpr std::size_t most_rooms = 8;

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

// What decides whether rooms can be told apart.
struct Pattern {
  std::string prefix;  // before the first placeholder
  int placeholders = 0;
  bool names_receiver = false;
  bool has_neighbours = false;  // placeholders without a text between them
};

// Nothing where it has an unknown placeholder, or a brace too many.
std::optional<Pattern> read_pattern(std::string const& text) {
  constexpr char mark = '\x01';  // in a placeholder's stead: no pattern has it
  Pattern pattern;
  auto const known = [&](std::string_view placeholder) -> std::optional<std::string> {
    bool const names_receiver = placeholder == "conversation_id" || placeholder == "user_id";
    if (!names_receiver && placeholder != "companion_id") return std::nullopt;
    pattern.names_receiver = pattern.names_receiver || names_receiver;
    ++pattern.placeholders;
    return std::string{mark};
  };
  if (!is_graphic(text)) return std::nullopt;
  auto const marked = expand(text, known);
  if (!marked) return std::nullopt;
  pattern.prefix = marked->substr(0, marked->find(mark));
  pattern.has_neighbours = marked->find(std::string(2, mark)) != std::string::npos;
  return pattern;
}

std::string quoted_pattern(std::string const& text) { return fmt::format("\"{}\"", shortened(printable(text), 80)); }

// As the end of a sentence; empty: nothing is wrong with it.
std::string pattern_problem(std::string const& text, std::optional<Pattern> const& pattern, bool is_alone) {
  auto const problem = [&](char const* what) { return fmt::format("the room {} {}", quoted_pattern(text), what); };
  if (!pattern) return problem("is no pattern: write texts and {conversation_id}, {user_id} or {companion_id}");
  if (!pattern->names_receiver)
    return problem("could be the same for several users: put {conversation_id} or {user_id} into it");
  if (pattern->has_neighbours) {
    return problem(
        "has two ids side by side, so that one user's could be another's: write a text such as - between them");
  }
  if (pattern->prefix.empty() && !(is_alone && pattern->placeholders == 1))
    return problem("begins with an id, so that it could be another room: begin it with a text such as user_");
  return {};
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

// Without what people wrote: who may read the app's channels reads no messages, and the client fetches them.
std::string payload_of_ids(DeliveredMessage const& message) {
  std::string text = R"({"conversation_id":)" +
                     (message.conversation_json.empty() ? to_line(message.conversation_id) : message.conversation_json);
  text += R"(,"message_id":)" + to_line(message.message_id);
  text += R"(,"engagement_id":)" + number_json(message.engagement.id);
  text += R"(,"user_id":)" + to_line(message.pair.user_id);
  return text + R"(,"companion_id":)" + to_line(message.pair.companion_id) + "}";
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
      has_ids_alone_(settings.realtime_payload == RealtimePayload::ids),
      rooms_(split_at_spaces(settings.realtime_rooms)) {
  auto const space = to_line(settings.realtime_namespace);
  head_ = R"({"uid":"emitter","nsp":)" + space +
          R"(,"source":"_sio_adapter","type":3,"data":{"packet":{"type":2,"nsp":)" + space + R"(,"data":[)" +
          to_line(settings.realtime_event) + ",";
}

std::string RealtimeEvents::document(DeliveredMessage const& message) const {
  return head_ + (has_ids_alone_ ? payload_of_ids(message) : payload(message)) + R"(]},"opts":{"rooms":)" +
         rooms(message) + R"(,"except":[],"flags":{}}}})";
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

std::set<std::string> servers_heard(std::vector<std::string> const& texts) {
  std::set<std::string> servers;
  for (auto const& text : texts) {
    auto const document = parse_bounded(text, 8);
    auto uid = document ? member_text(*document, "uid") : std::string{};
    if (!uid.empty() && uid != "emitter") servers.insert(std::move(uid));
  }
  return servers;
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

std::string realtime_rooms_problem(std::string const& text) {
  auto const patterns = split_at_spaces(text);
  if (patterns.empty()) return "no room is named: write one such as user_{user_id}";
  if (patterns.size() > most_rooms) return fmt::format("there are more than {} rooms: leave some out", most_rooms);
  std::vector<Pattern> read;
  for (auto const& each : patterns) {
    auto const pattern = read_pattern(each);
    if (auto problem = pattern_problem(each, pattern, patterns.size() == 1); !problem.empty()) return problem;
    read.push_back(*pattern);
  }
  for (std::size_t i = 0; i < read.size(); ++i) {
    for (std::size_t k = 0; k < read.size(); ++k) {
      if (i == k || !read[i].prefix.starts_with(read[k].prefix)) continue;
      return fmt::format(
          "the rooms {} and {} begin alike, so that one user's could be another's: begin each with a text that no "
          "other "
          "begins with",
          quoted_pattern(patterns[std::min(i, k)]), quoted_pattern(patterns[std::max(i, k)]));
    }
  }
  return {};
}

bool is_realtime_rooms(std::string const& text) { return realtime_rooms_problem(text).empty(); }

}  // namespace proactive
