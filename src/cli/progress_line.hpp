#pragma once

#include <chrono>
#include <string>

#include "app/pass/progress.hpp"

namespace proactive::cli {

// "120 of 1000 written, 16 in flight, 3 fallbacks, 52/s, 17 s left": the rate and the time left are those of the run so
// far, and calls and fallbacks are told where an LLM is asked. Before anything is to be written "5000 of 300000
// checked", of process "1200 sent of 1500 looked at", of a simulation "640 of 1000 users simulated".
std::string progress_text(app::Progress const& progress, std::chrono::milliseconds elapsed);

// Shows progress on a line of the terminal, a few times a second, until it goes out of scope. Does nothing where stderr
// is no terminal, for TERM=dumb, and with NO_COLOR.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(ProgressLine const&) = delete;
  ProgressLine& operator=(ProgressLine const&) = delete;

  [[nodiscard]] app::ProgressBoard::Show show();

 private:
  bool shows_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point shown_at_;
  std::string shown_step_;
  std::size_t columns_;  // a line that wraps could not be written anew
};

}  // namespace proactive::cli
