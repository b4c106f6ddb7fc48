#include "app/drafting.hpp"

#include <algorithm>

#include "base/column.hpp"
#include "base/log.hpp"
#include "store/llm.hpp"
#include "store/relationships.hpp"

namespace proactive::app {

namespace {

using store::ClaimedDraft;
using store::Transaction;

constexpr std::chrono::milliseconds longest_wait{500};

Preview preview_of(store::PlannedEngagement const& plan, Brief const& brief) {
  return {plan.pair, brief.user_name, brief.companion_name, plan.type, plan.scheduled_for, {}, {}};
}

}  // namespace

Drafting::Drafting(store::Database& database, Settings const& settings, PassContext const& context, Writers& writers,
                   Prompts prompts, ProgressBoard& board, ScheduleReport& report)
    : database_(database),
      settings_(settings),
      context_(context),
      writers_(writers),
      prompts_(prompts),
      board_(board),
      report_(report) {}

bool Drafting::has_room() const {
  if (!writers_.by_llm()) return outstanding_.empty();
  return outstanding_.size() < 2 * static_cast<std::size_t>(settings_.llm.llm_concurrency);
}

std::vector<Brief> Drafting::briefs_for(std::vector<store::PlannedEngagement> const& plans) {
  auto const pairs = column(plans, &store::PlannedEngagement::pair);
  auto found =
      database_.transact([&](Transaction& transaction) { return store::briefs(transaction, pairs, settings_); });
  std::map<Pair, Brief*> by_pair;
  for (auto& brief : found) by_pair[brief.pair] = &brief;
  std::vector<Brief> briefs;
  for (auto const& plan : plans) {
    auto const brief = by_pair.find(plan.pair);
    briefs.push_back(brief == by_pair.end() ? Brief{} : std::move(*brief->second));
    briefs.back().pair = plan.pair;
    briefs.back().type = plan.type;
    briefs.back().stage = plan.stage;
    briefs.back().scheduled_for = plan.scheduled_for;
    if (briefs.back().timezone.empty()) briefs.back().timezone = settings_.runs.default_timezone;
  }
  return briefs;
}

// Before any call is made, so that runs side by side cannot spend the same tokens. A dry run writes nothing down.
void Drafting::set_tokens_aside(LlmWriter& llm, std::vector<Brief> const& briefs) {
  long wanted = -llm.tokens_left();
  for (auto const& brief : briefs) wanted += llm.tokens_wanted(brief);
  if (wanted <= 0) return;
  auto const granted = database_.transact([&](Transaction& transaction) {
    if (!context_.dry_run) return store::take_tokens(transaction, wanted, settings_.llm.llm_max_tokens_per_day);
    auto const spent = store::tokens_of_today(transaction) + granted_tokens_;
    return std::clamp(settings_.llm.llm_max_tokens_per_day - spent, 0L, wanted);
  });
  granted_tokens_ += granted;
  llm.grant_tokens(granted);
}

void Drafting::begin(std::vector<ClaimedDraft> const& drafts) {
  if (drafts.empty()) return;
  auto briefs = briefs_for(column(drafts, &ClaimedDraft::plan));
  if (prompts_ == Prompts::show) return show_prompts(drafts, briefs);
  auto& writer = writers_.chosen(database_);
  if (writers_.llm() != nullptr) set_tokens_aside(*writers_.llm(), briefs);
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    auto const number = next_number_++;
    auto const& plan = drafts[i].plan;
    outstanding_.emplace(number, drafts[i]);
    if (context_.dry_run) previews_[number] = preview_of(plan, briefs[i]);
    writer.write(std::move(briefs[i]),
                 [queue = queue_, number](Draft draft) { queue->push(number, std::move(draft)); });
  }
}

void Drafting::show_prompts(std::vector<ClaimedDraft> const& drafts, std::vector<Brief> const& briefs) {
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    auto preview = preview_of(drafts[i].plan, briefs[i]);
    preview.writer = "llm";
    preview.request = preview_request(settings_.llm, settings_.message, briefs[i]);
    ++report_.scheduled;
    report_.engagements.push_back(std::move(preview));
  }
}

