#include "store/retention.hpp"

#include "queries.hpp"

namespace proactive::store {

std::optional<Portion> next_portion(Transaction& transaction, int rows) {
  auto const round = transaction.exec(queries::retention_round);
  if (round.empty()) return std::nullopt;
  EngagementKey const after{round[0]["after_user"].text(), round[0]["after_id"].text()};
  auto const end = transaction.exec(queries::end_of_portion, after.user_id, after.id, rows);
  if (end.empty()) return Portion{after, after, true};
  return Portion{after, {end[0]["last_user"].text(), end[0]["last_id"].text()}, end[0]["number"].integer() < rows};
}

void keep_round(Transaction& transaction, Portion const& done) {
  using Place = std::optional<std::string>;
  transaction.exec(queries::keep_round, done.is_end ? Place{} : Place{done.last.user_id},
                   done.is_end ? Place{} : Place{done.last.id});
}

long forget_texts(Transaction& transaction, KeptTexts const& kept, Portion const& portion, Instant as_of) {
  return transaction
      .exec(queries::forget_texts, kept.days, kept.days_of_memories, as_of, portion.after.user_id, portion.after.id,
            portion.last.user_id, portion.last.id)
      .size();
}

long remove_engagements(Transaction& transaction, KeptEngagements const& kept, Portion const& portion, Instant as_of) {
  return transaction
      .exec(queries::remove_engagements, kept.days_unsent, kept.days_sent, kept.newest_of_pair, as_of,
            portion.after.user_id, portion.after.id, portion.last.user_id, portion.last.id)[0]["removed"]
      .integer();
}

long forget_calls(Transaction& transaction, int days, Slices const& slices, int most, Instant as_of) {
  return transaction.exec(queries::forget_calls, days, slices_param(slices), as_of, most).size();
}

void forget_usage(Transaction& transaction, int days) { transaction.exec(queries::forget_usage, days); }

}  // namespace proactive::store
