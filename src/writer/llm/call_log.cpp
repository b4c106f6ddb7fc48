#include "writer/llm/call_log.hpp"

#include <fmt/core.h>

#include <array>

#include "base/log.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

constexpr std::size_t longest_text = 200;  // user-perceived characters

std::string sentence_of(CallStop stop, std::string const& detail) {
  switch (stop) {
    case CallStop::forbidden:
      return fmt::format(
          "the LLM's service refuses this key or account ({}): correct OPENAI_API_KEY or its file, or see to the "
          "quota; templates write until then",
          detail);
    case CallStop::failures:
      return fmt::format(
          "half of the last 20 calls of the LLM failed, last with {}: templates write the rest of this run; look for "
          "llm_call_failed in the log",
          detail);
    case CallStop::call_limit:
      return "llm_max_calls_per_run is reached: templates write the rest of this run";
  }
  return {};
}

}  // namespace

void CallLog::call() {
  std::lock_guard const lock(mutex_);
  ++totals_.calls;
}

void CallLog::used(Usage const& usage) {
  std::lock_guard const lock(mutex_);
  totals_.tokens_in += usage.tokens_in;
  totals_.tokens_out += usage.tokens_out;
}

void CallLog::refused(std::string const& reason) {
  std::lock_guard const lock(mutex_);
  ++totals_.refusals[reason];
}

void CallLog::failed(std::string const& reason, std::string const& problem) {
  std::lock_guard const lock(mutex_);
  auto const level = warned_.insert(reason).second ? log::Level::warn : log::Level::debug;
  log::write(level, "llm_call_failed", {{"reason", reason}, {"problem", shown(problem)}});
}

void CallLog::out_of_tokens() {
  std::lock_guard const lock(mutex_);
  if (!warned_.insert("token_budget").second) return;
  log::warn("llm_token_budget_spent",
            {{"hint", "llm_max_tokens_per_day is used up: templates write until the next day (UTC) begins"}});
}

void CallLog::stopped(CallStop stop, std::string const& detail) {
  std::lock_guard const lock(mutex_);
  if (!totals_.stopped.empty()) return;
  totals_.stopped = name_of(stop);
  totals_.needs_operator = stop == CallStop::forbidden;
  totals_.sentence = sentence_of(stop, shown(detail));
  log::write(stop == CallStop::forbidden ? log::Level::error : log::Level::warn, "llm_stopped",
             {{"reason", name_of(stop)}, {"error", totals_.sentence}});
}

ServiceTotals CallLog::totals() const {
  std::lock_guard const lock(mutex_);
  return totals_;
}

std::string CallLog::shown(std::string text) const {
  constexpr std::string_view cut{"***"};
  for (auto const& secret : secrets_) {
    if (secret.empty()) continue;
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + cut.size())) {
      text.replace(at, secret.size(), cut);
    }
  }
  return shortened(printable(text), longest_text, 4 * longest_text);
}

}  // namespace proactive
