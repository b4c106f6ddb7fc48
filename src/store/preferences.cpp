#include "store/preferences.hpp"

#include "queries.hpp"

namespace proactive::store {

std::optional<StoredPreferences> preferences_of(Transaction& transaction, std::string const& user_id) {
  auto const rows = transaction.exec(queries::user_preferences, user_id);
  if (rows.empty()) return std::nullopt;
  auto const row = rows[0];
  StoredPreferences read;
  if (!row["enabled"].is_null()) read.enabled = row["enabled"].boolean();
  read.consent_at = row["consent_at"].optional_instant();
  read.consent_version = row["consent_version"].optional_text();
  read.consent_source = row["consent_source"].optional_text();
  read.erased_at = row["erased_at"].optional_instant();
  read.updated_at = row["updated_at"].instant();
  read.wishes = row["wishes"].json();
  return read;
}

std::vector<StoredMute> mutes_of(Transaction& transaction, std::string const& user_id) {
  std::vector<StoredMute> mutes;
  for (auto const row : transaction.exec(queries::user_mutes, user_id)) {
    mutes.push_back({{row["companion_id"].optional_text(), row["engagement_type"].optional_text()},
                     row["until"].optional_instant(),
                     row["created_at"].instant()});
  }
  return mutes;
}

long count_unmuted_pairs(Transaction& transaction, std::string const& user_id) {
  return transaction.exec(queries::count_unmuted_pairs, user_id)[0]["pairs"].integer();
}

void set_preferences(Transaction& transaction, std::string const& user_id, Json const& wishes) {
  transaction.exec(queries::set_preferences, user_id, wishes);
}

void mute(Transaction& transaction, std::string const& user_id, MuteScope const& scope, std::optional<Instant> until) {
  transaction.exec(queries::mute, user_id, scope.companion_id, scope.engagement_type, until);
}

long unmute(Transaction& transaction, std::string const& user_id, MuteScope const& scope) {
  return transaction.exec(queries::unmute, user_id, scope.companion_id, scope.engagement_type)[0]["removed"].integer();
}

void opt_out(Transaction& transaction, std::string const& user_id) { transaction.exec(queries::opt_out, user_id); }

void opt_in(Transaction& transaction, std::string const& user_id, std::string const& version,
            std::string const& source) {
  transaction.exec(queries::opt_in, user_id, version, source);
}

void forget(Transaction& transaction, std::string const& user_id) { transaction.exec(queries::forget_user, user_id); }

HeldRows held_rows(Transaction& transaction, std::string const& user_id) {
  HeldRows held;
  for (auto const row : transaction.exec(queries::held_rows, user_id)) {
    if (row["held"].integer() > 0) held.emplace_back(row["table_name"].text(), row["held"].integer());
  }
  return held;
}

Json export_user(Transaction& transaction, std::string const& user_id) {
  return transaction.exec(queries::export_user, user_id)[0]["document"].json();
}

std::vector<Outreach> outreaches_of(Transaction& transaction, std::string const& user_id, int limit) {
  std::vector<Outreach> outreaches;
  for (auto const row : transaction.exec(queries::user_outreaches, user_id, limit)) {
    outreaches.push_back({row["at"].instant(), row["id"].text(), row["companion_id"].text(),
                          row["engagement_type"].text(), row["engagement_status"].text(), row["reason"].optional_text(),
                          row["proof"].json(), row["disclosure"].json(), row["approved_by"].optional_text(),
                          row["error"].optional_text()});
  }
  return outreaches;
}

}  // namespace proactive::store
