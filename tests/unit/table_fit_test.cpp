#include <doctest/doctest.h>

#include <sstream>

#include "base/terminal_text.hpp"
#include "cli/render/table.hpp"
#include "cli/render/terminal.hpp"

using namespace proactive;
using cli::Kind;
using cli::Sheet;

namespace {

std::string on_terminal(std::size_t columns, Sheet const& sheet, cli::TableLayout const& layout = {}) {
  std::ostringstream out;
  cli::set_terminal(out, {columns, false});
  cli::print_table(out, sheet, layout);
  return out.str();
}

Sheet messages() {
  Sheet sheet;
  sheet.columns = {{"id", "id", Kind::id},
                   {.key = "writer", .heading = "writer", .spare = 1},
                   {"count", "count", Kind::number},
                   {"message", "message"}};
  sheet.rows = {{"1000000007", "template", 12, "How was the night train to the sea?"}, {"8", "llm", 7, "Hello"}};
  return sheet;
}

}  // namespace

TEST_CASE("a table that fits is as it is, on a terminal too") {
  std::ostringstream elsewhere;
  cli::print_table(elsewhere, messages());
  CHECK(on_terminal(200, messages()) == elsewhere.str());
  CHECK(on_terminal(64, messages()) == elsewhere.str());  // exactly
}

TEST_CASE("texts are shortened first, and numbers and ids never") {
  CHECK(on_terminal(50, messages()) ==
        "id          writer    count  message\n"
        "1000000007  template     12  How was the night tr\u2026\n"
        "8           llm           7  Hello\n"
        "cut short: message (--wide shows all)\n");
}

TEST_CASE("then spare columns are left out, which is said") {
  CHECK(on_terminal(40, messages()) ==
        "id          count  message\n"
        "1000000007     12  How was the night tr\u2026\n"
        "8               7  Hello\n"
        "not shown: writer (--wide shows all)\n");
}

TEST_CASE("what may stand below its row does before anything is cut, the highest first, and no more than it takes") {
  auto sheet = messages();
  sheet.columns[1] = {.key = "writer", .heading = "writer", .below = 1};
  sheet.columns[3] = {.key = "message", .heading = "message", .below = 2};
  sheet.rows[1][3] = {};
  CHECK(on_terminal(50, sheet) ==
        "id          writer    count\n"
        "1000000007  template     12\n"
        "    How was the night train to the sea?\n"
        "8           llm           7\n");
  CHECK(on_terminal(26, sheet) ==
        "id          count\n"
        "1000000007     12\n"
        "    writer: template;\n"
        "    message: How was the\n"
        "    night train to the\n"
        "    sea?\n"
        "8               7\n"
        "    writer: llm\n");
}

TEST_CASE("and where that does not do, a row is a record") {
  auto sheet = messages();
  sheet.total = cli::Row{"all", {}, 19, {}};
  CHECK(on_terminal(25, sheet) ==
        "id       1000000007\n"
        "writer   template\n"
        "count    12\n"
        "message  How was the\n"
        "         night train to\n"
        "         the sea?\n"
        "\n"
        "id       8\nwriter   llm\ncount    7\nmessage  Hello\n"
        "\n"
        "id       all\nwriter   -\ncount    19\nmessage  -\n");
}

TEST_CASE("no line is wider than the terminal, whatever stands in it") {
  auto sheet = messages();
  sheet.title = "What was written to whom, when, and why, and what came of it in the end";
  sheet.rows.push_back({"9", "\u65E5\u672C\u8A9E\u306E\u65E5\u672C\u8A9E", 1, std::string(300, 'x')});
  sheet.rows.push_back({"10", "", 1, "\U0001F468\u200D\U0001F469\u200D\U0001F467 are well"});
  for (std::size_t columns = 20; columns < 120; ++columns) {
    std::istringstream lines(on_terminal(columns, sheet));
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      CHECK(terminal_width(line) <= columns);
    }
  }
}

TEST_CASE("what must be read to its end goes on below, beside its heading") {
  Sheet sheet;
  sheet.columns = {{"state", "state", Kind::state}, {"detail", "detail"}};
  sheet.rows = {{"ok", "all is well"}, {"failure", "the role may not do what it needs: grant it"}};
  CHECK(on_terminal(30, sheet, {.header = false, .wraps = true}) ==
        "ok       all is well\n"
        "failure  the role may not do\n"
        "         what it needs: grant\n"
        "         it\n");
}

TEST_CASE("words for states are coloured on terminals that have colours, and nowhere else") {
  Sheet sheet;
  sheet.columns = {{"state", "state", Kind::state}, {"detail", "detail"}};
  sheet.rows = {{"ok", "a"}, {"warning", "b"}, {"failure", "ok"}, {"other", "c"}};
  std::ostringstream out;
  cli::set_terminal(out, {80, true});
  cli::print_table(out, sheet, {.header = false});
  CHECK(out.str() == "\x1b[32mok\x1b[0m       a\n\x1b[33mwarning\x1b[0m  b\n\x1b[31mfailure\x1b[0m  ok\nother    c\n");
  CHECK(on_terminal(80, sheet).find('\x1b') == std::string::npos);
}

TEST_CASE("prose is broken, and a heading's text stays beside it") {
  std::ostringstream out;
  cli::set_terminal(out, {30, false});
  cli::print_prose(out, "  --by WHAT  one row each: type, stage or companion\n\nplain words that go on below\n");
  cli::print_prose(out, "  - an item of a list that is long");
  CHECK(out.str() ==
        "  --by WHAT  one row each:\n"
        "             type, stage or\n"
        "             companion\n"
        "\n"
        "plain words that go on below\n"
        "  - an item of a list that is\n"
        "    long\n");
}
