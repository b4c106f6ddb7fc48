#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "store/pg/database.hpp"

// What a user has said, and all else that is held of one user. Changes go through the functions that the app's backend
// calls too, so that the same holds for both; they throw DataError where one refuses.
namespace proactive::store {

struct StoredPreferences {
  std::optional<bool> enabled;
  std::optional<Instant> consent_at;
  std::optional<std::string> consent_version;
  std::optional<std::string> consent_source;
  std::optional<Instant> erased_at;
  Instant updated_at;
  Json wishes;  // by the names of domain/user_preferences.hpp; null: none
};
std::optional<StoredPreferences> preferences_of(Transaction& transaction, std::string const& user_id);

// What a mute is about: nullopt is every companion, every type.
struct MuteScope {
  std::optional<std::string> companion_id = {};
  std::optional<std::string> engagement_type = {};
};
struct StoredMute {
  MuteScope scope;
  std::optional<Instant> until;  // nullopt: for ever
  Instant created_at;
};
// Ended ones too, oldest first.
std::vector<StoredMute> mutes_of(Transaction& transaction, std::string const& user_id);

// Pairs of the user whose companion is not muted now, all of its types.
long count_unmuted_pairs(Transaction& transaction, std::string const& user_id);

// What is not in `wishes` stays as it is; null removes.
void set_preferences(Transaction& transaction, std::string const& user_id, Json const& wishes);
void mute(Transaction& transaction, std::string const& user_id, MuteScope const& scope, std::optional<Instant> until);
// Of exactly that scope; returns how many there were.
long unmute(Transaction& transaction, std::string const& user_id, MuteScope const& scope);
void opt_out(Transaction& transaction, std::string const& user_id);
void opt_in(Transaction& transaction, std::string const& user_id, std::string const& version,
            std::string const& source);
// Removes all that is held of the user, but that the user must not be written to.
void forget(Transaction& transaction, std::string const& user_id);

// How many rows of each table are held of a user, for every table that has any.
using HeldRows = std::vector<std::pair<std::string, long>>;
HeldRows held_rows(Transaction& transaction, std::string const& user_id);

// Every row of every table, as one document with a list for each table.
Json export_user(Transaction& transaction, std::string const& user_id);

struct Outreach {
  Instant at;  // when it was sent or closed, or else is to be delivered
  std::string id;
  std::string companion_id;
  std::string engagement_type;
  std::string status;
  std::optional<std::string> reason;
  Json proof;       // why it was sent (policy/proof.hpp); null: it was not
  Json disclosure;  // how it told that an AI writes; null: it did not
  std::optional<std::string> approved_by;
  std::optional<std::string> error;  // what went wrong, or why it was rejected
};
// The newest, newest first.
std::vector<Outreach> outreaches_of(Transaction& transaction, std::string const& user_id, int limit);

}  // namespace proactive::store
