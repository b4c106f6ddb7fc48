#include "base/stop.hpp"

#include <atomic>
#include <csignal>
#include <initializer_list>

namespace proactive {

namespace {
std::atomic<bool> stop_flag{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only use lock-free atomics");
}  // namespace

void watch_stop_signals() {
  struct sigaction action = {};
  action.sa_handler = [](int) { stop_flag = true; };
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  for (int const signal : {SIGTERM, SIGINT, SIGHUP}) sigaction(signal, &action, nullptr);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, nullptr);
}

bool stop_requested() noexcept { return stop_flag; }

}  // namespace proactive
