#include "domain/simulation/life.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/column.hpp"
#include "domain/message/phrases.hpp"
#include "domain/plan/delivery_plan.hpp"
#include "domain/plan/schedule_plan.hpp"
#include "domain/simulation/model_world.hpp"
#include "domain/timing/sessions.hpp"

namespace proactive::simulation {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr minutes schedule_every{30};  // from run to run; process is started every minute

template <typename Duration>
Instant ceil_from(Instant begin, Instant at, Duration step) {
  auto const passed = at - begin;
  return passed <= Duration{0} ? begin : begin + std::chrono::ceil<Duration>(passed / step.count()) * step.count();
}

class Life {
 public:
  Life(World& world, Arm const& arm, Span const& span)
      : world_(world),
        arm_(arm),
        span_(span),
        counted_(static_cast<std::size_t>(counted_deliveries(arm.rules))),
        clock_(world.zone()),
        known_(world.begin()) {}

  Tally live() {
    for (HourNumber hour = 0; hour < span_.days * 24L; ++hour) pass_hour(hour);
    auto& tally = known_.tally;
    tally.written_to = tally.messages > 0 ? 1 : 0;
    tally.answering = tally.answers > 0 ? 1 : 0;
    return std::move(tally);
  }

 private:
  // The user first, then what is due, then what is planned.
  void pass_hour(HourNumber hour) {
    auto const begin = span_.begin + hours{hour};
    auto const end = begin + hours{1};
    world_.begin_hour(hour, clock_.at(begin));
    while (true) {
      auto const act = world_.next_act();
      auto const event = next_event();
      if (std::min(act, event) >= end) return;
      if (act <= event) {
        world_.act(act, known_);
      } else if (!process(event)) {
        schedule(event);
      }
    }
  }

  static Instant delivery_at(Open const& open) { return std::chrono::ceil<minutes>(open.engagement.scheduled_for); }
  [[nodiscard]] Instant check_at(KnownPair const& pair) const {
    return ceil_from(span_.begin, pair.next_check, schedule_every);
  }

  [[nodiscard]] Instant next_event() const {
    auto next = Instant::max();
    for (auto const& pair : known_.pairs) {
      next = std::min(next, check_at(pair));
      if (pair.open) next = std::min(next, delivery_at(*pair.open));
    }
    return next;
  }

  // What a run reads of the pair.
  [[nodiscard]] PairFacts facts_of(KnownPair const& pair, Instant now, Hour hour) const {
    auto facts = pair.facts;
    facts.user_wrote_any_at = known_.user_wrote_any_at;
    facts.sessions = sessions_at(now, hour, facts);
    facts.user_deliveries = known_.deliveries;
    facts.pair_open = pair.open.has_value();
    for (auto const& other : known_.pairs) {
      if (!other.open) continue;
      auto const planned_for = other.open->engagement.scheduled_for;
      ++facts.user_open;
      facts.next_delivery = std::min(facts.next_delivery.value_or(planned_for), planned_for);
      if (hour == Hour::to_choose) facts.user_deliveries.push_back(planned_for);
      if (&other != &pair && other.facts.conversation_id)
        facts.open_conversations.push_back(*other.facts.conversation_id);
    }
    world_.date(number_of(pair), now, facts);
    return facts;
  }

  [[nodiscard]] std::vector<SessionStart> sessions_at(Instant now, Hour hour, PairFacts const& facts) const {
    auto const window = sessions_window(arm_.rules.care, hour, facts);
    if (!window) return {};
    auto const& sessions = known_.sessions;
    auto const first = std::find_if(sessions.begin(), sessions.end(),
                                    [&](SessionStart const& session) { return session.at >= now - *window; });
    return {first, sessions.end()};
  }

  KnownPair& pair_of(Pair const& pair) {
    return *std::find_if(known_.pairs.begin(), known_.pairs.end(),
                         [&](auto const& each) { return each.facts.pair == pair; });
  }
  [[nodiscard]] std::size_t number_of(KnownPair const& pair) const {
    return static_cast<std::size_t>(&pair - known_.pairs.data());
  }

