#include "domain/message/template_fields.hpp"

#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "domain/message/template_fit.hpp"

using namespace proactive;

TEST_CASE("weight, active, tone and body are set, each as it is written") {
  MessageTemplate changed{7, EngagementType::check_in, "en", "warm", "Hello there"};
  for (auto const& [field, value] : std::vector<std::pair<std::string, std::string>>{{"weight", "1"},
                                                                                     {"weight", "100"},
                                                                                     {"active", "false"},
                                                                                     {"active", "true"},
                                                                                     {"tone", "gentle"},
                                                                                     {"body", "Hi {{user}}"}}) {
    CAPTURE(field);
    CHECK_FALSE(assign_field(changed, field, value));
    CHECK(field_text(changed, field) == value);
  }
}

TEST_CASE("yes and no are read as the list writes them, and are true and false for programs") {
  MessageTemplate changed{7, EngagementType::check_in, "en", "warm", "Hello there", 3};
  CHECK_FALSE(assign_field(changed, "active", "no"));
  CHECK(field_text(changed, "active") == "false");
  CHECK_FALSE(assign_field(changed, "approval", "yes"));
  CHECK(field_text(changed, "approval") == "true");
  CHECK(is_yes_or_no("safe"));
  CHECK_FALSE(is_yes_or_no("weight"));
}

TEST_CASE("what is no value of a field changes nothing, and the sentence says what is") {
  MessageTemplate const before{7, EngagementType::check_in, "en", "warm", "Hello there", 3};
  for (auto const& [field, value, part] :
       std::vector<std::array<std::string, 3>>{{"weight", "0", "from 1 to 100"},
                                               {"weight", "101", "from 1 to 100"},
                                               {"weight", "1.5", "whole number"},
                                               {"weight", "", "whole number"},
                                               {"active", "perhaps", "yes or no"},
                                               {"safe", "perhaps", "yes or no"},
                                               {"safe", "yes", "emotional_support"},
                                               {"safe", "true", "emotional_support"},
                                               {"tone", "rude", "warm, playful, gentle"},
                                               {"language", "de", "weight, active, safe, approval, tone or body"},
                                               {"id", "8", "weight, active, safe, approval, tone or body"},
                                               {"\x1b[31m", "8", "a template has no"}}) {
    auto changed = before;
    CAPTURE(field);
    CAPTURE(value);
    auto const problem = assign_field(changed, field, value);
    REQUIRE(problem);
    CHECK(problem->find(part) != std::string::npos);
    CHECK(problem->find('\x1b') == std::string::npos);
    CHECK(changed.weight == before.weight);
    CHECK(changed.active == before.active);
    CHECK(changed.tone == before.tone);
    CHECK(changed.body == before.body);
  }
}

TEST_CASE("a body is told that it is broken, or else that it never fits") {
  CHECK(body_faults("How are you, {{user}}?", "en", {5, 100}).empty());
  CHECK(body_faults("Hi {user}", "en", {50, 100}).size() == 1);
  CHECK(body_faults("Hi {user}", "en", {50, 100}).front().find("{user}") != std::string::npos);
  CHECK(body_faults("Hi", "en", {5, 100}).front().find("of at least 5") != std::string::npos);
}
