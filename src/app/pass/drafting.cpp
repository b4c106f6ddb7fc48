#include "app/pass/drafting.hpp"

#include <algorithm>

#include "base/column.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "domain/message/approval.hpp"
#include "domain/message/make_brief.hpp"
#include "domain/policy/terms.hpp"
#include "store/bandit.hpp"
#include "store/facts.hpp"
#include "store/llm.hpp"

namespace proactive::app {

namespace {

using store::ClaimedDraft;
using store::Transaction;

constexpr std::chrono::milliseconds longest_wait{500};

Preview preview_of(PlannedEngagement const& plan, Brief const& brief, CareSettings const& care) {
  return {plan.pair,
          brief.user_name,
          brief.companion_name,
          plan.type,
          plan.scheduled_for,
          {},
          {},
          {},
          user_zone(plan.facts, care)};
}

}  // namespace

Drafting::Drafting(store::Database& database, Settings const& settings, PassContext const& context, FactsReader& reader,
                   Writer& writer, Treatments& treatments, Prompts prompts, ProgressBoard& board,
                   ScheduleReport& report)
    : database_(database),
      settings_(settings),
      context_(context),
      reader_(reader),
      writer_(writer),
      treatments_(treatments),
      prompts_(prompts),
      board_(board),
      report_(report) {}

bool Drafting::has_room() const { return outstanding_.size() < writer_.capacity(); }

bool Drafting::writes_at_once() const { return writer_.capacity() == 1; }

std::vector<Brief> Drafting::briefs_for(std::vector<PlannedEngagement const*> const& plans,
                                        std::map<Pair, Context> const& contexts) {
  auto const pairs = column(plans, [](PlannedEngagement const* plan) { return plan->pair; });
  auto const rests =
      column(pairs, [&](Pair const& pair) { return store::rest_of(treatments_.of(pair.user_id).settings.care); });
  auto const recents = database_.transact(
      [&](Transaction& transaction) { return store::read_recents(transaction, pairs, rests, context_.as_of); });
  auto const of = []<typename Value>(std::map<Pair, Value> const& values, Pair const& pair) {
    auto const found = values.find(pair);
    return found == values.end() ? Value{} : found->second;
  };
  auto const received = received_templates(pairs);
  std::vector<Brief> briefs;
  briefs.reserve(plans.size());
  for (auto const* planned : plans) {
    auto const& plan = *planned;
    auto const& treatment = treatments_.of(plan.pair.user_id);
    briefs.push_back(make_brief(plan.facts, of(contexts, plan.pair), of(recents, plan.pair), plan, treatment.rules,
                                treatment.wording, treatment.settings.message.max_memories_to_use));
    auto const found = received.find(plan.pair.user_id);
    if (found != received.end()) briefs.back().days_since_templates = found->second;
  }
  return briefs;
}

// One statement for each importance from which on memories count: a variant may have its own.
FactsReader::Contexts Drafting::contexts_of(std::vector<Pair> const& pairs) {
  std::map<int, std::vector<Pair>> by_threshold;
  for (auto const& pair : pairs)
    by_threshold[treatments_.of(pair.user_id).settings.message.memory_importance_threshold].push_back(pair);
  FactsReader::Contexts contexts;
  auto settings = settings_.message;
  for (auto const& [threshold, some] : by_threshold) {
    settings.memory_importance_threshold = threshold;
    auto part = reader_.contexts(some, settings, report_.reads);
    contexts.of.merge(part.of);
    contexts.unreadable.merge(part.unreadable);
  }
  return contexts;
}

// By user, where a bandit asks: days since they got each.
std::map<std::string, std::map<long, double>> Drafting::received_templates(std::vector<Pair> const& pairs) {
  constexpr std::chrono::days remembered{60};
  std::vector<std::string> users;
  for (auto const& pair : pairs) {
    if (treatments_.of(pair.user_id).wording.bandit != BanditMode::off) users.push_back(pair.user_id);
  }
  if (users.empty()) return {};
  auto const received = database_.transact([&](Transaction& transaction) {
    return store::received_templates(transaction, users, context_.as_of - remembered);
  });
  using Days = std::chrono::duration<double, std::chrono::days::period>;
  std::map<std::string, std::map<long, double>> days;
  for (auto const& [user, templates] : received) {
    for (auto const& [id, at] : templates) days[user][id] = std::max(0.0, Days(context_.as_of - at).count());
  }
  return days;
}

// Without what the app knows of the two nothing is written.
void Drafting::fail_unreadable(std::vector<ClaimedDraft>& drafts, std::set<Pair> const& unreadable) {
  if (unreadable.empty()) return;
  std::vector<store::FailedDraft> failed;
  std::erase_if(drafts, [&](ClaimedDraft const& draft) {
    if (!unreadable.contains(draft.plan.pair)) return false;
    failed.push_back({draft, "the app's context of its pair cannot be read"});
    return true;
  });
  report_.failed += static_cast<long>(failed.size());
  if (context_.dry_run) return;
  database_.transact([&](Transaction& transaction) {
    require_leases(transaction, context_);
    store::fail_drafts(transaction, failed, Reason::unreadable, context_.as_of);
  });
}

// Before any call is made, so that runs side by side cannot spend the same tokens. A dry run writes nothing down.
void Drafting::set_tokens_aside(std::vector<Brief> const& briefs) { grant_tokens(writer_.tokens_wanted(briefs)); }

// Calls that failed, or cost more than was thought, leave too few for those that follow.
void Drafting::top_up_tokens() {
  auto const lacking = writer_.tokens_lacking();
  if (lacking > 0 && grant_tokens(lacking) < lacking) writer_.end_of_tokens();
}

long Drafting::grant_tokens(long wanted) {
  if (wanted == 0) return 0;
  auto const granted = database_.transact([&](Transaction& transaction) {
    if (!context_.dry_run) return store::take_tokens(transaction, wanted, settings_.llm.llm_max_tokens_per_day);
    auto const spent = store::tokens_of_today(transaction) + granted_tokens_;
    return std::clamp(settings_.llm.llm_max_tokens_per_day - spent, 0L, wanted);
  });
  granted_tokens_ += granted;
  writer_.grant_tokens(granted);
  return granted;
}

Drafting::Made Drafting::make(std::vector<PlannedEngagement> const& plans) {
  Made made;
  auto const contexts = contexts_of(column(plans, &PlannedEngagement::pair));
  std::vector<PlannedEngagement const*> readable;
  for (auto const& plan : plans) {
    auto& list = contexts.unreadable.contains(plan.pair) ? made.unreadable : readable;
    list.push_back(&plan);
  }
  auto briefs = briefs_for(readable, contexts.of);
  for (std::size_t i = 0; i < readable.size(); ++i) {
    writer_.write(std::move(briefs[i]), [&](Draft draft) { made.drafts.emplace_back(readable[i], std::move(draft)); });
  }
  return made;
}

std::vector<store::WrittenDraft> Drafting::messages_of(Made const& made) const {
  std::vector<store::WrittenDraft> messages;
  for (auto const& [plan, draft] : made.drafts) {
    if (draft.content) messages.push_back(written({{}, 1, *plan}, draft));
  }
  return messages;
}

// Those without a message, and those that a context keeps from having one, are of few.
void Drafting::go_on(std::vector<ClaimedDraft> claimed, Made const& made) {
  std::map<Pair, Draft const*> of;
  for (auto const& [plan, draft] : made.drafts) of[plan->pair] = &draft;
  std::set<Pair> unreadable;
  for (auto const* plan : made.unreadable) unreadable.insert(plan->pair);
  fail_unreadable(claimed, unreadable);
  for (auto& draft : claimed) {
    auto const number = next_number_++;
    queue_->push(number, *of.at(draft.plan.pair));
    outstanding_.emplace(number, std::move(draft));
  }
}

void Drafting::begin(std::vector<ClaimedDraft> drafts) {
  if (drafts.empty()) return;
  auto const contexts = contexts_of(column(drafts, [](ClaimedDraft const& draft) { return draft.plan.pair; }));
  fail_unreadable(drafts, contexts.unreadable);
  auto briefs = briefs_for(column(drafts, [](ClaimedDraft const& draft) { return &draft.plan; }), contexts.of);
  if (prompts_ == Prompts::show) return show_prompts(drafts, briefs);
  set_tokens_aside(briefs);
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    auto const number = next_number_++;
    auto const& plan = drafts[i].plan;
    outstanding_.emplace(number, drafts[i]);
    if (context_.dry_run) previews_[number] = preview_of(plan, briefs[i], settings_.care);
    writer_.write(std::move(briefs[i]),
                  [queue = queue_, number](Draft draft) { queue->push(number, std::move(draft)); });
  }
}

