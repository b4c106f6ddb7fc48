#include "base/stop.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <string_view>

#include "base/terminal_text.hpp"

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

// Broken into lines beforehand, which a signal handler may not do; in memory that no exit takes away.
class Sentence {
 public:
  void set(std::string_view words, std::size_t columns) {
    constexpr std::size_t hanging = 2;
    size_ = 0;
    add("\n");
    for (auto const& line : wrapped(words, columns, hanging)) {
      add(line);
      add("\n");
    }
  }
  [[nodiscard]] std::string_view text() const { return {bytes_.data(), size_}; }

 private:
  void add(std::string_view part) { size_ += part.copy(bytes_.data() + size_, bytes_.size() - size_); }

  std::array<char, 256> bytes_{};
  std::size_t size_ = 0;
};
Sentence of_run;
Sentence of_command;

void tell_terminal(std::string_view sentence) {
  if (is_terminal == 0) return;
  auto const before = errno;  // of what was interrupted
  [[maybe_unused]] auto const written = write(STDERR_FILENO, sentence.data(), sentence.size());
  errno = before;
}

void interrupt_run(int signal) {
  request_stop(signal);
  tell_terminal(of_run.text());
}

void interrupt_command(int) {
  tell_terminal(of_command.text());
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

void watch_stop_signals(std::size_t columns) {
  is_terminal = isatty(STDERR_FILENO);
  of_run.set("interrupted: it ends after this batch, and Ctrl-C again at once; nothing is lost", columns);
  of_command.set("interrupted: a change was made as a whole or not at all", columns);
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
