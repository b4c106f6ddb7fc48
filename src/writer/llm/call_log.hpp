#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/llm/completion.hpp"
#include "domain/llm/pacing.hpp"
#include "writer/writer.hpp"

namespace proactive {

// Counts and logs calls. Texts of a service are shortened, and secrets cut out of them. For any thread.
class CallLog {
 public:
  explicit CallLog(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {}

  void call();
  void used(Usage const& usage);
  // A draft or a call, by its reason.
  void refused(std::string const& reason);
  // A draft's first fault.
  void draft_refused(std::string const& fault);

  // A call that failed. The first of its reason is a warning; the others, which would only repeat it, are for
  // debugging.
  void failed(std::string const& reason, std::string const& problem);
  // The service fails and is waited for; the first time, as a warning, until it has recovered.
  void outage(std::string const& reason);
  // A call that was answered.
  void answered();
  // Another form of the request is tried, and the one that the service understands.
  static void adapting(std::string const& profile);
  static void profile_found(std::string const& profile);
  // The first time, as warnings.
  void out_of_tokens();
  void cut_off(int most_tokens, Usage const& usage);
  // One of several models, which the service does not have.
  void model_missing(std::string const& model);
  // The run's calls have ended; only the first one counts.
  void stopped(CallStop stop, OutageCause cause);

  [[nodiscard]] ServiceTotals totals() const;
  // A service's text as it may be logged.
  [[nodiscard]] std::string shown(std::string text) const;

 private:
  [[nodiscard]] std::string sentence_of(CallStop stop, OutageCause cause) const;
  [[nodiscard]] std::string commonest_fault() const;

  std::vector<std::string> secrets_;
  mutable std::mutex mutex_;
  ServiceTotals totals_;
  long answered_ = 0;
  std::string last_failure_;  // as it may be shown
  std::map<std::string, long> draft_faults_;
  std::optional<std::chrono::steady_clock::time_point> outage_since_;
  std::set<std::string> warned_;
};

}  // namespace proactive
