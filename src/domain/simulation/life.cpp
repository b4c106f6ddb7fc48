#include "domain/simulation/life.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/column.hpp"
#include "domain/message/phrases.hpp"
#include "domain/plan/delivery_plan.hpp"
#include "domain/plan/schedule_plan.hpp"
#include "domain/simulation/user.hpp"
#include "domain/timing/habit.hpp"
#include "domain/timing/sessions.hpp"

namespace proactive::simulation {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr minutes schedule_every{30};       // from run to run; process is started every minute
constexpr hours remembered = habit_window;  // before the first day: nobody is written to
constexpr hours kept_deliveries{8 * 24};
constexpr double memory_of_pairs = 10;  // important enough under every setting

template <typename Duration>
Instant ceil_from(Instant begin, Instant at, Duration step) {
  auto const passed = at - begin;
  return passed <= Duration{0} ? begin : begin + std::chrono::ceil<Duration>(passed / step.count()) * step.count();
}

// A message that waits for its minute.
struct Open {
  DueEngagement engagement;
  std::optional<Instant> silent_since;
};

// What the app and the tool know of a pair, and what is to happen to it.
struct PairState {
  PairFacts facts;
  Instant next_check;
  std::optional<Open> open;
  std::optional<Instant> answer_at;
  std::vector<Instant> unresponded;  // deliveries since the user's last word
};

class Life {
 public:
  Life(Model const& model, Arm const& arm, Span const& span, std::uint64_t number)
      : model_(model),
        arm_(arm),
        span_(span),
        counted_(static_cast<std::size_t>(counted_deliveries(arm.rules))),
        luck_(span.seed, number),
        user_(model, luck_),
        person_(user_.person()),
        clock_(person_.zone) {
    for (std::size_t i = 0; i < person_.companions.size(); ++i) add_pair(number, i);
    tally_.users = 1;
  }

  Tally live() {
    remember();
    for (HourNumber hour = 0; hour < span_.days * 24L; ++hour) pass_hour(hour);
    tally_.written_to = tally_.messages > 0 ? 1 : 0;
    tally_.answering = tally_.answers > 0 ? 1 : 0;
    return std::move(tally_);
  }

 private:
  [[nodiscard]] Instant at_hour(HourNumber hour) const { return span_.begin + hours{hour}; }
  [[nodiscard]] HourNumber hour_of(Instant at) const { return std::chrono::floor<hours>(at - span_.begin).count(); }

  void add_pair(std::uint64_t number, std::size_t companion) {
    auto const& drawn = person_.companions[companion];
    PairState pair;
    auto& facts = pair.facts;
    facts.pair = {fmt::format("u{}", number), fmt::format("c{}", companion)};
    facts.stage_name = std::string{name_of(drawn.stage)};
    constexpr double per_stage = 1.5;
    facts.intimacy = facts.trust = 2 + per_stage * static_cast<double>(drawn.stage);
    facts.since = span_.begin - drawn.age;
    facts.user_messages = drawn.messages;
    facts.unread = false;
    facts.minor = false;
    if (drawn.has_memory) facts.memory_importance = memory_of_pairs;
    facts.timezone = person_.zone_known ? person_.zone : arm_.default_timezone;
    facts.zone_known = person_.zone_known;
    facts.preferences.agreed = person_.has_agreed;
    if (person_.has_opted_out) facts.preferences.enabled = false;
    pair.next_check = span_.begin;
    pairs_.push_back(std::move(pair));
  }

  // The days before, in which the user comes or not, and is not written to. Who did not come was there before.
  void remember() {
    for (HourNumber hour = -remembered.count(); hour < 0; ++hour) {
      auto const local = clock_.at(at_hour(hour));
      if (auto const visit = user_.visit(hour, local)) note_word(pairs_[visit->companion], at_hour(hour), *visit);
    }
    for (auto& pair : pairs_) {
      auto& facts = pair.facts;
      auto const before = person_.is_silent ? person_.since_last_word : remembered + person_.since_last_word;
      auto const last = facts.user_wrote_at.value_or(span_.begin - before);
      facts.user_wrote_at = facts.companion_wrote_at = std::min(last, span_.begin);
      facts.since = std::min(*facts.since, *facts.user_wrote_at);
      user_wrote_any_at_ = std::max(user_wrote_any_at_, facts.user_wrote_at);
    }
    forget_sessions_before_pairs();
  }

