#include "store/engagements.hpp"

#include <functional>
#include <map>
#include <type_traits>

#include "base/json.hpp"
#include "domain/bandit/choices.hpp"
#include "queries.hpp"
#include "store/arrays.hpp"

namespace proactive::store {

namespace {

std::optional<std::string> stored(Choices const& choices) {
  auto const choice = choices_json(choices);
  return choice.is_null() ? std::nullopt : std::optional{to_line(choice)};
}

std::optional<std::string> choice_of_plan(PlannedEngagement const& plan) {
  return stored({.hour = plan.hour, .type = plan.type_choice});
}

}  // namespace

std::vector<ClaimedDraft> claim_drafts(Transaction& transaction, std::vector<PlannedEngagement> const& plans,
                                       Instant as_of, int lease_seconds, std::string const& run_id) {
  if (plans.empty()) return {};
  auto const pairs = column(plans, &PlannedEngagement::pair);
  auto const rows = transaction.exec(queries::claim_drafts, user_ids(pairs), companion_ids(pairs),
                                     column(plans, [](auto const& plan) { return name_of(plan.type); }),
                                     column(plans, [](auto const& plan) { return name_of(plan.stage); }),
                                     column(plans, &PlannedEngagement::scheduled_for),
                                     column(plans, &PlannedEngagement::silent_since),
                                     column(plans, &PlannedEngagement::conversation_id), as_of, lease_seconds, run_id,
                                     column(plans, &PlannedEngagement::is_safe), column(plans, choice_of_plan));
  std::map<Pair, PlannedEngagement const*> by_pair;
  for (auto const& plan : plans) by_pair[plan.pair] = &plan;
  std::vector<ClaimedDraft> claimed;
  claimed.reserve(static_cast<std::size_t>(rows.size()));
  for (auto const row : rows) {
    Pair const pair{row["user_id"].text(), row["companion_id"].text()};
    claimed.push_back(
        {{pair.user_id, row["id"].text()}, static_cast<int>(row["attempt"].integer()), *by_pair.at(pair)});
  }
  return claimed;
}

std::vector<ClaimedDraft> take_over_drafts(Transaction& transaction, int lease_seconds, std::string const& run_id,
                                           std::vector<int> const& slices, int limit,
                                           std::vector<FailedDraft>& unreadable) {
  std::vector<ClaimedDraft> taken;
  for (auto const row : transaction.exec(queries::take_over_drafts, lease_seconds, run_id, slices, limit)) {
    ClaimedDraft draft{{row["user_id"].text(), row["id"].text()}, static_cast<int>(row["attempt"].integer()), {}};
    draft.plan.pair = {draft.key.user_id, row["companion_id"].text()};
    auto const type = value_of<EngagementType>(row["engagement_type"].text());
    auto const stage = value_of<Stage>(row["relationship_stage"].text());
    if (!type || !stage) {
      unreadable.push_back({std::move(draft), "its type or stage is a word that this version does not know"});
      continue;
    }
    draft.plan.type = *type;
    draft.plan.stage = *stage;
    draft.plan.is_safe = row["safe"].boolean();
    draft.plan.scheduled_for = row["scheduled_for"].instant();
    taken.push_back(std::move(draft));
  }
  return taken;
}

int fail_exhausted_drafts(Transaction& transaction, Instant as_of, std::vector<int> const& slices) {
  return transaction.exec(queries::fail_exhausted_drafts, as_of, slices).size();
}

namespace {

// None where no LLM was asked and no memory was used.
std::optional<std::string> cited_memories(WrittenDraft const& written) {
  if (written.memory_ids.empty() && !written.trace) return std::nullopt;
  return to_line(written.memory_ids);
}

std::optional<std::string> set_of(WrittenDraft const& written) {
  return written.template_set.empty() ? std::nullopt : std::optional{written.template_set};
}

std::optional<std::string> choice_of(WrittenDraft const& written) {
  return stored({.message_template = written.choice});
}

std::optional<std::string> reason_of(WrittenDraft const& written) {
  return written.cancelled ? std::optional{std::string{name_of(*written.cancelled)}} : std::nullopt;
}

}  // namespace

long insert_written(Transaction& transaction, std::vector<WrittenDraft> const& messages, Instant as_of,
                    std::string const& run_id) {
  if (messages.empty()) return 0;
  auto const planned = [&](auto member) {
    return column(messages, [&](WrittenDraft const& written) { return std::invoke(member, written.draft.plan); });
  };
  auto const pairs = planned(&PlannedEngagement::pair);
  return transaction
      .exec(queries::insert_written, user_ids(pairs), companion_ids(pairs),
            planned([](PlannedEngagement const& plan) { return name_of(plan.type); }),
            planned([](PlannedEngagement const& plan) { return name_of(plan.stage); }),
            planned(&PlannedEngagement::scheduled_for), planned(&PlannedEngagement::silent_since),
            planned(&PlannedEngagement::conversation_id), as_of, run_id, planned(&PlannedEngagement::is_safe),
            column(messages,
                   [](WrittenDraft const& written) {
                     auto const& plan = written.draft.plan;
                     return stored({.hour = plan.hour, .type = plan.type_choice, .message_template = written.choice});
                   }),
            column(messages, &WrittenDraft::content), column(messages, &WrittenDraft::writer),
            column(messages, &WrittenDraft::template_id), column(messages, set_of), column(messages, cited_memories),
            column(messages, &WrittenDraft::awaits_approval), column(messages, &WrittenDraft::reviewed_for))
      .size();
}

StoredDrafts store_drafts(Transaction& transaction, std::vector<WrittenDraft> const& drafts, Instant as_of) {
  StoredDrafts stored;
  if (drafts.empty()) return stored;
  auto const keys = column(drafts, [](auto const& written) { return written.draft.key; });
  // A column of the traces; nothing for a draft without one.
  auto const traced = [&](auto member) {
    return column(drafts, [&](WrittenDraft const& written) {
      using Field = std::decay_t<decltype(member(*written.trace))>;
      return written.trace ? std::optional<Field>{member(*written.trace)} : std::nullopt;
    });
  };
  auto const rows = transaction.exec(
      queries::store_drafts, user_ids(keys), engagement_ids(keys),
      column(drafts, [](auto const& written) { return written.draft.attempt; }), column(drafts, &WrittenDraft::content),
      column(drafts, &WrittenDraft::writer), column(drafts, &WrittenDraft::template_id),
      traced([](LlmTrace const& trace) { return trace.model; }),
      traced([](LlmTrace const& trace) { return trace.calls; }),
      traced([](LlmTrace const& trace) { return trace.tokens_in; }),
      traced([](LlmTrace const& trace) { return trace.tokens_out; }),
      traced([](LlmTrace const& trace) { return trace.latency_ms; }),
      traced([](LlmTrace const& trace) { return to_line(trace.refusals); }), column(drafts, cited_memories),
      column(drafts, reason_of), as_of, column(drafts, &WrittenDraft::awaits_approval),
      column(drafts, &WrittenDraft::reviewed_for), column(drafts, set_of), column(drafts, choice_of));
  for (auto const row : rows) {
    if (row["reason"].is_null()) {
      ++stored.scheduled;
    } else {
      ++stored.cancelled[*value_of<Reason>(row["reason"].text())];
    }
  }
  return stored;
}

void renew_drafts(Transaction& transaction, std::vector<ClaimedDraft> const& drafts, int lease_seconds) {
  if (drafts.empty()) return;
  auto const keys = column(drafts, &ClaimedDraft::key);
  transaction.exec(queries::renew_drafts, user_ids(keys), engagement_ids(keys), column(drafts, &ClaimedDraft::attempt),
                   lease_seconds);
}

void release_drafts(Transaction& transaction, std::vector<ClaimedDraft> const& drafts) {
  if (drafts.empty()) return;
  auto const keys = column(drafts, &ClaimedDraft::key);
  transaction.exec(queries::release_drafts, user_ids(keys), engagement_ids(keys),
                   column(drafts, &ClaimedDraft::attempt));
}

int fail_drafts(Transaction& transaction, std::vector<FailedDraft> const& drafts, Reason reason, Instant as_of) {
  if (drafts.empty()) return 0;
  auto const keys = column(drafts, [](auto const& failed) { return failed.draft.key; });
  return transaction
      .exec(queries::fail_drafts, user_ids(keys), engagement_ids(keys),
            column(drafts, [](auto const& failed) { return failed.draft.attempt; }),
            column(drafts, &FailedDraft::error), name_of(reason), as_of)
      .size();
}

void cancel_drafts(Transaction& transaction, std::vector<CancelledDraft> const& drafts, Instant as_of) {
  if (drafts.empty()) return;
  auto const keys = column(drafts, [](auto const& cancelled) { return cancelled.draft.key; });
  transaction.exec(queries::cancel_drafts, user_ids(keys), engagement_ids(keys),
                   column(drafts, [](auto const& cancelled) { return cancelled.draft.attempt; }),
                   column(drafts, [](auto const& cancelled) { return name_of(cancelled.reason); }), as_of);
}

}  // namespace proactive::store