void Drafting::collect() {
  auto const enough = std::min(outstanding_.size(),
                               std::max<std::size_t>(1, static_cast<std::size_t>(settings_.llm.llm_concurrency) / 2));
  auto const wait =
      std::min<std::chrono::milliseconds>(longest_wait, std::chrono::seconds{settings_.runs.lease_seconds} / 6);
  auto const arrived = queue_->wait(enough, wait);
  auto const fallbacks = report_.written_by["fallback"];
  if (!arrived.empty()) context_.dry_run ? show_all(arrived) : store_all(arrived);
  hold_leases();
  auto const rest = static_cast<long>(outstanding_.size()) + rest_;
  board_.add(static_cast<long>(arrived.size()), report_.written_by["fallback"] - fallbacks, rest - told_rest_,
             writers_.llm() != nullptr ? writers_.llm()->in_flight() : 0);
  told_rest_ = rest;
}

// While an LLM writes, no transaction is open, and leases would run out.
void Drafting::hold_leases() {
  auto const now = std::chrono::steady_clock::now();
  if (context_.dry_run || outstanding_.empty() ||
      now - leased_at_ < std::chrono::seconds{settings_.runs.lease_seconds} / 3) {
    return;
  }
  std::vector<ClaimedDraft> held;
  for (auto const& [number, draft] : outstanding_) held.push_back(draft);
  database_.transact([&](Transaction& transaction) {
    require_leases(transaction, context_);
    store::renew_drafts(transaction, held, context_.holder.lease_seconds);
  });
  leased_at_ = now;
}

void Drafting::count(Draft const& draft) {
  if (draft.content) ++report_.written_by[draft.writer];
}

void Drafting::store_all(Arrived const& arrived) {
  std::vector<store::WrittenDraft> written;
  std::vector<store::FailedDraft> failed;
  std::vector<ClaimedDraft> released;
  std::vector<store::NextCheck> next_checks;
  for (auto const& [number, draft] : arrived) {
    auto const& claimed = outstanding_.at(number);
    count(draft);
    if (draft.content || draft.skipped) {
      written.push_back({claimed, draft.content, draft.writer, draft.template_id, draft.trace});
    } else if (draft.released) {
      released.push_back(claimed);
    } else {
      failed.push_back({claimed, draft.problem});
      log::warn("no_message",
                {{"user_id", claimed.key.user_id}, {"engagement_id", claimed.key.id}, {"error", draft.problem}});
    }
    if (!draft.content && !draft.released) {
      next_checks.push_back({claimed.plan.pair, context_.as_of + std::chrono::hours{24}});
    }
  }
  auto const stored = database_.transact([&](Transaction& transaction) {
    require_leases(transaction, context_);
    store::fail_drafts(transaction, failed, Reason::no_message, context_.as_of);
    store::park_relationships(transaction, next_checks);
    store::release_drafts(transaction, released);
    return store::store_drafts(transaction, written, context_.as_of);
  });
  for (auto const& [number, draft] : arrived) outstanding_.erase(number);
  report_.scheduled += stored.scheduled;
  if (stored.skipped > 0) report_.refused[Reason::skipped] += stored.skipped;
  report_.failed += static_cast<long>(failed.size());
}

void Drafting::show_all(Arrived const& arrived) {
  for (auto const& [number, draft] : arrived) {
    auto& preview = previews_.at(number);
    count(draft);
    if (draft.content) {
      ++report_.scheduled;
      preview.content = *draft.content;
      preview.writer = draft.writer;
    } else if (draft.skipped) {
      ++report_.refused[Reason::skipped];
    } else if (!draft.released) {
      ++report_.failed;
      log::warn("no_message", {{"user_id", preview.pair.user_id}, {"error", draft.problem}});
    }
    outstanding_.erase(number);
  }
}

void Drafting::finish() {
  for (auto& [number, preview] : previews_) {
    if (!preview.writer.empty()) report_.engagements.push_back(std::move(preview));
  }
}

}  // namespace proactive::app
