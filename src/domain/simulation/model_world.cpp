#include "domain/simulation/model_world.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "domain/timing/habit.hpp"
#include "domain/timing/sessions.hpp"

namespace proactive::simulation {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr hours remembered = habit_window;  // before the first day: nobody is written to
constexpr double memory_of_pairs = 10;      // important enough under every setting

// Who is new has no habit yet.
void forget_sessions_before_pairs(Known& known) {
  auto first = Instant::max();
  for (auto const& pair : known.pairs) first = std::min(first, *pair.facts.since);
  std::erase_if(known.sessions, [&](SessionStart const& session) { return session.at < first; });
}

}  // namespace

ModelWorld::ModelWorld(Model const& model, Arm const& arm, Span const& span, std::uint64_t number)
    : model_(model),
      arm_(arm),
      span_(span),
      number_(number),
      user_(model, Luck(span.seed, number)),
      person_(user_.person()),
      answers_at_(person_.companions.size()) {}

HourNumber ModelWorld::hour_of(Instant at) const { return std::chrono::floor<hours>(at - span_.begin).count(); }

Known ModelWorld::begin() {
  Known known;
  known.zone_known = person_.zone_known;
  known.response_window = arm_.response_window;
  known.tally.users = 1;
  known.pairs.reserve(person_.companions.size());
  for (std::size_t i = 0; i < person_.companions.size(); ++i) add_pair(i, known);
  remember(known);
  return known;
}

void ModelWorld::add_pair(std::size_t companion, Known& known) const {
  auto const& drawn = person_.companions[companion];
  KnownPair pair;
  auto& facts = pair.facts;
  facts.pair = {fmt::format("u{}", number_), fmt::format("c{}", companion)};
  facts.stage_name = std::string{name_of(drawn.stage)};
  constexpr double per_stage = 1.5;
  facts.intimacy = facts.trust = 2 + per_stage * static_cast<double>(drawn.stage);
  facts.since = facts.companion_wrote_at = span_.begin - drawn.age;
  facts.user_messages = drawn.messages;
  facts.unread = false;
  facts.minor = false;
  if (drawn.has_memory) facts.memory_importance = memory_of_pairs;
  facts.timezone = person_.zone_known ? person_.zone : arm_.default_timezone;
  facts.zone_known = person_.zone_known;
  facts.preferences.agreed = person_.has_agreed;
  if (person_.has_opted_out) facts.preferences.enabled = false;
  known.pairs.push_back(std::move(pair));
}

// The days before, in which the user comes or not, and is not written to. Who did not come was there before.
void ModelWorld::remember(Known& known) {
  ZoneClock clock(person_.zone);
  for (HourNumber hour = -remembered.count(); hour < 0; ++hour) {
    if (auto const visit = user_.visit(hour, clock.at(at_hour(hour))))
      write(visit->companion, at_hour(hour) + visit->minute, visit->length, known);
  }
  for (auto& pair : known.pairs) {
    auto& facts = pair.facts;
    auto const before = person_.is_silent ? person_.since_last_word : remembered + person_.since_last_word;
    auto const last = facts.user_wrote_at.value_or(span_.begin - before);
    facts.user_wrote_at = facts.companion_wrote_at = std::min(last, span_.begin);
    facts.since = std::min(*facts.since, *facts.user_wrote_at);
    known.user_wrote_any_at = std::max(known.user_wrote_any_at, facts.user_wrote_at);
    pair.next_check = span_.begin;
  }
  forget_sessions_before_pairs(known);
}

void ModelWorld::write(std::size_t pair, Instant begin, minutes length, Known& known) {
  *known.pairs.at(pair).facts.user_messages += static_cast<long>(model_.messages_per_session);
  std::erase_if(known.sessions, [&](SessionStart const& session) { return session.at < begin - remembered; });
  known.sessions.push_back(session_starts({begin}, known.deliveries).front());
  known.write(pair, begin, length);
  wrote_today_ = true;
}

void ModelWorld::begin_hour(HourNumber hour, LocalTime const& local) {
  if (local.day != today_) {
    if (today_ && !wrote_today_) user_.pass_day_without_word();
    today_ = local.day;
    wrote_today_ = false;
  }
  visit_.reset();
  if (auto const visit = user_.visit(hour, local)) visit_ = {at_hour(hour) + visit->minute, *visit};
}

Instant ModelWorld::next_act() const {
  auto next = visit_ ? visit_->at : Instant::max();
  for (auto const& answer_at : answers_at_) next = std::min(next, answer_at.value_or(next));
  return next;
}

// Who comes by themselves answers what has come, too.
void ModelWorld::act(Instant now, Known& known) {
  if (visit_ && visit_->at == now) {
    auto const visit = visit_->visit;
    visit_.reset();
    ++known.tally.sessions;
    if (answers_at_.at(visit.companion)) answer(visit.companion, now, known);
    write(visit.companion, now, visit.length, known);
    user_.write();
    return;
  }
  auto const answered = std::find(answers_at_.begin(), answers_at_.end(), std::optional{now});
  auto const pair = static_cast<std::size_t>(answered - answers_at_.begin());
  answer(pair, now, known);
  write(pair, now, user_.session_length(hour_of(now)), known);
  user_.write();
}

void ModelWorld::answer(std::size_t pair, Instant now, Known& known) {
  ++known.tally.answers;
  answers_at_.at(pair).reset();
  user_.answer(now);
}

void ModelWorld::receive(std::size_t pair, Instant now, LocalTime const& local, Known& known) {
  User::Message message{now, hour_of(now), local, pair};
  auto& to = known.pairs.at(pair);
  message.silence = std::max(hours{0}, std::chrono::floor<hours>(now - *to.facts.user_wrote_at));
  auto const of_day =
      std::count_if(known.deliveries.begin(), known.deliveries.end(), [&](Instant at) { return now - at < hours{24}; });
  message.others_of_day = of_day - 1;
  message.is_answer_coming = answers_at_.at(pair).has_value();
  auto const reaction = user_.react(message);
  if (reaction.answers_after) answers_at_.at(pair) = now + *reaction.answers_after;
  feel(to, reaction, now, known);
}

void ModelWorld::feel(KnownPair& pair, User::Reaction const& reaction, Instant now, Known& known) const {
  if (reaction.sees) pair.facts.unread = false;
  known.tally.opt_outs += reaction.opts_out ? 1 : 0;
  known.tally.mutes += reaction.mutes ? 1 : 0;
  known.tally.silenced += reaction.turns_off ? 1 : 0;
  if (reaction.opts_out) {
    for (auto& each : known.pairs) each.facts.preferences.enabled = false;
  }
  if (reaction.mutes) {
    auto const end =
        now + std::chrono::floor<minutes>(std::chrono::duration<double, std::ratio<86400>>{model_.mute_days});
    pair.facts.mutes = {Mute{false, std::nullopt, end}};
  }
}

void ModelWorld::date(std::size_t /*pair*/, Instant /*now*/, PairFacts& /*facts*/) const {}

}  // namespace proactive::simulation
