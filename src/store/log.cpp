#include "store/log.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "domain/timing/habit.hpp"
#include "queries.hpp"
#include "store/arrays.hpp"
#include "store/facts.hpp"
#include "store/histories.hpp"
#include "store/safety.hpp"

namespace proactive::store {

namespace {

using simulation::LoggedMessage;
using simulation::LoggedMute;
using simulation::LoggedPair;
using simulation::LoggedUser;
using simulation::LoggedWord;

std::optional<LoggedMessage> read_message(Json const& item) {
  auto const instant = [&](char const* name) { return parse_instant(member_text(item, name)); };
  auto const sent_at = instant("sent_at");
  if (!sent_at) return std::nullopt;
  LoggedMessage message;
  message.sent_at = *sent_at;
  message.planned_at = instant("planned_at").value_or(*sent_at);
  message.type = value_of<EngagementType>(member_text(item, "type")).value_or(EngagementType::check_in);
  message.stage = member_text(item, "stage");
  message.silent_since = instant("silent_since");
  message.responded_at = instant("responded_at");
  message.seen_at = instant("seen_at");
  message.negative_at = instant("negative_at");
  auto const status = member_text(item, "status");
  if (status != "sent") message.is_responded = status == "responded";
  return message;
}

void read_ends(Row const& row, LoggedPair& pair) {
  pair.expired = row["expired"].integer();
  auto const cancelled = row["cancelled"].json();
  if (!cancelled.is_object()) return;
  for (auto const& [name, count] : cancelled.items()) {
    if (auto const reason = value_of<Reason>(name)) pair.cancelled[*reason] = count.get<long>();
  }
}

LoggedPair read_pair(Row const& row, PairFacts app, Settings const& settings) {
  LoggedPair pair{std::move(app), {}, {}, 0};
  apply_wishes(row, pair.facts, settings);
  pair.facts.flags = read_flags(row["flags"].json());
  pair.facts.mood_flagged_at = row["mood_flagged_at"].optional_instant();
  read_ends(row, pair);
  return pair;
}

std::vector<LoggedMessage> read_messages(Row const& row) {
  std::vector<LoggedMessage> messages;
  for (auto const& item : row["messages"].json()) {
    if (auto message = read_message(item)) messages.push_back(std::move(*message));
  }
  return messages;
}

LoggedWord read_word(Row const& row) {
  LoggedWord word;
  if (!row["said_enabled"].is_null()) word.enabled = row["said_enabled"].boolean();
  word.opted_out_at = row["opted_out_at"].optional_instant();
  if (auto const at = row["consent_at"].optional_instant())
    word.consent = Consent{row["consent_version"].text_or_empty(), row["consent_source"].text_or_empty(), *at};
  for (auto const& item : row["mutes"].json()) {
    auto const since = parse_instant(member_text(item, "since"));
    auto const companion = member_text(item, "companion_id");
    LoggedMute mute{companion.empty() ? std::nullopt : std::optional{companion}, since.value_or(Instant{}), {}};
    mute.mute = {companion.empty(), value_of<EngagementType>(member_text(item, "type")),
                 parse_instant(member_text(item, "until"))};
    word.mutes.push_back(std::move(mute));
  }
  return word;
}

// What an app's function makes of a length is not always one.
std::chrono::minutes length_of(Value const& minutes) {
  constexpr double longest = 24 * 60;
  if (minutes.is_null() || !std::isfinite(minutes.real())) return {};
  return std::chrono::minutes{std::lround(std::clamp(minutes.real(), 0.0, longest))};
}

void add_sessions(Transaction& transaction, std::map<std::string, LoggedUser>& users, simulation::Days const& days) {
  if (users.empty() || !tells_sessions(transaction)) return;
  auto const ids = column(users, [](auto const& user) { return user.first; });
  for (auto const row : transaction.exec(queries::logged_sessions, ids, days.begin - habit_window, days.end)) {
    auto const user = users.find(row["user_id"].text_or_empty());
    if (user == users.end()) continue;
    user->second.sessions.push_back({row["started_at"].instant(), length_of(row["minutes"])});
  }
}

}  // namespace

LogExtent log_extent(Transaction& transaction, simulation::Days const& days) {
  auto const row = transaction.exec(queries::log_extent, days.begin, days.end)[0];
  return {row["messages"].integer(), row["first"].optional_instant()};
}

std::optional<Instant> newest_message(Transaction& transaction) {
  return transaction.exec(queries::newest_message)[0]["newest"].optional_instant();
}

SampledUsers sampled_users(Transaction& transaction, long most) {
  SampledUsers sampled;
  for (auto const row : transaction.exec(queries::sampled_users, most)) {
    sampled.users = row["users"].integer();
    sampled.sample.push_back(row["user_id"].text());
  }
  return sampled;
}

void LogBatch::append(LogBatch other) {
  std::move(other.users.begin(), other.users.end(), std::back_inserter(users));
  pairs_left_out += other.pairs_left_out;
  messages_left_out += other.messages_left_out;
}

LogBatch read_log(Transaction& transaction, std::vector<std::string> const& users, simulation::Days const& days,
                  long counted, Settings const& settings) {
  LogBatch batch;
  std::map<std::string, LoggedUser> read;
  auto const rows = transaction.exec(queries::logged_pairs, users, days.begin, days.end, counted);
  std::vector<Pair> pairs;
  pairs.reserve(static_cast<std::size_t>(rows.size()));
  for (auto const row : rows) pairs.push_back({row["user_id"].text_or_empty(), row["companion_id"].text_or_empty()});
  auto app = read_app_facts(transaction, pairs);
  for (int i = 0; i < rows.size(); ++i) {
    auto const row = rows[i];
    auto messages = read_messages(row);
    auto const found = app.find(pairs.at(static_cast<std::size_t>(i)));
    if (found == app.end()) {
      ++batch.pairs_left_out;
      batch.messages_left_out += std::count_if(messages.begin(), messages.end(), [&](LoggedMessage const& message) {
        return message.sent_at >= days.begin;
      });
      continue;
    }
    auto& user = read[found->first.user_id];
    if (user.pairs.empty()) user.word = read_word(row);
    user.pairs.push_back(read_pair(row, std::move(found->second), settings));
    user.pairs.back().messages = std::move(messages);
  }
  add_sessions(transaction, read, days);
  for (auto& [id, user] : read) batch.users.push_back(std::move(user));
  return batch;
}

}  // namespace proactive::store
