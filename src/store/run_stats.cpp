#include "store/run_stats.hpp"

#include "queries.hpp"

namespace proactive::store {

RunTotals run_totals(Transaction& transaction, Period const& period) {
  auto const row = transaction.exec(queries::run_totals, period.since, period.until)[0];
  return {row["runs"].integer(), row["failed"].integer(), row["unended"].integer()};
}

std::vector<ChannelRow> run_channels(Transaction& transaction, Period const& period) {
  std::vector<ChannelRow> channels;
  for (auto const row : transaction.exec(queries::run_channels, period.since, period.until)) {
    channels.push_back({row["channel"].text(), row["announced"].optional_integer(), row["left_out"].optional_integer(),
                        row["accepted"].optional_integer(), row["failed"].optional_integer(),
                        row["dropped"].optional_integer(), row["dead"].optional_integer()});
  }
  return channels;
}

std::vector<ErrorRow> run_errors(Transaction& transaction, Period const& period, int limit) {
  std::vector<ErrorRow> errors;
  for (auto const row : transaction.exec(queries::run_errors, period.since, period.until, limit)) {
    errors.push_back({row["error"].text(), row["times"].integer(), row["runs"].integer(), row["newest"].instant()});
  }
  return errors;
}

}  // namespace proactive::store
