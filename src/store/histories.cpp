#include "store/histories.hpp"

#include <algorithm>
#include <map>

#include "base/column.hpp"
#include "queries.hpp"
#include "store/adapter.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

namespace {

using HistoryOf = std::map<std::string, UserHistory>;

std::vector<Outreach> read_outreaches(Json const& list) {
  std::vector<Outreach> outreaches;
  for (auto const& item : list) {
    auto const at = parse_instant(member_text(item, "at"));
    if (!at) continue;
    Outreach outreach{*at};
    auto const status = member_text(item, "status");
    if (status != "sent") outreach.is_answered = status == "responded";
    outreaches.push_back(outreach);
  }
  return outreaches;
}

void read_sittings(Transaction& transaction, std::vector<std::string> const& users, std::vector<Instant> const& exposed,
                   HistoryOf& histories) {
  auto const since = *std::min_element(exposed.begin(), exposed.end()) - history_before;
  for (auto const row : transaction.exec(queries::exposed_sessions, users, exposed, since)) {
    auto const at = row["started_at"].optional_instant();
    if (!at) continue;
    Sitting sitting{*at, row["messages"].optional_integer()};
    if (!row["minutes"].is_null()) sitting.minutes = row["minutes"].real();
    histories[row["user_id"].text()].sessions.push_back(sitting);
  }
}

// Those that users have chosen are there already.
void read_zones(Transaction& transaction, std::vector<std::string> const& users, std::string const& default_zone,
                HistoryOf& histories) {
  std::map<std::string, std::string> zones;
  if (returns_column(transaction, "app_facts", "timezone")) {
    std::vector<Pair> pairs;
    for (auto const row : transaction.exec(queries::one_pair_of_users, users))
      pairs.push_back({row["user_id"].text(), row["companion_id"].text()});
    for (auto const row : transaction.exec(queries::zones_of_pairs, user_ids(pairs), companion_ids(pairs)))
      zones[row["user_id"].text_or_empty()] = row["timezone"].text();
  }
  for (auto& [user, history] : histories) {
    if (is_time_zone(history.zone)) continue;
    auto const found = zones.find(user);
    history.zone = found != zones.end() && is_time_zone(found->second) ? found->second : default_zone;
  }
}

}  // namespace

bool tells_sessions(Transaction& transaction) {
  return transaction.exec(queries::tells_sessions)[0]["tells"].boolean();
}

std::vector<Exposed> exposures_of(Transaction& transaction, Experiment const& experiment, std::string const& variant,
                                  std::string const& after, int most) {
  std::vector<Exposed> users;
  for (auto const row :
       transaction.exec(queries::exposures_of, experiment.name, experiment.version, variant, after, most))
    users.push_back({row["user_id"].text(), row["exposed_at"].instant()});
  return users;
}

ReachedUsers reached_users(Transaction& transaction, Instant from, Instant to, int most) {
  ReachedUsers reached;
  for (auto const row : transaction.exec(queries::reached_users, from, to, most)) {
    reached.users = row["users"].integer();
    reached.sample.push_back({row["user_id"].text(), row["reached_at"].instant()});
  }
  return reached;
}

std::vector<UserHistory> read_histories(Transaction& transaction, std::vector<Exposed> const& users,
                                        std::string const& default_zone) {
  if (users.empty()) return {};
  auto const ids = column(users, &Exposed::user_id);
  auto const instants = column(users, &Exposed::at);
  HistoryOf histories;
  for (auto const& user : users) histories[user.user_id].exposed_at = user.at;
  for (auto const row : transaction.exec(queries::histories, ids, instants)) {
    auto& history = histories[row["user_id"].text()];
    history.zone = row["timezone"].text_or_empty();
    history.outreaches = read_outreaches(row["outreaches"].json());
    history.objections = read_instants(row["objections"].json());
  }
  if (tells_sessions(transaction)) read_sittings(transaction, ids, instants, histories);
  read_zones(transaction, ids, default_zone, histories);
  return column(ids, [&](std::string const& id) { return std::move(histories[id]); });
}

}  // namespace proactive::store
