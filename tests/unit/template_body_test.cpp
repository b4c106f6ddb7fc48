#include "domain/message/template_body.hpp"

#include <doctest/doctest.h>

#include <array>

#include "domain/message/foreign_marks.hpp"
#include "domain/message/part_of_day.hpp"
#include "domain/message/template_fit.hpp"

using namespace proactive;

namespace {

std::string fault_of(std::string const& body) {
  auto const faults = TemplateBody(body).faults();
  return faults.empty() ? "" : faults.front();
}

TemplateValues const everything{{Variable::user, "Sam"},
                                {Variable::companion, "Luna"},
                                {Variable::memory, "your dog's name is Rex"},
                                {Variable::interest, "old maps"},
                                {Variable::time_of_day, "evening"}};

std::string filled(std::string const& body, TemplateValues const& values = everything) {
  auto const made = TemplateBody(body).filled(values);
  return made ? made->text : "(none)";
}

std::string never(std::string const& body, MessageLimits limits, std::string const& language = "en") {
  return never_fits(TemplateBody(body), language, limits).value_or("");
}

}  // namespace

TEST_CASE("plain variables and sections are all that a body may hold") {
  for (std::string const body :
       {"Hello", "Hello {{user}}", "{{ user }}, {{companion}}, {{memory}}, {{interest}}, {{time_of_day}}",
        "Hi{{#user}} {{user}}{{/user}}!", "Hi {{^user}}there{{/user}}{{#user}}{{user}}{{/user}}",
        "{{# user }}x{{/ user }}", "{{#user}}{{#memory}}{{#interest}}x{{/interest}}{{/memory}}{{/user}} y",
        "100% sure, 50% done: 5 * 3 | 2 <3 $5 #1", "A$AP, Ke$ha and 10:30:45", "¿Qué tal, {{user}}? ¡Cuéntame!",
        "今日はどう？「くもり」でもいいよ"}) {
    CAPTURE(body);
    CHECK(fault_of(body).empty());
  }
  for (auto const& [body, part] : std::vector<std::pair<std::string, std::string>>{
           {"Hi {{>memory}}", "partial"},
           {"{{> user}} hi", "partial"},
           {"{{=<% %>=}} hi", "delimiters"},
           {"Hi {{{user}}}", "unescaped"},
           {"Hi {{&user}}", "unescaped"},
           {"Hi {{! a note }}", "comment"},
           {"Hi {{nobody}}", "no variable: use user, companion"},
           {"Hi {{User}}", "no variable"},
           {"Hi {{user.name}}", "no variable"},
           {"Hi {{.}}", "no variable"},
           {"Hi {{}}", "no variable"},
           {"Hi {{#}}x{{/}}", "no variable"},
           {"{{#nobody}}x{{/nobody}}", "no variable"},
           {"Hi {{#user}}x", "not closed by {{/user}}"},
           {"Hi {{^user}}x", "not closed"},
           {"Hi {{/user}}", "closes no section"},
           {"{{#user}}{{#memory}}x{{/user}}{{/memory}}", "closes no section"},
           {"{{#user}}x{{/memory}}", "closes no section"},
           {"Hi {{user", "not closed by }}"},
           {"Hi {{user}", "not closed by }}"},
           {"Hi {{user}}}", "\"}\""},
           {"Hi user}}", "\"}\""},
           {"{{#user}}{{#user}}{{#user}}{{#user}}x{{/user}}{{/user}}{{/user}}{{/user}}", "more than 3 sections"}}) {
    CAPTURE(body);
    CHECK(fault_of(body).find(part) != std::string::npos);
    CHECK(filled(body) == "(none)");
  }
}

TEST_CASE("a body is one line of visible text") {
  for (auto const& [body, part] :
       std::vector<std::pair<std::string, std::string>>{{"", "empty"},
                                                        {" \t ", "empty"},
                                                        {"Hi\nthere", "line break"},
                                                        {"Hi\rthere", "line break"},
                                                        {"Hi\tthere", "control"},
                                                        {"Hi \x1b[31m", "control"},
                                                        {"Hi \u202Ethere", "control"},
                                                        {"Hi \u200Bthere", "invisible"},
                                                        {"Hi \xff there", "valid text"},
                                                        {std::string{"Hi \0there", 9}, "valid text"},
                                                        {std::string(1001, 'x'), "more than 1000"},
                                                        {std::string(10'000'000, '{'), "more than 1000"}}) {
    CAPTURE(part);
    CHECK(fault_of(body).find(part) != std::string::npos);
  }
  CHECK(fault_of(std::string(1000, 'x')).empty());
}

