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
                                               {"set", "My set", "first a letter"},
                                               {"language", "de", "weight, active, safe, approval, tone, set or body"},
                                               {"id", "8", "weight, active, safe, approval, tone, set or body"},
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
  auto const faults_of = [](std::string const& body, MessageLimits limits) {
    return review_body(body, "en", limits, {}).faults;
  };
  CHECK(faults_of("How are you, {{user}}?", {5, 100}).empty());
  CHECK(faults_of("Hi {user}", {50, 100}).size() == 1);
  CHECK(faults_of("Hi {user}", {50, 100}).front().find("{user}") != std::string::npos);
  CHECK(faults_of("Hi", {5, 100}).front().find("of at least 5") != std::string::npos);
}

TEST_CASE("a body is told what a run would refuse of its messages") {
  auto const fault_of = [](std::string const& body) {
    auto const faults = review_body(body, "en", {5, 200}, {}).faults;
    return faults.empty() ? std::string{} : faults.front();
  };
  for (auto const& [body, part] : std::initializer_list<std::pair<char const*, char const*>>{
           {"How was your day? See example.com/chat", "it has a link"},
           {"How was your day? I am @{{companion}}_ai there", "it names another way to get in touch"},
           {"How was *your* day, **{{user}}**?", "it has markup"},
           {"How was your day? #goodvibes", "it has a hashtag"},
           {"{{companion}}: how was your day?", "it speaks of how it was written"},
           {"How was your day, {{user}},", "it ends in the middle of a sentence"},
           {"*hugs you* How was your day?", "it says what somebody does"}}) {
    CAPTURE(body);
    CHECK(fault_of(body).find(part) != std::string::npos);
    CHECK(fault_of(body).starts_with("its messages would be refused by every run"));
  }
  CHECK(fault_of("How was your day{{#user}}, {{user}}? See example.com{{/user}}{{^user}}?{{/user}}")
            .starts_with("some of its messages, such as \"How was your day, Sam? See example.com\", would be refused"));
  CHECK(fault_of("How was your {{time_of_day}}{{#user}}, {{user}}{{/user}}? Do you still like {{memory}}?").empty());
}

TEST_CASE("a body in another language than its own is doubted, and can be used") {
  auto const reviewed = review_body("Как прошёл твой день, расскажи мне обо всём?", "en", {5, 200}, {});
  CHECK(reviewed.faults.empty());
  CHECK(reviewed.doubt.value_or("").starts_with("it reads as ru, not as en"));
  CHECK_FALSE(review_body("Как прошёл твой день, расскажи мне обо всём?", "ru", {5, 200}, {}).doubt);
  CHECK_FALSE(review_body("How was your day, {{user}}?", "en", {5, 200}, {}).doubt);
}
