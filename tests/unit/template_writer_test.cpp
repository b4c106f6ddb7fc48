#include "writer/template_writer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "base/text.hpp"
#include "support/facts.hpp"

using namespace proactive;

namespace {

Brief brief_of(std::string const& user = "u1") {
  Brief brief;
  brief.pair = {user, "c1"};
  brief.user_name = "Sam Green";
  brief.companion_name = "Luna";
  brief.context.interests = {"old maps"};
  brief.context.memories = {{"My sister is getting married"}};
  brief.language = "en";
  brief.timezone = "UTC";
  brief.scheduled_for = test::noon;
  return brief;
}

MessageTemplate text(long id, std::string const& body, std::string const& language = "en", int weight = 1,
                     std::string const& tone = "warm") {
  return {id, EngagementType::check_in, language, tone, body, weight};
}

std::vector<MessageTemplate> numbered(int count) {
  std::vector<MessageTemplate> templates;
  for (long id = 1; id <= count; ++id) templates.push_back(text(id, "Message number " + std::to_string(id)));
  return templates;
}

Draft write(std::vector<MessageTemplate> const& templates, Brief const& brief, MessageLimits limits = {5, 100}) {
  TemplateWriter writer(templates, "en", limits);
  return writer.write(brief);
}

std::string message(std::vector<MessageTemplate> const& templates, Brief const& brief) {
  return write(templates, brief).content.value_or("");
}

// The templates that the migration brings, read from its rows.
std::vector<MessageTemplate> seeded_templates() {
  std::regex const row{R"(^  \('(\w+)', '([\w-]+)', '(\w+)', '((?:[^']|'')*)'\)[,;]?)"};
  std::ifstream in(SOURCE_DIRECTORY "/sql/migrations/0003_templates.sql");
  std::vector<MessageTemplate> templates;
  for (std::string line; std::getline(in, line);) {
    std::smatch match;
    if (!std::regex_search(line, match, row)) continue;
    auto const body = std::regex_replace(match[4].str(), std::regex{"''"}, "'");
    auto const type = value_of<EngagementType>(match[1].str());
    REQUIRE(type);
    templates.push_back({static_cast<long>(templates.size()) + 1, *type, match[2], match[3], body, 1});
  }
  return templates;
}

}  // namespace

TEST_CASE("a draft tells its writer and its template") {
  auto const draft = write({text(7, "Hello {{user}}!")}, brief_of());
  CHECK(draft.content == "Hello Sam!");
  CHECK(draft.writer == "template");
  CHECK(draft.template_id == 7);
  CHECK(draft.problem.empty());
}

TEST_CASE("the same brief gets the same draft, in any writer and order of templates") {
  auto templates = numbered(12);
  std::vector<Brief> briefs;
  for (int user = 0; user < 40; ++user) briefs.push_back(brief_of(std::to_string(user)));
  TemplateWriter const one_writer(templates, "en", {5, 100});
  std::vector<Draft> drafts;
  for (auto const& brief : briefs) drafts.push_back(one_writer.write(brief));
  std::reverse(templates.begin(), templates.end());
  for (std::size_t i = 0; i < briefs.size(); ++i) CHECK(write(templates, briefs.at(i)).content == drafts.at(i).content);
}

TEST_CASE("companions of one user, and types, draw for themselves") {
  std::set<std::string> seen;
  for (int companion = 0; companion < 60; ++companion) {
    auto brief = brief_of();
    brief.pair.companion_id = std::to_string(companion);
    seen.insert(write(numbered(5), brief).content.value());
  }
  CHECK(seen.size() == 5);
}

TEST_CASE("a template used lately comes back only when all others were used") {
  for (int user = 0; user < 50; ++user) {
    auto brief = brief_of(std::to_string(user));
    brief.recent_template_ids = {1, 2, 4};
    brief.recent_contents = {"Message number 1"};
    CHECK(write(numbered(4), brief).template_id == 3);
    brief.recent_template_ids = {3, 1, 2, 4};
    brief.recent_contents = {"Message number 3"};
    CHECK(write(numbered(4), brief).template_id != 3);
  }
}

TEST_CASE("a template that rests is not used, even where no other is there") {
  for (int user = 0; user < 50; ++user) {
    auto brief = brief_of(std::to_string(user));
    brief.resting_template_ids = {1, 2, 4};
    CHECK(write(numbered(4), brief).template_id == 3);
    brief.resting_template_ids = {1, 2, 3, 4};
    auto const draft = write(numbered(4), brief);
    CHECK_FALSE(draft.content);
    CHECK(draft.cancelled == Reason::resting);
  }
}

TEST_CASE("pt-BR falls back to pt, then to the default language, and never to a sister") {
  auto brief = brief_of();
  brief.language = "pt-BR";
  auto const brazil = text(1, "Oi, tudo bem?", "pt-BR");
  auto const portuguese = text(2, "Como vai?", "pt");
  auto const portugal = text(3, "Tudo bem contigo?", "pt-PT");
  auto const english = text(4, "How are you?");
  CHECK(write({english, portugal, portuguese, brazil}, brief).template_id == 1);
  CHECK(write({english, portugal, portuguese}, brief).template_id == 2);
  CHECK(write({english, portugal}, brief).template_id == 4);
  CHECK_FALSE(write({portugal}, brief).content);
  brief.language = "";
  CHECK(write({english, portugal}, brief).template_id == 4);
}

