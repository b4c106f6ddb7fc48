#pragma once

#include <chrono>
#include <cstddef>

namespace proactive {

// SIGTERM, SIGINT and SIGHUP ask a run to stop: the batch in hand ends, no new one begins. A second SIGINT ends the
// process at once. SIGPIPE is ignored. Who pressed Ctrl-C at a terminal, of so many columns, is told there what happens
// now.
void watch_stop_signals(std::size_t columns);

// From now on SIGINT ends the process at once, with `code`: for what is not done in batches.
void end_on_interrupt(int code);
bool stop_requested() noexcept;

// How long ago the first stop was requested; zero when none was.
std::chrono::milliseconds stop_age() noexcept;

// A run that was told to stop is gone after 25 s at the latest: work may begin until the first of these ages, its
// closing words may take until the second, and what the database does not answer by then is cut off.
constexpr std::chrono::seconds stop_drain{8};
constexpr std::chrono::seconds stop_cut_off{20};

}  // namespace proactive
