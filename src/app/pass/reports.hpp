#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/pass/pushing.hpp"
#include "base/json.hpp"
#include "domain/channel/channels.hpp"
#include "domain/message/brief.hpp"
#include "domain/plan/delivery_plan.hpp"
#include "domain/types.hpp"
#include "domain/user_zone.hpp"
#include "store/queue.hpp"
#include "writer/writer.hpp"

// What a pass reports: counts for all, and the messages themselves in a dry run.
namespace proactive::app {

// How many of each reason, by its name.
Json reasons_json(ReasonCounts const& counts);

struct Preview {
  Pair pair;
  std::string user_name;
  std::string companion_name;
  EngagementType type = EngagementType::check_in;
  Instant scheduled_for;
  std::string content;
  std::string writer;
  std::optional<ServiceRequest> request = {};  // instead of a message
  UserZone zone = {};
  std::vector<std::string> refusals = {};  // why drafts of an LLM were refused and its calls failed
  Json disclosure = {};                    // what it tells (policy/disclosure.hpp); null: nothing
};

void add(ReasonCounts& total, ReasonCounts const& part);

// Pairs that could not be read: parked, and named in the log.
struct ReadCounts {
  long unreadable = 0;
};

struct ScheduleReport {
  std::string run_id;
  Instant as_of;
  bool dry_run = false;
  std::optional<std::string> disabled = {};  // the sentence on a tool that is switched off: nothing was looked at
  long checked = 0;
  long scheduled = 0;
  long ghosts = 0;  // that users who are held out would have got
  ReasonCounts refused;
  ReasonCounts shadow;  // checks without a say, and how many of what was planned they would have refused
  long left_due = 0;    // pairs that were due, and that the limit or the time left no room to look at; up to 100,000
  ReadCounts reads;
  long failed = 0;
  std::map<std::string, long> written_by{{"llm", 0}, {"template", 0}, {"fallback", 0}};
  std::vector<Preview> engagements;
  std::optional<ServiceTotals> llm;  // where an LLM was to write

  void merge(ScheduleReport const& part);
};

// Of the sent messages: those that a channel announced, and those that it could not.
struct ChannelCounts {
  long announced = 0;
  long left_out = 0;
  std::optional<long> listeners = {};  // to a notification, at the end of the run; nullopt: not known
  void count(long told, long sent) {
    announced += told;
    left_out += sent - told;
  }
};

struct ProcessReport {
  std::string run_id;
  Instant as_of;
  bool dry_run = false;
  std::optional<std::string> disabled = {};  // the sentence on a tool that is switched off: nothing was looked at
  long due = 0;
  long sent = 0;
  long ghosts = 0;                                // that users who are held out would have got
  std::map<ChannelKind, ChannelCounts> channels;  // those that are chosen, once something was sent
  PushCounts pushes;                              // by the channel webhook
  ReasonCountsByType held;
  ReasonCounts cancelled;
  long expired = 0;
  ReasonCounts shadow;  // checks without a say, and how many of what was sent they would have stopped
  ReadCounts reads;
  long failed = 0;
  store::WaitingCounts awaiting;  // an operator's approval
  std::vector<Preview> engagements;

  void count(DeliveryPlan const& plan);
  // By notifications: whichever channel has announced most, and left most out.
  [[nodiscard]] ChannelCounts events() const;
  [[nodiscard]] bool some_failed() const;
  void merge(ProcessReport const& part);
};

// By the time of delivery; at the same time by user and companion.
void put_in_order(std::vector<Preview>& previews);

// ", 3 refused (interval 2, stage 1), 1 failed": what came of the others; without what did not happen.
std::string left_out_in_words(ScheduleReport const& report);
std::string left_out_in_words(ProcessReport const& report);

// What a run came to, in a line: "60 scheduled of 300 checked, 240 refused (live_chat 11, ...)".
std::string in_words(ScheduleReport const& report);
std::string in_words(ProcessReport const& report);

// The documented form, without duration_ms, which the frame of the run adds.
Json to_json(ScheduleReport const& report);
Json to_json(ProcessReport const& report);

}  // namespace proactive::app
