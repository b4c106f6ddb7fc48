#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/names.hpp"
#include "domain/bandit/bandit.hpp"
#include "domain/facts.hpp"
#include "domain/message/wording.hpp"

namespace proactive {

// What a companion remembers of a user.
struct Memory {
  std::string text;
  std::string kind = {};  // as stored: fact, preference, experience, emotion, goal, fear, dream
  std::string id = {};    // of the app's table; of the text, where that has none
};

// What a writer is told besides the facts: the app's side.
struct Context {
  std::string personality;
  std::string style;  // how the companion writes, in the app's words
  std::string backstory;
  std::vector<std::string> traits;
  std::vector<std::string> interests;
  std::vector<Memory> memories;  // most important first
};

// What a writer is told about one engagement. Texts from users are data: a writer never reads them as instructions.
struct Brief {
  Pair pair;
  EngagementType type = EngagementType::check_in;
  Wording wording;
  bool is_safe = false;  // to be written from a template that is marked safe
  bool is_minor = false;
  std::set<std::string> refused_besides;  // faults of phrases that are refused of this user besides those of all
  Stage stage = Stage::stranger;
  int intimacy = 0;  // 0-10
  std::string user_name;
  std::string companion_name;
  Context context;
  std::optional<Mood> mood;  // the latest
  std::string language;
  std::string timezone = "UTC";
  bool zone_known = true;  // false: nothing is said about the user's day
  Instant scheduled_for;
  // What the pair received, newest first.
  std::vector<long> recent_template_ids;
  std::set<long> resting_template_ids;          // the user got them lately, from any companion
  std::map<long, double> days_since_templates;  // in the last 60 days, from any; only where a bandit asks
  std::vector<std::string> recent_contents;
  std::optional<std::string> unanswered;  // the newest of them, where the user has not written since
};

// What a language model's service was asked for one engagement, and what came of it. Kept with the engagement.
struct LlmTrace {
  std::string model = {};
  int calls = 0;
  long tokens_in = 0;  // as the service counts them, over all calls
  long tokens_out = 0;
  long latency_ms = 0;                     // of the last call, from its start to its last byte
  std::vector<std::string> refusals = {};  // why drafts were refused and calls failed, in their order
};

// A writer's answer: a message, or why there is none.
struct Draft {
  std::optional<std::string> content;
  std::string writer;  // template, llm or fallback (a template in the stead of an LLM)
  std::optional<long> template_id = {};
  std::string template_set = {};             // of that template
  std::vector<std::string> memory_ids = {};  // the memories that the message cites
  std::string problem = {};
  std::optional<Reason> cancelled = {};  // no message is to be sent: the LLM's choice, or all templates rest
  bool released = false;                 // not written, since the run was told to stop: for the next run
  std::optional<LlmTrace> trace = {};
  bool asks_approval = false;            // its template does
  std::optional<ArmChoice> choice = {};  // among templates, where a bandit learns
};

enum class Tone { warm, playful, gentle };
template <>
struct Names<Tone> {
  static constexpr auto table =
      std::to_array<Named<Tone>>({{Tone::warm, "warm"}, {Tone::playful, "playful"}, {Tone::gentle, "gentle"}});
};

// A message for the template writer. Its body is read by template_body.hpp.
struct MessageTemplate {
  long id = 0;
  EngagementType type = EngagementType::check_in;
  std::string language;
  std::string tone;
  std::string body;
  int weight = 1;
  bool active = true;
  bool safe = false;      // for users in distress
  bool approval = false;  // its messages wait for an operator's
  std::string set{default_template_set};
};

// The tone that suits the persona; a user whose latest mood is low (at most two days old) is met gently by all.
Tone preferred_tone(Brief const& brief);

// "morning", as time_of_day says it of the hour on the user's clock; nullopt at night, and where the clock is not
// known.
std::optional<std::string> part_of_day(Brief const& brief);

// A remembered text as it can be quoted to the user: on one line, without final period, "User's dog" as "your dog".
std::string memory_phrase(std::string const& memory);

}  // namespace proactive