void Drafting::show_prompts(std::vector<ClaimedDraft> const& drafts, std::vector<Brief> const& briefs) {
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    auto preview = preview_of(drafts[i].plan, briefs[i], settings_.care);
    preview.writer = writer_.name();
    preview.request = writer_.preview(briefs[i]);
    ++report_.scheduled;
    report_.engagements.push_back(std::move(preview));
  }
}

void Drafting::collect() {
  auto const enough = std::min(outstanding_.size(), std::max<std::size_t>(1, writer_.capacity() / 4));
  auto const wait =
      std::min<std::chrono::milliseconds>(longest_wait, std::chrono::seconds{settings_.runs.lease_seconds} / 6);
  auto const arrived = queue_->wait(enough, wait);
  auto const fallbacks = report_.written_by["fallback"];
  if (!arrived.empty()) context_.dry_run ? show_all(arrived) : store_all(arrived);
  hold_leases();
  top_up_tokens();
  auto const rest = static_cast<long>(outstanding_.size()) + rest_;
  board_.add(static_cast<long>(arrived.size()), report_.written_by["fallback"] - fallbacks, rest - told_rest_,
             writer_.in_flight());
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

store::WrittenDraft Drafting::written(ClaimedDraft const& claimed, Draft const& draft) const {
  auto const& rules = treatments_.of(claimed.plan.pair.user_id).rules;
  return {claimed,
          draft.content,
          draft.writer,
          draft.template_id,
          draft.cancelled,
          draft.memory_ids,
          draft.trace,
          draft.content && awaits_approval(draft, claimed.plan.type, settings_.message),
          join(refused_besides(claimed.plan.facts, rules, claimed.plan.scheduled_for), " "),
          draft.template_set,
          draft.choice};
}

Drafting::Outcome Drafting::outcome_of(Arrived const& arrived) {
  Outcome outcome;
  for (auto const& [number, draft] : arrived) {
    auto const& claimed = outstanding_.at(number);
    if (draft.content || draft.cancelled) {
      outcome.written.push_back(written(claimed, draft));
    } else if (draft.released) {
      outcome.released.push_back(claimed);
    } else {
      outcome.failed.push_back({claimed, draft.problem});
      log::warn("no_message",
                {{"user_id", claimed.key.user_id}, {"engagement_id", claimed.key.id}, {"error", draft.problem}});
    }
    if (!draft.content && !draft.released) {
      outcome.next_checks.push_back({claimed.plan.pair, context_.as_of + std::chrono::hours{24}});
    }
  }
  return outcome;
}

void Drafting::store_all(Arrived const& arrived) {
  auto const outcome = outcome_of(arrived);
  database_.transact([&](Transaction& transaction) {
    require_leases(transaction, context_);
    store::fail_drafts(transaction, outcome.failed, Reason::no_message, context_.as_of);
    store::park_pairs(transaction, outcome.next_checks);
    store::release_drafts(transaction, outcome.released);
  });
  report_.failed += static_cast<long>(outcome.failed.size());
  store_written(outcome.written);
  for (auto const& [number, draft] : arrived) {
    count(draft);
    outstanding_.erase(number);
  }
}

// What the database refuses is halved until each refused draft stands alone and fails: its neighbours lose no attempt.
void Drafting::store_written(std::vector<store::WrittenDraft> const& written) {
  if (written.empty()) return;
  try {
    auto const stored = database_.transact([&](Transaction& transaction) {
      require_leases(transaction, context_);
      return store::store_drafts(transaction, written, context_.as_of);
    });
    report_.scheduled += stored.scheduled;
    add(report_.refused, stored.cancelled);
    return;
  } catch (store::DataError const& problem) {
    log::warn("batch_refused", {{"size", written.size()}, {"error", problem.what()}});
    if (written.size() == 1) {
      database_.transact([&](Transaction& transaction) {
        require_leases(transaction, context_);
        store::fail_drafts(transaction, {{written.front().draft, problem.what()}}, Reason::no_message, context_.as_of);
      });
      ++report_.failed;
      return;
    }
  }
  auto const middle = written.begin() + static_cast<std::ptrdiff_t>(written.size() / 2);
  store_written({written.begin(), middle});
  store_written({middle, written.end()});
}

void Drafting::count_scheduled(long messages) {
  if (messages == 0) return;
  report_.scheduled += messages;
  report_.written_by[std::string{writer_.name()}] += messages;
  board_.add(messages, 0, rest_ - told_rest_, 0);
  told_rest_ = rest_;
}

void Drafting::show_all(Arrived const& arrived) {
  for (auto const& [number, draft] : arrived) {
    auto& preview = previews_.at(number);
    count(draft);
    if (draft.content) {
      ++report_.scheduled;
      preview.content = *draft.content;
      preview.writer = draft.writer;
      if (draft.trace) preview.refusals = draft.trace->refusals;
    } else if (draft.cancelled) {
      ++report_.refused[*draft.cancelled];
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
