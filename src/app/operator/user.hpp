#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/operator/configure.hpp"
#include "app/session.hpp"
#include "store/preferences.hpp"
#include "store/safety.hpp"

// The operator's commands on one user. Ids are as the adapter's app_facts returns them. Each connects by itself; stored
// settings that are broken do not keep them from working. An id of which no pair is known is taken, with a warning.
namespace proactive::app {

struct UserFlag {
  store::StoredFlag stored;
  std::optional<Instant> silent_until;  // nullopt: until it is released
};

struct UserReport {
  std::string user_id;
  bool has_pair = false;      // schedule has learned of one, or the next will
  bool is_known = false;      // anything is held of the user
  std::string never_because;  // why a run would not consider the user at all; empty: it would
  std::optional<store::StoredPreferences> preferences;
  std::vector<store::StoredMute> mutes;  // without those that have ended
  std::vector<UserFlag> flags;
  store::HeldRows held;
};
UserReport show_user(Invocation const& invocation, std::string const& user_id);

// Sets all of the pairs of a name and a value, or none. Throws Error (usage) for an unknown name, a value that is not
// allowed, or a user who was erased.
struct PreferenceChanges {
  std::vector<Change> changes;
  bool has_pair = false;  // of the user one is known
};
PreferenceChanges set_preferences(Invocation const& invocation, std::string const& user_id,
                                  std::vector<std::string> const& names_and_values);
PreferenceChanges unset_preferences(Invocation const& invocation, std::string const& user_id,
                                    std::vector<std::string> const& names);

// When a mute ends: at an instant or after some time, or never.
struct MuteEnd {
  std::optional<Instant> at;
  std::optional<std::chrono::seconds> after;
};
// Returns when it ends. Throws Error (usage) where that has passed, or for a user who was erased.
std::optional<Instant> mute_user(Invocation const& invocation, std::string const& user_id,
                                 store::MuteScope const& scope, MuteEnd const& end);
long unmute_user(Invocation const& invocation, std::string const& user_id, store::MuteScope const& scope);
struct Release {
  long flags = 0;                       // that were open
  std::optional<Instant> silent_until;  // by what was released now or before; nullopt: nothing keeps anybody silent
  int crisis_hours = 0;
};
Release release_user(Invocation const& invocation, std::string const& user_id, std::string const& released_by);
void opt_out_user(Invocation const& invocation, std::string const& user_id);
void opt_in_user(Invocation const& invocation, std::string const& user_id, std::string const& version,
                 std::string const& source);

Json export_user(Invocation const& invocation, std::string const& user_id);

// Removes all that is held, but that the user must not be written to. Unless that is confirmed it throws Error (usage),
// which says what would be removed.
enum class Confirmed { yes, no };
store::HeldRows erase_user(Invocation const& invocation, std::string const& user_id, Confirmed confirmed);

// The newest 100 outreaches, newest first.
std::vector<store::Outreach> user_history(Invocation const& invocation, std::string const& user_id);

// "pairs 2, engagements 14", or "nothing".
std::string in_words(store::HeldRows const& held);

}  // namespace proactive::app
