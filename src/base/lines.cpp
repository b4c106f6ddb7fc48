#include "base/lines.hpp"

#include <fmt/core.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/errors.hpp"
#include "base/stop.hpp"

namespace proactive {

namespace {

Error unreadable(int problem) {
  return usage_error(
      fmt::format("the lines cannot be read ({}): give it one text a line", std::generic_category().message(problem)));
}

// False when a stop was requested first. Asks now and then, since a signal may arrive just before the wait.
bool wait_for_input(int descriptor) {
  constexpr int now_and_then_ms = 250;
  while (!stop_requested()) {
    pollfd asked{descriptor, POLLIN, 0};
    auto const ready = poll(&asked, 1, now_and_then_ms);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) throw unreadable(errno);
  }
  return false;
}

}  // namespace

// More bytes; false at the end.
bool LineReader::fill() {
  std::array<char, 16384> bytes{};
  if (!wait_for_input(descriptor_)) return false;
  auto count = read(descriptor_, bytes.data(), bytes.size());
  while (count < 0 && errno == EINTR) count = read(descriptor_, bytes.data(), bytes.size());
  if (count < 0) throw unreadable(errno);
  unread_.assign(bytes.data(), static_cast<std::size_t>(count));
  return count > 0;
}

Line LineReader::taken() {
  auto line = std::exchange(line_, {});
  if (!line.is_cut && line.text.ends_with('\r')) line.text.pop_back();
  if (std::exchange(is_first_, false) && line.text.starts_with("\xEF\xBB\xBF")) line.text.erase(0, 3);
  return line;
}

std::optional<Line> LineReader::next() {
  while (!unread_.empty() || fill()) {
    auto const end = unread_.find('\n');
    auto const room = most_bytes_ - line_.text.size();
    line_.text.append(unread_, 0, std::min(end, room));
    line_.is_cut = line_.is_cut || std::min(end, unread_.size()) > room;
    unread_.erase(0, end == std::string::npos ? end : end + 1);
    if (end != std::string::npos) return taken();
  }
  if (line_.text.empty() || stop_requested()) return std::nullopt;
  return taken();
}

}  // namespace proactive
