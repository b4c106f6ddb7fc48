#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <sstream>

#include "base/terminal_text.hpp"
#include "cli/render/csv.hpp"
#include "cli/render/json.hpp"
#include "cli/render/print.hpp"
#include "cli/render/table.hpp"

using namespace proactive;
using cli::Cell;
using cli::Column;
using cli::Kind;
using cli::Sheet;

namespace {

std::string table(Sheet const& sheet, cli::TableLayout const& layout = {}) {
  std::ostringstream out;
  cli::print_table(out, sheet, layout);
  return out.str();
}

std::string csv(Sheet const& sheet) {
  std::ostringstream out;
  cli::print_csv(out, sheet);
  return out.str();
}

std::string printed(Sheet const& sheet, cli::Format format) {
  std::ostringstream out;
  cli::print(out, sheet, format);
  return out.str();
}

Sheet sheet(std::vector<Column> const& columns, std::vector<cli::Row> const& rows) {
  return {{}, columns, rows, {}, {}};
}

// One cell between two others, as CSV.
std::string csv_cell(Cell const& cell) {
  auto const text = csv(sheet({{"a", ""}, {"b", ""}, {"c", ""}}, {{1, cell, 2}}));
  auto const line = text.substr(std::string{"a,b,c\r\n"}.size());
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

Instant const noon = *parse_instant("2026-03-01T12:00:00Z");

// A column of each kind, with a value and without.
Sheet every_kind() {
  return sheet({{"id", "id", Kind::id},
                {"name", "name"},
                {"count", "count", Kind::number},
                {"ratio", "ratio", Kind::number},
                {"share", "share", Kind::percentage},
                {"cost", "cost", Kind::money},
                {"at", "at", Kind::time},
                {"open", "open"},
                {"more", "more"}},
               {{"7", "Luna", 12, 0.25, 0.5, 1.5, noon, true, Json{{"a", 1}}}, {{}, {}, {}, {}, {}, {}, {}, {}, {}}});
}

}  // namespace

TEST_CASE("columns begin at the same place whatever characters stand before them") {
  auto const lines = lines_of(table(sheet(
      {{"name", "name"}, {"mood", "mood"}},
      {{"\u65E5\u672C\u8A9E", "sad"}, {"e\u0301a", "calm"}, {"\U0001F600", "happy"}, {"plain", "-x"}, {"", "none"}})));
  REQUIRE(lines.size() == 6);
  for (auto const& line : lines) {
    auto const last_word = line.rfind(' ') + 1;
    CAPTURE(line);
    CHECK(terminal_width(line.substr(0, last_word)) == 8);  // three wide characters and two spaces
  }
}

TEST_CASE("numbers stand to the right, whatever stands among them, and texts to the left") {
  CHECK(table(sheet({{"", "n", Kind::number}, {"", "share", Kind::percentage}, {"", "text"}},
                    {{1, 0.055, "1"}, {250, {}, "22"}})) == "  n  share  text\n  1   5.5%  1\n250      -  22\n");
}

TEST_CASE("each kind of value is written as people, spreadsheets and programs read it") {
  auto const sheet = every_kind();
  CHECK(table(sheet) ==
        "id  name  count  ratio  share    cost  at                    open  more\n"
        "7   Luna     12   0.25  50.0%  1.5000  2026-03-01T12:00:00Z  yes   {\"a\":1}\n"
        "-   -         -      -      -       -  -                     -     -\n");
  CHECK(csv(sheet) ==
        "id,name,count,ratio,share,cost,at,open,more\r\n"
        "7,Luna,12,0.25,0.5,1.5,2026-03-01T12:00:00Z,true,\"{\"\"a\"\":1}\"\r\n"
        ",,,,,,,,\r\n");
  CHECK(to_line(cli::to_json(sheet)) ==
        R"([{"id":"7","name":"Luna","count":12,"ratio":0.25,"share":0.5,"cost":1.5,"at":"2026-03-01T12:00:00Z",)"
        R"("open":true,"more":{"a":1}},{"id":null,"name":null,"count":null,"ratio":null,"share":null,"cost":null,)"
        R"("at":null,"open":null,"more":null}])");
}

TEST_CASE("JSON keeps types: a text of digits stays a text, and a whole number has no fraction") {
  auto const row = cli::to_json(sheet({{"text", ""}, {"long", ""}, {"double", ""}, {"no", ""}},
                                      {{"42", std::numeric_limits<long>::max(), 3.0, false}}))
                       .at(0);
  CHECK(row.at("text").is_string());
  CHECK(row.at("long").get<long>() == std::numeric_limits<long>::max());
  CHECK(row.at("double").is_number_float());
  CHECK(row.at("no").is_boolean());
}

TEST_CASE("a number that is not finite is nothing, and so is a missing value") {
  CHECK(Cell(std::nan("")).is_nothing());
  CHECK(Cell(std::numeric_limits<double>::infinity()).is_nothing());
  CHECK(Cell(std::optional<long>{}).is_nothing());
  CHECK(std::get<long>(Cell(std::optional<long>{3}).value()) == 3);
  CHECK(std::get<std::string>(Cell(std::optional<std::string>{"x"}).value()) == "x");
}

TEST_CASE("a column says where it is shown, and what stands for nothing") {
  auto const some = sheet({{"a", "A", Kind::text, cli::for_people},
                           {"b", "B", Kind::text, cli::for_programs},
                           {.key = "c", .heading = "C", .nothing = "(none)"}},
                          {{"1", "2", {}}});
  CHECK(printed(some, cli::Format::table) == "A  C\n1  (none)\n");
  CHECK(printed(some, cli::Format::csv) == "b,c\r\n2,\r\n");
  CHECK(printed(some, cli::Format::json) == "[{\"b\":\"2\",\"c\":null}]\n");
}

TEST_CASE("a table has its title, and its total below the rows; programs have neither") {
  auto some = sheet({{"name", "name"}, {"n", "n", Kind::number}}, {{"a", 1}, {"b", 2}});
  some.title = "Counts";
  some.total = {"all", 10};
  CHECK(table(some) == "Counts\n\nname   n\na      1\nb      2\nall   10\n");
  CHECK(csv(some) == "name,n\r\na,1\r\nb,2\r\n");
  CHECK(cli::to_json(some).size() == 2);
}

TEST_CASE("a table without rows is its header, or what it says instead; lines end without spaces") {
  std::vector<Column> const columns{{"a", "a"}, {"b", "b"}};
  CHECK(table(sheet(columns, {})) == "a  b\n");
  CHECK(table(sheet(columns, {{"x", ""}})) == "a  b\nx\n");
  CHECK(table(sheet({{"", "wide header"}}, {{"x"}})) == "wide header\nx\n");
  auto empty = sheet(columns, {});
  empty.when_empty = "none yet";
  CHECK(table(empty) == "none yet\n");
  CHECK(cli::to_json(empty) == Json::array());
}

TEST_CASE("a layout leaves the header out, indents, and keeps columns at their least width") {
  auto const some = sheet({{.key = "", .heading = "a long heading", .least_width = 4}, {"", "b"}}, {{"x", "y"}});
  CHECK(table(some, {.header = false, .indent = "  "}) == "  x     y\n");
}

TEST_CASE("a record is a line for each column, or one object") {
  auto const some = sheet({{"name", "name"}, {"share", "the share", Kind::percentage}}, {{"Luna\n", 0.5}});
  std::ostringstream lines;
  cli::print_one(lines, some, cli::Format::table);
  CHECK(lines.str() == "name       Luna\nthe share  50.0%\n");
  std::ostringstream object;
  cli::print_one(object, some, cli::Format::json);
  CHECK(object.str() == "{\"name\":\"Luna\\n\",\"share\":0.5}\n");
}

TEST_CASE("a cell is one line and obeys nothing") {
  CHECK(table(sheet({{"", "x"}}, {{"a\nb"}, {"\x1b]0;owned\x07"}, {"\u202Ecod.exe"}, {"\xff"}})) ==
        "x\na b\n\uFFFD]0;owned\uFFFD\n\uFFFDcod.exe\n\uFFFD\n");
  CHECK(table(sheet({{"", "x\x1b[2J"}}, {{Json{{"\x7f", "\u202E"}}}})) == "x\uFFFD[2J\n{\"\uFFFD\":\"\uFFFD\"}\n");
}

TEST_CASE("CSV quotes what RFC 4180 asks for, and nothing else") {
  CHECK(csv_cell("") == "");
  CHECK(csv_cell("plain text") == "plain text");
  CHECK(csv_cell("it's") == "it's");
  CHECK(csv_cell("a,b") == "\"a,b\"");
  CHECK(csv_cell("\"") == "\"\"\"\"");
  CHECK(csv_cell("say \"hi\", you") == "\"say \"\"hi\"\", you\"");
  CHECK(csv_cell("two\r\nlines") == "two  lines");
  CHECK(csv_cell("\u00e9\U0001F600") == "\u00e9\U0001F600");
}

TEST_CASE("CSV disarms formulas, inside quotes too") {
  CHECK(csv_cell("=cmd") == "'=cmd");
  CHECK(csv_cell("+1") == "'+1");
  CHECK(csv_cell("-1") == "'-1");
  CHECK(csv_cell("@x") == "'@x");
  CHECK(csv_cell("=") == "'=");
  CHECK(csv_cell("=1,2") == "\"'=1,2\"");
  CHECK(csv_cell("=HYPERLINK(\"x\")") == "\"'=HYPERLINK(\"\"x\"\")\"");
  CHECK(csv_cell("  =cmd") == "'  =cmd");
  CHECK(csv_cell("\uFF1Dcmd") == "'\uFF1Dcmd");
  CHECK(csv_cell("a=b") == "a=b");
  CHECK(csv_cell("3-1") == "3-1");
}

TEST_CASE("a negative number is no formula") {
  CHECK(csv_cell(-1) == "-1");
  CHECK(csv_cell(-0.5) == "-0.5");
}

TEST_CASE("CSV holds no control characters, and a tab does not shield a formula") {
  CHECK(csv_cell("a\x1b[31m") == "a\uFFFD[31m");
  CHECK(csv_cell("\x01=cmd").front() != '=');
  for (auto const* cell : {"\t=cmd", "\r=cmd", "\n=cmd"}) CHECK(csv_cell(cell).front() == '\'');
  CHECK(csv_cell("\xff=cmd").front() != '=');
}

TEST_CASE("columns are declared once, each beside where its values come from") {
  struct Item {
    std::string name;
    long count;
  };
  cli::ColumnsOf<Item> const columns{
      {{"name", "name"}, &Item::name},
      {{"twice", "twice", Kind::number}, [](Item const& item) { return item.count * 2; }}};
  auto const made = cli::sheet_of(columns, std::vector<Item>{{"a", 1}, {"b", 21}});
  CHECK(table(made) == "name  twice\na         2\nb        42\n");
  CHECK(to_line(cli::to_json(made.columns, cli::row_of(columns, {"c", 3}))) == R"({"name":"c","twice":6})");
}

TEST_CASE("a table of many rows takes time in proportion to them") {
  auto const seconds = [](std::size_t rows) {
    Sheet const many = sheet({{"name", "name"}, {"n", "n", Kind::number}}, {rows, {"\u65E5\u672C\u8A9E name", 12345}});
    auto const begin = std::chrono::steady_clock::now();
    auto const text = table(many);
    CHECK(text.size() > rows);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  CHECK(seconds(100'000) < 10);  // when every cell's width was taken again for every row: hours
}
