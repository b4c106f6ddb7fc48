#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace proactive::store {

// Cuts a connection off that does not answer in time, such as one to a server that has stopped or lost its network: a
// thread of its own shuts the socket down, so that the waiting call fails. Time-outs of the server and of TCP do not
// see a server process that is frozen.
class Watchdog {
 public:
  Watchdog() : thread_([this](std::stop_token const& ending) { watch(ending); }) {}

  // Watches a socket while it exists.
  class Watch {
   public:
    Watch(Watchdog& watchdog, int socket) : watchdog_(watchdog) { watchdog_.begin(socket); }
    ~Watch() { watchdog_.end(); }
    Watch(Watch const&) = delete;
    Watch& operator=(Watch const&) = delete;
    // An answer is now due within `limit`.
    void expect_answer(std::chrono::seconds limit) { watchdog_.expect_answer(limit); }

   private:
    Watchdog& watchdog_;
  };

  // Whether it has cut the connection off.
  [[nodiscard]] bool has_cut_off() const;

 private:
  using Clock = std::chrono::steady_clock;

  void begin(int socket);
  void end();
  void expect_answer(std::chrono::seconds limit);
  void watch(std::stop_token const& ending);
  [[nodiscard]] bool is_overdue() const;

  mutable std::mutex mutex_;
  std::condition_variable_any ended_;
  std::optional<int> socket_;
  Clock::time_point due_ = Clock::time_point::max();
  bool has_cut_off_ = false;
  std::jthread thread_;  // last: it uses the others
};

}  // namespace proactive::store
