#pragma once

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "domain/llm/chat.hpp"
#include "domain/llm/pacing.hpp"
#include "writer/writer.hpp"

namespace proactive {

// Counts and logs calls. Texts of a service are shortened, and secrets cut out of them. For any thread.
class CallLog {
 public:
  explicit CallLog(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {}

  void call();
  void used(Usage const& usage);
  void refused(std::string const& reason);

  // A call that failed. The first of its reason is a warning; the others, which would only repeat it, are for
  // debugging.
  void failed(std::string const& reason, std::string const& problem);
  // The first time, as a warning.
  void out_of_tokens();
  // The run's calls have ended; only the first one counts. `detail` is the service's code.
  void stopped(CallStop stop, std::string const& detail);

  [[nodiscard]] ServiceTotals totals() const;
  // A service's text as it may be logged.
  [[nodiscard]] std::string shown(std::string text) const;

 private:
  std::vector<std::string> secrets_;
  mutable std::mutex mutex_;
  ServiceTotals totals_;
  std::set<std::string> warned_;
};

}  // namespace proactive