TEST_CASE("names are texts: never markup, never HTML, on one line") {
  for (auto const& [name, shown] : std::vector<std::pair<std::string, std::string>>{
           {"{{user}}", "{{user}}"},
           {"{{#x}}", "{{#x}}"},
           {"<script>alert(1)</script>", "<script>alert(1)</script>"},
           {"Ann \"A\" & 'B'", "Ann \"A\" & 'B'"},
           {"\U0001F468\u200D\U0001F469\u200D\U0001F467", "\U0001F468\u200D\U0001F469\u200D\U0001F467"},
           {"L\x1b[31muna\n", "L [31muna"},
           {"\u202ELuna", "Luna"},
           {"Lu\xffna", "Lu na"}}) {
    auto brief = brief_of();
    brief.companion_name = name;
    CAPTURE(name);
    CHECK(write({text(1, "Here is {{companion}}")}, brief).content == "Here is " + shown);
    CHECK(write({text(1, "Here is {{{companion}}}")}, brief).content == "Here is " + shown);
  }
}

TEST_CASE("without its value a template is not chosen, for every variable") {
  auto empty = brief_of();
  empty.user_name = "user42";
  empty.companion_name = " \n";
  empty.context.interests = {"", std::string(41, 'x')};
  empty.context.memories = {{".."}, {"see https://example.org"}};
  empty.scheduled_for = test::noon + std::chrono::hours{12};
  for (auto const* name : {"user", "companion", "interest", "memory", "time_of_day"}) {
    auto const body = std::string{"Hello and {{"} + name + "}}";
    CAPTURE(name);
    CHECK(write({text(1, body)}, brief_of()).content);
    CHECK_FALSE(write({text(1, body)}, empty).content);
    CHECK(write({text(1, body), text(2, "Hello there")}, empty).template_id == 2);
  }
}

TEST_CASE("where nothing fits, the draft says why") {
  auto const brief = brief_of();
  CHECK(write({text(1, "Hi", "de")}, brief).problem.find("no active template of type check_in") != std::string::npos);
  CHECK(write({text(1, "Hello {{nobody}}")}, brief).problem.find("a value that this pair") != std::string::npos);
  CHECK(write({text(1, "Hi")}, brief).problem.find("2 characters, too few") != std::string::npos);
  CHECK(write({text(1, std::string(101, 'x'))}, brief).problem.find("101 characters, too many") != std::string::npos);
  auto repeated = brief;
  repeated.recent_contents = {"Hello there"};
  CHECK(write({text(1, "Hello there")}, repeated).problem.find("received last") != std::string::npos);
}

TEST_CASE("a body that is no mustache is named, on one line, and only it") {
  TemplateWriter writer({text(3, "ok there"), text(4, "{{#user}}\x1b[31m"), text(5, "{{/user}} oh")}, "en", {5, 100});
  REQUIRE(writer.problems().size() == 2);
  CHECK(writer.problems().at(0).starts_with("template 4 "));
  CHECK(writer.problems().at(1).starts_with("template 5 "));
  for (auto const& problem : writer.problems()) CHECK(printable(problem) == problem);
}

TEST_CASE("the seeded templates: 24 of each type, 8 in each tone, no two alike") {
  std::map<std::pair<EngagementType, std::string>, int> counts;
  std::set<std::string> bodies;
  auto const templates = seeded_templates();
  for (auto const& entry : templates) {
    ++counts[{entry.type, entry.tone}];
    CAPTURE(entry.body);
    CHECK(bodies.insert(entry.body).second);
    CHECK(std::find(names<Tone>().begin(), names<Tone>().end(), entry.tone) != names<Tone>().end());
    CHECK(std::count(entry.body.begin(), entry.body.end(), '?') <= 1);
  }
  CHECK(templates.size() == 96);
  CHECK(counts.size() == 12);
  for (auto const& [key, count] : counts) CHECK(count == 8);
}

TEST_CASE("every seeded template makes a message within the default limits") {
  auto const defaults = default_settings();
  MessageLimits const limits{defaults.message.min_message_length, defaults.message.max_message_length};
  auto const templates = seeded_templates();
  CHECK(TemplateWriter(templates, "en", limits).problems().empty());
  for (auto const& entry : templates) {
    auto brief = brief_of();
    brief.type = entry.type;
    auto const draft = write({entry}, brief, limits);
    CAPTURE(entry.body);
    CAPTURE(draft.problem);
    REQUIRE(draft.content);
    CHECK(draft.content->find("{{") == std::string::npos);
  }
}

TEST_CASE("a pair of which nothing is known gets a seeded message of every type") {
  auto brief = brief_of();
  brief.user_name = brief.companion_name = "";
  brief.context.interests.clear();
  brief.context.memories.clear();
  brief.scheduled_for = test::noon + std::chrono::hours{12};
  for (auto const name : names<EngagementType>()) {
    brief.type = value_of<EngagementType>(name).value();
    CAPTURE(name);
    CHECK(write(seeded_templates(), brief, {20, 100}).content);
  }
}

TEST_CASE("variables are filled in, and texts are not markup") {
  auto brief = brief_of();
  brief.context.interests = {"old maps & <tea>"};
  brief.context.memories = {{"My \"cat\" is {{user}}."}};
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
  brief.context.memories = {{std::string(200, 'x')}, {"short one"}};
  CHECK(message({text(1, "About {{memory}}")}, brief) == "About short one");
  brief.context.memories = {{std::string(200, 'x')}};
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
    brief.context.personality = "witty and adventurous";
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
