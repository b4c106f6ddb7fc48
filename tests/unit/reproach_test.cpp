// Messages that reproach somebody with their silence, and honest ones that use the same words.
#include "domain/message/review/reproach.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <string>

#include "domain/message/review/reproach_words.hpp"

using namespace proactive;

TEST_CASE("a reproach for silence is found in whatever order it is said, and honest messages pass") {
  std::ifstream in(SOURCE_DIRECTORY "/tests/unit/data/reproach_cases.tsv");
  std::set<std::string> languages;
  for (std::string line; std::getline(in, line);) {
    auto const first = line.find('\t');
    auto const second = line.find('\t', first + 1);
    REQUIRE(second != std::string::npos);
    auto const language = line.substr(0, first);
    auto const message = line.substr(second + 1);
    bool const is_reproach = line.substr(first + 1, second - first - 1) == "pressure";
    CAPTURE(language);
    CAPTURE(message);
    CHECK(reproaches_silence(message, language) == is_reproach);
    CHECK(reproaches_silence(message, "") == is_reproach);
    if (is_reproach) languages.insert(language);
  }
  for (auto const& words : reproach_words()) CHECK(languages.contains(std::string{words.language}));
  CHECK(languages.size() == 28);
}

TEST_CASE("what is said of it by honest templates and messages is no reproach") {
  std::ifstream in(SOURCE_DIRECTORY "/tests/unit/data/good_messages.tsv");
  long judged = 0;
  for (std::string line; std::getline(in, line); ++judged) {
    auto const tab = line.find('\t');
    CAPTURE(line);
    CHECK_FALSE(reproaches_silence(line.substr(tab + 1), line.substr(0, tab)));
    CHECK_FALSE(reproaches_silence(line.substr(tab + 1), ""));
  }
  CHECK(judged > 400);
}

TEST_CASE("a reader of another language is reproached in English too, and in no third") {
  CHECK(reproaches_silence("Why haven't you written to me?", "de"));
  CHECK_FALSE(reproaches_silence("Warum hast du nicht geschrieben?", "fr"));
  CHECK(reproaches_silence("Warum hast du nicht geschrieben?", "de-AT"));
}

TEST_CASE("texts without words, or that are none, do no harm") {
  for (std::string const message : {"", "?!", "\xff\xfe", "...", "why"}) CHECK_FALSE(reproaches_silence(message, "en"));
}
