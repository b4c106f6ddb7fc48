#include "domain/message/phrases.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <regex>
#include <set>

using namespace proactive;

namespace {

RefusedPhrases const pressure(std::vector<Phrase>{
    {"en", "pressure", "you never write"},
    {"en", "pressure", "Why don't you answer?"},
    {"en", "pressure", "waiting, still"},
    {"de", "pressure", "du meldest dich nie"},
    {"fr", "pressure", "tu ne m'\u00e9cris plus"},
    {"ja", "pressure", "\u5bc2\u3057\u3044"},
    {"zh", "pressure", "\u4e3a\u4ec0\u4e48\u4e0d\u7406\u6211"},
    {"th", "pressure", "\u0e17\u0e33\u0e44\u0e21\u0e44\u0e21\u0e48\u0e15\u0e2d\u0e1a"},
    {"ko", "pressure", "\uc65c \ub2f5\uc774 \uc5c6\uc5b4"}});

// The phrases that the migration ships.
std::vector<Phrase> shipped_phrases() {
  std::ifstream in(SOURCE_DIRECTORY "/sql/migrations/0004_refused_phrases.sql");
  std::regex const row{R"(^  \('([a-z]+)', 'pressure', '((?:[^']|'')*)'\)[,;]$)"};
  std::vector<Phrase> phrases;
  std::smatch match;
  for (std::string line; std::getline(in, line);) {
    if (std::regex_match(line, match, row))
      phrases.push_back({match[1], "pressure", std::regex_replace(match[2].str(), std::regex{"''"}, "'")});
  }
  return phrases;
}

bool finds(RefusedPhrases const& phrases, std::string_view message, std::string const& language) {
  return !phrases.found_in(message, language).empty();
}

}  // namespace

TEST_CASE("phrases are found whatever their case, punctuation and kind of apostrophe") {
  for (std::string const message : {"you never write",
                                    "You never write!",
                                    "YOU NEVER WRITE",
                                    "Well, you never write.",
                                    "You -- never... write",
                                    "you\tnever  write",
                                    "\"You never write\", she said",
                                    "\uff39\uff4f\uff55 never write",
                                    "you ne\u00adver write",
                                    "Why don't you answer?",
                                    "why don\u2019t you answer",
                                    "WHY DON\u2018T YOU ANSWER",
                                    "why don`t you answer",
                                    "why don\uff07t you answer",
                                    "Why, don't you answer?!",
                                    "I am waiting still",
                                    "I am waiting... still",
                                    "I was w\u200daiting, still",
                                    "Why dont you answer?",
                                    "WHY DONT YOU ANSWER"}) {
    CAPTURE(message);
    CHECK(finds(pressure, message, "en"));
  }
}

TEST_CASE("a phrase is found as whole words, next to one another and in their order") {
  for (std::string const message :
       {"", "never", "you never", "you never writes", "thank you never writer", "you neverwrite", "bayou never write",
        "you will never write", "write you never", "you never ever write", "you never, well, write", "you never write2",
        "you never writ\u00e9", "you never write\u0301", "Why do you not answer?", "awaiting still"}) {
    CAPTURE(message);
    CHECK_FALSE(finds(pressure, message, "en"));
  }
}

TEST_CASE("phrases of the user's language and of English are looked for") {
  struct Case {
    std::string language;
    std::string message;
    bool found;
  };
  for (auto const& [language, message, found] :
       {Case{"de", "Du meldest dich nie.", true}, Case{"de-AT", "Du meldest dich nie.", true},
        Case{"de", "Ach, you never write.", true}, Case{"en", "Du meldest dich nie.", false},
        Case{"en-GB", "You never write.", true}, Case{"fr", "Du meldest dich nie.", false},
        Case{"fr-CA", "Tu ne m\u2019\u00c9CRIS plus ?", true},
        Case{"fr", "Tu ne m'e\u0301cris plus", true},  // decomposed
        Case{"fr", "Tu ne m'ecris plus", false}, Case{"xx", "You never write", true},
        Case{"xx", "Du meldest dich nie.", false}, Case{"", "You never write", true},
        Case{"den", "Du meldest dich nie.", false}, Case{"d", "Du meldest dich nie.", false}}) {
    CAPTURE(language);
    CAPTURE(message);
    CHECK(finds(pressure, message, language) == found);
  }
}

