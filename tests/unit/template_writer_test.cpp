#include "writer/template_writer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <tuple>

#include "base/language.hpp"
#include "base/text.hpp"
#include "domain/message/part_of_day.hpp"
#include "domain/message/template_fit.hpp"
#include "domain/message/template_sets.hpp"
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
  brief.wording.limits = {5, 100};
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

Wording within(MessageLimits limits) {
  Wording wording;
  wording.limits = limits;
  return wording;
}

Draft write(std::vector<MessageTemplate> const& templates, Brief brief, MessageLimits limits = {5, 100}) {
  brief.wording.limits = limits;
  return TemplateWriter(templates, "en", brief.wording).write(brief);
}

std::string message(std::vector<MessageTemplate> const& templates, Brief const& brief) {
  return write(templates, brief).content.value_or("");
}

// The templates that the migrations bring, read from their rows, with the ids that a new database gives them.
std::vector<MessageTemplate> const& seeded_templates() {
  static auto const all = [] {
    std::regex const row{R"(^  \('(\w+)', '([\w-]+)', '(\w+)', '((?:[^']|'')*)'\)[,;]?)"};
    std::vector<MessageTemplate> templates;
    for (auto const* file : {"0003_templates.sql", "0005_templates_of_nine_languages.sql"}) {
      std::ifstream in(std::string{SOURCE_DIRECTORY "/sql/migrations/"} + file);
      for (std::string line; std::getline(in, line);) {
        std::smatch match;
        if (!std::regex_search(line, match, row)) continue;
        auto const body = std::regex_replace(match[4].str(), std::regex{"''"}, "'");
        auto const type = value_of<EngagementType>(match[1].str());
        REQUIRE(type);
        templates.push_back({static_cast<long>(templates.size()) + 1, *type, match[2], match[3], body, 1});
      }
    }
    return templates;
  }();
  return all;
}

std::vector<MessageTemplate> seeded_in(std::string const& language) {
  std::vector<MessageTemplate> templates;
  for (auto const& entry : seeded_templates()) {
    if (entry.language == language) templates.push_back(entry);
  }
  return templates;
}

// What users of a language are called, like and tell.
struct Typical {
  std::string user;
  std::string companion;
  std::string interest;
  std::string memory;
};
std::map<std::string, Typical> const typical{
    {"en", {"Sam Green", "Luna", "old maps", "My sister is getting married"}},
    {"es", {"Lucía", "Mateo", "la fotografía", "Mi hermana se casa en mayo"}},
    {"pt", {"Beatriz", "Rafael", "fotografia", "Minha irmã vai se casar em maio"}},
    {"de", {"Johanna", "Mathis", "alte Landkarten", "Meine Schwester heiratet im Mai"}},
    {"fr", {"Camille", "Lucien", "la photographie", "Ma sœur se marie au mois de mai"}},
    {"ja", {"ゆい", "ソラ", "写真", "来月から新しい仕事が始まる"}},
    {"ko", {"민준", "하루", "재즈", "다음 달에 이사 가요"}},
    {"zh", {"小雨", "阿星", "摄影", "下个月要去成都玩"}},
    {"hi", {"रिया", "मीरा", "पुरानी फ़िल्में", "अगले महीने गोवा जाना है"}},
    {"id", {"Dewi", "Bima", "fotografi", "bulan depan mulai kerja di tempat baru"}}};

Brief typical_brief(std::string const& language) {
  auto brief = brief_of();
  auto const& values = typical.at(language);
  brief.language = language;
  brief.user_name = values.user;
  brief.companion_name = values.companion;
  brief.context.interests = {values.interest};
  brief.context.memories = {{values.memory}};
  return brief;
}

MessageLimits default_limits() {
  auto const message = default_settings().message;
  return {message.min_message_length, message.max_message_length};
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
  TemplateWriter const one_writer(templates, "en", within({5, 100}));
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
           {"Ann \"A\" & 'B'", "Ann \"A\" & 'B'"},
           {"\U0001F468\u200D\U0001F469\u200D\U0001F467", "\U0001F468\u200D\U0001F469\u200D\U0001F467"},
           {"\u202ELuna", "Luna"},
           {"Lu\xffna", "Lu na"}}) {
    auto brief = brief_of();
    brief.companion_name = name;
    CAPTURE(name);
    CHECK(write({text(1, "Here is {{companion}}")}, brief).content == "Here is " + shown);
  }
}

