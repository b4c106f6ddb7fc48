#include "base/stop.hpp"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <initializer_list>

namespace proactive {

namespace {

using Clock = std::chrono::steady_clock;

std::atomic<std::int64_t> stopped_at{0};  // the clock's ticks; 0: not stopped
static_assert(std::atomic<std::int64_t>::is_always_lock_free, "a signal handler may only use lock-free atomics");

void request_stop(int) {
  std::int64_t none = 0;
  stopped_at.compare_exchange_strong(none, Clock::now().time_since_epoch().count());
}

void on_signal(int signal, void (*handler)(int), int flags) {
  struct sigaction action = {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = flags;
  sigaction(signal, &action, nullptr);
}

}  // namespace

void watch_stop_signals() {
  on_signal(SIGTERM, request_stop, SA_RESTART);
  on_signal(SIGHUP, request_stop, SA_RESTART);
  on_signal(SIGINT, request_stop, SA_RESTART | static_cast<int>(SA_RESETHAND));
  on_signal(SIGPIPE, SIG_IGN, 0);
}

bool stop_requested() noexcept { return stopped_at != 0; }

std::chrono::milliseconds stop_age() noexcept {
  auto const since = stopped_at.load();
  if (since == 0) return {};
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch() -
                                                               Clock::duration{since});
}

}  // namespace proactive
