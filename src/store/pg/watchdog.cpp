#include "store/pg/watchdog.hpp"

#include <sys/socket.h>

#include "base/stop.hpp"

namespace proactive::store {

namespace {
constexpr std::chrono::milliseconds look_every{200};  // a signal handler cannot wake the thread
}

bool Watchdog::has_cut_off() const {
  std::lock_guard const lock(mutex_);
  return has_cut_off_;
}

void Watchdog::begin(int socket) {
  std::lock_guard const lock(mutex_);
  socket_ = socket;
  due_ = Clock::time_point::max();
}

void Watchdog::end() {
  std::lock_guard const lock(mutex_);
  socket_.reset();
}

void Watchdog::expect_answer(std::chrono::seconds limit) {
  std::lock_guard const lock(mutex_);
  due_ = Clock::now() + limit;
}

bool Watchdog::is_overdue() const {
  return socket_ && (Clock::now() > due_ || (stop_requested() && stop_age() > stop_cut_off));
}

void Watchdog::watch(std::stop_token const& ending) {
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, ending, look_every, [&] { return ending.stop_requested(); })) {
    if (!is_overdue()) continue;
    shutdown(*socket_, SHUT_RDWR);
    socket_.reset();
    has_cut_off_ = true;
  }
}

}  // namespace proactive::store
