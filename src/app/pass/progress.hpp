#pragma once

#include <functional>
#include <mutex>
#include <string>

namespace proactive::app {

// How far a run has come.
struct Progress {
  long written = 0;  // messages that are stored, or shown by a dry run
  long total = 0;    // an estimate until all have been chosen
  bool asks_llm = false;
  int in_flight = 0;      // calls of the LLM
  long fallbacks = 0;     // messages that a template wrote in its stead
  std::string step = {};  // what it does before it writes or delivers, or nothing
  long checked = 0;       // pairs that schedule has looked at
  long due = 0;           // of so many; 0: not known
  long looked_at = 0;     // messages that process has looked at
  long sent = 0;
  long lives = 0;  // users whose days are simulated
  long all_lives = 0;
  bool is_over = false;  // nothing more is to be seen
};

// Adds up the progress of a run's jobs, and shows it to whoever looks.
class ProgressBoard {
 public:
  using Show = std::function<void(Progress const&)>;
  explicit ProgressBoard(Show show, bool asks_llm = false) : show_(std::move(show)) { progress_.asks_llm = asks_llm; }

  [[nodiscard]] bool is_watched() const { return static_cast<bool>(show_); }

  // What the run does before its jobs begin, such as learning of pairs.
  void step(std::string const& text) {
    tell([&](Progress& progress) { progress.step = text; });
  }

  void add_due(long due) {
    tell([&](Progress& progress) { progress.due += due; });
  }
  void add_checked(long checked) {
    tell([&](Progress& progress) { progress.checked += checked; });
  }
  void add_delivered(long looked_at, long sent) {
    tell([&](Progress& progress) {
      progress.looked_at += looked_at;
      progress.sent += sent;
    });
  }

  void add_lives(long lives, long all) {
    tell([&](Progress& progress) {
      progress.lives += lives;
      progress.all_lives = all;
    });
  }

  // What a job has written since it last told, and by how much what it has left has changed.
  void add(long written, long fallbacks, long rest, int in_flight) {
    tell([&](Progress& progress) {
      progress.written += written;
      progress.fallbacks += fallbacks;
      progress.total += written + rest;
      progress.in_flight = in_flight;
    });
  }

  // Takes away what is shown, for good: before the line that says what the run came to.
  void end() {
    tell([](Progress& progress) { progress.is_over = true; });
  }

 private:
  template <typename Change>
  void tell(Change const& change) {
    if (!show_) return;
    std::lock_guard const lock(mutex_);
    if (progress_.is_over) return;
    change(progress_);
    show_(progress_);
  }

  std::mutex mutex_;
  Show show_;
  Progress progress_;
};

}  // namespace proactive::app
