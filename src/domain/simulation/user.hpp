#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "domain/simulation/luck.hpp"
#include "domain/simulation/model.hpp"
#include "domain/simulation/world.hpp"
#include "domain/types.hpp"

// A simulated user: who they are, when they come by themselves, and what they do with a message. Knows no rule.
namespace proactive::simulation {

// Who somebody is.
struct Person {
  struct Companion {
    Stage stage = Stage::stranger;
    std::chrono::hours age{0};  // of the pair, on the first day
    long messages = 0;          // that the user has written before
    bool has_memory = false;
  };
  std::string zone;
  bool zone_known = true;
  bool has_agreed = false;
  bool has_opted_out = false;             // before the first day
  bool is_silent = false;                 // comes no more by themselves
  std::chrono::hours since_last_word{0};  // on the first day, of who has not come lately
  std::vector<Companion> companions;
};
Person draw_person(Model const& model, Luck const& luck);

class User {
 public:
  User(Model const& model, Luck luck);

  [[nodiscard]] Person const& person() const { return person_; }

  // A session that they begin by themselves.
  struct Visit {
    std::chrono::minutes minute;  // of the hour
    std::size_t companion;
    std::chrono::minutes length;
  };
  [[nodiscard]] std::optional<Visit> visit(HourNumber hour, LocalTime const& local) const;
  [[nodiscard]] std::chrono::minutes session_length(HourNumber hour) const;

  // What changes them.
  void write() { contact_ += model_->contact_gain_per_session * (model_->contact_ceiling - contact_); }
  void pass_day_without_word() { contact_ *= 1 - model_->contact_loss_per_day; }
  void answer(Instant at);

  struct Message {
    Instant at;
    HourNumber hour;
    LocalTime local;
    std::size_t companion = 0;
    std::chrono::hours silence{0};  // since the user's last word to the companion
    long others_of_day = 0;         // messages of the 24 hours before
    bool is_answer_coming = false;  // to an earlier one, which answers this one, too
  };
  struct Reaction {
    std::optional<std::chrono::minutes> answers_after;
    bool sees = false;
    bool opts_out = false;
    bool mutes = false;
    bool turns_off = false;  // the phone's notifications: messages are not seen any more
  };
  Reaction react(Message const& message);

  [[nodiscard]] bool has_turned_off() const { return has_turned_off_; }
  // Tells the model's probability alone, for tests.
  [[nodiscard]] double answer_probability(Message const& message) const;

 private:
  using Hours = std::array<double, 24>;

  [[nodiscard]] Hours visits_by_hour(std::vector<double> const& weights, double per_day) const;
  [[nodiscard]] std::size_t own_hour(LocalTime const& local) const;
  [[nodiscard]] bool is_own_night(LocalTime const& local) const;
  [[nodiscard]] double harm(Message const& message) const;
  void rest_until(Instant at);
  void suffer(Message const& message, Reaction& reaction);

  Model const* model_;
  Luck luck_;
  Person person_;
  double chronotype_ = 0;  // hours later than the average
  double trait_ = 1;       // how ready this user is to answer
  Hours weekday_{};
  Hours weekend_{};
  double contact_ = 1;
  double tiredness_ = 0;  // of messages that were not answered: the part of the readiness that is missing
  std::optional<Instant> tired_at_;
  bool has_turned_off_ = false;
};

}  // namespace proactive::simulation
