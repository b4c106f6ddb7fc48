#include "cli/render/table.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "base/text.hpp"

using namespace proactive;
using cli::TableRow;

namespace {

std::string table(TableRow const& header, std::vector<TableRow> const& rows) {
  std::ostringstream out;
  cli::print_table(out, header, rows);
  return out.str();
}

// One cell between two others, as CSV.
std::string csv(std::string const& cell) {
  std::ostringstream out;
  cli::print_csv(out, {"a", "b", "c"}, {{"1", cell, "2"}});
  auto const line = out.str().substr(std::string{"a,b,c\r\n"}.size());
  REQUIRE(line.starts_with("1,"));
  REQUIRE(line.ends_with(",2\r\n"));
  return line.substr(2, line.size() - 6);
}

std::vector<std::string> lines_of(std::string const& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("columns begin at the same place whatever characters stand before them") {
  auto const lines = lines_of(table(
      {"name", "mood"},
      {{"\u65E5\u672C\u8A9E", "sad"}, {"e\u0301a", "calm"}, {"\U0001F600", "happy"}, {"plain", "-x"}, {"", "none"}}));
  REQUIRE(lines.size() == 6);
  for (auto const& line : lines) {
    auto const last_word = line.rfind(' ') + 1;
    CAPTURE(line);
    CHECK(terminal_width(line.substr(0, last_word)) == 8);  // three wide characters and two spaces
  }
}

TEST_CASE("numbers stand to the right, and texts and mixed columns to the left") {
  CHECK(table({"n", "share", "text"}, {{"1", "5.5%", "1x"}, {"250", "-", "22"}}) ==
        "  n  share  text\n  1   5.5%  1x\n250      -  22\n");
}

TEST_CASE("a table without rows is its header, and lines end without spaces") {
  CHECK(table({"a", "b"}, {}) == "a  b\n");
  CHECK(table({"a", "b"}, {{"x", ""}}) == "a  b\nx\n");
  CHECK(table({"wide header"}, {{"x"}}) == "wide header\nx\n");
}

TEST_CASE("a cell is one line and obeys nothing") {
  CHECK(table({"x"}, {{"a\nb"}, {"\x1b]0;owned\x07"}, {"\u202Ecod.exe"}, {"\xff"}}) ==
        "x\na b\n\uFFFD]0;owned\uFFFD\n\uFFFDcod.exe\n\uFFFD\n");
}

TEST_CASE("CSV quotes what RFC 4180 asks for, and nothing else") {
  CHECK(csv("") == "");
  CHECK(csv("plain text") == "plain text");
  CHECK(csv("it's") == "it's");
  CHECK(csv("a,b") == "\"a,b\"");
  CHECK(csv("\"") == "\"\"\"\"");
  CHECK(csv("say \"hi\", you") == "\"say \"\"hi\"\", you\"");
  CHECK(csv("two\r\nlines") == "two  lines");
  CHECK(csv("\u00e9\U0001F600") == "\u00e9\U0001F600");
}

TEST_CASE("CSV disarms formulas, inside quotes too") {
  CHECK(csv("=cmd") == "'=cmd");
  CHECK(csv("+1") == "'+1");
  CHECK(csv("-1") == "'-1");
  CHECK(csv("@x") == "'@x");
  CHECK(csv("=") == "'=");
  CHECK(csv("=1,2") == "\"'=1,2\"");
  CHECK(csv("=HYPERLINK(\"x\")") == "\"'=HYPERLINK(\"\"x\"\")\"");
  CHECK(csv("a=b") == "a=b");
  CHECK(csv("3-1") == "3-1");
}

TEST_CASE("CSV holds no control characters, and a tab does not shield a formula") {
  CHECK(csv("a\x1b[31m") == "a\uFFFD[31m");
  CHECK(csv("\x01=cmd").front() != '=');
  for (auto const* cell : {"\t=cmd", "\r=cmd", "\n=cmd", "\xff=cmd"}) CHECK(csv(cell).front() != '=');
}
