#include "cli/progress_line.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <string_view>

#include "base/log.hpp"

namespace proactive::cli {

namespace {

constexpr std::chrono::milliseconds refresh{200};

bool is_set(char const* variable) {
  auto const* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): before threads
  return value != nullptr && *value != '\0';
}

bool is_dumb() {
  auto const* terminal = std::getenv("TERM");  // NOLINT(concurrency-mt-unsafe): before threads
  return terminal == nullptr || std::string_view{terminal} == "dumb";
}

}  // namespace

std::string progress_text(app::Progress const& progress, std::chrono::milliseconds elapsed) {
  auto text = fmt::format("{} of {} written, {} in flight, {} fallbacks", progress.written, progress.total,
                          progress.in_flight, progress.fallbacks);
  if (progress.written == 0 || elapsed.count() <= 0) return text;
  auto const rate = static_cast<double>(progress.written) * 1000 / static_cast<double>(elapsed.count());
  auto const seconds = static_cast<double>(progress.total - progress.written) / rate;
  return fmt::format("{}, {}/s, {} s left", text, std::lround(rate), std::lround(seconds));
}

ProgressLine::ProgressLine() : shows_(isatty(STDERR_FILENO) == 1 && !is_dumb() && !is_set("NO_COLOR")) {}

ProgressLine::~ProgressLine() {
  if (shows_) log::show_status("");
}

app::ProgressBoard::Show ProgressLine::show() {
  if (!shows_) return {};
  return [this](app::Progress const& progress) {
    auto const now = std::chrono::steady_clock::now();
    if (now - shown_at_ < refresh) return;
    shown_at_ = now;
    log::show_status(progress_text(progress, std::chrono::duration_cast<std::chrono::milliseconds>(now - started_)));
  };
}

}  // namespace proactive::cli
