#include "domain/llm/echo.hpp"

#include <algorithm>

namespace proactive {

namespace {

constexpr std::size_t shortest_echo = 20;  // bytes: a service's own sentences share less with a prompt

// How far the words from here on stand in what was sent.
std::size_t echo_length(std::string_view words, std::string_view sent) {
  if (words.size() < shortest_echo) return 0;
  auto const at = sent.find(words.substr(0, shortest_echo));
  if (at == std::string_view::npos) return 0;
  auto const rest = sent.substr(at);
  auto const [end, other] = std::mismatch(words.begin(), words.end(), rest.begin(), rest.end());
  return static_cast<std::size_t>(end - words.begin());
}

}  // namespace

std::string without_echo(std::string_view words, std::string_view sent, std::size_t most_bytes) {
  auto rest = words.substr(0, most_bytes);
  std::string own;
  while (!rest.empty()) {
    auto const echo = echo_length(rest, sent);
    if (echo > 0 && !own.ends_with("...")) own += "...";
    if (echo == 0) own += rest.front();
    rest.remove_prefix(std::max<std::size_t>(1, echo));
  }
  return own;
}

}  // namespace proactive
