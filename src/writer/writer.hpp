#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "domain/llm/profile.hpp"
#include "domain/message/brief.hpp"

namespace proactive {

enum class CheckDepth { quick, full };

// What a run's calls of a service came to.
struct ServiceTotals {
  long calls = 0;
  long tokens_in = 0;
  long tokens_out = 0;
  std::map<std::string, long> refusals;  // drafts that were refused and calls that failed, by reason
  std::string stopped = {};              // the reason why calls ended before the run did; empty: they did not
  std::string sentence = {};             // the same for people, and what an operator should do about it
  bool needs_operator = false;           // nothing that the next run could mend, or no call was answered
};

// What a call for a brief would send, for previews.
struct ServiceRequest {
  std::string url;
  std::string body;  // JSON
};

// Writes messages. Everything but write() may be left as it is by a writer that calls no service. Several threads may
// use one writer.
class Writer {
 public:
  virtual ~Writer() = default;

  // Calls `done` exactly once with the draft, perhaps before it returns, perhaps later on another thread.
  using Done = std::function<void(Draft)>;
  virtual void write(Brief brief, Done done) = 0;

  // As its drafts name it.
  [[nodiscard]] virtual std::string_view name() const = 0;

  // How many briefs it wants to have in hand, so as never to be idle; 1 where write() answers before it returns.
  [[nodiscard]] virtual std::size_t capacity() const { return 1; }
  // How many calls are under way.
  [[nodiscard]] virtual int in_flight() const { return 0; }

  // The tokens that calls for these briefs may cost at most, beyond those that were granted and are left.
  [[nodiscard]] virtual long tokens_wanted(std::vector<Brief> const& /*briefs*/) const { return 0; }
  // Tokens that calls may cost from now on. Calls that the granted tokens do not suffice for are not made.
  virtual void grant_tokens(long /*tokens*/) {}
  // Tokens that a call waits for beyond those that were granted; 0: none does. Who has no more says so, and the call is
  // not made.
  [[nodiscard]] virtual long tokens_lacking() const { return 0; }
  virtual void end_of_tokens() {}
  // What was granted and not spent; negative where a service answered with more than it was allowed to.
  virtual long take_back_tokens() { return 0; }

  // Nothing where no service is called.
  [[nodiscard]] virtual std::optional<ServiceTotals> totals() const { return std::nullopt; }
  // Of the models that have answered.
  [[nodiscard]] virtual LearnedModels learned() const { return {}; }
  // Nothing where no service is called. Calls none.
  [[nodiscard]] virtual std::optional<ServiceRequest> preview(Brief const& /*brief*/) const { return std::nullopt; }

  // Sentences about what it has and cannot use, such as a broken template; none: all is well.
  [[nodiscard]] virtual std::vector<std::string> problems() const { return {}; }
  // Whether it can write; what is well is a finding too. A full check asks a service for one message.
  [[nodiscard]] virtual std::vector<Finding> check(CheckDepth depth) const = 0;
};

}  // namespace proactive
