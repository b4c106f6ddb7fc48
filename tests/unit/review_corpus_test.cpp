// Messages that companions may send, and messages that they may not, in ten languages: what the review says of them,
// with the phrases that the migration ships.
#include <doctest/doctest.h>

#include <fmt/core.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <regex>

#include "base/text.hpp"
#include "domain/message/review.hpp"

using namespace proactive;

namespace {

std::vector<std::vector<std::string>> rows_of(std::string const& file) {
  std::ifstream in(SOURCE_DIRECTORY "/tests/unit/data/" + file);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    auto& row = rows.emplace_back();
    for (std::size_t begin = 0; begin <= line.size();) {
      auto const end = std::min(line.find('\t', begin), line.size());
      row.push_back(line.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return rows;
}

RefusedPhrases const& shipped_phrases() {
  static RefusedPhrases const phrases = [] {
    std::ifstream in(SOURCE_DIRECTORY "/sql/migrations/0004_refused_phrases.sql");
    std::regex const row{R"(^  \('([a-z]+)', '([a-z_]+)', '((?:[^']|'')*)'\)[,;]$)"};
    std::vector<Phrase> list;
    std::smatch match;
    for (std::string line; std::getline(in, line);) {
      if (std::regex_match(line, match, row))
        list.push_back({match[1], match[2], std::regex_replace(match[3].str(), std::regex{"''"}, "'")});
    }
    return RefusedPhrases{list};
  }();
  return phrases;
}

// Far from the part of the day that a label names: "time_of_day:morning" is read in the evening.
Instant read_at(std::string const& label) {
  std::map<std::string, char const*> const hours{{"time_of_day:morning", "20"},
                                                 {"time_of_day:afternoon", "06"},
                                                 {"time_of_day:evening", "09"},
                                                 {"time_of_day:night", "11"}};
  auto const found = hours.find(label);
  return parse_instant(fmt::format("2026-03-02T{}:00:00Z", found == hours.end() ? "15" : found->second)).value();
}

std::string faults_of(std::string const& message, std::string const& language, std::string const& label = {}) {
  Brief brief;
  brief.language = language;
  brief.timezone = "UTC";
  brief.scheduled_for = read_at(label);
  std::string text;
  for (auto const fault : review(message, brief, {1, 300}, shipped_phrases()))
    text += fmt::format(" {}", name_of(fault));
  return text;
}

std::string faults_alone(std::string const& message, std::string const& language) {
  std::string text;
  for (auto const fault : review_alone(message, language, {1, 300}, shipped_phrases()))
    text += fmt::format(" {}", name_of(fault));
  return text;
}

// REVIEW_CORPUS=1 prints every message that is judged wrongly.
bool is_verbose() { return std::getenv("REVIEW_CORPUS") != nullptr; }

struct Count {
  long wrong = 0;
  long all = 0;
};

void print(char const* what, std::map<std::string, Count> const& counts) {
  std::string line;
  for (auto const& [of, count] : counts) line += fmt::format("  {} {}/{}", of, count.wrong, count.all);
  std::cout << what << line << "\n";
}

}  // namespace

TEST_CASE("good messages pass the review") {
  std::map<std::string, Count> counts;
  Count sum;
  for (auto const& row : rows_of("good_messages.tsv")) {
    REQUIRE(row.size() == 2);
    auto const faults = faults_of(row[1], row[0]);
    if (!faults.empty() && is_verbose())
      std::cout << "good" << faults << " | " << row[0] << " | " << printable(row[1]) << "\n";
    for (auto* const count : {&counts[row[0]], &sum}) {
      ++count->all;
      count->wrong += faults.empty() ? 0 : 1;
    }
  }
  print("false alarms:", counts);
  REQUIRE(sum.all > 400);
  CHECK(sum.wrong * 100 <= sum.all);
}

TEST_CASE("bad messages do not") {
  std::map<std::string, Count> by_language;
  std::map<std::string, Count> by_fault;
  Count sum;
  for (auto const& row : rows_of("bad_messages.tsv")) {
    REQUIRE(row.size() == 3);
    auto const faults = faults_of(row[2], row[0], row[1]);
    if (faults.empty() && is_verbose())
      std::cout << "bad " << row[1] << " | " << row[0] << " | " << printable(row[2]) << "\n";
    for (auto* const count : {&by_language[row[0]], &by_fault[row[1].substr(0, row[1].find(':'))], &sum}) {
      ++count->all;
      count->wrong += faults.empty() ? 1 : 0;
    }
  }
  print("misses by language:", by_language);
  print("misses by fault:", by_fault);
  REQUIRE(sum.all > 400);
  CHECK(sum.wrong * 100 <= sum.all * 4);
}

// All phrases of all languages are looked for where the language is not evident.
TEST_CASE("messages by themselves, whose language nobody says") {
  std::map<std::string, Count> counts;
  for (auto const& row : rows_of("good_messages.tsv")) {
    auto const faults = faults_alone(row[1], "");
    if (!faults.empty() && is_verbose())
      std::cout << "good" << faults << " | " << row[0] << " | " << printable(row[1]) << "\n";
    counts["good"].wrong += faults.empty() ? 0 : 1;
    ++counts["good"].all;
  }
  for (auto const& row : rows_of("bad_messages.tsv")) {
    if (row[1] == "language" || row[1].starts_with("time_of_day")) continue;
    auto const faults = faults_alone(row[2], "");
    if (faults.empty() && is_verbose())
      std::cout << "bad " << row[1] << " | " << row[0] << " | " << printable(row[2]) << "\n";
    counts["bad"].wrong += faults.empty() ? 1 : 0;
    ++counts["bad"].all;
  }
  print("judged wrongly without a language:", counts);
  CHECK(counts["good"].wrong * 100 <= counts["good"].all);
  CHECK(counts["bad"].wrong * 100 <= counts["bad"].all * 4);
}

TEST_CASE("the templates that are shipped pass it") {
  std::regex const row{R"(^  \('[a-z_]+', '([a-z]+)', '[a-z]+', '((?:[^']|'')*)'\)[,;]$)"};
  std::smatch match;
  long judged = 0;
  for (auto const* file : {"0003_templates.sql", "0005_templates_of_nine_languages.sql"}) {
    std::ifstream in(std::string{SOURCE_DIRECTORY "/sql/migrations/"} + file);
    for (std::string line; std::getline(in, line);) {
      if (!std::regex_match(line, match, row) || line.find("{{") != std::string::npos) continue;
      auto const body = std::regex_replace(match[2].str(), std::regex{"''"}, "'");
      CAPTURE(body);
      CHECK(faults_of(body, match[1]) == "");
      ++judged;
    }
  }
  CHECK(judged > 300);
}
