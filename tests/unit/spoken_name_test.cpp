#include "domain/message/name/spoken_name.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <random>
#include <set>

#include "base/text.hpp"

using namespace proactive;

namespace {

struct Row {
  std::string name;
  std::string said;  // empty: nothing
  std::string why;
};

// \uXXXX is a code unit of UTF-16, two of them are a character beyond U+FFFF.
std::string decoded(std::string_view field) {
  auto const unit_at = [&](std::size_t at) -> char32_t {
    unsigned unit = 0;
    if (at + 6 > field.size() || field.substr(at, 2) != "\\u") return 0;
    std::from_chars(field.data() + at + 2, field.data() + at + 6, unit, 16);
    return unit;
  };
  std::string text;
  for (std::size_t at = 0; at < field.size();) {
    auto const unit = unit_at(at);
    if (field.substr(at, 2) != "\\u") {
      text += field[at++];
    } else if (unit >= 0xD800 && unit < 0xDC00) {
      text += utf8_of(std::u32string(1, 0x10000 + ((unit - 0xD800) << 10) + (unit_at(at + 6) - 0xDC00)));
      at += 12;
    } else {
      text += utf8_of(std::u32string(1, unit));
      at += 6;
    }
  }
  return text;
}

std::vector<Row> read_rows() {
  std::ifstream in(SOURCE_DIRECTORY "/tests/unit/data/names.tsv");
  std::vector<Row> rows;
  for (std::string line; std::getline(in, line);) {
    auto const first = line.find('\t');
    auto const second = line.find('\t', first + 1);
    REQUIRE(second != std::string::npos);
    rows.push_back(
        {decoded(line.substr(0, first)), decoded(line.substr(first + 1, second - first - 1)), line.substr(second + 1)});
  }
  return rows;
}

class Garbler {
 public:
  explicit Garbler(std::vector<Row> const& rows) : rows_(rows) {}

  std::string bytes() {
    std::string text(below(40), '\0');
    for (auto& c : text) c = static_cast<char>(below(256));
    return text;
  }

  // A row's name after one to four changes: characters and words of others put in, left out, doubled, in other case.
  std::string name() {
    auto text = characters();
    for (auto changes = 1 + below(4); changes > 0; --changes) {
      auto const at = below(text.size() + 1);
      auto const length = below(4);
      auto const other = characters();
      switch (below(6)) {
        case 0:
          text.insert(at, other.substr(below(other.size() + 1), length));
          break;
        case 1:
          text.erase(at, length);
          break;
        case 2:
          text.insert(at, text.substr(at, length));
          break;
        case 3:
          text += U" ,.-' \u2019\""[below(8)] + other;
          break;
        case 4:
          text.insert(at, 1, U" .,-'()\u0301\u200D\u0130"[below(10)]);
          break;
        default:
          for (auto& c : text) c = at % 2 == 0 ? upper_case(c) : lower_case(c);
      }
    }
    return utf8_of(text);
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  std::u32string characters() { return characters_of(rows_[below(rows_.size())].name); }

  std::vector<Row> const& rows_;
  std::mt19937 random_{20260302};
};

std::size_t letter_count(std::string const& text) {
  auto const characters = characters_of(text);
  return static_cast<std::size_t>(std::count_if(characters.begin(), characters.end(), is_letter));
}

void check_promises(std::string const& name) {
  auto const said = spoken_name(name);
  if (!said) return;
  CAPTURE(name);
  CAPTURE(*said);
  CHECK(is_storable(*said));
  CHECK(composed(*said) == *said);
  CHECK(printable(*said) == *said);
  CHECK(letter_count(*said) > 0);
  CHECK(letter_count(*said) <= 24);
  CHECK(spoken_name(*said).value_or(*said) == *said);
}

}  // namespace

TEST_CASE("what a user is called, row by row") {
  std::set<std::string> names;
  std::size_t said = 0;
  auto const rows = read_rows();
  for (auto const& row : rows) {
    CAPTURE(row.name);
    CAPTURE(row.why);
    CHECK(spoken_name(row.name).value_or("") == row.said);
    CHECK(names.insert(row.name).second);
    if (!row.said.empty()) ++said;
  }
  CHECK(said > 380);
  CHECK(rows.size() - said > 440);
  MESSAGE(rows.size() << " rows, " << said << " said, " << rows.size() - said << " not said");
}

TEST_CASE("garbled names keep the promises") {
  auto const rows = read_rows();
  Garbler garbler(rows);
  for (int i = 0; i < 5000; ++i) check_promises(garbler.bytes());
  for (int i = 0; i < 15000; ++i) check_promises(garbler.name());
}

TEST_CASE("names that are no text, or too long, are not said") {
  CHECK_FALSE(spoken_name("Sam\xff"));
  CHECK_FALSE(spoken_name("\xed\xa0\x80"));
  CHECK(spoken_name("Sam" + std::string(997, ' ')) == "Sam");
  CHECK_FALSE(spoken_name("Sam" + std::string(998, ' ')));
}
