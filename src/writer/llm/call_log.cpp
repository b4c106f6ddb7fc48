#include "writer/llm/call_log.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/log.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

constexpr std::size_t longest_text = 200;  // user-perceived characters

bool needs_operator(CallStop stop) { return stop != CallStop::call_limit && stop != CallStop::failures; }

std::string cause_in_words(OutageCause cause) {
  switch (cause) {
    case OutageCause::no_success:
      return "had no success for llm_outage_seconds";
    case OutageCause::refusals:
      return fmt::format("refused the first {} requests, one and all", most_first_refusals);
    case OutageCause::long_pause:
      return "asks for longer pauses than llm_outage_seconds";
  }
  return {};
}

}  // namespace

std::string CallLog::sentence_of(CallStop stop, OutageCause cause) const {
  switch (stop) {
    case CallStop::forbidden:
      return fmt::format(
          "the LLM's service refuses this key or account ({}): correct OPENAI_API_KEY or its file; templates write "
          "until then",
          last_failure_);
    case CallStop::no_credit:
      return fmt::format(
          "the LLM's service says that its credit or quota is spent ({}): see to the account; templates "
          "write until then",
          last_failure_);
    case CallStop::unknown_model:
      return fmt::format(
          "the LLM's service does not have this model ({}): correct OPENAI_MODEL; templates write until "
          "then",
          last_failure_);
    case CallStop::no_endpoint:
      return fmt::format(
          "no chat completions are spoken where OPENAI_BASE_URL points ({}): correct it, config check "
          "finds the path; templates write until then",
          last_failure_);
    case CallStop::no_moderation:
      return fmt::format(
          "moderation is openai, but the LLM's service does not judge messages ({}): set moderation to off, or "
          "OPENAI_BASE_URL to a service that has /moderations; templates write until then",
          last_failure_);
    case CallStop::drafts:
      return fmt::format(
          "nearly all of the last 20 drafts of the LLM were refused, most of them for {}: templates write "
          "the rest of this run; try the model with schedule --dry-run, or set OPENAI_MODEL to another",
          commonest_fault());
    case CallStop::failures:
      return fmt::format(
          "the LLM's service {}, last with {}: templates write the rest of this run; look for llm_call_failed in the "
          "log",
          cause_in_words(cause), last_failure_);
    case CallStop::call_limit:
      return "llm_max_calls_per_run is reached: templates write the rest of this run";
  }
  return {};
}

std::string CallLog::commonest_fault() const {
  auto const most = std::max_element(draft_faults_.begin(), draft_faults_.end(),
                                     [](auto const& left, auto const& right) { return left.second < right.second; });
  return most == draft_faults_.end() ? std::string{"no_answer"} : most->first;
}

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

void CallLog::draft_refused(std::string const& fault) {
  std::lock_guard const lock(mutex_);
  ++draft_faults_[fault];
}

void CallLog::failed(std::string const& reason, std::string const& problem) {
  std::lock_guard const lock(mutex_);
  auto const words = shown(problem);
  last_failure_ = words.empty() ? reason : fmt::format("{}: {}", reason, words);
  auto const level = warned_.insert(reason).second ? log::Level::warn : log::Level::debug;
  log::write(level, "llm_call_failed", {{"reason", reason}, {"problem", words}});
}

void CallLog::outage(std::string const& reason) {
  std::lock_guard const lock(mutex_);
  if (outage_since_) return;
  outage_since_ = std::chrono::steady_clock::now();
  log::warn("llm_outage", {{"reason", reason},
                           {"hint", "the LLM's service fails: calls wait, and one at a time asks whether it is back"}});
}

void CallLog::answered() {
  std::lock_guard const lock(mutex_);
  ++answered_;
  if (!outage_since_) return;
  auto const waited = std::chrono::steady_clock::now() - *outage_since_;
  log::info("llm_recovered", {{"outage_ms", std::chrono::duration_cast<std::chrono::milliseconds>(waited).count()}});
  outage_since_.reset();
}

void CallLog::adapting(std::string const& profile) { log::debug("llm_adapting", {{"profile", profile}}); }

void CallLog::profile_found(std::string const& profile) { log::debug("llm_profile", {{"profile", profile}}); }

void CallLog::out_of_tokens() {
  std::lock_guard const lock(mutex_);
  if (!warned_.insert("token_budget").second) return;
  log::warn("llm_token_budget_spent",
            {{"hint", "llm_max_tokens_per_day is used up: templates write until the next day (UTC) begins"}});
}

void CallLog::cut_off(int most_tokens, Usage const& usage) {
  std::lock_guard const lock(mutex_);
  if (!warned_.insert("cut_off").second) return;
  auto const hint = fmt::format(
      "the model used up llm_max_completion_tokens ({}) before its answer ended, as models do that think first: raise "
      "it, or let it think less with llm_body, for instance {{\"reasoning_effort\": \"low\"}}",
      most_tokens);
  log::warn("llm_cut_off", {{"tokens_out", usage.tokens_out}, {"hint", hint}});
}

void CallLog::model_missing(std::string const& model) {
  std::lock_guard const lock(mutex_);
  totals_.needs_operator = true;
  totals_.sentence = fmt::format(
      "the LLM's service does not have the model {} ({}): correct OPENAI_MODEL, or stop the experiment whose variant "
      "names it; templates write in its stead",
      model, last_failure_);
  log::error("llm_model_missing", {{"model", model}, {"error", totals_.sentence}});
}

void CallLog::stopped(CallStop stop, OutageCause cause) {
  std::lock_guard const lock(mutex_);
  if (!totals_.stopped.empty()) return;
  totals_.stopped = name_of(stop);
  totals_.needs_operator = needs_operator(stop);
  totals_.sentence = sentence_of(stop, cause);
  log::write(totals_.needs_operator ? log::Level::error : log::Level::warn, "llm_stopped",
             {{"reason", name_of(stop)}, {"error", totals_.sentence}});
}

// A run that nothing came of is not well, though each of its calls failed for a reason of its own.
ServiceTotals CallLog::totals() const {
  std::lock_guard const lock(mutex_);
  auto totals = totals_;
  if (totals.calls == 0 || answered_ > 0) return totals;
  totals.needs_operator = true;
  if (totals.sentence.empty() && !last_failure_.empty()) {
    totals.sentence =
        fmt::format("no call of the LLM was answered, the last failed with {}: templates wrote instead", last_failure_);
  }
  return totals;
}

std::string CallLog::shown(std::string text) const {
  for (auto const& secret : secrets_) {
    if (!secret.empty()) replace_all(text, secret, "***");
  }
  return shortened(printable(text), longest_text, 4 * longest_text);
}

}  // namespace proactive
