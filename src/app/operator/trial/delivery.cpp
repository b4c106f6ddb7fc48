#include "app/operator/trial/delivery.hpp"

#include <fmt/core.h>

#include <map>
#include <optional>

#include "app/operator/trial/scans.hpp"
#include "base/column.hpp"
#include "base/text.hpp"
#include "domain/adapter/message_review.hpp"
#include "store/facts.hpp"

namespace proactive::app {

namespace {

using store::TrialMessage;

constexpr std::size_t trial_pairs = 5;  // in one delivery
auto const app_deliver = std::string{"app_deliver"};

std::vector<Pair> pairs_to_deliver(std::vector<PairFacts> const& all) {
  std::vector<Pair> pairs;
  for (auto const& facts : all) {
    bool const reachable = facts.user_active && facts.companion_active && facts.preferences.enabled.value_or(true) &&
                           !facts.others_read && !facts.in_crisis && !facts.minor.value_or(false);
    if (reachable && pairs.size() < trial_pairs) pairs.push_back(facts.pair);
  }
  if (pairs.empty() && !all.empty()) pairs.push_back(all.front().pair);
  return pairs;
}

std::vector<TrialMessage> messages_for(std::vector<Pair> const& pairs, long first_id, int max_length) {
  Json const details{{"engagement_type", "check_in"}, {"writer", "template"}, {"language", "en"}, {"proactive", true},
                     {"ai_generated", true},          {"disclosure", Json{}}};
  std::vector<TrialMessage> messages;
  for (auto const& pair : pairs) {
    auto const number = static_cast<int>(messages.size()) + 1;
    messages.push_back({pair, first_id + number - 1, trial_text(number, max_length), to_line(details)});
  }
  return messages;
}

class DeliveryTrial {
 public:
  DeliveryTrial(TrialFindings& findings, Instant now) : findings_(findings), now_(now) {}

  bool deliver(std::vector<TrialMessage> const& messages) {
    auto const rows =
        findings_.guarded(app_deliver, [&] { return store::try_delivery(findings_.transaction, messages, now_); });
    if (!rows) return false;
    std::map<long, Json> by_id;
    bool is_whole = rows->size() == messages.size();
    for (auto const& row : *rows) {
      is_whole =
          is_whole && row["engagement_id"].is_number() && by_id.emplace(row["engagement_id"].get<long>(), row).second;
    }
    for (auto const& message : messages) is_whole = is_whole && by_id.contains(message.engagement_id);
    if (!is_whole) {
      findings_.fail(app_deliver,
                     fmt::format("it returns {} for {}: return exactly one row for each, with refused where the app "
                                 "wants no message",
                                 counted_noun(static_cast<long>(rows->size()), "row"),
                                 counted_noun(static_cast<long>(messages.size()), "engagement")));
      return false;
    }
    for (auto const& message : messages) review_row(message, by_id.at(message.engagement_id));
    return true;
  }

  [[nodiscard]] TrialDeliveries const& made() const { return made_; }

 private:
  void review_row(TrialMessage const& message, Json const& row) {
    if (row["refused"].is_string()) {
      findings_.warn(app_deliver,
                     fmt::format("it refuses a trial message: {}", printable(row["refused"].get<std::string>())));
      return;
    }
    if (row["message_id"].is_string()) {
      made_.messages.push_back(message);
      made_.message_ids.push_back(row["message_id"].get<std::string>());
    }
    if (!made_.first.is_null()) return;
    made_.first = row;
    findings_.ok(app_deliver, "a trial message was delivered, and rolled back");
    findings_.add(review_message(row["message"]));
  }

  TrialFindings& findings_;
  Instant now_;
  TrialDeliveries made_;
};

// The facts after the delivery: our own message must not look like the user's.
void review_after(TrialFindings& findings, std::vector<PairFacts> const& facts_before,
                  std::vector<PairFacts> const& facts_after) {
  std::map<Pair, PairFacts const*> before;
  for (auto const& facts : facts_before) before[facts.pair] = &facts;
  bool is_taken_for_user = false;
  bool is_unseen = findings.has_column("app_facts", "companion_wrote_at");
  for (auto const& facts : facts_after) {
    auto const* earlier = before[facts.pair];
    if (earlier == nullptr) continue;
    is_taken_for_user = is_taken_for_user || facts.user_wrote_at != earlier->user_wrote_at;
    if (facts.companion_wrote_at != earlier->companion_wrote_at) is_unseen = false;
  }
  if (is_taken_for_user) {
    findings.fail("app_facts",
                  "user_wrote_at has moved with our own message, so that the tool would take itself for the user: let "
                  "it look at the user's messages only");
  }
  if (is_unseen) {
    findings.warn("app_facts",
                  "companion_wrote_at has not moved with the message that app_deliver stored: let it look where "
                  "messages are stored");
  }
}

// Whoever owns a table may give it a trigger, which runs with the rights of whoever writes into it.
void review_owners(TrialFindings& findings) {
  auto const* function = findings.function(app_deliver);
  if (function == nullptr || !function->owner_is_superuser || !function->security_definer) return;
  for (auto const& table : store::table_activity(findings.transaction)) {
    if (table.written == 0 || table.owner_is_superuser) continue;
    findings.fail(app_deliver,
                  fmt::format("it runs with all rights of {0} and writes into {1} of {2}, whose triggers would have "
                              "them too: add ALTER FUNCTION proactive.app_deliver OWNER TO {2}",
                              printable(function->owner), table.name, printable(table.owner)));
  }
}

}  // namespace

TrialDeliveries try_deliveries(TrialFindings& findings, std::vector<PairFacts> const& facts, Settings const& settings,
                               Instant now) {
  auto const pairs = pairs_to_deliver(facts);
  auto const first_id = findings.guarded(app_deliver, [&] { return store::next_engagement_id(findings.transaction); });
  if (pairs.empty() || !first_id) return {};
  auto const max_length = settings.message.max_message_length;
  DeliveryTrial trial(findings, now);
  if (!trial.deliver(messages_for(pairs, *first_id, max_length))) return trial.made();
  watch_scans(findings, app_deliver, [&] {
    trial.deliver(messages_for({pairs.front()}, *first_id + static_cast<long>(pairs.size()), max_length));
  });
  auto const after = findings.guarded("app_facts", [&] {
    return store::read_facts(findings.transaction, pairs, now, settings, store::Planned::count);
  });
  if (after && !trial.made().first.is_null()) review_after(findings, facts, after->facts);
  review_owners(findings);
  return trial.made();
}

}  // namespace proactive::app
