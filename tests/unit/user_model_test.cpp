// The model of users: what is read, what is refused, and what the shipped one says of itself.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "domain/simulation/figures.hpp"
#include "domain/simulation/luck.hpp"
#include "domain/simulation/model.hpp"

using namespace proactive;
using namespace proactive::simulation;

namespace {

// The first problem of the shipped model after a change.
std::string problem_after(std::function<void(Json&)> const& change) {
  auto document = Json::parse(shipped_model_text());
  change(document);
  auto const reading = read_model(to_line(document));
  return reading.problems.empty() ? std::string{} : reading.problems.front();
}

std::string problem_of_value(std::string const& figure, Json const& value) {
  return problem_after([&](Json& document) { document["figures"][figure]["value"] = value; });
}

}  // namespace

TEST_CASE("the shipped model is read, and each of its figures says what it rests on") {
  auto const reading = read_model(shipped_model_text());
  CHECK(reading.problems == std::vector<std::string>{});
  auto const& model = reading.model;
  CHECK(model.id == "companion-app");
  CHECK(model.published.size() + model.guided.size() + model.assumed.size() == figure_specs().size());
  CHECK(std::find(model.guided.begin(), model.guided.end(), "answer_probability") != model.guided.end());
  CHECK(std::find(model.assumed.begin(), model.assumed.end(), "mute_per_message") != model.assumed.end());
  CHECK(model.answer_by_hour.size() == 24);
  CHECK(model.stages.size() == 6);
}

TEST_CASE("a model that says something else is refused with a sentence") {
  auto const figure = [](Json& document, char const* name) -> Json& { return document["figures"][name]; };
  CHECK(read_model("[]").problems == std::vector<std::string>{"it is not an object in JSON"});
  CHECK(read_model(R"({"id": 1, "id": 2})").problems ==
        std::vector<std::string>{"a key stands twice in one object: leave one out"});
  CHECK(problem_after([](Json& document) { document["colour"] = 1; }) ==
        "colour is unknown: correct its name or leave it out");
  CHECK(problem_after([](Json& document) { document["figures"]["answer_probabilty"] = Json::object(); }) ==
        "the figure answer_probabilty is unknown: correct its name or leave it out");
  CHECK(problem_after([](Json& document) { document["figures"].erase("mute_days"); }) ==
        "the figure mute_days is missing: each has to be said");
  CHECK(problem_after([&](Json& document) { figure(document, "mute_days")["unit"] = "days"; }) ==
        "unit of mute_days is unknown: correct its name or leave it out");
  CHECK(problem_of_value("answer_probability", 1.5) ==
        "answer_probability 1.5 is not allowed: use a number from 0 to 1");
  CHECK(problem_of_value("answer_probability", "much") ==
        R"(answer_probability "much" is not allowed: use a number from 0 to 1)");
  CHECK(problem_of_value("companions", {0.5, 0.5}) ==
        "companions [0.5,0.5] is not allowed: use a list of 3 numbers from 0 to 1");
  CHECK(problem_of_value("companions", {0.5, 0.3, 0.3}) ==
        "the shares of companions add up to 1.1: let them add up to 1");
  CHECK(problem_of_value("time_zones", {{"Europe/Atlantis", 1}}) ==
        R"(time_zones "Europe/Atlantis" is not allowed: use names such as Europe/Berlin)");
  CHECK(problem_of_value("session_minutes", {5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1}) ==
        "session_minutes [5,4,3,2,1,1,1,1,1,1,1] is not allowed: use numbers of which none is below the one before it");
  CHECK(problem_of_value("opt_out_per_message", 0.5) ==
        "opt_out_per_message is not within its range from 0.0003 to 0.02: correct one of them");
}

TEST_CASE("a figure without a basis is refused") {
  auto const without = [](char const* figure, char const* key) {
    return problem_after([&](Json& document) { document["figures"][figure].erase(key); });
  };
  CHECK(without("mute_days", "assumption") == "mute_days has no sources and is no assumption: say which it is");
  CHECK(without("weekend_factor", "population") ==
        "population of weekend_factor null is not allowed: use a line of text");
  CHECK(without("mute_days", "may_not_transfer") ==
        "may_not_transfer of mute_days null is not allowed: use a line of text");
  CHECK(problem_after([](Json& document) {
          document["figures"]["weekend_factor"]["sources"][0].erase("title");
        }).starts_with("title of a source of weekend_factor null is not allowed"));
  CHECK(problem_after([](Json& document) {
          document["figures"]["answer_probability"]["levels"]["axis"] = "luck";
        }).starts_with("levels of answer_probability"));
}

TEST_CASE("levels change their figures and no others") {
  auto const& model = shipped_model();
  auto const same = at_levels(model, Level::middle, Level::middle, Level::middle);
  CHECK(same.answer_probability == model.answer_probability);
  auto const hard = at_levels(model, Level::low, Level::high, Level::high);
  CHECK(hard.answer_probability < model.answer_probability);
  CHECK(hard.fatigue_per_unanswered > model.fatigue_per_unanswered);
  CHECK(hard.night_harm_factor > model.night_harm_factor);
  CHECK(hard.answer_night_factor < model.answer_night_factor);
  CHECK(hard.mute_per_message == model.mute_per_message);
}

TEST_CASE("luck is a function of what it is asked for") {
  Luck const luck(1, 7);
  CHECK(luck.unit(Draw::answer, 3) == Luck(1, 7).unit(Draw::answer, 3));
  CHECK(luck.unit(Draw::answer, 3) != luck.unit(Draw::answer, 4));
  CHECK(luck.unit(Draw::answer, 3) != luck.unit(Draw::mute, 3));
  CHECK(luck.unit(Draw::answer, 3) != Luck(2, 7).unit(Draw::answer, 3));
  CHECK(luck.unit(Draw::answer, 3) != Luck(1, 8).unit(Draw::answer, 3));
  // Frozen: another generator would give other results for the same seed.
  CHECK(Luck(1, 0).unit(Draw::zone) == 0.8847898165349132);
  CHECK(Luck(1, 7).unit(Draw::answer, 3) == 0.9666617056835947);
}

TEST_CASE("luck is spread evenly") {
  std::array<long, 20> places{};
  constexpr long draws = 20'000;
  for (std::uint64_t user = 0; user < draws; ++user)
    ++places.at(static_cast<std::size_t>(20 * Luck(1, user).unit(Draw::answer, user % 7)));
  for (auto const count : places) CHECK(std::abs(count - draws / 20) < 150);
}

TEST_CASE("inverse transforms") {
  std::vector<double> const shares{0.5, 0.25, 0.25};
  CHECK(pick(shares, 0) == 0);
  CHECK(pick(shares, 0.499) == 0);
  CHECK(pick(shares, 0.5) == 1);
  CHECK(pick(shares, 0.999) == 2);
  std::vector<double> const quantiles{0, 10, 100};
  CHECK(between_quantiles(quantiles, 0) == 0);
  CHECK(between_quantiles(quantiles, 0.25) == 5);
  CHECK(between_quantiles(quantiles, 0.75) == 55);
  CHECK(left_after(0) == 1);
  CHECK(left_after(0.5) == 0.75);
  CHECK(left_after(1) == 0.5);
  CHECK(left_after(3) == 0.125);
  CHECK(left_after(1000) == 0);
}
