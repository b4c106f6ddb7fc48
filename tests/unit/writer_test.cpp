#include <doctest/doctest.h>

#include <set>

#include "base/text.hpp"
#include "domain/message/brief.hpp"
#include "support/facts.hpp"
#include "writer/template_writer.hpp"

using namespace proactive;

namespace {

Brief brief_of(std::string const& user = "u1") {
  Brief brief;
  brief.pair = {user, "c1"};
  brief.type = EngagementType::check_in;
  brief.user_name = "Sam Green";
  brief.companion_name = "Luna";
  brief.language = "en";
  brief.timezone = "UTC";
  brief.scheduled_for = test::noon;
  return brief;
}

MessageTemplate text(long id, std::string const& body, std::string const& language = "en", int weight = 1,
                     std::string const& tone = "warm") {
  return {id, EngagementType::check_in, language, tone, body, weight};
}

Draft write(std::vector<MessageTemplate> const& templates, Brief const& brief, MessageLimits limits = {5, 100}) {
  TemplateWriter writer(templates, "en", limits);
  return writer.write(brief);
}

std::string message(std::vector<MessageTemplate> const& templates, Brief const& brief) {
  return write(templates, brief).content.value_or("");
}

}  // namespace

TEST_CASE("variables are filled in, and texts are not markup") {
  auto brief = brief_of();
  brief.interests = {"old maps & <tea>"};
  brief.memories = {{"My \"cat\" is {{user}}."}};
  CHECK(message({text(1, "Good {{time_of_day}} {{user}}, {{companion}} here")}, brief) ==
        "Good afternoon Sam, Luna here");
  CHECK(message({text(1, "I like {{interest}}!")}, brief) == "I like old maps & <tea>!");
  CHECK(message({text(1, "You said \"{{memory}}\"")}, brief) == "You said \"My 'cat' is {{user}}\"");
}

TEST_CASE("a template whose variable has no value, or is unknown, is not chosen") {
  auto brief = brief_of();
  brief.user_name = "";
  std::vector<MessageTemplate> const templates{text(1, "Hello {{user}}!", "en", 100),
                                               text(2, "Hello {{nobody}}!", "en", 100),
                                               text(3, "Hello {{> part}}!", "en", 100), text(4, "Hello there!")};
  for (int user = 0; user < 50; ++user) {
    brief.pair.user_id = std::to_string(user);
    CHECK(message(templates, brief) == "Hello there!");
  }
  CHECK_FALSE(write({text(1, "Hello {{user}}!")}, brief).content);
  CHECK(write({text(1, "Hello {{user}}!")}, brief).problem.find("value") != std::string::npos);
}

TEST_CASE("lengths are counted in user-perceived characters, at both ends") {
  auto const brief = brief_of();
  CHECK(write({text(1, "12345")}, brief, {5, 5}).content);
  CHECK_FALSE(write({text(1, "1234")}, brief, {5, 9}).content);
  CHECK_FALSE(write({text(1, "123456")}, brief, {1, 5}).content);
  CHECK(write({text(1, "1234\U0001F468\u200D\U0001F469\u200D\U0001F467")}, brief, {5, 5}).content);
}

TEST_CASE("a long memory gives way to one that fits, or to a message without one") {
  auto brief = brief_of();
  brief.memories = {{std::string(200, 'x')}, {"short one"}};
  CHECK(message({text(1, "About {{memory}}")}, brief) == "About short one");
  brief.memories = {{std::string(200, 'x')}};
  CHECK(message({text(1, "About {{memory}}"), text(2, "About nothing")}, brief) == "About nothing");
}

TEST_CASE("the choice is the same for the same brief, and differs among pairs") {
  std::vector<MessageTemplate> templates;
  for (long id = 1; id <= 20; ++id) templates.push_back(text(id, "Message number " + std::to_string(id)));
  std::set<std::string> seen;
  for (int user = 0; user < 200; ++user) {
    auto const brief = brief_of(std::to_string(user));
    CHECK(message(templates, brief) == message(templates, brief));
    seen.insert(message(templates, brief));
  }
  CHECK(seen.size() == 20);
}

TEST_CASE("what the pair received is not repeated while something else fits") {
  std::vector<MessageTemplate> templates;
  for (long id = 1; id <= 8; ++id) templates.push_back(text(id, "Message number " + std::to_string(id)));
  auto brief = brief_of();
  std::set<std::string> seen;
  for (int round = 0; round < 8; ++round) {
    auto const draft = write(templates, brief);
    CHECK(seen.insert(*draft.content).second);
    brief.recent_template_ids.insert(brief.recent_template_ids.begin(), *draft.template_id);
    brief.recent_contents.insert(brief.recent_contents.begin(), *draft.content);
  }
  CHECK(write(templates, brief).content);  // all were used: the last one alone is barred
  CHECK(*write(templates, brief).content != brief.recent_contents.front());
  brief.recent_contents = {"Only this"};
  CHECK_FALSE(write({text(1, "Only this")}, brief).content);
}

TEST_CASE("languages: the user's, its root, then the default") {
  std::vector<MessageTemplate> const templates{text(1, "Hello", "en"), text(2, "Hallo", "de"),
                                               text(3, "Servus", "de-AT")};
  for (auto const& [language, expected] :
       {std::pair{"de-AT", "Servus"}, {"de-CH", "Hallo"}, {"de", "Hallo"}, {"fr", "Hello"}}) {
    auto brief = brief_of();
    brief.language = language;
    CHECK(message(templates, brief) == expected);
  }
  CHECK(write({}, brief_of()).problem.find("no active template") != std::string::npos);
}

TEST_CASE("weights and tones draw") {
  std::vector<MessageTemplate> const weighted{text(1, "light one"), text(2, "heavy one", "en", 9)};
  std::vector<MessageTemplate> const toned{text(1, "gentle one", "en", 1, "gentle"),
                                           text(2, "playful one", "en", 1, "playful")};
  int heavy = 0;
  int playful = 0;
  int gentle_for_the_sad = 0;
  for (int user = 0; user < 2000; ++user) {
    auto brief = brief_of(std::to_string(user));
    heavy += message(weighted, brief) == "heavy one" ? 1 : 0;
    brief.personality = "witty and adventurous";
    playful += message(toned, brief) == "playful one" ? 1 : 0;
    brief.mood = Mood{"sad", 8, test::noon - std::chrono::hours{3}};
    gentle_for_the_sad += message(toned, brief) == "gentle one" ? 1 : 0;
  }
  CHECK(heavy > 1740);  // 1,800 of 2,000 expected, standard deviation 13
  CHECK(heavy < 1860);
  CHECK(playful > 1520);  // 1,600 expected, standard deviation 18
  CHECK(gentle_for_the_sad > 1520);
}

TEST_CASE("broken templates are reported and passed over") {
  TemplateWriter writer({text(7, "Hello {{user"), text(8, "Hello {{#user}}"), text(9, "Hello there")}, "en", {5, 100});
  CHECK(writer.problems().size() == 2);
  CHECK(writer.problems().front().find("template 7") != std::string::npos);
  auto const brief = brief_of();
  CHECK(writer.write(brief).content == "Hello there");
}
