#include "cli/progress_line.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cmath>

#include "base/log.hpp"
#include "base/terminal_text.hpp"
#include "base/text.hpp"
#include "cli/render/terminal.hpp"

namespace proactive::cli {

namespace {

constexpr std::chrono::milliseconds refresh{200};

std::string written_text(app::Progress const& progress, std::chrono::milliseconds elapsed) {
  auto text = fmt::format("{} of {} written", progress.written, progress.total);
  if (progress.asks_llm) {
    text += fmt::format(", {} in flight", progress.in_flight);
    if (progress.fallbacks > 0) text += ", " + counted_noun(progress.fallbacks, "fallback");
  }
  if (progress.written == 0 || elapsed.count() <= 0) return text;
  auto const rate = static_cast<double>(progress.written) * 1000 / static_cast<double>(elapsed.count());
  auto const seconds = static_cast<double>(progress.total - progress.written) / rate;
  return fmt::format("{}, {}/s, {} s left", text, std::lround(rate), std::lround(seconds));
}

}  // namespace

std::string progress_text(app::Progress const& progress, std::chrono::milliseconds elapsed) {
  if (progress.is_over) return {};
  if (!progress.step.empty()) return progress.step;
  if (progress.all_lives > 0) return fmt::format("{} of {} users simulated", progress.lives, progress.all_lives);
  if (progress.looked_at > 0) return fmt::format("{} sent of {} looked at", progress.sent, progress.looked_at);
  if (progress.total > 0) return written_text(progress, elapsed);
  if (progress.checked == 0) return {};
  return progress.due >= progress.checked ? fmt::format("{} of {} checked", progress.checked, progress.due)
                                          : fmt::format("{} checked", progress.checked);
}

ProgressLine::ProgressLine()
    : shows_(can_move_cursor(STDERR_FILENO) && !wants_no_colours()),
      columns_(terminal_of_descriptor(STDERR_FILENO).columns) {}

ProgressLine::~ProgressLine() {
  if (shows_) log::show_status("");
}

app::ProgressBoard::Show ProgressLine::show() {
  if (!shows_) return {};
  return [this](app::Progress const& progress) {
    auto const now = std::chrono::steady_clock::now();
    if (now - shown_at_ < refresh && progress.step == shown_step_ && !progress.is_over) return;
    shown_at_ = now;
    shown_step_ = progress.step;
    auto const elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - started_);
    log::show_status(shortened_to_columns(progress_text(progress, elapsed), columns_ - 1));
  };
}

}  // namespace proactive::cli
