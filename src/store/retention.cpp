#include "store/retention.hpp"

#include "queries.hpp"

namespace proactive::store {

long forget_texts(Transaction& transaction, KeptTexts const& kept, Slices const& slices, int most, Instant as_of) {
  return transaction.exec(queries::forget_texts, kept.days, kept.days_of_memories, slices_param(slices), as_of, most)
      .size();
}

long remove_engagements(Transaction& transaction, KeptEngagements const& kept, Slices const& slices, int most,
                        Instant as_of) {
  return transaction
      .exec(queries::remove_engagements, kept.days_unsent, kept.days_sent, kept.newest_of_pair, slices_param(slices),
            as_of, most)[0]["removed"]
      .integer();
}

long forget_calls(Transaction& transaction, int days, Slices const& slices, int most, Instant as_of) {
  return transaction.exec(queries::forget_calls, days, slices_param(slices), as_of, most).size();
}

void forget_usage(Transaction& transaction, int days) { transaction.exec(queries::forget_usage, days); }

}  // namespace proactive::store
