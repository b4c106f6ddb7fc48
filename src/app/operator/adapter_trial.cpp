#include "app/operator/adapter_trial.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "base/column.hpp"
#include "base/text.hpp"
#include "domain/adapter/facts_review.hpp"
#include "domain/adapter/message_review.hpp"
#include "store/adapter_check.hpp"
#include "store/facts.hpp"

namespace proactive::app {

namespace {

using store::TrialMessage;

constexpr long big_table = 5000;        // rows: scanning fewer is no fault
constexpr long huge_table = 100'000;    // rows: runs would take too long
constexpr std::size_t trial_pairs = 5;  // in one delivery
constexpr std::size_t context_pairs = 100;
constexpr std::size_t most_unreadable = 20;  // then it is no single row

// So that what the app does not know can be told from what the settings put in its stead.
Settings without_defaults(Settings settings) {
  settings.message.default_language.clear();
  settings.runs.default_timezone.clear();
  return settings;
}

class Trial {
 public:
  Trial(store::Transaction& transaction, std::vector<InstalledFunction> const& functions, Settings const& settings,
        Instant now)
      : transaction_(transaction), functions_(functions), settings_(settings), now_(now) {}

  TrialReport run(TrialDelivery delivery) {
    try_pairs();
    sample_ = guarded<std::vector<Pair>>("app_pairs", [&] { return store::sample_app_pairs(transaction_); });
    if (!sample_.empty()) {
      try_facts();
      try_context();
      try_scans();
      if (delivery == TrialDelivery::make) try_deliveries();
      try_optional();
    }
    return std::move(report_);
  }

 private:
  void find(FindingState state, std::string const& subject, std::string const& detail) {
    report_.findings.push_back({state, subject, detail});
  }
  void fail(std::string const& subject, std::string const& detail) { find(FindingState::failure, subject, detail); }

  // In a savepoint: one function that fails does not keep the others from being tried.
  template <typename Result>
  Result guarded(std::string const& subject, std::function<Result()> const& body) {
    Result result{};
    auto const problem = transaction_.in_savepoint([&] { result = body(); });
    if (problem) fail(subject, "it fails: " + *problem + hint_for(*problem));
    return result;
  }

  void try_pairs() {
    auto const counts = guarded<std::optional<store::PairCounts>>(
        "app_pairs", [&] { return std::optional{store::count_app_pairs(transaction_)}; });
    if (!counts) return;
    if (counts->pairs == 0) {
      find(FindingState::warning, "app_pairs",
           "it knows no pair at all, so nobody would ever be written to: see whether it reads the right tables, and "
           "whether "
           "the role that it runs as may see their rows");
    } else {
      find(FindingState::ok, "app_pairs", std::to_string(counts->pairs) + " pairs");
    }
    if (counts->twice > 0)
      fail("app_pairs", std::to_string(counts->twice) + " pairs come more than once: add DISTINCT or GROUP BY");
    if (counts->empty > 0)
      fail("app_pairs", std::to_string(counts->empty) + " rows have no user_id or companion_id: leave them out");
    if (counts->too_long > 0) {
      find(FindingState::warning, "app_pairs",
           std::to_string(counts->too_long) +
               " pairs have an id of over 200 bytes, and are never written to: return a shorter key");
    }
    auto const since = [&](std::string const& when) {
      return guarded<long>("app_pairs", [&] { return store::count_app_pairs_since(transaction_, when); });
    };
    auto const never = since("infinity");
    if (never > 0) {
      fail("app_pairs", std::to_string(never) +
                            " pairs are returned for since = infinity, so it does not heed since: return only pairs "
                            "whose user wrote since then");
    }
    since(format_instant(now_ - std::chrono::minutes{15}));
  }

  // One bad row is to be told as one, as a run parks it alone.
  void read_split(std::vector<Pair> const& pairs, std::function<void(std::vector<Pair> const&)> const& read) {
    if (pairs.empty() || unreadable_.size() > most_unreadable) return;
    auto const problem = transaction_.in_savepoint([&] { read(pairs); });
    if (!problem) return;
    if (pairs.size() == 1) {
      unreadable_.push_back({pairs.front(), *problem});
      return;
    }
    auto const middle = pairs.begin() + static_cast<std::ptrdiff_t>(pairs.size() / 2);
    read_split({pairs.begin(), middle}, read);
    read_split({middle, pairs.end()}, read);
  }