TEST_CASE("placeholders of other tools are named") {
  for (auto const& [text, mark] :
       std::vector<std::pair<std::string, std::string>>{{"Hi {user}!", "{user}"},
                                                        {"Hi ${user}!", "{user}"},
                                                        {"Hi \uFF5Buser\uFF5D!", "\uFF5Buser\uFF5D"},
                                                        {"Hi { there", "{"},
                                                        {"Hi {% if x %}", "{% if x %}"},
                                                        {"Hi [User]!", "[User]"},
                                                        {"Hi [first name]!", "[first name]"},
                                                        {"Hi *|FNAME|*!", "*|FNAME|*"},
                                                        {"Hi %name%!", "%name%"},
                                                        {"Hi %FIRST_NAME%!", "%FIRST_NAME%"},
                                                        {"Hi %s, hello", "%s"},
                                                        {"Hi %1$s", "%1$s"},
                                                        {"Hi %@!", "%@"},
                                                        {"Hi $name!", "$name"},
                                                        {"Hi <name>!", "<name>"},
                                                        {"Hi <%= name %>!", "<%= name %>"},
                                                        {"Hi __NAME__!", "__NAME__"},
                                                        {"Hi #name#!", "#name#"},
                                                        {"Hi ((name))!", "((name))"},
                                                        {"Hi :wave: there", ":wave:"}}) {
    CAPTURE(text);
    CHECK(foreign_mark(text) == mark);
    CHECK(fault_of(text).find(mark) != std::string::npos);
  }
  for (std::string const text : {"", "100% sure, 50% done", "100%", "% and %", "I <3 you", "you > me < us",
                                 "5 < 6 and 7 > 6", "$5 or 5$", "A$AP Rocky", "a: b: c", "at 10:30:45", "#1 and #2",
                                 "[3]", "(a)", "a_b_c", "une note : deux notes : trois", "100 % sûr"}) {
    CAPTURE(text);
    CHECK_FALSE(foreign_mark(text));
  }
  CHECK(fault_of("Hi [{{user}}]").find("[x]") != std::string::npos);
  CHECK(fault_of("Hi %{{user}}%").find("%x%") != std::string::npos);
}

TEST_CASE("a section is said where its variable has a value, an inverted one where it has none") {
  TemplateValues const nothing;
  TemplateValues const empty{{Variable::user, ""}};
  std::string const body = "Hi {{#user}}{{user}}{{/user}}{{^user}}there{{/user}}!";
  CHECK(filled(body) == "Hi Sam!");
  CHECK(filled(body, nothing) == "Hi there!");
  CHECK(filled(body, empty) == "Hi there!");
  CHECK(filled("Hi {{user}}!", nothing) == "(none)");
  CHECK(filled("Hi {{user}}!", empty) == "(none)");
  CHECK(filled("A{{#user}}{{interest}}{{/user}}", nothing) == "A");
  CHECK(filled("A{{#user}}{{interest}}{{/user}}", {{Variable::user, "Sam"}}) == "(none)");
  CHECK(filled("{{#user}}a{{^interest}}b{{/interest}}c{{/user}}", {{Variable::user, "Sam"}}) == "abc");
  CHECK(filled("{{^user}}{{user}}{{/user}}x", nothing) == "(none)");
  CHECK(filled("{{ user }} & {{companion}}: \"{{memory}}\"") == "Sam & Luna: \"your dog's name is Rex\"");
}

TEST_CASE("a value is text: what looks like a tag in it is not read") {
  for (std::string const value : {"{{companion}}", "{{#user}}", "{{>memory}}", "}}", "<b>", "a & b"}) {
    CHECK(filled("Hi {{user}}", {{Variable::user, value}}) == "Hi " + value);
  }
}