  // Who is new has no habit yet.
  void forget_sessions_before_pairs() {
    auto first = Instant::max();
    for (auto const& pair : pairs_) first = std::min(first, *pair.facts.since);
    std::erase_if(sessions_, [&](SessionStart const& session) { return session.at < first; });
  }

  void note_word(PairState& pair, Instant hour, User::Visit const& visit) {
    write(pair, hour + visit.minute, visit.length);
  }

  // The user's words from `begin` on; the companion has the last one.
  void write(PairState& pair, Instant begin, minutes length) {
    auto& facts = pair.facts;
    facts.user_wrote_at = facts.companion_wrote_at = std::max(facts.user_wrote_at, std::optional{begin + length});
    facts.unread = false;
    *facts.user_messages += static_cast<long>(model_.messages_per_session);
    user_wrote_any_at_ = std::max(user_wrote_any_at_, facts.user_wrote_at);
    wrote_today_ = true;
    sessions_.push_back(session_starts({begin}, deliveries_).front());
    for (auto const sent : pair.unresponded) tally_.responded += begin - sent <= arm_.response_window ? 1 : 0;
    pair.unresponded.clear();
  }

  void pass_hour(HourNumber hour) {
    auto const begin = at_hour(hour);
    auto const local = clock_.at(begin);
    if (local.day != today_) {
      if (today_ && !wrote_today_) user_.pass_day_without_word();
      today_ = local.day;
      wrote_today_ = false;
    }
    auto visit = user_.visit(hour, local);
    auto const end = begin + hours{1};
    if (!visit && next_event() >= end) return;
    while (true) {
      auto const event = next_event();
      auto const visit_at = visit ? begin + visit->minute : end;
      if (visit && visit_at <= event) {
        come(*visit, visit_at);
        visit.reset();
      } else if (event < end) {
        happen(event);
      } else {
        return;
      }
    }
  }

  static Instant delivery_at(Open const& open) { return std::chrono::ceil<minutes>(open.engagement.scheduled_for); }
  [[nodiscard]] Instant check_at(PairState const& pair) const {
    return ceil_from(span_.begin, pair.next_check, schedule_every);
  }

  [[nodiscard]] Instant next_event() const {
    auto next = Instant::max();
    for (auto const& pair : pairs_) {
      next = std::min(next, check_at(pair));
      if (pair.open) next = std::min(next, delivery_at(*pair.open));
      if (pair.answer_at) next = std::min(next, *pair.answer_at);
    }
    return next;
  }

  // The user first, then what is due, then what is planned.
  void happen(Instant now) {
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      if (pairs_[i].answer_at == now) return answer(pairs_[i], now);
    }
    if (!process(now)) schedule(now);
  }

  // A pair whose user has written is looked at by the next run.
  void come(User::Visit const& visit, Instant now) {
    ++tally_.sessions;
    auto& pair = pairs_[visit.companion];
    if (pair.answer_at) count_answer(pair, now);
    write(pair, now, visit.length);
    user_.write();
    pair.next_check = std::min(pair.next_check, now);
  }

  void answer(PairState& pair, Instant now) {
    count_answer(pair, now);
    write(pair, now, user_.session_length(hour_of(now)));
    user_.write();
    pair.next_check = std::min(pair.next_check, now);
  }

  void count_answer(PairState& pair, Instant now) {
    ++tally_.answers;
    pair.answer_at.reset();
    user_.answer(now);
  }