  void tell_unreadable(std::string const& subject, std::size_t all) {
    std::map<std::string, std::vector<Pair>> by_error;
    for (auto const& [pair, error] : unreadable_) by_error[error].push_back(pair);
    for (auto const& [error, pairs] : by_error) {
      bool const is_rare = unreadable_.size() * 100 <= all;
      auto const& first = pairs.front();
      find(is_rare ? FindingState::warning : FindingState::failure, subject,
           std::to_string(pairs.size()) + (unreadable_.size() > most_unreadable ? " pairs at least" : " pairs") +
               " cannot be read, such as user " + printable(first.user_id) + " and companion " +
               printable(first.companion_id) + ": " + error + (is_rare ? std::string{} : hint_for(error)));
    }
    unreadable_.clear();
  }

  void try_facts() {
    store::FactsBatch batch;
    read_split(sample_, [&](std::vector<Pair> const& pairs) {
      auto part = store::read_facts(transaction_, pairs, now_, without_defaults(settings_), store::Planned::count);
      batch.facts.insert(batch.facts.end(), part.facts.begin(), part.facts.end());
      unreadable_.insert(unreadable_.end(), part.unreadable.begin(), part.unreadable.end());
    });
    bool const none_readable = batch.facts.empty() && !unreadable_.empty();
    tell_unreadable("app_facts", sample_.size());
    if (none_readable) return;
    facts_ = std::move(batch.facts);
    auto const gone = std::erase_if(facts_, [](PairFacts const& facts) { return !facts.exists; });
    auto const all = std::to_string(sample_.size());
    if (facts_.empty()) {
      fail("app_facts",
           "it has facts of none of " + all +
               " pairs that app_pairs names: see whether both read the same ids, and whether the role that it runs as "
               "may see the rows");
      return;
    }
    find(FindingState::ok, "app_facts", std::to_string(facts_.size()) + " of " + all + " pairs");
    if (gone > 0) {
      find(gone * 100 > sample_.size() ? FindingState::failure : FindingState::warning, "app_facts",
           std::to_string(gone) + " of " + all +
               " pairs that app_pairs names have no facts, so they count as gone: let both read "
               "the same rows");
    }
    auto const found = review_facts(facts_, columns_of("app_facts"), now_);
    report_.findings.insert(report_.findings.end(), found.begin(), found.end());
  }

  [[nodiscard]] std::set<std::string> columns_of(std::string const& name) const {
    std::set<std::string> columns;
    for (auto const& function : functions_) {
      if (function.name != name) continue;
      for (auto const& [column, type] : function.columns) columns.insert(column);
    }
    return columns;
  }

  void try_context() {
    std::vector<Pair> const pairs(
        sample_.begin(), sample_.begin() + static_cast<std::ptrdiff_t>(std::min(sample_.size(), context_pairs)));
    std::map<Pair, Context> found;
    read_split(pairs, [&](std::vector<Pair> const& some) {
      found.merge(store::read_contexts(transaction_, some, settings_.message, unreadable_));
    });
    bool const none_readable = found.empty() && !unreadable_.empty();
    tell_unreadable("app_context", pairs.size());
    if (none_readable) return;
    auto const all = std::to_string(pairs.size()) + " pairs";
    if (found.empty()) {
      find(FindingState::warning, "app_context",
           "it knows nothing of " + all + ", so messages are about nothing: return a row for each pair");
    } else {
      find(FindingState::ok, "app_context", std::to_string(found.size()) + " of " + all);
    }
  }

  // For a single pair no plan but an index is right, whatever the size of the table.
  void try_scans() {
    std::vector<Pair> const one{sample_.front()};
    scan("app_facts", [&] { store::has_facts_of_any(transaction_, one); });
    scan("app_context", [&] {
      store::try_context(transaction_, one, settings_.message.max_memories_to_use,
                         settings_.message.memory_importance_threshold);
    });
    scan("app_pairs",
         [&] { store::count_app_pairs_since(transaction_, format_instant(now_ - std::chrono::minutes{15})); });
  }

