#include <doctest/doctest.h>

#include <fstream>
#include <regex>
#include <set>

#include "domain/message/phrases.hpp"

using namespace proactive;

namespace {

// The phrases that the migration ships.
std::vector<Phrase> shipped_phrases() {
  std::ifstream in(SOURCE_DIRECTORY "/sql/migrations/0006_pressure_phrases.sql");
  std::regex const row{R"(^  \('([a-z]+)', '((?:[^']|'')*)'\)[,;]$)"};
  std::vector<Phrase> phrases;
  std::smatch match;
  for (std::string line; std::getline(in, line);) {
    if (std::regex_match(line, match, row))
      phrases.push_back({match[1], std::regex_replace(match[2].str(), std::regex{"''"}, "'")});
  }
  return phrases;
}

}  // namespace

TEST_CASE("the shipped phrases find pressure in 28 languages, and let warm messages pass") {
  auto const phrases = shipped_phrases();
  REQUIRE(phrases.size() > 1000);
  PressurePhrases const pressure(phrases);
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
    CHECK(pressure.found_in(message, language) == (line.substr(first + 1, second - first - 1) == "pressure"));
    languages.insert(language);
  }
  CHECK(languages.size() == 28);
}