TEST_CASE("a filled body knows whose values it says") {
  TemplateBody const body("Hi{{#user}} {{user}}{{/user}}{{^user}}, \"{{memory}}\"{{/user}}");
  CHECK(body.says(Variable::memory));
  CHECK_FALSE(body.says(Variable::interest));
  CHECK(body.filled(everything)->said == std::set{Variable::user});
  CHECK(body.filled({{Variable::memory, "x"}})->said == std::set{Variable::memory});
}

TEST_CASE("a body that no values make a message of is never used") {
  MessageLimits const limits{20, 40};
  CHECK(never("How is your day going?", limits).empty());
  CHECK(never(std::string(39, 'x') + "{{user}}", limits).empty());
  CHECK(never(std::string(40, 'x') + "{{user}}", limits) == "it has 41 characters at least, of at most 40");
  CHECK(never(std::string(40, 'x') + "{{#user}}{{user}}{{/user}}", limits).empty());
  CHECK(never("Hi {{memory}}", limits).empty());
  CHECK(never("Hi {{interest}}", limits).empty());
  CHECK(never("Hi there", limits) == "it has 8 characters at most, of at least 20");
  CHECK(never("今日はどんな感じ", limits).empty());
  CHECK(never("今日はどう", limits) == "it has 5 characters at most, of at least 20");
  CHECK(never("Hoe is je {{time_of_day}} tot nu toe?", limits, "nl").find("no values") != std::string::npos);
  CHECK(never("Hoe is je dag{{#time_of_day}} {{time_of_day}}{{/time_of_day}} tot nu?", limits, "nl").empty());
  CHECK(never("{{^user}}{{user}}{{/user}}", limits) == "it has 0 characters at most, of at least 20");
}

TEST_CASE("the part of the day in the template's language, in the hours in which it is surely that") {
  auto const day = [](std::string const& language) {
    std::vector<std::string> said;
    auto const words = day_words(language);
    for (int const hour : {4, 8, 12, 14, 16, 18, 21, 22}) said.emplace_back(words ? words->at(hour) : "");
    return said;
  };
  using Day = std::vector<std::string>;
  Day const none(8);
  for (auto const& [language, said] : std::vector<std::pair<std::string, Day>>{
           {"en", {"", "morning", "afternoon", "afternoon", "afternoon", "evening", "evening", ""}},
           {"es", {"", "mañana", "", "tarde", "tarde", "tarde", "noche", ""}},
           {"pt-BR", {"", "manhã", "tarde", "tarde", "tarde", "", "noite", ""}},
           {"de", {"", "Morgen", "", "Nachmittag", "Nachmittag", "Abend", "Abend", ""}},
           {"fr", {"", "matinée", "", "après-midi", "après-midi", "soirée", "soirée", ""}},
           {"ja", {"", "朝", "午後", "午後", "午後", "夜", "夜", ""}},
           {"ko", {"", "아침", "오후", "오후", "오후", "저녁", "", ""}},
           {"zh", {"", "早上", "", "下午", "下午", "晚上", "晚上", ""}},
           {"zh-Hant-TW", {"", "早上", "", "下午", "下午", "晚上", "晚上", ""}},
           {"hi", {"", "सुबह", "दोपहर", "दोपहर", "", "शाम", "", ""}},
           {"id", {"", "pagi", "siang", "", "sore", "malam", "malam", ""}},
           {"nl", none},
           {"hi-Latn", none},
           {"", none}}) {
    CAPTURE(language);
    CHECK(day(language) == said);
  }
}

TEST_CASE("of what has no value is told what a body cannot do without") {
  auto const missing = [](std::string const& body, TemplateValues const& values) {
    return TemplateBody(body).missing(values);
  };
  std::string const body = "{{user}}, {{#memory}}{{interest}}{{/memory}}{{^memory}}{{companion}}{{/memory}}";
  CHECK(missing(body, {}) == std::set{Variable::user, Variable::companion});
  CHECK(missing(body, {{Variable::user, "Sam"}, {Variable::memory, "x"}}) == std::set{Variable::interest});
  CHECK(missing(body, {{Variable::user, "Sam"}, {Variable::companion, "Luna"}}).empty());
  CHECK(missing("{{user}} {user}", {}).empty());  // a fault, of which there are no parts to speak of
}
