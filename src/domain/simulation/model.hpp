#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/names.hpp"

// What is assumed of users: figures that a file of JSON gives, each with where it comes from and why it may not hold
// elsewhere.
namespace proactive::simulation {

// What may be otherwise than assumed, and so is tried at three levels. The names are a contract of the model's file.
enum class Axis { answer, fatigue, night };
enum class Level { low, middle, high };

struct Model;

// The levels of a figure besides its value, which is the middle one.
struct Alternative {
  double Model::*figure;
  Axis axis;
  double low;
  double high;
};

// Deciles are eleven values: the least, the nine deciles and the greatest. What each figure means is told by its row in
// model.cpp.
struct Model {
  std::string id;
  std::string version;
  std::string title;

  // Who they are.
  std::vector<std::pair<std::string, double>> time_zones;  // IANA names and shares
  double zone_known_share = 0;
  std::vector<double> companions;  // shares of users with one, two and three
  std::vector<double> stages;      // shares of pairs, from stranger to partner
  double memory_share = 0;
  double agreed_share = 0;
  double opted_out_share = 0;
  double silent_share = 0;
  std::vector<double> days_since_last_word;
  std::vector<double> pair_age_days;
  std::vector<double> messages_written;
  std::vector<double> chronotype_hours;

  // When they come by themselves.
  std::vector<double> sessions_per_day;
  std::vector<double> hours_weekday;
  std::vector<double> hours_weekend;
  double weekend_factor = 0;
  std::vector<double> session_minutes;
  double messages_per_session = 0;
  double contact_loss_per_day = 0;
  double contact_gain_per_session = 0;
  double contact_ceiling = 0;

  // When they answer.
  double answer_probability = 0;
  std::vector<double> answer_trait;
  std::vector<double> answer_by_silence;
  std::vector<double> answer_by_hour;
  double answer_night_factor = 0;
  double answer_silent_factor = 0;
  std::vector<double> answer_delay_minutes;
  double seen_share = 0;
  double fatigue_per_unanswered = 0;
  double fatigue_half_life_days = 0;
  double fatigue_relief_per_answer = 0;

  // What messages do that are not answered.
  double contact_loss_per_unanswered = 0;
  double opt_out_per_message = 0;
  double mute_per_message = 0;
  double mute_days = 0;
  double turn_off_per_message = 0;
  double night_harm_factor = 0;
  double crowding_harm = 0;

  std::vector<Alternative> alternatives;

  // Names of figures by what they rest on: numbers that were published; assumed ones, to which something published
  // gives a direction; and mere assumptions.
  std::vector<std::string> published;
  std::vector<std::string> guided;
  std::vector<std::string> assumed;
};

// After which hours of silence the factors of answer_by_silence hold.
inline constexpr double silence_knots[] = {0, 6, 24, 72, 168, 720};

// A model, or all that is wrong with what should be one: each a sentence's end.
struct ModelReading {
  Model model;
  std::vector<std::string> problems;
};
ModelReading read_model(std::string_view text);

// The one that comes with the program.
Model const& shipped_model();
std::string_view shipped_model_text();

// The model with these figures at these levels.
Model at_levels(Model const& model, Level answer, Level fatigue, Level night);

}  // namespace proactive::simulation

template <>
struct proactive::Names<proactive::simulation::Axis> {
  static constexpr auto table = std::to_array<Named<simulation::Axis>>({{simulation::Axis::answer, "answer"},
                                                                        {simulation::Axis::fatigue, "fatigue"},
                                                                        {simulation::Axis::night, "night"}});
};
template <>
struct proactive::Names<proactive::simulation::Level> {
  static constexpr auto table = std::to_array<Named<simulation::Level>>(
      {{simulation::Level::low, "low"}, {simulation::Level::middle, "middle"}, {simulation::Level::high, "high"}});
};