TEST_CASE("a name with an honorific of its own gets no second one") {
  for (auto const& [name, body, said] :
       std::vector<std::array<std::string, 3>>{{"田中さん", "{{user}}さん、今日はどう？", "田中さん、今日はどう？"},
                                               {"マイクさん", "{{user}}さん、今日はどう？", "マイクさん、今日はどう？"},
                                               {"さくら", "{{user}}さん、今日はどう？", "さくらさん、今日はどう？"},
                                               {"민수님", "{{user}}님, 오늘은 어때요?", "민수님, 오늘은 어때요?"},
                                               {"민수씨", "{{user}}님, 오늘은 어때요?", "민수씨, 오늘은 어때요?"},
                                               {"민수님", "{{user}}, 오늘은 어때요?", "민수님, 오늘은 어때요?"}}) {
    CAPTURE(name);
    auto brief = brief_of();
    brief.user_name = name;
    brief.language = "ja";
    CHECK(message({text(1, body, "ja")}, brief) == said);
  }
}

TEST_CASE("what could not stand in a message is not said, whoever has made the companion") {
  for (std::string const value :
       {"{{user}}", "{{#x}}", "<script>alert(1)</script>", "**Luna**", "Luna evil.ai", "luna at evil dot com",
        "@luna_official", "+1 202 555 0134", "[Luna]", "Lu\u200Bna"}) {
    CAPTURE(value);
    auto brief = brief_of();
    brief.companion_name = value;
    CHECK_FALSE(write({text(1, "Here is {{companion}}")}, brief).content);
    brief = brief_of();
    brief.context.interests = {value};
    CHECK_FALSE(write({text(1, "I like {{interest}}!")}, brief).content);
    brief.context.interests = {value, "old maps"};
    CHECK(write({text(1, "I like {{interest}}!")}, brief).content == "I like old maps!");
    brief.context.memories = {{value, "fact", "1"}};
    CHECK_FALSE(write({text(1, "You said \"{{memory}}\"")}, brief).content);
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
  auto nobody = brief;
  nobody.user_name = "";
  CHECK(write({text(1, "Hello {{user}}")}, nobody).problem.find("a value that this pair") != std::string::npos);
  CHECK(write({text(1, "Hi")}, brief).problem.find("2 characters, too few") != std::string::npos);
  CHECK(write({text(1, std::string(101, 'x'))}, brief).problem.find("101 characters, too many") != std::string::npos);
  auto repeated = brief;
  repeated.recent_contents = {"Hello there"};
  CHECK(write({text(1, "Hello there")}, repeated).problem.find("received last") != std::string::npos);
}

TEST_CASE("a body that is no mustache is named, on one line, and only it") {
  TemplateWriter writer({text(3, "ok there"), text(4, "{{#user}}\x1b[31m"), text(5, "{{/user}} oh")}, "en",
                        within({5, 100}));
  REQUIRE(writer.problems().size() == 2);
  CHECK(writer.problems().at(0).starts_with("template 4 "));
  CHECK(writer.problems().at(1).starts_with("template 5 "));
  for (auto const& problem : writer.problems()) CHECK(printable(problem) == problem);
}

TEST_CASE("the seeded templates: in ten languages, at least 12 of each type, as many in each tone, no two alike") {
  std::map<std::tuple<std::string, EngagementType, std::string>, int> counts;
  std::set<std::string> bodies;
  for (auto const& entry : seeded_templates()) {
    ++counts[{entry.language, entry.type, entry.tone}];
    CAPTURE(entry.body);
    CHECK(bodies.insert(entry.body).second);
    CHECK(std::find(names<Tone>().begin(), names<Tone>().end(), entry.tone) != names<Tone>().end());
  }
  CHECK(seeded_in("en").size() == 96);
  CHECK(seeded_templates().size() == 96 + 9 * 60);
  CHECK(counts.size() == typical.size() * 4 * 3);
  for (auto const& [key, count] : counts) CHECK(count == (std::get<0>(key) == "en" ? 8 : 5));
}

TEST_CASE("every seeded body passes its check, and says its values within the default limits at any part of the day") {
  for (auto const& entry : seeded_templates()) {
    CAPTURE(entry.language);
    CAPTURE(entry.body);
    CHECK(TemplateBody(entry.body).faults().empty());
    auto const [faults, doubt] = review_body(entry.body, entry.language, default_limits(), {});
    CHECK(faults.empty());
    CHECK_FALSE(doubt);
    for (int const hour : {9, 13, 18, 20}) {
      bool const has_part = !day_words(entry.language).value().at(hour).empty();
      for (bool const is_named : {true, false}) {
        auto brief = typical_brief(entry.language);
        brief.type = entry.type;
        if (!is_named) brief.user_name = "";
        brief.scheduled_for = local_day(test::noon, "UTC").begin + std::chrono::hours{hour};
        auto const draft = write({entry}, brief, default_limits());
        CAPTURE(draft.problem);
        bool const needs_value = draft.problem.find("needs a value") != std::string::npos;
        CHECK((draft.content || (needs_value && !(is_named && has_part))));
        if (!draft.content) continue;
        CHECK(draft.content->find("{{") == std::string::npos);
        CHECK(is_plausibly_in(*draft.content, entry.language));
      }
    }
  }
}

TEST_CASE("a pair of which nothing is known gets eight seeded messages of every type, in every language") {
  for (auto const& [language, values] : typical) {
    for (auto const name : names<EngagementType>()) {
      auto brief = brief_of();
      brief.language = language;
      brief.user_name = brief.companion_name = "";
      brief.context.interests.clear();
      brief.context.memories.clear();
      brief.scheduled_for = test::noon + std::chrono::hours{12};
      brief.type = value_of<EngagementType>(name).value();
      CAPTURE(language);
      CAPTURE(name);
      for (int round = 0; round < 8; ++round) {
        auto const draft = write(seeded_in(language), brief, default_limits());
        REQUIRE(draft.content);
        brief.resting_template_ids.insert(draft.template_id.value());
      }
    }
  }
}

TEST_CASE("the part of the day is said in the template's language, and nothing where it has no words") {
  auto brief = brief_of();
  brief.language = "de-AT";
  CHECK(message({text(1, "Schönen {{time_of_day}}!", "de")}, brief).empty());  // noon
  brief.scheduled_for += std::chrono::hours{2};
  CHECK(message({text(1, "Schönen {{time_of_day}}!", "de")}, brief) == "Schönen Nachmittag!");
  CHECK(message({text(1, "Nice {{time_of_day}}!", "en")}, brief) == "Nice afternoon!");
  brief.language = "nl";
  std::vector<MessageTemplate> const dutch{text(1, "Fijne {{time_of_day}}!", "nl"),
                                           text(2, "Fijne{{^time_of_day}} dag{{/time_of_day}}!", "nl")};
  CHECK(message(dutch, brief) == "Fijne dag!");
}

TEST_CASE("of the day of a user whose clock is not known nothing is said") {
  auto brief = brief_of();
  brief.scheduled_for += std::chrono::hours{2};
  brief.zone_known = false;
  CHECK(message({text(1, "Nice {{time_of_day}}!", "en")}, brief).empty());
  CHECK(message({text(1, "Good afternoon, how are you doing?", "en")}, brief).empty());
  CHECK(message({text(1, "Nice{{^time_of_day}} to see you{{/time_of_day}}!", "en")}, brief) == "Nice to see you!");
}

TEST_CASE("the next language is tried where none of a language's templates fits, or all rest") {
  std::vector<MessageTemplate> const templates{text(1, "Bonjour {{user}}", "fr"), text(2, "Hallo du", "de"),
                                               text(3, "Hello you", "en")};
  auto const id = [&](Brief const& brief, std::string const& fallback) {
    return TemplateWriter(templates, fallback, within({5, 100})).write(brief).template_id.value_or(0);
  };
  auto brief = brief_of();
  brief.language = "fr-CA";
  CHECK(id(brief, "de") == 1);
  brief.resting_template_ids = {1};
  CHECK(id(brief, "de") == 2);
  CHECK(id(brief, "en") == 3);
  brief.resting_template_ids.clear();
  brief.user_name = "";
  CHECK(id(brief, "de_AT") == 2);
  CHECK(id(brief, "nl") == 3);
  brief.language = "nl";
  CHECK(id(brief, "de") == 2);
  brief.recent_contents = {"Hallo du"};
  CHECK(id(brief, "de") == 3);
}

TEST_CASE("readers of traditional characters get no simplified ones, but where that is the default") {
  std::vector<MessageTemplate> templates{text(1, "今天过得怎么样", "zh"), text(2, "How are you?", "en")};
  for (auto const* language : {"zh-Hant-TW", "zh-Hant", "zh-TW", "zh-HK"}) {
    auto brief = brief_of();
    brief.language = language;
    CAPTURE(language);
    CHECK(write(templates, brief).template_id == 2);
    CHECK(TemplateWriter(templates, "zh", within({5, 100})).write(brief).template_id == 1);
    templates.push_back(text(3, "今天過得怎麼樣", "zh-Hant"));
    CHECK(write(templates, brief).template_id == 3);
    templates.pop_back();
  }
}

TEST_CASE("a body that is no body crashes nothing: it is named, and the others are used") {
  TemplateWriter writer({text(1, "{{>memory}}"), text(2, "{{>user}} {{>memory}}"), text(3, "{{=<% %>=}}<%memory%>"),
                         text(4, "{{{memory}}}"), text(5, "{{#memory}}{{>memory}}{{/memory}}"), text(6, "Hello there")},
                        "en", within({5, 100}));
  CHECK(writer.problems().size() == 5);
  auto brief = brief_of();
  brief.context.memories = {{"{{>memory}}"}, {"{{#memory}}"}};
  CHECK(writer.write(brief).template_id == 6);
}

TEST_CASE("sections: said, left out, and the memories cited that are said") {
  auto brief = brief_of();
  brief.context.memories = {{"the sea", "fact", "m1"}};
  std::vector<MessageTemplate> const named{text(1, "Hi{{#user}} {{user}}{{/user}}{{^user}}, \"{{memory}}\"{{/user}}!")};
  CHECK(write(named, brief).content == "Hi Sam!");
  CHECK(write(named, brief).memory_ids.empty());
  brief.user_name = "";
  CHECK(write(named, brief).content == "Hi, \"the sea\"!");
  CHECK(write(named, brief).memory_ids == std::vector<std::string>{"m1"});
}

TEST_CASE("a memory that is too long is left out with its section") {
  auto brief = brief_of();
  brief.context.memories = {{std::string(200, 'x')}};
  CHECK(message({text(1, "Hello{{#memory}}, {{memory}}{{/memory}}")}, brief) == "Hello");
}

TEST_CASE("the check names templates that are never used") {
  TemplateWriter const writer({text(4, std::string(40, 'x')), text(5, "Hello {{user}}"), text(6, "Hi")}, "en",
                              within({5, 39}));
  auto const findings = writer.check(CheckDepth::full);
  REQUIRE_FALSE(findings.empty());
  CHECK(findings.front().state == FindingState::warning);
  CHECK(
      findings.front().detail.starts_with("2 templates make messages that have the wrong length or would be refused"));
  CHECK(findings.front().detail.find(": 4, 6;") != std::string::npos);
}

TEST_CASE("variables are filled in, and texts are not markup") {
  auto brief = brief_of();
  brief.context.interests = {"old maps & tea"};
  brief.context.memories = {{"My \"cat\" is grey."}};
  CHECK(message({text(1, "Good {{time_of_day}} {{user}}, {{companion}} here")}, brief) ==
        "Good afternoon Sam, Luna here");
  CHECK(message({text(1, "I like {{interest}}!")}, brief) == "I like old maps & tea!");
  CHECK(message({text(1, "You said \"{{memory}}\"")}, brief) == "You said \"My 'cat' is grey\"");
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
  TemplateWriter writer({text(7, "Hello {{user"), text(8, "Hello {{#user}}"), text(9, "Hello there")}, "en",
                        within({5, 100}));
  CHECK(writer.problems().size() == 2);
  CHECK(writer.problems().front().find("template 7") != std::string::npos);
  auto const brief = brief_of();
  CHECK(writer.write(brief).content == "Hello there");
}

TEST_CASE("a set's templates are used, and those of the default one where it has none that makes a message") {
  auto const of_set = [](MessageTemplate source, std::string const& set) {
    source.set = set;
    return source;
  };
  std::vector<MessageTemplate> const templates{text(1, "A default message"), of_set(text(2, "A warm message"), "warm"),
                                               text(3, "Ein deutscher Text", "de"),
                                               of_set(text(4, "{{>memory}}, again?"), "cold")};
  auto brief = brief_of();
  auto const written = [&](std::string const& set) {
    brief.wording.template_set = set;
    auto const draft = write(templates, brief);
    return std::pair{draft.template_id.value_or(0), draft.template_set};
  };
  CHECK(written("default") == std::pair{1L, std::string{"default"}});
  CHECK(written("warm") == std::pair{2L, std::string{"warm"}});
  CHECK(written("none") == std::pair{1L, std::string{"default"}});
  brief.context.memories.clear();
  CHECK(written("cold") == std::pair{1L, std::string{"default"}});
  brief.resting_template_ids = {2};
  CHECK(written("warm") == std::pair{1L, std::string{"default"}});
  brief.resting_template_ids.clear();
  brief.language = "de";  // the user's language before the set's
  CHECK(written("warm") == std::pair{3L, std::string{"default"}});
}

TEST_CASE("sets that are named and empty are told") {
  auto playful = text(1, "A message");
  playful.set = "playful";
  Wording first;
  Wording second;
  second.template_set = "playful";
  Wording third;
  third.template_set = "typo";
  CHECK(empty_sets({first, second}, {playful}).empty());
  auto const sentences = empty_sets({first, second, third, third}, {playful});
  REQUIRE(sentences.size() == 1);
  CHECK(sentences[0].find("of the set typo") != std::string::npos);
}

namespace {

Draft write_learned(std::vector<MessageTemplate> const& templates, Brief brief, BanditMode mode,
                    ArmScores const& scores) {
  brief.wording.bandit = mode;
  return TemplateWriter(templates, "en", brief.wording, {}, {{brief.type, scores}}).write(brief);
}

}  // namespace

TEST_CASE("in shadow the same template is taken as without a bandit, and what could have been is kept") {
  auto templates = numbered(6);
  templates.push_back(
      text(7,
           "Hi {{memory}}{{interest}}{{user}} and a text that is far too long for any message, so long that no "
           "limit of a message lets it through"));
  for (auto const& user : {"u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8"}) {
    auto brief = brief_of(user);
    brief.recent_template_ids = {2};
    brief.resting_template_ids = {3};
    auto const draft = write_learned(templates, brief, BanditMode::shadow, {{{1, 0.5}}, 0.1});
    CHECK(draft.template_id == write(templates, brief).template_id);
    REQUIRE(draft.choice);
    CHECK(draft.choice->chosen == draft.template_id);
    CHECK(draft.choice->propensities.size() == 4);  // neither what was recent, nor what rests, nor what does not fit
    REQUIRE(draft.choice->in_shadow);
    CHECK(draft.choice->in_shadow->at(1) > 0.9);
  }
}

TEST_CASE("a bandit that is on takes what did better") {
  auto const templates = numbered(4);
  int best = 0;
  for (int i = 0; i < 200; ++i)
    best +=
        write_learned(templates, brief_of("u" + std::to_string(i)), BanditMode::on, {{{3, 0.5}}, 0.1}).template_id == 3;
  CHECK(best > 170);
  CHECK(best < 200);
}

TEST_CASE("nothing is tried on users in distress and on minors") {
  auto templates = numbered(4);
  for (auto& one : templates) {
    one.type = EngagementType::emotional_support;
    one.safe = true;
  }
  auto brief = brief_of();
  brief.type = EngagementType::emotional_support;
  brief.is_safe = true;
  CHECK(!write_learned(templates, brief, BanditMode::on, {}).choice);
  brief.is_safe = false;
  CHECK(write_learned(templates, brief, BanditMode::on, {}).choice);
  brief.is_minor = true;
  CHECK(!write_learned(templates, brief, BanditMode::on, {}).choice);
}

TEST_CASE("where all were recent, one of all is drawn") {
  auto brief = brief_of();
  brief.recent_template_ids = {1, 2, 3};
  auto const draft = write_learned(numbered(3), brief, BanditMode::on, {});
  REQUIRE(draft.choice);
  CHECK(draft.choice->propensities.size() == 3);
}
