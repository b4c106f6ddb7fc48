#include "app/operator/trial/trial.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "app/operator/trial/delivery.hpp"
#include "app/operator/trial/scans.hpp"
#include "base/text.hpp"
#include "domain/adapter/facts_review.hpp"
#include "store/adapter_check.hpp"
#include "store/facts.hpp"

namespace proactive::app {

namespace {

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
      : findings_(transaction, functions), transaction_(transaction), settings_(settings), now_(now) {}

  TrialReport run(TrialDelivery delivery) {
    TrialDeliveries delivered;
    if (is_there("app_pairs")) try_pairs();
    if (!sample_.empty()) {
      if (is_there("app_facts")) try_facts();
      if (is_there("app_context")) try_context();
      try_scans();
      if (delivery == TrialDelivery::make && is_there("app_deliver")) {
        transaction_.undone([&] {  // the app's users wait for its locks
          delivered = try_deliveries(findings_, facts_, settings_, now_);
          try_answers(delivered);
        });
      }
      try_sessions();
    }
    return {std::move(findings_.found), std::move(delivered.first)};
  }

 private:
  [[nodiscard]] bool is_there(std::string const& name) const { return findings_.function(name) != nullptr; }

  void try_pairs() {
    auto const counts = findings_.guarded("app_pairs", [&] { return store::count_app_pairs(transaction_); });
    if (!counts) return;
    if (counts->pairs == 0) {
      findings_.warn("app_pairs",
                     "it knows no pair, so nobody is written to, as is right where nobody has written to a companion "
                     "yet: else see "
                     "whether it reads the right tables, and whether the role that it runs as may see their rows");
    } else {
      findings_.ok("app_pairs", counted_noun(counts->pairs, "pair"));
    }
    if (counts->twice > 0) {
      findings_.fail("app_pairs", counted_noun(counts->twice, "pair comes", "pairs come") +
                                      " more than once: add DISTINCT or GROUP BY");
    }
    if (counts->empty > 0) {
      auto const all = static_cast<std::size_t>(counts->pairs);
      bool const is_rare = is_accident(static_cast<std::size_t>(counts->empty), all);
      findings_.find(is_rare ? FindingState::warning : FindingState::failure, "app_pairs",
                     fmt::format("{} no user_id or companion_id, such as {}, and {} left out: let app_pairs leave out "
                                 "such rows",
                                 counted_noun(counts->empty, "row has", "rows have"), printable(counts->empty_sample),
                                 counts->empty == 1 ? "is" : "are"));
    }
    if (counts->too_long > 0) {
      findings_.warn("app_pairs",
                     fmt::format("{} of over 200 bytes, so that nobody is written to there: return a shorter key",
                                 counted_noun(counts->too_long, "pair has an id", "pairs have an id")));
    }
    auto const since = [&](std::string const& when) {
      return findings_.guarded("app_pairs", [&] { return store::count_app_pairs_since(transaction_, when); });
    };
    auto const never = since("infinity").value_or(0);
    if (never > 0) {
      findings_.fail("app_pairs",
                     fmt::format("{} returned for since = infinity, so it does not heed since: return only pairs whose "
                                 "user wrote since then",
                                 counted_noun(never, "pair is", "pairs are")));
    }
    since(format_instant(now_ - std::chrono::minutes{15}));
    if (auto sample = findings_.guarded("app_pairs", [&] { return store::sample_app_pairs(transaction_); }))
      sample_ = std::move(*sample);
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
      bool const is_rare = is_accident(unreadable_.size(), all);
      auto const& first = pairs.front();
      findings_.find(is_rare ? FindingState::warning : FindingState::failure, subject,
                     fmt::format("{}{} cannot be read, such as user {} and companion {}: {}{}",
                                 counted_noun(static_cast<long>(pairs.size()), "pair"),
                                 unreadable_.size() > most_unreadable ? " at least" : "", printable(first.user_id),
                                 printable(first.companion_id), error, is_rare ? "" : hint_for(error)));
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
    auto const all = sample_.size();
    auto const all_pairs = counted_noun(static_cast<long>(all), "pair");
    if (facts_.empty()) {
      findings_.fail("app_facts",
                     fmt::format("it has facts of none of {} that app_pairs names: see whether both read the same ids, "
                                 "and whether the role that it runs as may see the rows",
                                 all_pairs));
      return;
    }
    findings_.ok("app_facts", fmt::format("{} of {}", facts_.size(), all_pairs));
    if (gone > 0) {
      findings_.find(is_accident(gone, all) ? FindingState::warning : FindingState::failure, "app_facts",
                     fmt::format("{} of {} that app_pairs names {} no facts, and so {} as gone: let both read the same "
                                 "rows",
                                 gone, all_pairs, gone == 1 ? "has" : "have", gone == 1 ? "counts" : "count"));
    }
    findings_.add(review_facts(facts_, fact_columns(), now_));
  }

  [[nodiscard]] std::set<std::string> fact_columns() const {
    std::set<std::string> columns;
    for (auto const& [column, type] : findings_.function("app_facts")->columns) columns.insert(column);
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
    if (found.empty()) {
      findings_.warn("app_context", fmt::format("it knows nothing of {}, so messages are about nothing: return a row "
                                                "for each pair",
                                                counted_noun(static_cast<long>(pairs.size()), "pair")));
    } else {
      findings_.ok("app_context",
                   fmt::format("{} of {}", found.size(), counted_noun(static_cast<long>(pairs.size()), "pair")));
    }
  }

  // For a single pair no plan but an index is right, whatever the size of the table.
  void try_scans() {
    std::vector<Pair> const one{sample_.front()};
    watch_scans(findings_, "app_facts", [&] { store::has_facts_of_any(transaction_, one); });
    watch_scans(findings_, "app_context", [&] {
      store::try_context(transaction_, one, settings_.message.max_memories_to_use,
                         settings_.message.memory_importance_threshold);
    });
    watch_scans(findings_, "app_pairs",
                [&] { store::count_app_pairs_since(transaction_, format_instant(now_ - std::chrono::minutes{15})); });
  }

  void try_answers(TrialDeliveries const& delivered) {
    if (delivered.messages.empty()) return;
    try_one("app_answers", [&] {
      store::try_answers(transaction_, delivered.messages, delivered.message_ids, now_ - std::chrono::hours{1});
    });
  }

  void try_sessions() {
    if (settings_.care.send_time == SendTime::learned && !is_there("app_sessions")) {
      findings_.warn("app_sessions",
                     "there is none, so send_time=learned has nothing to learn from and works as spread: write it, "
                     "or set send_time");
    }
    try_one("app_sessions",
            [&] { store::try_sessions(transaction_, {sample_.front()}, now_ - std::chrono::hours{24 * 28}); });
  }

  void try_one(std::string const& name, std::function<void()> const& body) {
    if (auto const problem = transaction_.in_savepoint(body)) {
      findings_.fail(name, fmt::format("it fails: {}{}", *problem, hint_for(*problem)));
    } else if (is_there(name)) {
      findings_.ok(name, "it answers");
    }
  }

  TrialFindings findings_;
  store::Transaction& transaction_;
  Settings const& settings_;
  Instant now_;
  std::vector<Pair> sample_;
  std::vector<PairFacts> facts_;
  std::vector<store::UnreadablePair> unreadable_;
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
