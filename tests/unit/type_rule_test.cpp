#include <doctest/doctest.h>

#include "domain/gate/gate.hpp"
#include "support/facts.hpp"

using namespace proactive;
using test::friendly_facts;
using test::noon;

// The rule once more, in the order of its documentation and not of the code, over every combination at the defaults.
namespace {

struct Point {
  std::string_view stage;
  long silent = 0;
  int intimacy = 0;
  bool memory = false;
  std::optional<EngagementType> last;
  bool rotation = false;
};

using Answer = std::optional<EngagementType>;

// The special type of the stage, whatever the silence. Under rotation a reminder needs a memory.
Answer special_of(Point const& point) {
  if (point.stage == "partner" && point.intimacy >= 8) return EngagementType::emotional_support;
  if (point.stage == "close_friend" || point.stage == "intimate") {
    if (point.memory || !point.rotation) return EngagementType::memory_reminder;
  }
  return std::nullopt;
}

Answer original_rule(Point const& point) {
  auto const special = special_of(point);
  if (point.silent < 2) return std::nullopt;
  if (point.silent >= 24) return EngagementType::check_in;
  if (special == EngagementType::emotional_support && point.silent >= 6) return special;
  if (special == EngagementType::memory_reminder && point.silent >= 12) return special;
  if (point.stage == "friend") return EngagementType::topic_suggestion;
  return std::nullopt;
}

Answer expected(Point const& point) {
  auto const answer = original_rule(point);
  bool const its_turn = point.rotation && point.last == EngagementType::check_in && special_of(point);
  return answer == EngagementType::check_in && its_turn ? special_of(point) : answer;
}

Answer found(Point const& point) {
  auto facts = friendly_facts(point.silent);
  facts.stage_name = point.stage;
  facts.intimacy = point.intimacy;
  facts.has_memory = point.memory;
  facts.last_type = point.last;
  auto settings = default_settings();
  settings.gate.type_rotation = point.rotation;
  return engagement_type(facts, settings, noon);
}

std::string shown(Answer const& answer) { return answer ? std::string{name_of(*answer)} : "none"; }

std::vector<Answer> last_types() {
  std::vector<Answer> types{std::nullopt};
  for (auto const name : names<EngagementType>()) types.push_back(value_of<EngagementType>(name));
  return types;
}

template <typename Visit>
void for_each_point(Visit visit) {
  for (auto const stage : names<Stage>()) {
    for (long const silent : {0L, 1L, 2L, 5L, 6L, 11L, 12L, 23L, 24L, 48L}) {
      for (int const intimacy : {7, 8}) {
        for (bool const memory : {false, true}) {
          for (auto const& last : last_types()) {
            for (bool const rotation : {false, true}) visit(Point{stage, silent, intimacy, memory, last, rotation});
          }
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("every stage, silence, intimacy, memory, last type and rotation") {
  int points = 0;
  for_each_point([&](Point const& point) {
    ++points;
    CAPTURE(point.stage);
    CAPTURE(point.silent);
    CAPTURE(point.intimacy);
    CAPTURE(point.memory);
    CAPTURE(shown(point.last));
    CAPTURE(point.rotation);
    CHECK(shown(found(point)) == shown(expected(point)));
  });
  CHECK(points == 6 * 10 * 2 * 2 * 5 * 2);
}

TEST_CASE("the rotation alone makes a difference after a check_in or where a memory is missing") {
  for_each_point([](Point point) {
    point.rotation = true;
    auto const rotating = found(point);
    point.rotation = false;
    if (rotating == found(point)) return;
    bool const reminder_without_memory = !point.memory && found(point) == EngagementType::memory_reminder;
    CHECK((point.last == EngagementType::check_in || reminder_without_memory));
  });
}

TEST_CASE("an unknown stage has no special type, and unknown silence no type at all") {
  auto facts = friendly_facts(23);
  facts.stage_name = "Partner";
  facts.intimacy = 10;
  CHECK_FALSE(engagement_type(facts, default_settings(), noon));
  facts.last_interaction.reset();
  facts.stage_name = "friend";
  CHECK_FALSE(engagement_type(facts, default_settings(), noon));
}
