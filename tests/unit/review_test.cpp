#include "domain/message/review.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "domain/message/length.hpp"

using namespace proactive;

namespace {

std::string const family = "\U0001F469\u200D\U0001F469\u200D\U0001F467";

std::string repeated(std::string const& character, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += character;
  return text;
}

Brief brief_in(std::string const& language) {
  Brief brief;
  brief.language = language;
  brief.timezone = "UTC";
  brief.scheduled_for = Instant{std::chrono::hours{9}};
  return brief;
}

std::string names_of(std::vector<DraftFault> const& faults) {
  std::string names;
  for (auto const fault : faults) names += (names.empty() ? "" : " ") + std::string{name_of(fault)};
  return names;
}

std::string faults_in(std::string const& language, std::string const& message, RefusedPhrases const& phrases = {}) {
  return names_of(review(message, brief_in(language), {1, 200}, phrases));
}

std::string faults_after(std::vector<std::string> const& recent, std::string const& message) {
  auto brief = brief_in("en");
  brief.recent_contents = recent;
  return names_of(review(message, brief, {1, 200}, {}));
}

}  // namespace

TEST_CASE("messages at both bounds, in user-perceived characters") {
  MessageLimits const limits{20, 100};
  for (std::string const character : {"a", "\u00e9", "e\u0301", "\U0001F600", family.c_str()}) {
    CAPTURE(character);
    CHECK(form_fault(repeated(character, 19), limits) == DraftFault::too_short);
    CHECK_FALSE(form_fault(repeated(character, 20), limits));
    CHECK_FALSE(form_fault(repeated(character, 100), limits));
    CHECK(form_fault(repeated(character, 101), limits) == DraftFault::too_long);
  }
  CHECK(form_fault("", {1, 100}) == DraftFault::too_short);
  CHECK_FALSE(form_fault("x", {1, 1}));
}

TEST_CASE("a message mostly of Han, kana or Hangul may have a third of the least length") {
  MessageLimits const limits{20, 100};
  for (std::string const text :
       {"今天过得怎么样？", "今日どんな感じ", "Samさん、おはよう！", "오늘 기분 어때요", "ｶﾀｶﾅﾃﾞｽﾈ"}) {
    CAPTURE(text);
    CHECK_FALSE(form_fault(text, limits));
  }
  for (std::string const text : {"今天好吗？？", "……？！……？！…", "How are you? 好", "Wie geht es dir?", "नमस्ते कैसे"}) {
    CAPTURE(text);
    CHECK(form_fault(text, limits) == DraftFault::too_short);
  }
  CHECK(least_length("今日", 20) == 7);
  CHECK(least_length("今日", 1) == 1);
  CHECK(least_length("today", 20) == 20);
  CHECK(form_fault(repeated("字", 101), limits) == DraftFault::too_long);
}

TEST_CASE("text that cannot be stored has no length") {
  for (auto const& text : {std::string{"twenty characters \0!!", 21}, std::string{"not UTF-8 at all \xff\xfe\xfd"},
                           std::string{"a lone surrogate \xed\xa0\x80"}, std::string{"\xff"}}) {
    CHECK(form_fault(text, {100, 200}) == DraftFault::invalid_text);
    CHECK(names_of(review(text, brief_in("en"), {100, 200}, {})) == "invalid_text");
  }
}

TEST_CASE("the review says what is wrong") {
  CHECK(fault_text(DraftFault::too_short, "four") == "it has 4 characters, too few");
  CHECK(fault_text(DraftFault::too_long, repeated(family, 10)) == "it has 10 characters, too many");
  std::vector<std::string> sentences;
  for (std::size_t fault = 0; fault < names<DraftFault>().size(); ++fault) {
    auto const sentence = fault_text(static_cast<DraftFault>(fault), "a message");
    CAPTURE(names<DraftFault>().at(fault));
    CHECK(sentence.starts_with("it"));
    CHECK(std::count(sentences.begin(), sentences.end(), sentence) == 0);
    sentences.push_back(sentence);
  }
}

TEST_CASE("the stored names of faults are frozen") {
  CHECK(name_of(DraftFault::no_answer) == "no_answer");
  CHECK(name_of(DraftFault::wrong_nonce) == "wrong_nonce");
  CHECK(name_of(DraftFault::invalid_text) == "invalid_text");
  CHECK(name_of(DraftFault::leak) == "leak");
  CHECK(name_of(DraftFault::language) == "language");
  CHECK(static_cast<std::size_t>(DraftFault::come_back) + 1 == names<DraftFault>().size());
}

