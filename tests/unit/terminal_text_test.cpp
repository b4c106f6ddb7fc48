#include "base/terminal_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

using namespace proactive;

namespace {

std::string const family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";

}  // namespace

TEST_CASE("texts are as wide as terminals show them") {
  for (auto const& [text, width] : std::map<std::string, std::size_t>{{"", 0},
                                                                      {"plain", 5},
                                                                      {"\u65E5\u672Ca", 5},
                                                                      {"e\u0301", 1},
                                                                      {"\U0001F600", 2},
                                                                      {family, 2},
                                                                      {family + family + "!", 5},
                                                                      {"\U0001F44B\U0001F3FD", 2},  // with a skin tone
                                                                      {"\u2764\uFE0F", 2},          // as an emoji
                                                                      {"1\uFE0F\u20E3", 2},         // a keycap
                                                                      {"\U0001F1E9\U0001F1EA", 2},  // a flag
                                                                      {"\u0915\u094D\u0937", 2},  // two letters in one
                                                                      {"\u1112\u1161\u11AB", 2},  // one square of three
                                                                      {"\uFF76", 1},              // half a width
                                                                      {"\u2026", 1}}) {
    CAPTURE(text);
    CHECK(terminal_width(text) == width);
  }
}

TEST_CASE("padding goes by the width on a terminal") {
  CHECK(pad_right("ab", 4) == "ab  ");
  CHECK(pad_right("\u65e5\u672c", 6) == "\u65e5\u672c  ");
  CHECK(pad_right("e\u0301", 3) == "e\u0301  ");
  CHECK(pad_right("\u65E5\u672C", 3) == "\u65E5\u672C");
  CHECK(pad_left("7", 3) == "  7");
  CHECK(pad_left("\u65E5", 3) == " \u65E5");
  CHECK(pad_left("long", 2) == "long");
}

TEST_CASE("what is cut says so, and no character is cut") {
  struct Case {
    std::string text;
    std::size_t columns;
    std::string expected;
  };
  for (auto const& [text, columns, expected] :
       {Case{"abc", 3, "abc"}, Case{"abcd", 3, "ab\u2026"}, Case{"ab cd", 4, "ab\u2026"}, Case{"abc", 1, "\u2026"},
        Case{"abc", 0, ""}, Case{"\u65E5\u672C\u8A9E", 5, "\u65E5\u672C\u2026"},
        Case{"\u65E5\u672C\u8A9E", 4, "\u65E5\u2026"}, Case{family + family + "ab", 4, family + "\u2026"}}) {
    CAPTURE(text);
    CAPTURE(columns);
    CHECK(shortened_to_columns(text, columns) == expected);
    CHECK(terminal_width(shortened_to_columns(text, columns)) <= columns);
  }
}

TEST_CASE("a line is broken between words, and the rest is indented") {
  using Lines = std::vector<std::string>;
  CHECK(wrapped("", 20, 4) == Lines{""});
  CHECK(wrapped("short", 20, 4) == Lines{"short"});
  CHECK(wrapped("one two three four", 9, 2) == Lines{"one two", "  three", "  four"});
  CHECK(wrapped("exactly ten", 11, 2) == Lines{"exactly ten"});
  CHECK(wrapped("  key  a value that is too long", 27, 7) == Lines{"  key  a value that is too", "       long"});
  CHECK(wrapped("abcdefghij", 4, 0) == Lines{"abcd", "efgh", "ij"});
  CHECK(wrapped("a b c", 3, 2) == Lines{"a b", "c"});
  CHECK(wrapped("\u65E5\u672C\u8A9E\u306E", 5, 0) == Lines{"\u65E5\u672C", "\u8A9E\u306E"});
  CHECK(wrapped("  passed   stage  friend, at least friend", 40, 18) ==
        Lines{"  passed   stage  friend, at least", "                  friend"});
  CHECK(wrapped("  passed   awaiting_reply  companion owes an answer", 40, 27) ==
        Lines{"  passed   awaiting_reply  companion", "    owes an answer"});
  CHECK(wrapped("    indented text", 10, 4) == Lines{"    indent", "  ed text"});
}

TEST_CASE("what people copy is not broken: it has a line of its own") {
  using Lines = std::vector<std::string>;
  std::string const json = R"({"default":"22:00-08:00","days":{"sat":"23:30-10:00"}})";
  for (std::size_t columns = 20; columns < 80; ++columns) {
    CAPTURE(columns);
    for (auto const& copied : {json, std::string{"https://example.org/a/long/path/that/is/copied"},
                               std::string{"/var/lib/proactive/a/long/path/that/is/copied"}}) {
      auto const lines = wrapped("use a window, or JSON such as " + copied + ", or off", columns, 2);
      CHECK(std::any_of(lines.begin(), lines.end(),
                        [&](std::string const& line) { return line.find(copied) != std::string::npos; }));
    }
  }
  CHECK(wrapped("  so: [1,2,3,4,5,6] it is", 10, 2) == Lines{"  so:", "[1,2,3,4,5,6]", "  it is"});
  CHECK(wrapped("[1,2,3,4,5,6]", 10, 2) == Lines{"[1,2,3,4,5,6]"});
}

TEST_CASE("no line of a broken text is too wide, and nothing is lost") {
  std::string text;
  for (int i = 0; i < 60; ++i)
    text += (i % 7 == 0 ? family + " " : "") + std::string(static_cast<std::size_t>(i % 13), 'x') + " ";
  for (std::size_t columns = 20; columns < 90; ++columns) {
    std::string again;
    for (auto const& line : wrapped(text, columns, 4)) {
      CHECK(terminal_width(line) <= columns);
      again += line;
    }
    auto const without_spaces = [](std::string from) {
      from.erase(std::remove(from.begin(), from.end(), ' '), from.end());
      return from;
    };
    CHECK(without_spaces(again) == without_spaces(text));
  }
}
