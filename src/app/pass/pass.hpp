#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/pass/progress.hpp"
#include "app/pass/slice_queue.hpp"
#include "app/session.hpp"
#include "base/errors.hpp"
#include "base/json.hpp"
#include "store/leases.hpp"

namespace proactive::app {

// What schedule and process have in common on the command line.
struct PassOptions {
  bool dry_run = false;
  std::optional<Instant> now = {};  // evaluate as of this instant instead of the database's now
  int jobs = 1;                     // connections that work side by side, each on its own slices
  int slices = store::slice_count;  // the most that are taken at once
  ProgressBoard::Show show_progress = {};
};

// The database's clock from the begin of a run on, without asking it again.
class RunClock {
 public:
  RunClock() = default;
  // `stands_still`: the instant was given (--now).
  RunClock(Instant begin, bool stands_still) : begin_(begin), stands_still_(stands_still) {}
  [[nodiscard]] Instant now() const;
  [[nodiscard]] bool stands_still() const { return stands_still_; }

 private:
  Instant begin_;
  bool stands_still_ = true;
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

// What one job of a pass works with.
struct PassContext {
  store::LeaseHolder holder;
  std::vector<int> slices;  // that are worked on; empty in a dry run, which takes no leases and looks at all users
  Instant as_of;            // of the run; process moves it on with each batch, which may be minutes later
  RunClock clock;
  bool dry_run = false;
  std::chrono::steady_clock::time_point deadline =
      std::chrono::steady_clock::time_point::max();  // nothing new begins from then on (run_time_limit)
  std::vector<int> kept = {};  // slices that were worked on, and of which something is still under way

  // False from the deadline on, and once a signal asked the run to stop.
  [[nodiscard]] bool may_begin() const;
};

// How much a run may still do, shared by its jobs.
class Budget {
 public:
  explicit Budget(long total) : left_(total) {}
  // Takes up to `wanted` and returns how much.
  long take(long wanted) {
    long left = left_.load();
    while (left > 0 && !left_.compare_exchange_weak(left, left - std::min(left, wanted))) {
    }
    return left > 0 ? std::min(left, wanted) : 0;
  }
  void give_back(long amount) { left_ += amount; }
  [[nodiscard]] long left() const { return left_.load(); }

 private:
  std::atomic<long> left_;
};

// The frame of a run: its row in proactive.runs, its leases, its jobs, its log lines. In a dry run nothing is written.
class Pass {
 public:
  // Fixes the instant. With no slices free (or the tool disabled) run() does nothing.
  Pass(Session& session, std::string const& command, std::string const& run_id, PassOptions const& options);

  using Job = std::function<void(store::Database&, PassContext const&)>;
  struct Steps {
    Job prepare = {};  // once, before slices are taken
    Job begin = {};    // once, when some are
    Job work;          // on every connection: the first with the first slices, all take those that follow from slices()
    Job conclude = {};  // once, after all jobs, with the leases that they still hold
  };
  // One look, for runs that find nothing to do: where `look` says so, the run is over, and its row is written in the
  // same transaction, with `report`, which is completed. What others hold is looked at, too, so nothing is leased.
  using Look = std::function<bool(store::Transaction&)>;
  bool has_nothing_to_do(Look const& look, Json& report);

  // The first error of a job is thrown when all have ended; it is recorded in the run's row, and the leases are
  // released.
  void run(Steps const& steps, SliceSharing sharing);

  // Ends the run: completes the report, writes its row and the line run_finished, which on a terminal is what the run
  // came to `in_words`. Returns the exit code: ok, some_failed, or try_again after a stop signal.
  ExitCode finish(Json& report, bool some_failed, std::string const& in_words);

  [[nodiscard]] Instant as_of() const { return context_.as_of; }
  [[nodiscard]] Instant now() const { return context_.clock.now(); }
  [[nodiscard]] SliceQueue& slices() { return slices_; }
  [[nodiscard]] SliceQueue const& slices() const { return slices_; }
  [[nodiscard]] store::LeaseHolder const& holder() const { return context_.holder; }
  [[nodiscard]] std::chrono::steady_clock::time_point deadline() const { return context_.deadline; }
  [[nodiscard]] std::string const& run_id() const { return context_.holder.run_id; }
  // A sentence for the run's row and the log.
  void record_error(std::string const& sentence);

 private:
  void begin();
  void work(Steps const& steps);
  void run_jobs(Job const& job, std::vector<int> const& first);
  void tell_busy();
  void give_up(ExitCode code) noexcept;
  void tell_started() const;
  void complete(Json& report) const;
  void record_end(ExitCode code, Json const& report);

  Session& session_;
  PassOptions options_;
  PassContext context_;
  SliceQueue slices_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  bool begun_ = false;
  bool was_idle_ = false;           // over after one look
  bool had_nothing_to_do_ = false;  // disabled, or the slices are another's: which was said
  std::mutex errors_mutex_;
  Json errors_ = Json::array();
  long errors_left_out_ = 0;  // of those that there was no room for
};

// The sentence on a tool that is switched off; nothing: it is on.
std::optional<std::string> why_disabled(Session const& session);

// In every writing transaction of a pass, first: throws Error (try_again) when another run has taken a slice over
// meanwhile.
void require_leases(store::Transaction& transaction, PassContext const& context);

// The slices as statements take them: nothing, for all users, in a dry run and with all of the slices.
std::optional<std::vector<int>> slices_of(PassContext const& context);
std::optional<std::vector<int>> slices_of(std::vector<int> const& slices);

}  // namespace proactive::app
