#include "base/stop.hpp"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <string_view>

namespace proactive {

namespace {

using Clock = std::chrono::steady_clock;

std::atomic<std::int64_t> stopped_at{0};  // the clock's ticks; 0: not stopped
static_assert(std::atomic<std::int64_t>::is_always_lock_free, "a signal handler may only use lock-free atomics");

void request_stop(int) {
  std::int64_t none = 0;
  stopped_at.compare_exchange_strong(none, Clock::now().time_since_epoch().count());
}

volatile std::sig_atomic_t is_terminal = 0;  // stderr
volatile std::sig_atomic_t interrupted_code = 0;

void tell_terminal(std::string_view sentence) {
  if (is_terminal == 0) return;
  auto const before = errno;  // of what was interrupted
  [[maybe_unused]] auto const written = write(STDERR_FILENO, sentence.data(), sentence.size());
  errno = before;
}

void interrupt_run(int signal) {
  constexpr std::string_view sentence =
      "\ninterrupted: it ends after this batch, and Ctrl-C again at once; nothing is lost\n";
  request_stop(signal);
  tell_terminal(sentence);
}

void interrupt_command(int) {
  constexpr std::string_view sentence = "\ninterrupted: a change was made as a whole or not at all\n";
  tell_terminal(sentence);
  _exit(interrupted_code);
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
  is_terminal = isatty(STDERR_FILENO);
  on_signal(SIGTERM, request_stop, SA_RESTART);
  on_signal(SIGHUP, request_stop, SA_RESTART);
  on_signal(SIGINT, interrupt_run, SA_RESTART | static_cast<int>(SA_RESETHAND));
  on_signal(SIGPIPE, SIG_IGN, 0);
}

void end_on_interrupt(int code) {
  interrupted_code = code;
  on_signal(SIGINT, interrupt_command, 0);
}

bool stop_requested() noexcept { return stopped_at != 0; }

std::chrono::milliseconds stop_age() noexcept {
  auto const since = stopped_at.load();
  if (since == 0) return {};
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch() -
                                                               Clock::duration{since});
}

}  // namespace proactive