  void scan(std::string const& subject, std::function<void()> const& body) {
    auto const before = scanned_so_far();
    if (transaction_.in_savepoint(body)) return;  // its fault is told elsewhere
    for (auto const& [table, total] : scanned_so_far()) {
      auto const earlier = before.find(table);
      auto const scanned = total - (earlier == before.end() ? 0 : earlier->second);
      if (scanned >= big_table) report_scan(subject, table, scanned);
    }
  }

  std::map<std::string, long> scanned_so_far() {
    std::map<std::string, long> scanned;
    for (auto const& table : store::table_activity(transaction_)) scanned[table.name] = table.scanned;
    return scanned;
  }

  void report_scan(std::string const& subject, std::string const& table, long scanned) {
    bool const by_time = subject == "app_pairs";
    auto const columns = by_time ? store::time_columns(transaction_, table) : store::id_columns(transaction_, table);
    find(!by_time && scanned >= huge_table ? FindingState::failure : FindingState::warning, subject,
         "it reads all " + std::to_string(scanned) + " rows of " + table +
             (by_time ? " to find who wrote in the last quarter of an hour" : " for a single pair") +
             ": give it an index on the columns by which it looks, such as CREATE INDEX CONCURRENTLY ON " + table +
             " (" + (columns.empty() ? std::string{"..."} : join(columns, ", ")) + ")");
  }

  [[nodiscard]] std::vector<Pair> pairs_to_deliver() const {
    std::vector<Pair> pairs;
    for (auto const& facts : facts_) {
      bool const reachable = facts.user_active && facts.companion_active && !facts.opted_out && !facts.others_read &&
                             !facts.in_crisis && !facts.minor;
      if (reachable && pairs.size() < trial_pairs) pairs.push_back(facts.pair);
    }
    if (pairs.empty() && !facts_.empty()) pairs.push_back(facts_.front().pair);
    return pairs;
  }

  std::vector<TrialMessage> messages_for(std::vector<Pair> const& pairs, long first_id) {
    Json const details{{"engagement_type", "check_in"}, {"writer", "template"}, {"language", "en"}, {"proactive", true},
                       {"ai_generated", true},          {"disclosure", Json{}}};
    std::vector<TrialMessage> messages;
    for (auto const& pair : pairs) {
      auto const number = static_cast<int>(messages.size()) + 1;
      messages.push_back(
          {pair, first_id + number - 1, trial_text(number, settings_.message.max_message_length), to_line(details)});
    }
    return messages;
  }

  // Twice: the first may make what is missing, such as a conversation, and the second finds it.
  void try_deliveries() {
    auto const pairs = pairs_to_deliver();
    if (pairs.empty()) return;
    auto const first_id = guarded<long>("app_deliver", [&] { return store::next_engagement_id(transaction_); });
    if (!deliver(messages_for(pairs, first_id))) return;
    scan("app_deliver", [&] { deliver(messages_for({pairs.front()}, first_id + static_cast<long>(pairs.size()))); });
    review_after_delivery(pairs);
    review_owners();
  }

  bool deliver(std::vector<TrialMessage> const& messages) {
    auto const rows = guarded<std::optional<std::vector<Json>>>(
        "app_deliver", [&] { return std::optional{store::try_delivery(transaction_, messages, now_)}; });
    if (!rows) return false;
    std::map<long, Json> by_id;
    bool is_whole = rows->size() == messages.size();
    for (auto const& row : *rows) {
      is_whole =
          is_whole && row["engagement_id"].is_number() && by_id.emplace(row["engagement_id"].get<long>(), row).second;
    }
    for (auto const& message : messages) is_whole = is_whole && by_id.contains(message.engagement_id);
    if (!is_whole) {
      fail("app_deliver",
           "it returns " + std::to_string(rows->size()) + " rows for " + std::to_string(messages.size()) +
               " engagements: return exactly one row for each, with refused where the app wants no message");
      return false;
    }
    for (auto const& message : messages) review_row(message, by_id.at(message.engagement_id));
    return true;
  }

