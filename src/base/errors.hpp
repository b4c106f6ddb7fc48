#pragma once

#include <stdexcept>
#include <string>

namespace proactive {

// Exit codes of the command line, after sysexits.h where it has one. They are a contract: never renumber.
enum class ExitCode : int {
  ok = 0,              // done; also nothing to do, disabled, or another run holds the slices
  some_failed = 1,     // done, but some engagements failed
  usage = 64,          // the command line is wrong
  unavailable = 69,    // the database cannot be reached
  internal = 70,       // a fault of this program
  try_again = 75,      // locks, time-outs, a lost connection: the next run goes on
  configuration = 78,  // a setting, a privilege or the schema is wrong
};

// The only error that reaches main: a finished sentence that says what to do, and the exit code.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, std::string const& sentence) : std::runtime_error(sentence), code_(code) {}
  [[nodiscard]] ExitCode code() const noexcept { return code_; }

 private:
  ExitCode code_;
};

inline Error usage_error(std::string const& sentence) { return {ExitCode::usage, sentence}; }
inline Error configuration_error(std::string const& sentence) { return {ExitCode::configuration, sentence}; }

}  // namespace proactive