  // What a run reads of the pair.
  [[nodiscard]] PairFacts facts_of(PairState const& pair, Instant now, bool with_planned) const {
    auto facts = pair.facts;
    facts.user_wrote_any_at = user_wrote_any_at_;
    facts.sessions = sessions_at(now, with_planned ? Hour::to_choose : Hour::chosen);
    facts.user_deliveries = deliveries_;
    facts.pair_open = pair.open.has_value();
    for (auto const& other : pairs_) {
      if (!other.open) continue;
      auto const planned_for = other.open->engagement.scheduled_for;
      ++facts.user_open;
      facts.next_delivery = std::min(facts.next_delivery.value_or(planned_for), planned_for);
      if (with_planned) facts.user_deliveries.push_back(planned_for);
    }
    return facts;
  }

  [[nodiscard]] std::vector<SessionStart> sessions_at(Instant now, Hour hour) const {
    auto const window = sessions_window(arm_.rules.care, hour, person_.zone_known);
    if (!window) return {};
    auto const first = std::find_if(sessions_.begin(), sessions_.end(),
                                    [&](SessionStart const& session) { return session.at >= now - *window; });
    return {first, sessions_.end()};
  }

  PairState& pair_of(Pair const& pair) {
    return *std::find_if(pairs_.begin(), pairs_.end(), [&](auto const& each) { return each.facts.pair == pair; });
  }

  void schedule(Instant now) {
    std::vector<PairFacts> due;
    for (auto const& pair : pairs_) {
      if (pair.next_check <= now) due.push_back(facts_of(pair, now, true));
    }
    Ledger ledger;
    auto plan = plan_schedule(std::move(due), arm_.rules, now, ledger, [] { return true; });
    tally_.checks += plan.checked;
    for (auto const& [reason, count] : plan.refused) tally_.refused[reason] += count;
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
    for (auto const& pair : pairs_) {
      if (!pair.open || pair.open->engagement.scheduled_for > now) continue;
      due.push_back(pair.open->engagement);
      facts.push_back(facts_of(pair, now, false));
    }
    if (due.empty()) return false;
    Ledger ledger;
    auto const plan = plan_delivery(std::move(due), facts, arm_.rules, now, ledger);
    for (auto const& hold : plan.hold) postpone(pair_of({hold.key.user_id, hold.key.id}), hold.scheduled_for, now);
    for (auto const& [reason, count] : sum_of(plan.held)) tally_.held[reason] += count;
    for (auto const& [reason, count] : plan.cancelled) tally_.cancelled[reason] += count;
    tally_.expired += plan.expired;
    for (auto const& closed : plan.close) close(pair_of({closed.key.user_id, closed.key.id}), closed.reason, now);
    for (auto const& engagement : plan.send) deliver(pair_of(engagement.pair), now);
    return true;
  }

  static void postpone(PairState& pair, Instant until, Instant now) {
    auto& engagement = pair.open->engagement;
    if (!engagement.held_from) engagement.held_from = engagement.scheduled_for;
    engagement.scheduled_for = std::max(until, now + minutes{1});
  }

  // The pair of one that is stale is due again at once.
  static void close(PairState& pair, Reason reason, Instant now) {
    pair.open.reset();
    if (reason == Reason::stale) pair.next_check = std::min(pair.next_check, now);
  }

  void deliver(PairState& pair, Instant now) {
    auto const open = std::move(*pair.open);
    pair.open.reset();
    auto const local = clock_.at(now);
    count_message(now, local);
    User::Message message{now, hour_of(now), local, companion_of(pair)};
    message.silence = std::max(hours{0}, std::chrono::floor<hours>(now - *pair.facts.user_wrote_at));
    message.others_of_day =
        std::count_if(deliveries_.begin(), deliveries_.end(), [&](Instant at) { return now - at < hours{24}; });
    message.is_answer_coming = pair.answer_at.has_value();
    note_delivery(pair, open, now);
    feel(pair, user_.react(message), now);
  }