  void review_row(TrialMessage const& message, Json const& row) {
    if (row["refused"].is_string()) {
      find(FindingState::warning, "app_deliver",
           "it refuses a trial message: " + printable(row["refused"].get<std::string>()));
      return;
    }
    if (row["message_id"].is_string()) {
      delivered_.push_back(message);
      message_ids_.push_back(row["message_id"].get<std::string>());
    }
    if (!report_.delivery.is_null()) return;
    report_.delivery = row;
    find(FindingState::ok, "app_deliver", "a trial message was delivered, and rolled back");
    auto const found = review_message(row["message"]);
    report_.findings.insert(report_.findings.end(), found.begin(), found.end());
  }

  void review_after_delivery(std::vector<Pair> const& pairs) {
    auto const after = guarded<std::optional<store::FactsBatch>>("app_facts", [&] {
      return std::optional{store::read_facts(transaction_, pairs, now_, settings_, store::Planned::count)};
    });
    if (!after || report_.delivery.is_null()) return;
    std::map<Pair, PairFacts const*> before;
    for (auto const& facts : facts_) before[facts.pair] = &facts;
    bool is_taken_for_user = false;
    bool is_unseen = columns_of("app_facts").contains("companion_wrote_at");
    for (auto const& facts : after->facts) {
      auto const* earlier = before[facts.pair];
      if (earlier == nullptr) continue;
      is_taken_for_user = is_taken_for_user || facts.user_wrote_at != earlier->user_wrote_at;
      if (facts.companion_wrote_at != earlier->companion_wrote_at) is_unseen = false;
    }
    if (is_taken_for_user) {
      fail("app_facts",
           "user_wrote_at has moved with our own message, so that the tool would take itself for the user: let it look "
           "at "
           "the user's messages only");
    }
    if (is_unseen) {
      find(FindingState::warning, "app_facts",
           "companion_wrote_at has not moved with the message that app_deliver stored: let it look where messages are "
           "stored");
    }
  }

  // Whoever owns a table may give it a trigger, which runs with the rights of whoever writes into it.
  void review_owners() {
    for (auto const& function : functions_) {
      if (function.name != "app_deliver" || !function.owner_is_superuser || !function.security_definer) continue;
      for (auto const& table : store::table_activity(transaction_)) {
        if (table.written == 0 || table.owner_is_superuser) continue;
        fail("app_deliver", "it runs with all rights of " + printable(function.owner) + " and writes into " +
                                table.name + " of " + printable(table.owner) +
                                ", whose triggers would have them too: add ALTER FUNCTION proactive." +
                                "app_deliver OWNER TO " + printable(table.owner));
      }
    }
  }

  void try_optional() {
    if (!delivered_.empty()) {
      tried("app_answers",
            [&] { store::try_answers(transaction_, delivered_, message_ids_, now_ - std::chrono::hours{1}); });
    }
    tried("app_sessions",
          [&] { store::try_sessions(transaction_, {sample_.front()}, now_ - std::chrono::hours{24 * 28}); });
  }

  void tried(std::string const& name, std::function<void()> const& body) {
    bool const defined = std::any_of(functions_.begin(), functions_.end(),
                                     [&](InstalledFunction const& function) { return function.name == name; });
    if (auto const problem = transaction_.in_savepoint(body)) {
      fail(name, "it fails: " + *problem + hint_for(*problem));
    } else if (defined) {
      find(FindingState::ok, name, "it answers");
    }
  }

  store::Transaction& transaction_;
  std::vector<InstalledFunction> const& functions_;
  Settings const& settings_;
  Instant now_;
  std::vector<Pair> sample_;
  std::vector<PairFacts> facts_;
  std::vector<store::UnreadablePair> unreadable_;
  std::vector<TrialMessage> delivered_;
  std::vector<std::string> message_ids_;
  TrialReport report_;
};

}  // namespace

bool TrialReport::failed() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](Finding const& finding) { return finding.state == FindingState::failure; });
}

TrialReport try_adapter(store::Transaction& transaction, std::vector<InstalledFunction> const& functions,
                        Settings const& settings, Instant now, TrialDelivery delivery) {
  return Trial(transaction, functions, settings, now).run(delivery);
}

}  // namespace proactive::app