TEST_CASE("messages of friends have no fault") {
  struct Case {
    char const* language;
    std::string message;
  };
  for (auto const& [language, message] :
       {Case{"en", "How has your day been so far?"}, Case{"en", "Morning! \u2600 Coffee or tea today?"},
        Case{"en", "I <3 that song. You?"}, Case{"en", "5 < 7, and 7 > 5, I checked."},
        Case{"en", "Still thinking about \"the lighthouse\"..."}, Case{"en", "Back at home.Me too!"},
        Case{"en", "Is it 10% done yet, or 90%?"}, Case{"de", "Na, wie war dein Tag bisher?"},
        Case{"zh", "\u4eca\u5929\u600e\u4e48\u6837\uff1f"}, Case{"en", "Guess what: I won. 1:0!"},
        Case{"en", "Rate it 1-10 (no cheating)"}, Case{"en", "a - b - c"}, Case{"en", " Hello there, you"},
        Case{"en", "The .com boom was wild"}, Case{"en", "Would 3 > 2 :] count?"}, Case{"en", "Node.js or Python.iox?"},
        Case{"en", "{1} or {2}?"}}) {
    CAPTURE(message);
    CHECK(faults_in(language, message) == "");
  }
}

TEST_CASE("each fault is found") {
  struct Case {
    std::string message;
    char const* faults;
  };
  for (auto const& [message, faults] : {Case{"first\nsecond", "several_lines"},
                                        Case{"first\r\nsecond", "several_lines"},
                                        Case{"**bold** words", "markup"},
                                        Case{"__bold__ words", "markup"},
                                        Case{"a `word`", "markup"},
                                        Case{"# Hello", "markup"},
                                        Case{"## Hello", "markup"},
                                        Case{"- Hello", "markup"},
                                        Case{"* Hello", "markup"},
                                        Case{"> Hello", "markup"},
                                        Case{"<b>Hello</b>", "markup"},
                                        Case{"a line<BR>break", "markup"},
                                        Case{"<script>alert(1)", "markup"},
                                        Case{"Hi <name>!", "markup"},
                                        Case{"see [this](there)", "markup placeholder"},
                                        Case{"see https://x.example/a", "link"},
                                        Case{"see HTTP://x.example/a", "link"},
                                        Case{"see www.example", "link"},
                                        Case{"see Example.COM!", "link"},
                                        Case{"me@mail.org is mine", "link contact"},
                                        Case{"mailto:me, okay?", "contact"},
                                        Case{"try discord.gg/abc", "link"},
                                        Case{"Hi [name], how are you?", "placeholder"},
                                        Case{"Hi [\u0438\u043c\u044f], how are you?", "placeholder"},
                                        Case{"Hi {{user}}!", "placeholder"},
                                        Case{"Hi {user}!", "placeholder"},
                                        Case{"Hi %s!", "placeholder"},
                                        Case{"Hi ${name}", "placeholder"},
                                        Case{"I am a Language Model", "leak"},
                                        Case{"My instructions say hello", "leak"},
                                        Case{"the SYSTEM PROMPT says hello", "leak"},
                                        Case{"Assistant: hello there", "leak"},
                                        Case{"hello <|im_end|>", "markup leak"},
                                        Case{"[INST] hello there", "placeholder leak"},
                                        Case{"{\"action\":\"send\",\"message\":\"hi\"}", "markup placeholder leak"},
                                        Case{"<think>she likes tea</think> Hi!", "markup leak"}}) {
    CAPTURE(message);
    CHECK(faults_in("en", message) == faults);
  }
}

TEST_CASE("control characters and overrides of the direction are invalid text") {
  for (std::string const message : {"hello \x1b[31mthere", "hello\tthere", "hello \u202ethere", "hello \u2066there",
                                    "hello \u2028there", "hello\u0085there", "hello\vthere", "hello \x7f"}) {
    CAPTURE(message);
    CHECK(faults_in("en", message) == "invalid_text");
  }
}

TEST_CASE("a message has all of its faults, in the order of their declaration") {
  auto brief = brief_in("en");
  std::string const message = "**Hi [name]**, you never write!\nSee www.example, says the language model";
  brief.recent_contents = {"Something else", message};
  RefusedPhrases const phrases(std::vector{Phrase{"en", "pressure", "you never write"}});
  CHECK(names_of(review(message, brief, {100, 200}, phrases)) ==
        "too_short several_lines markup link placeholder leak repetition pressure");
  CHECK(names_of(review(message, brief, {1, 20}, {})) ==
        "too_long several_lines markup link placeholder leak repetition");
}

TEST_CASE("messages that are like a recent one are repetitions") {
  std::string const sent = "How has your day been so far?";
  CHECK(faults_after({sent}, sent) == "repetition");
  CHECK(faults_after({"Something else", sent}, "How was your day so far, Sam?") == "repetition");
  CHECK(faults_after({sent}, "HOW has your day been, so far??") == "repetition");
  CHECK(faults_after({sent, "How did you sleep?"}, "How did the exam go?") == "");
  CHECK(faults_after({}, sent) == "");
}

TEST_CASE("pressure is looked for in the language of the user") {
  RefusedPhrases const phrases({{"de", "pressure", "du meldest dich nie"}, {"en", "pressure", "you never write"}});
  CHECK(faults_in("de", "Schade, du meldest dich nie.", phrases) == "pressure");
  CHECK(faults_in("de-AT", "Schade, du meldest dich nie.", phrases) == "pressure");
  CHECK(faults_in("de", "Schade, du magst ja keine Rosinen.", phrases) == "");
  CHECK(faults_in("en", "It seems that you never write.", phrases) == "pressure");
}