TEST_CASE("in languages without spaces a phrase is found anywhere in the text") {
  struct Case {
    std::string language;
    std::string message;
    bool found;
  };
  for (auto const& [language, message, found] :
       {Case{"ja", "\u541b\u304c\u3044\u306a\u304f\u3066\u5bc2\u3057\u3044\u3088\u3002", true},
        Case{"ja-JP", "\u5bc2\u3057\u3044", true}, Case{"ja", "\u5bc2\u3057\u304f\u306a\u3044\u3088", false},
        Case{"zh", "\u4f60\u4e3a\u4ec0\u4e48\u4e0d\u7406\u6211\u4e86\uff1f", true},
        Case{"zh-TW", "\u4f60\u4e3a\u4ec0\u4e48\u4e0d\u7406\u6211\u4e86\uff1f", true},
        Case{"zh", "\u4f60\u4e3a\u4ec0\u4e48\u4e0d\u559c\u6b22\u732b", false},
        Case{"th", "\u0e40\u0e18\u0e2d\u0e17\u0e33\u0e44\u0e21\u0e44\u0e21\u0e48\u0e15\u0e2d\u0e1a\u0e09\u0e31\u0e19",
             true},
        Case{"ko", "\ub108\ub294 \uc65c \ub2f5\uc774 \uc5c6\uc5b4\uc694?", true},  // an ending follows
        Case{"ko", "\uc65c \uc544\ubb34 \ub2f5\uc774 \uc5c6\uc5b4", false},
        Case{"en", "\u541b\u304c\u3044\u306a\u304f\u3066\u5bc2\u3057\u3044\u3088\u3002", false}}) {
    CAPTURE(language);
    CAPTURE(message);
    CHECK(finds(pressure, message, language) == found);
  }
}

TEST_CASE("phrases without a word find nothing") {
  RefusedPhrases const empty(std::vector<Phrase>{
      {"en", "pressure", ""}, {"en", "pressure", " ?! "}, {"ja", "pressure", "\u3002"}, {"ja", "pressure", ""}});
  for (std::string const message : {"", "?!", "you never write", "\u3002", " "}) {
    CHECK_FALSE(finds(empty, message, "en"));
    CHECK_FALSE(finds(empty, message, "ja"));
    CHECK_FALSE(finds(RefusedPhrases{}, message, "en"));
  }
}

TEST_CASE("messages that are no valid text do no harm") {
  CHECK(finds(pressure, "you never \xff write", "en"));
  CHECK_FALSE(finds(pressure, "\xff\xfe\xfd", "en"));
  CHECK(finds(pressure, "\xff you never write", "en"));
  CHECK(finds(pressure, std::string{"\0you never write", 16}, "en"));
}

// In Unicode the apostrophe of Ukrainian keyboards counts as a letter, and an acute accent (as many type it) as a mark.
TEST_CASE("a modifier letter and an accent are apostrophes") {
  RefusedPhrases const ukrainian(std::vector{Phrase{"uk", "pressure", "\u0442\u0438 \u0437'\u0457\u0445\u0430\u0432"}});
  CHECK(finds(ukrainian, "\u0422\u0438 \u0437\u2019\u0457\u0445\u0430\u0432", "uk"));
  CHECK(finds(ukrainian, "\u0422\u0438 \u0437\u02bc\u0457\u0445\u0430\u0432", "uk"));
  CHECK(finds(pressure, "why don\u02bct you answer", "en"));
  CHECK(finds(pressure, "why don\u00b4t you answer", "en"));
}

// Unicode's case folding makes "i" and a dot of the Turkish capital.
TEST_CASE("Turkish capitals are found in their small letters") {
  RefusedPhrases const turkish(
      std::vector<Phrase>{{"tr", "pressure", "ihmal ettin"}, {"tr", "pressure", "\u0131ss\u0131z kald\u0131m"}});
  CHECK(finds(turkish, "ihmal ettin beni", "tr"));
  CHECK(finds(turkish, "\u0130hmal ettin beni", "tr"));
  CHECK(finds(turkish, "Iss\u0131z kald\u0131m", "tr"));
}

TEST_CASE("the shipped phrases find pressure in 28 languages, and let warm messages pass") {
  auto const phrases = shipped_phrases();
  REQUIRE(phrases.size() > 1000);
  RefusedPhrases const pressure(phrases);
  std::ifstream in(SOURCE_DIRECTORY "/tests/unit/data/pressure_cases.tsv");
  std::set<std::string> languages;
  for (std::string line; std::getline(in, line);) {
    auto const first = line.find('\t');
    auto const second = line.find('\t', first + 1);
    REQUIRE(second != std::string::npos);
    auto const language = line.substr(0, first);
    auto const message = line.substr(second + 1);
    CAPTURE(language);
    CAPTURE(message);
    CHECK(finds(pressure, message, language) == (line.substr(first + 1, second - first - 1) == "pressure"));
    languages.insert(language);
  }
  CHECK(languages.size() == 28);
}