  [[nodiscard]] std::size_t companion_of(PairState const& pair) const {
    return static_cast<std::size_t>(&pair - pairs_.data());
  }

  void count_message(Instant now, LocalTime const& local) {
    ++tally_.messages;
    auto const hour = local.since_midnight / hours{1};
    ++tally_.by_hour.at(static_cast<std::size_t>(hour));
    if (hour < Tally::night_ends_at && !person_.zone_known) ++tally_.at_night_of_unknown_zones;
    messages_of_day_ = local.day == last_message_day_ ? messages_of_day_ + 1 : 1;
    last_message_day_ = local.day;
    tally_.most_in_a_day = std::max(tally_.most_in_a_day, messages_of_day_);
    if (last_message_at_) {
      auto const gap = std::chrono::floor<minutes>(now - *last_message_at_);
      tally_.longest_gap = std::max(tally_.longest_gap, std::optional{gap});
      tally_.shortest_gap = std::min(tally_.shortest_gap.value_or(gap), gap);
    }
    last_message_at_ = now;
  }

  // As many are kept as runs read.
  void trim(std::vector<Instant>& deliveries, Instant oldest) const {
    while (deliveries.size() > counted_ && deliveries.front() <= oldest) deliveries.erase(deliveries.begin());
  }

  void note_delivery(PairState& pair, Open const& open, Instant now) {
    deliveries_.push_back(now);
    trim(deliveries_, now - kept_deliveries);
    auto& facts = pair.facts;
    facts.pair_deliveries.push_back(now);
    trim(facts.pair_deliveries, now);
    facts.last_outreach_at = now;
    facts.last_type = open.engagement.type;
    facts.silent_since = open.silent_since;
    facts.companion_wrote_at = now;
    facts.unread = true;
    std::erase_if(sessions_, [&](SessionStart const& session) { return session.at < now - remembered; });
    if (now < *facts.user_wrote_at) {  // in the middle of the user's words
      ++tally_.responded;
    } else {
      pair.unresponded.push_back(now);
    }
  }

  void feel(PairState& pair, User::Reaction const& reaction, Instant now) {
    if (reaction.answers_after) pair.answer_at = now + *reaction.answers_after;
    if (reaction.sees) pair.facts.unread = false;
    tally_.opt_outs += reaction.opts_out ? 1 : 0;
    tally_.mutes += reaction.mutes ? 1 : 0;
    tally_.silenced += reaction.turns_off ? 1 : 0;
    if (reaction.opts_out) {
      for (auto& each : pairs_) each.facts.preferences.enabled = false;
    }
    if (reaction.mutes) {
      auto const end =
          now + std::chrono::floor<minutes>(std::chrono::duration<double, std::ratio<86400>>{model_.mute_days});
      pair.facts.mutes = {Mute{false, std::nullopt, end}};
    }
  }

  Model const& model_;
  Arm const& arm_;
  Span const& span_;
  std::size_t counted_;
  Luck luck_;
  User user_;
  Person const& person_;
  ZoneClock clock_;
  std::vector<PairState> pairs_;
  std::vector<Instant> deliveries_;     // to the user, the newest last
  std::vector<SessionStart> sessions_;  // in the order in which they began
  std::optional<Instant> user_wrote_any_at_;
  std::optional<Instant> last_message_at_;
  std::optional<std::chrono::local_days> last_message_day_;
  std::optional<std::chrono::local_days> today_;
  bool wrote_today_ = false;
  long messages_of_day_ = 0;
  Tally tally_;
};

}  // namespace

Arm arm_of(Settings const& settings) {
  auto rules = gate_rules(settings);
  rules.bandit = BanditMode::off;
  return {std::move(rules), hours{settings.runs.response_window_hours}, settings.runs.default_timezone};
}

Tally live(Model const& model, Arm const& arm, Span const& span, std::uint64_t user) {
  return Life(model, arm, span, user).live();
}

}  // namespace proactive::simulation