  void schedule(Instant now) {
    std::vector<PairFacts> due;
    for (auto const& pair : known_.pairs) {
      if (pair.next_check <= now) due.push_back(facts_of(pair, now, Hour::to_choose));
    }
    Ledger ledger;
    auto plan = plan_schedule(std::move(due), arm_.rules, now, ledger, [] { return true; });
    known_.tally.checks += plan.checked;
    for (auto const& [reason, count] : plan.refused) known_.tally.refused[reason] += count;
    for (auto const& check : plan.next_checks) pair_of(check.pair).next_check = std::max(check.at, now + minutes{1});
    for (auto& planned : plan.engagements) open(planned, now);
  }

  // Its message is written for the user, and so reviewed for all that may protect them.
  void open(PlannedEngagement const& planned, Instant now) {
    static std::set<std::string> const faults(protective_faults.begin(), protective_faults.end());
    Open open;
    open.silent_since = planned.silent_since;
    auto& engagement = open.engagement;
    engagement.key = {planned.pair.user_id, planned.pair.companion_id};
    engagement.pair = planned.pair;
    engagement.type = planned.type;
    engagement.scheduled_for = planned.scheduled_for;
    engagement.created_at = now;
    engagement.is_safe = planned.is_safe;
    engagement.reviewed_for = faults;
    pair_of(planned.pair).open = std::move(open);
  }

  // False where nothing is due.
  bool process(Instant now) {
    std::vector<DueEngagement> due;
    std::vector<PairFacts> facts;
    for (auto const& pair : known_.pairs) {
      if (!pair.open || pair.open->engagement.scheduled_for > now) continue;
      due.push_back(pair.open->engagement);
      facts.push_back(facts_of(pair, now, Hour::chosen));
    }
    if (due.empty()) return false;
    Ledger ledger;
    auto const plan = plan_delivery(std::move(due), facts, arm_.rules, now, ledger);
    for (auto const& hold : plan.hold) postpone(pair_of({hold.key.user_id, hold.key.id}), hold.scheduled_for, now);
    for (auto const& [reason, count] : sum_of(plan.held)) known_.tally.held[reason] += count;
    for (auto const& [reason, count] : plan.cancelled) known_.tally.cancelled[reason] += count;
    known_.tally.expired += plan.expired;
    for (auto const& closed : plan.close) close(pair_of({closed.key.user_id, closed.key.id}), closed.reason, now);
    for (auto const& engagement : plan.send) deliver(pair_of(engagement.pair), now);
    return true;
  }

  static void postpone(KnownPair& pair, Instant until, Instant now) {
    auto& engagement = pair.open->engagement;
    if (!engagement.held_from) engagement.held_from = engagement.scheduled_for;
    engagement.scheduled_for = std::max(until, now + minutes{1});
  }

  // The pair of one that is stale is due again at once.
  static void close(KnownPair& pair, Reason reason, Instant now) {
    pair.open.reset();
    if (reason == Reason::stale) pair.next_check = std::min(pair.next_check, now);
  }

  void deliver(KnownPair& pair, Instant now) {
    auto const open = std::move(*pair.open);
    pair.open.reset();
    auto const local = clock_.at(now);
    count_.add(now, local, known_.zone_known, known_.tally);
    known_.note_delivery(pair, open, now, counted_);
    world_.receive(number_of(pair), now, local, known_);
  }

  World& world_;
  Arm const& arm_;
  Span const& span_;
  std::size_t counted_;
  ZoneClock clock_;
  Known known_;
  MessageCount count_;
};

}  // namespace

Arm arm_of(Settings const& settings) {
  auto rules = gate_rules(settings);
  rules.bandit = BanditMode::off;
  return {std::move(rules), hours{settings.runs.response_window_hours}, settings.runs.default_timezone};
}

Tally live(World& world, Arm const& arm, Span const& span) { return Life(world, arm, span).live(); }

Tally live(Model const& model, Arm const& arm, Span const& span, std::uint64_t user) {
  ModelWorld world(model, arm, span, user);
  return live(world, arm, span);
}

}  // namespace proactive::simulation
