#include "domain/llm/event_stream.hpp"

#include <string>

#include "base/text.hpp"

namespace proactive {

namespace {

// Texts are joined, lists by their index, objects by their members; anything else is replaced.
void merge(Json& whole, Json const& piece) {
  if (piece.is_object() && (whole.is_object() || whole.is_null())) {
    for (auto const& [key, value] : piece.items()) merge(whole[key], value);
  } else if (piece.is_array() && (whole.is_array() || whole.is_null())) {
    for (std::size_t i = 0; i < piece.size(); ++i) {
      auto const& index = member(piece[i], "index");
      auto const at = index.is_number_unsigned() ? index.get<std::size_t>() : i;
      if (at <= whole.size()) merge(whole[at], piece[i]);
    }
  } else if (piece.is_string() && whole.is_string()) {
    whole = whole.get<std::string>() + piece.get<std::string>();
  } else if (!piece.is_null()) {
    whole = piece;
  }
}

void add_piece(Json& completion, Json const& piece) {
  for (auto const* const key : {"error", "usage", "promptFeedback"}) {
    if (!member(piece, key).is_null()) completion[key] = piece[key];
  }
  auto const& choices = member(piece, "choices");
  if (!choices.is_array() || choices.empty()) return;
  auto& choice = completion["choices"][0];
  for (auto const* const part : {"delta", "message"}) merge(choice["message"], member(choices[0], part));
  merge(choice["text"], member(choices[0], "text"));
  auto const& reason = member(choices[0], "finish_reason");
  if (reason.is_string()) choice["finish_reason"] = reason;
}

}  // namespace

bool is_event_stream(std::string_view body) {
  auto const text = trim(body.substr(0, 4096));
  return text.starts_with("data:") || text.starts_with("event:") || text.starts_with(":") || text.starts_with("id:");
}

std::optional<Json> joined_stream(std::string_view body, int deepest) {
  constexpr std::string_view field{"data:"};
  std::optional<Json> completion;
  while (!body.empty()) {
    auto const end = std::min(body.find_first_of("\r\n"), body.size());
    auto const line = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (!line.starts_with(field)) continue;
    auto const piece = parse_bounded(trim(line.substr(field.size())), deepest);
    if (!piece || !piece->is_object()) continue;  // "[DONE]"
    if (!completion) completion = Json::object();
    add_piece(*completion, *piece);
  }
  return completion;
}

}  // namespace proactive
