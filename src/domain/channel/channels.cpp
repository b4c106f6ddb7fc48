#include "domain/channel/channels.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace proactive {

namespace {

std::vector<std::string> words_of_list(std::string text) {
  std::replace(text.begin(), text.end(), ',', ' ');
  return split_at_spaces(text);
}

}  // namespace

std::vector<ChannelKind> parse_channels(std::string const& text) {
  auto const words = words_of_list(text);
  std::vector<ChannelKind> chosen;
  for (auto const& entry : Names<ChannelKind>::table) {
    if (std::find(words.begin(), words.end(), entry.name) != words.end()) chosen.push_back(entry.value);
  }
  return chosen;
}

bool is_channel_list(std::string const& text) {
  auto const words = words_of_list(text);
  if (words == std::vector<std::string>{"none"}) return true;
  return !words.empty() && std::all_of(words.begin(), words.end(),
                                       [](std::string const& word) { return value_of<ChannelKind>(word).has_value(); });
}

bool is_notify_channel(std::string const& text) {
  constexpr std::size_t most_bytes = 63;
  return !text.empty() && text.size() <= most_bytes &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace proactive