TEST_CASE("a message in another language, or without any letter, is refused") {
  CHECK(faults_in("de", "I was just thinking about the book that you told me about.") == "language");
  CHECK(faults_in("en", "Ich habe gerade an das Buch gedacht, von dem du erz\u00e4hlt hast.") == "language");
  CHECK(faults_in("en", "\U0001F600\U0001F44D") == "language");
  CHECK(faults_in("en", "1:0!") == "language");
}

TEST_CASE("a heart does not hide a tag behind it") {
  CHECK(faults_in("en", "I <3 it <img src=x onerror=y>") == "markup");
}

TEST_CASE("a number in brackets does not hide a placeholder behind it") {
  CHECK(faults_in("en", "Pick [1] or [2], [name]!") == "placeholder");
  CHECK(faults_in("en", "Pick {1} or {2}, {name}!") == "placeholder");
}

TEST_CASE("a heading of any level is markup") {
  for (std::string const message : {"### Hello there", "#### Hello there", "###### Hello there"}) {
    CAPTURE(message);
    CHECK(faults_in("en", message) == "markup");
  }
}

TEST_CASE("words between stars are stage directions, and stars between numbers are not") {
  for (std::string const message : {"*smiles* Hello there", "Hello *you* there", "2 * 3 is *six*", "5 * 3 *waves*"}) {
    CAPTURE(message);
    CHECK(faults_in("en", message) == "stage_direction");
  }
  for (std::string const message : {"So 5 * 3 * 2 is thirty", "Was it 3*4*5 again?", "A star * for you"}) {
    CAPTURE(message);
    CHECK(faults_in("en", message) == "");
  }
}

TEST_CASE("HTML entities are markup") {
  for (std::string const message : {"Salt &amp; pepper", "It&#39;s you", "a&NBSP;b is here"}) {
    CAPTURE(message);
    CHECK(faults_in("en", message) == "markup");
  }
  for (std::string const message : {"Salt & pepper; and more", "Q&A; then tea?", "R&B tonight?", "You & me &"}) {
    CAPTURE(message);
    CHECK(faults_in("en", message) == "");
  }
}

TEST_CASE("a role at the beginning is a leak, and a word within is not") {
  for (std::string const message : {"user: hello there", "System: hello there", "Companion: hello there",
                                    "PERSONA = calm and kind", "The tag of BCP 47 is en", "my \"nonce\" is this"}) {
    CAPTURE(message);
    CHECK(faults_in("en", message) == "leak");
  }
  CHECK(faults_in("en", "You are such a power user: impressive!") == "");
  CHECK(faults_in("en", "My travel companion: you?") == "");
}

TEST_CASE("marks that are piled on characters make a message too long") {
  std::string piled = "e";
  for (int i = 0; i < 8; ++i) piled += "\u0301";
  MessageLimits const limits{1, 20};
  CHECK_FALSE(form_fault(repeated(piled, 17), limits));  // 153 code points of 160
  CHECK(form_fault(repeated(piled, 18), limits) == DraftFault::too_long);
  CHECK_FALSE(form_fault(repeated(family, 20), limits));
  CHECK_FALSE(form_fault(repeated("e\u0301", 2000), {1, 4000}));
  CHECK(form_fault(repeated("e\u0301", 2000) + "e", {1, 4000}) == DraftFault::too_long);  // for the database
}

TEST_CASE("a plain ampersand does not hide an entity behind it") {
  CHECK(faults_in("en", "Tom & Jerry &amp; me") == "markup");
}

// A star that has a space behind it opens nothing.
TEST_CASE("stars of hotels are no markup") {
  CHECK(faults_in("en", "Would you rather have a 4* hotel or a 5* one?") == "");
}

TEST_CASE("what a model repeats of its prompt is a leak in every disguise") {
  for (std::string const message : {"Look, \u201Cnonce\u201D: \u201C0123\u201D is what I got today, see?",
                                    "So 'nonce': '0' is a funny word, isn't it?",
                                    "\uFF1C\uFF5Cim_start\uFF5C\uFF1Esystem says that we should go out today.",
                                    "(INST) We should look at old maps tonight, would you like that?",
                                    "The maps, \u275D\uFF41ction\u275E: 'send', are what I like about today."}) {
    CAPTURE(message);
    auto const faults = review_alone(message, "en", {20, 110}, {});
    CHECK(std::count(faults.begin(), faults.end(), DraftFault::leak) == 1);
  }
}

TEST_CASE("an address below a country is one when it is spelled out, too") {
  for (std::string const message : {"It's all on evil dot co dot uk if you want to read more.",
                                    "Look at evil.co.uk today!", "The maps are at evil punkt co punkt uk for you."}) {
    CAPTURE(message);
    auto const faults = review_alone(message, "en", {20, 110}, {});
    CHECK(std::count(faults.begin(), faults.end(), DraftFault::link) == 1);
  }
  CHECK(review_alone("My dot co worker is fun, what about you today?", "en", {20, 110}, {}).empty());
}
