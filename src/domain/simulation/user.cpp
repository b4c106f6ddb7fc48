#include "domain/simulation/user.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/column.hpp"
#include "domain/simulation/tally.hpp"

namespace proactive::simulation {

namespace {

constexpr int hours_of_day = 24;
constexpr double most_likely_visit = 0.95;  // in one hour
// Hours before the first day have numbers too: occasions are counted from long before.
constexpr HourNumber hours_before = 1L << 20U;
constexpr std::uint64_t most_companions = 8;

std::uint64_t occasion_of(HourNumber hour, std::size_t companion = 0) {
  return static_cast<std::uint64_t>(hour + hours_before) * most_companions + companion;
}

std::chrono::minutes whole_minutes(double minutes) { return std::chrono::minutes{static_cast<long>(minutes)}; }
std::chrono::hours whole_hours_of(double days) { return std::chrono::hours{static_cast<long>(days * hours_of_day)}; }

double wrapped_hour(double hour) {
  if (hour < 0) return hour + hours_of_day;
  return hour >= hours_of_day ? hour - hours_of_day : hour;
}

bool is_weekend(std::chrono::local_days day) {
  std::chrono::weekday const weekday{day};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

// Between the knots on straight lines, and level behind the last.
double by_silence(std::vector<double> const& factors, double hours) {
  auto const& knots = silence_knots;
  for (std::size_t i = 1; i < std::size(knots); ++i) {
    if (hours >= knots[i]) continue;
    auto const part = (hours - knots[i - 1]) / (knots[i] - knots[i - 1]);
    return factors[i - 1] + part * (factors[i] - factors[i - 1]);
  }
  return factors.back();
}

Person::Companion draw_companion(Model const& model, Luck const& luck, std::size_t number) {
  return {static_cast<Stage>(pick(model.stages, luck.unit(Draw::stage, number))),
          whole_hours_of(between_quantiles(model.pair_age_days, luck.unit(Draw::pair_age, number))),
          static_cast<long>(between_quantiles(model.messages_written, luck.unit(Draw::messages_written, number))),
          luck.happens(model.memory_share, Draw::memory, number)};
}

}  // namespace

Person draw_person(Model const& model, Luck const& luck) {
  Person person;
  auto const shares = column(model.time_zones, [](auto const& zone) { return zone.second; });
  person.zone = model.time_zones[pick(shares, luck.unit(Draw::zone))].first;
  person.zone_known = luck.happens(model.zone_known_share, Draw::zone_known);
  person.has_agreed = luck.happens(model.agreed_share, Draw::agreed);
  person.has_opted_out = luck.happens(model.opted_out_share, Draw::opted_out);
  person.is_silent = luck.happens(model.silent_share, Draw::silent);
  person.since_last_word = whole_hours_of(between_quantiles(model.days_since_last_word, luck.unit(Draw::last_word)));
  auto const count = 1 + pick(model.companions, luck.unit(Draw::companions));
  person.companions.reserve(count);
  for (std::size_t i = 0; i < count; ++i) person.companions.push_back(draw_companion(model, luck, i));
  return person;
}

User::User(Model const& model, Luck luck) : model_(&model), luck_(luck), person_(draw_person(model, luck)) {
  chronotype_ = between_quantiles(model.chronotype_hours, luck.unit(Draw::chronotype));
  trait_ = between_quantiles(model.answer_trait, luck.unit(Draw::answer_trait));
  if (person_.is_silent) return;
  auto const per_day = between_quantiles(model.sessions_per_day, luck.unit(Draw::sessions_per_day));
  weekday_ = visits_by_hour(model.hours_weekday, per_day);
  weekend_ = visits_by_hour(model.hours_weekend, per_day * model.weekend_factor);
}

// The average user's hours, moved by the chronotype.
User::Hours User::visits_by_hour(std::vector<double> const& weights, double per_day) const {
  auto const sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  Hours visits{};
  for (int hour = 0; hour < hours_of_day; ++hour) {
    auto const own = wrapped_hour(hour - chronotype_);
    auto const before = static_cast<std::size_t>(own) % hours_of_day;
    auto const part = own - std::floor(own);
    auto const weight = weights[before] + part * (weights[(before + 1) % hours_of_day] - weights[before]);
    visits.at(static_cast<std::size_t>(hour)) = per_day * weight / sum;
  }
  return visits;
}

std::size_t User::own_hour(LocalTime const& local) const {
  constexpr double minutes_of_hour = 60;
  auto const hour = static_cast<double>(local.since_midnight.count()) / minutes_of_hour;
  return static_cast<std::size_t>(wrapped_hour(hour - chronotype_)) % hours_of_day;
}

bool User::is_own_night(LocalTime const& local) const {
  return own_hour(local) < static_cast<std::size_t>(Tally::night_ends_at);
}

std::optional<User::Visit> User::visit(HourNumber hour, LocalTime const& local) const {
  if (person_.is_silent) return std::nullopt;
  auto const& hours = is_weekend(local.day) ? weekend_ : weekday_;
  auto const local_hour = static_cast<std::size_t>(local.since_midnight / std::chrono::hours{1});
  auto const probability = std::min(most_likely_visit, contact_ * hours.at(local_hour));
  if (!luck_.happens(probability, Draw::session, occasion_of(hour))) return std::nullopt;
  constexpr double minutes_of_hour = 60;
  // The first companion is the favourite one.
  auto const favour = luck_.unit(Draw::session_companion, occasion_of(hour));
  auto const companion = static_cast<std::size_t>(favour * favour * static_cast<double>(person_.companions.size()));
  return Visit{whole_minutes(minutes_of_hour * luck_.unit(Draw::session_minute, occasion_of(hour))), companion,
               session_length(hour)};
}

std::chrono::minutes User::session_length(HourNumber hour) const {
  return whole_minutes(between_quantiles(model_->session_minutes, luck_.unit(Draw::session_length, occasion_of(hour))));
}

void User::rest_until(Instant at) {
  if (tired_at_ && tiredness_ > 0) {
    auto const rested = std::chrono::duration<double, std::ratio<86400>>(at - *tired_at_).count();
    tiredness_ *= left_after(rested / model_->fatigue_half_life_days);
  }
  tired_at_ = at;
}

void User::answer(Instant at) {
  rest_until(at);
  tiredness_ *= 1 - model_->fatigue_relief_per_answer;
}

double User::answer_probability(Message const& message) const {
  if (has_turned_off_) return 0;
  auto const& model = *model_;
  auto probability = model.answer_probability * trait_ * (1 - tiredness_) *
                     model.answer_by_hour[own_hour(message.local)] *
                     by_silence(model.answer_by_silence, static_cast<double>(message.silence.count()));
  if (is_own_night(message.local)) probability *= model.answer_night_factor;
  if (person_.is_silent) probability *= model.answer_silent_factor;
  return std::min(probability, 1.0);
}

double User::harm(Message const& message) const {
  auto const crowding = 1 + model_->crowding_harm * static_cast<double>(message.others_of_day);
  return crowding * (is_own_night(message.local) ? model_->night_harm_factor : 1);
}

void User::suffer(Message const& message, Reaction& reaction) {
  auto const occasion = occasion_of(message.hour, message.companion);
  auto const harm_of = [&](double probability) { return probability * harm(message); };
  reaction.opts_out = luck_.happens(harm_of(model_->opt_out_per_message), Draw::opt_out, occasion);
  reaction.mutes = !reaction.opts_out && luck_.happens(harm_of(model_->mute_per_message), Draw::mute, occasion);
  reaction.turns_off =
      !reaction.opts_out && luck_.happens(harm_of(model_->turn_off_per_message), Draw::turn_off, occasion);
  has_turned_off_ = reaction.turns_off;
  tiredness_ += model_->fatigue_per_unanswered * (1 - tiredness_);
  contact_ *= 1 - model_->contact_loss_per_unanswered;
}

// Who has turned the notifications off hears of no message, and is not annoyed by any.
User::Reaction User::react(Message const& message) {
  Reaction reaction;
  if (has_turned_off_) return reaction;
  rest_until(message.at);
  auto const occasion = occasion_of(message.hour, message.companion);
  if (!message.is_answer_coming && luck_.happens(answer_probability(message), Draw::answer, occasion)) {
    reaction.answers_after =
        std::chrono::minutes{1} +
        whole_minutes(between_quantiles(model_->answer_delay_minutes, luck_.unit(Draw::answer_delay, occasion)));
    reaction.sees = true;
    return reaction;
  }
  reaction.sees = luck_.happens(model_->seen_share, Draw::seen, occasion);
  suffer(message, reaction);
  return reaction;
}

}  // namespace proactive::simulation
