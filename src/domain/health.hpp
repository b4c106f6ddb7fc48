#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"

// Whether the tool does its work at all: what nobody looks at while it goes well, and nobody notices when it stops.
namespace proactive {

struct CommandHealth {
  std::string command;
  std::vector<Instant> starts = {};      // the newest of two days, oldest first, one a minute
  std::optional<Instant> first_at = {};  // when the first was started, of those that are remembered
  bool is_under_way = false;             // a run that is not over holds slices
  std::optional<Instant> good_at = {};   // when a run ended that did its work: exit code 0 or 1, and it had slices
  std::optional<Instant> begun_at = {};  // of the newest run that is over
  std::optional<int> exit_code = {};     // of the same; nothing: it was killed
  bool was_kept_out = false;             // the same: by another run, which held all slices
  std::optional<long> duration_ms = {};  // of the same
};

struct HealthFacts {
  Instant now;
  bool enabled = true;
  std::string until_enabled = {};                 // what is to be done until it is again: "... unset enabled"
  std::optional<std::string> adapter_fault = {};  // why no run can use it: a sentence that tells what to do
  bool knows_pairs = true;
  bool has_asked_for_pairs = true;  // a run of schedule, since the adapter was installed
  CommandHealth schedule = {};
  CommandHealth process = {};
  long drafting = 0;
  long scheduled = 0;  // those that wait for approval left out
  long waiting = 0;    // for approval
  long overdue = 0;    // scheduled for a time that is over
  std::optional<Instant> oldest_overdue = {};
  long due_pairs = 0;               // that schedule is to look at now; counted up to 100,000
  std::vector<long> left_due = {};  // by the newest runs of schedule, the newest first
  long checked_of_day = 0;          // pairs that the last day's runs looked at
  long scheduled_of_day = 0;        // and to how many of them they gave a message
  std::vector<std::pair<std::string, long>> refused_of_day = {};  // why the others got none, the most frequent first
  int schedule_limit = 0;                                         // max_scheduled_engagements
  long dead_drafts = 0;  // whose run has died, and which no other has taken over for its interval
  long dead_slices = 0;
  bool uses_llm = false;
  // Of the last 24 hours.
  long by_llm = 0;
  long by_fallback = 0;  // templates, where an LLM was to write
  long sent = 0;
  long failed = 0;
  std::optional<std::string> commonest_failure = {};
  double notification_queue = 0;        // the share of PostgreSQL's queue that is in use
  std::optional<int> queue_limit = {};  // realtime_queue_limit; nothing where no channel goes through that queue
  bool uses_webhook = false;
  long calls_waiting = 0;                      // of the webhook
  std::optional<Instant> oldest_waiting = {};  // when its message was delivered
  long calls_failing = 0;                      // of those: some call has failed already
  std::optional<Instant> oldest_failing = {};  // when its message was delivered
  long calls_dead = 0;                         // given up
  long flagged_users = 0;                      // of safety, not released
  std::optional<Instant> oldest_flag = {};     // when the one was seen whose flag waits for longest
  std::chrono::hours crisis_silence{0};        // crisis_hours: after them only the release is wanting
  std::optional<Instant> receiver_gone = {};   // since it answered 410
};

// How often a command is started, by when it was: the shortest usual interval of which four fifths hold a start, so
// that several machines that start together count as one, and hours of rest as rest. Nothing for less than three
// starts or six hours.
std::optional<std::chrono::minutes> usual_interval(std::vector<Instant> const& starts);

// The same; where too little is known, a quarter of an hour.
std::chrono::minutes interval_of(CommandHealth const& command);

// How many messages a day the limit of a run allows.
long daily_capacity(HealthFacts const& facts);

// To which share of the pairs that are looked at a message was given, 0 to 1; nothing where too few were.
std::optional<double> scheduled_share(HealthFacts const& facts);

// How many of the pairs that are due will get a message, if it goes on like that; all of them where nothing is known.
long expected_messages(HealthFacts const& facts);

// Whether each of the last three runs of schedule left more pairs unlooked at than the one before.
bool is_falling_behind(std::vector<long> const& left_due_newest_first);

// Whether nobody gets a message though many were looked at, and not only since the last one has no answer yet.
bool reaches_nobody(HealthFacts const& facts);

// Of the messages that an LLM was to write those that templates wrote, 0 to 1; nothing where there were none.
std::optional<double> fallback_share(long by_llm, long by_fallback);

// The same of 24 hours.
std::optional<double> fallback_share(HealthFacts const& facts);

// One finding of each subject: switch, adapter, pairs, schedule, process, overdue, backlog, leases, fallback, failures,
// events, calls, flagged. No other check of the tool has one of these for anything else.
std::vector<Finding> judge_health(HealthFacts const& facts);

// The state as a light: green, yellow or red.
std::string_view light_of(FindingState state);

FindingState worst_of(std::vector<Finding> const& findings);

}  // namespace proactive
