#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/policy/disclosure.hpp"
#include "domain/preferences.hpp"
#include "domain/types.hpp"

namespace proactive {

struct Mood {
  std::string state;  // as stored: happy, sad, anxious, ...
  int intensity = 0;  // 1-10
  Instant at;
};

// Why the app has flagged a user. The names are stored and frozen.
enum class FlagKind { crisis, self_harm, harm_to_others, eating_disorder, bereavement, other };
template <>
struct Names<FlagKind> {
  static constexpr auto table = std::to_array<Named<FlagKind>>({{FlagKind::crisis, "crisis"},
                                                                {FlagKind::self_harm, "self_harm"},
                                                                {FlagKind::harm_to_others, "harm_to_others"},
                                                                {FlagKind::eating_disorder, "eating_disorder"},
                                                                {FlagKind::bereavement, "bereavement"},
                                                                {FlagKind::other, "other"}});
};

// That a user is not well. Nobody writes to them before it is released (safety.hpp).
struct SafetyFlag {
  FlagKind kind = FlagKind::crisis;
  std::string source;  // who has found out
  Instant detected_at;
  std::optional<Instant> until;
  std::optional<Instant> released_at;
};

// That a user has agreed to be written to: which text, where and when.
struct Consent {
  std::string version;
  std::string source;
  Instant at;
};

// When a user began to write.
struct SessionStart {
  Instant at;
  bool is_ours = false;  // they came after a message of ours
};

// What the database knows about one pair at one instant: all that the gate decides on, and what a writer is told of the
// two. The app's side as its adapter gives it (proactive-adapter(7)), and ours.
struct PairFacts {
  Pair pair;

  // The app's.
  std::string user_name;
  std::string companion_name;
  bool exists = true;  // false: the app has no row of the pair
  bool user_active = true;
  bool companion_active = true;
  std::string stage_name = "friend";         // as the app says it; an unknown word is below every stage
  double intimacy = 5;                       // 0-10
  double trust = 5;                          // 0-10
  std::optional<Instant> since;              // the pair began
  std::optional<Instant> user_wrote_at;      // to this companion
  std::optional<Instant> user_wrote_any_at;  // to any companion
  std::optional<Instant> companion_wrote_at;
  bool companion_never_wrote = false;  // the app knows when companions wrote, and this one has not
  // By anybody, the tool included: a sign of the user only where it is later than our last outreach.
  std::optional<Instant> last_interaction;
  std::optional<long> user_messages;        // counted up to 100 or so
  std::optional<bool> unread;               // the companion's newest message
  std::optional<double> memory_importance;  // 0-10, of the best usable memory
  std::optional<Mood> mood;                 // the latest
  std::string language;                     // a BCP 47 tag; default_language where there is none
  std::string timezone;                     // an IANA name; default_timezone where the user's is missing or unknown
  std::vector<SessionStart> sessions;       // of the last weeks; only where the hour is chosen by them
  bool zone_known = true;                   // false: timezone is the operator's default
  std::optional<bool> minor;                // nullopt: the app does not know
  bool in_crisis = false;
  bool others_read = false;                    // other people read the conversation
  std::optional<std::string> birthdate;        // "2001-03-31"
  std::optional<std::string> jurisdiction;     // of ISO 3166: "US-NY"; nullopt: not known
  std::optional<std::string> conversation_id;  // where several companions share one

  // The user's word, to us or to the app.
  Preferences preferences;
  std::optional<Consent> consent;
  std::vector<Mute> mutes;                     // those that concern this companion
  std::vector<std::string> unreadable_wishes;  // names of those that cannot be read

  // Of the user's safety, released ones too; and when a mood was last a reason for one.
  std::vector<SafetyFlag> flags;
  std::optional<Instant> mood_flagged_at;

  std::optional<Instant> disclosed_at;  // when a message last told the user that an AI writes

  // Ours, where one is to be planned: open engagements (drafting or scheduled), and when the first of them is due.
  bool pair_open = false;
  int user_open = 0;
  std::optional<Instant> next_delivery;
  // When messages reached the user, the newest, so many as a limit asks for; and when others are planned to.
  std::vector<Instant> user_deliveries;
  std::vector<std::string> open_conversations;  // of the user's open engagements
  // Ours: the newest delivered engagement of the pair.
  std::optional<EngagementType> last_type;
  std::optional<Instant> last_outreach_at;
  std::vector<Instant> pair_deliveries;  // the newest, so many as a limit asks for
  std::optional<Instant> silent_since;   // the user's last sign when that engagement was planned

  // Ours: when the user got each type last, from any companion; only where a bandit asks.
  std::map<EngagementType, Instant> received_types;

  std::optional<Instant> gone_since;  // since when the app has no row of the pair

  [[nodiscard]] std::optional<Stage> stage() const { return value_of<Stage>(stage_name); }
  // Where their day is counted; a pair that is gone has no zone.
  [[nodiscard]] std::string zone() const { return timezone.empty() ? "UTC" : timezone; }
};

// When the user was last seen to do something with this companion, as far as it is known: never by what the tool
// itself wrote. The beginning of the pair where nothing else is known.
std::optional<Instant> user_sign(PairFacts const& facts);

// Messages to the user by this companion, and by all of them, to which the user has not answered with a word: delivered
// since the user's last sign to the companion, or to any.
long unanswered_by_pair(PairFacts const& facts);
long unanswered_by_user(PairFacts const& facts);

// Whole hours for which the user has been silent towards this companion; nullopt where no sign of them is known, and
// negative where the sign is in the future.
std::optional<long> silent_hours(PairFacts const& facts, Instant now);

// When anything last passed between the two: the later of the user's sign and our last outreach. nullopt where no sign
// of the user is known.
std::optional<Instant> last_contact(PairFacts const& facts);

// A scheduled engagement that is due.
struct DueEngagement {
  EngagementKey key;
  Pair pair;
  EngagementType type = EngagementType::check_in;
  Instant scheduled_for;
  Instant created_at;
  std::string content;
  std::string writer;
  std::string language = {};  // of the user, by the fresh facts; so are the next ones
  std::string timezone = "UTC";
  std::optional<Instant> held_from = {};    // where it is to be delivered later than it was written for
  bool is_safe = false;                     // written from a template that is marked safe
  std::set<std::string> reviewed_for = {};  // the protective faults that its message was found not to have
  // Of what is to be sent: what it has to tell, and why it may be sent.
  Disclosing disclosing = Disclosing::off;
  std::optional<Instant> disclosed_at = {};  // when its user was told last
  std::optional<Disclosure> disclosure = {};
  std::string proof = {};
  std::string user_name = {};
  std::string companion_name = {};
  bool zone_known = true;  // false: timezone is the operator's default

  // What it was written for, and is valid from.
  [[nodiscard]] Instant slot() const { return held_from.value_or(scheduled_for); }
};

}  // namespace proactive
