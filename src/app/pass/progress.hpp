#pragma once

#include <functional>
#include <mutex>

namespace proactive::app {

// How far a run has come.
struct Progress {
  long written = 0;  // messages that are stored, or shown by a dry run
  long total = 0;    // an estimate until all have been chosen
  int in_flight = 0;
  long fallbacks = 0;
};

// Adds up the progress of a run's jobs, and shows it to whoever looks.
class ProgressBoard {
 public:
  using Show = std::function<void(Progress const&)>;
  explicit ProgressBoard(Show show) : show_(std::move(show)) {}

  [[nodiscard]] bool is_watched() const { return static_cast<bool>(show_); }

  // What a job has written since it last told, and by how much what it has left has changed.
  void add(long written, long fallbacks, long rest, int in_flight) {
    if (!show_) return;
    std::lock_guard const lock(mutex_);
    progress_.written += written;
    progress_.fallbacks += fallbacks;
    progress_.total += written + rest;
    progress_.in_flight = in_flight;
    show_(progress_);
  }

 private:
  std::mutex mutex_;
  Show show_;
  Progress progress_;
};

}  // namespace proactive::app
