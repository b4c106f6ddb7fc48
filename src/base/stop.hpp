#pragma once

namespace proactive {

// SIGTERM, SIGINT and SIGHUP ask a run to stop: the batch in hand ends, no new one begins. SIGPIPE is ignored.
void watch_stop_signals();
bool stop_requested() noexcept;

}  // namespace proactive
