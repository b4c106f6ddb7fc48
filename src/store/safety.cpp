#include "store/safety.hpp"

#include "base/column.hpp"
#include "queries.hpp"

namespace proactive::store {

namespace {

StoredFlag read_flag(Row const& row) {
  return {row["kind"].text(),
          row["source"].text(),
          row["detected_at"].instant(),
          row["until"].optional_instant(),
          row["released_at"].optional_instant(),
          row["released_by"].optional_text()};
}

}  // namespace

std::vector<StoredFlag> flags_of(Transaction& transaction, std::string const& user_id) {
  std::vector<StoredFlag> flags;
  for (auto const row : transaction.exec(queries::user_flags, user_id)) flags.push_back(read_flag(row));
  return flags;
}

std::vector<std::pair<std::string, StoredFlag>> lasting_flags(Transaction& transaction, int crisis_hours) {
  std::vector<std::pair<std::string, StoredFlag>> flags;
  for (auto const row : transaction.exec(queries::lasting_flags, crisis_hours))
    flags.emplace_back(row["user_id"].text(), read_flag(row));
  return flags;
}

void store_flags(Transaction& transaction, std::vector<RaisedFlag> const& flags) {
  transaction.exec(queries::raise_flags, column(flags, &RaisedFlag::user_id), column(flags, &RaisedFlag::source),
                   column(flags, &RaisedFlag::detected_at));
}

long release(Transaction& transaction, std::string const& user_id, std::string const& released_by) {
  return transaction.exec(queries::release_flags, user_id, released_by)[0]["released"].integer();
}

// An end that cannot be read, such as infinity, is the last instant there is.
std::vector<SafetyFlag> read_flags(Json const& list) {
  auto const at = [](Json const& item, char const* name) -> std::optional<Instant> {
    auto const text = member_text(item, name);
    if (text.empty() || text == "-infinity") return std::nullopt;
    return parse_instant(text).value_or(latest_instant);
  };
  std::vector<SafetyFlag> flags;
  for (auto const& item : list) {
    flags.push_back({value_of<FlagKind>(member_text(item, "kind")).value_or(FlagKind::other),
                     member_text(item, "source"), at(item, "detected_at").value_or(Instant{}), at(item, "until"),
                     at(item, "released_at")});
  }
  return flags;
}

}  // namespace proactive::store
