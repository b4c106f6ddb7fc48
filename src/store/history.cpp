#include "store/history.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

namespace {

constexpr std::chrono::hours all_of_days{8 * 24};

struct OpenEngagement {
  std::string companion_id;
  std::optional<Instant> scheduled_for;  // none while it is drafted
  std::optional<std::string> conversation_id;
};

struct PastDelivery {
  std::string companion_id;
  std::string type;
  Instant sent_at;
  std::optional<Instant> silent_since;
};

template <typename Value>
using ByUser = std::unordered_map<std::string, std::vector<Value>>;

ByUser<OpenEngagement> open_of(Transaction& transaction, std::vector<std::string> const& users) {
  ByUser<OpenEngagement> open;
  for (auto const row : transaction.exec(queries::open_engagements, users)) {
    open[row["user_id"].text()].push_back(
        {row["companion_id"].text(), row["scheduled_for"].optional_instant(), row["conversation_id"].optional_text()});
  }
  return open;
}

ByUser<PastDelivery> by_user(Rows const& rows) {
  ByUser<PastDelivery> past;
  for (auto const row : rows) {
    past[row["user_id"].text()].push_back({row["companion_id"].text(), row["engagement_type"].text(),
                                           row["sent_at"].instant(), row["silent_since"].optional_instant()});
  }
  return past;
}

// Those of a user, newest first; of some users more than `counted`.
class Past {
 public:
  Past(Transaction& transaction, std::vector<std::string> const& users, long counted, Instant as_of)
      : counted_(static_cast<std::size_t>(std::max(0L, counted))),
        newest_(by_user(transaction.exec(queries::newest_deliveries, users,
                                         std::vector<std::optional<std::string>>(users.size()), counted))) {
    add_days(transaction, as_of);
  }

  [[nodiscard]] std::vector<PastDelivery> const& of_user(std::string const& user_id) const {
    auto const found = newest_.find(user_id);
    return found == newest_.end() ? none_ : found->second;
  }

  // Where the newest of the user do not show the newest of the pair: nullopt, until they were read.
  [[nodiscard]] bool shows(Pair const& pair) const {
    auto const& all = of_user(pair.user_id);
    if (all.size() < counted_) return true;
    auto const of_pair = std::count_if(all.begin(), all.end(),
                                       [&](PastDelivery const& one) { return one.companion_id == pair.companion_id; });
    return static_cast<std::size_t>(of_pair) >= counted_;
  }

 private:
  // Where the newest are of these days all, there may be more.
  void add_days(Transaction& transaction, Instant as_of) {
    auto const since = as_of - all_of_days;
    std::vector<std::string> busy;
    for (auto const& [user_id, past] : newest_) {
      if (past.size() >= counted_ && past.back().sent_at > since) busy.push_back(user_id);
    }
    if (busy.empty()) return;
    for (auto& [user_id, past] : by_user(transaction.exec(queries::deliveries_since, busy, since)))
      newest_[user_id] = std::move(past);
  }

  std::size_t counted_;
  ByUser<PastDelivery> newest_;
  std::vector<PastDelivery> none_;
};

void add_open(std::vector<OpenEngagement> const& open, PairFacts& facts) {
  facts.user_open = static_cast<int>(open.size());
  for (auto const& engagement : open) {
    auto const& at = engagement.scheduled_for;
    bool const is_pairs = engagement.companion_id == facts.pair.companion_id;
    facts.pair_open = facts.pair_open || is_pairs;
    if (!is_pairs && engagement.conversation_id) facts.open_conversations.push_back(*engagement.conversation_id);
    if (!at) continue;
    facts.next_delivery = std::min(facts.next_delivery.value_or(*at), *at);
    facts.user_deliveries.push_back(*at);
  }
}

void add_of_pair(std::vector<PastDelivery> const& past, PairFacts& facts, std::size_t counted) {
  for (auto const& delivery : past) {
    if (delivery.companion_id != facts.pair.companion_id) continue;
    if (facts.pair_deliveries.size() == counted) return;
    if (!facts.last_outreach_at) {
      facts.last_outreach_at = delivery.sent_at;
      facts.last_type = value_of<EngagementType>(delivery.type);
      facts.silent_since = delivery.silent_since;
    }
    facts.pair_deliveries.push_back(delivery.sent_at);
  }
}

}  // namespace

void read_history(Transaction& transaction, std::vector<PairFacts>& batch, long counted, Instant as_of,
                  Planned planned) {
  if (batch.empty()) return;
  std::set<std::string> distinct;
  for (auto const& facts : batch) distinct.insert(facts.pair.user_id);
  std::vector<std::string> const users(distinct.begin(), distinct.end());
  auto const open = planned == Planned::count ? open_of(transaction, users) : ByUser<OpenEngagement>{};
  Past const past(transaction, users, counted, as_of);

  auto const most = static_cast<std::size_t>(std::max(0L, counted));
  std::vector<Pair> hidden;
  for (auto& facts : batch) {
    for (auto const& delivery : past.of_user(facts.pair.user_id)) facts.user_deliveries.push_back(delivery.sent_at);
    if (auto const found = open.find(facts.pair.user_id); found != open.end()) add_open(found->second, facts);
    if (past.shows(facts.pair)) {
      add_of_pair(past.of_user(facts.pair.user_id), facts, most);
    } else {
      hidden.push_back(facts.pair);
    }
  }
  if (hidden.empty()) return;
  std::map<Pair, std::vector<PastDelivery>> of_pairs;
  for (auto& [user_id, list] :
       by_user(transaction.exec(queries::newest_deliveries, user_ids(hidden), companion_ids(hidden), counted))) {
    for (auto& delivery : list) of_pairs[{user_id, delivery.companion_id}].push_back(std::move(delivery));
  }
  for (auto& facts : batch) {
    if (auto const found = of_pairs.find(facts.pair); found != of_pairs.end()) add_of_pair(found->second, facts, most);
  }
}

}  // namespace proactive::store
