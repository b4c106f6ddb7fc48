#include "base/text.hpp"

#include <doctest/doctest.h>

using namespace proactive;

TEST_CASE("user-perceived characters") {
  struct Case {
    char const* text;
    std::size_t count;
  };
  for (auto const& [text, count] : {Case{"", 0}, Case{"abc", 3}, Case{"e\u0301", 1}, Case{"\u00e9", 1},
                                    Case{"\U0001F468\u200D\U0001F469\u200D\U0001F467", 1},  // a family
                                    Case{"\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7", 2},    // two flags
                                    Case{"\U0001F44D\U0001F3FD", 1},                        // a skin tone
                                    Case{"\u1112\u1161\u11ab", 1},                          // one Hangul syllable
                                    Case{"\u05E9\u05DC\u05D5\u05DD", 4}, Case{"\r\n", 1}, Case{"a\xff\xfe", 3}}) {
    CAPTURE(text);
    CHECK(grapheme_count(text) == count);
  }
}

TEST_CASE("what PostgreSQL can store") {
  CHECK(is_storable("plain \u00e9 \U0001F600"));
  CHECK(is_storable(""));
  CHECK_FALSE(is_storable(std::string_view{"a\0b", 3}));
  CHECK_FALSE(is_storable("\xff"));
  CHECK_FALSE(is_storable("\xed\xa0\x80"));  // a lone surrogate
  CHECK_FALSE(is_storable("\xc0\x80"));      // an overlong NUL
  CHECK_FALSE(is_storable("cut \xf0\x9f\x98"));
}

TEST_CASE("texts for a terminal hold nothing that a terminal obeys") {
  CHECK(printable("a\x1b[31mb") == "a\uFFFD[31mb");
  CHECK(printable("a\u009bb") == "a\uFFFDb");
  CHECK(printable("a\u202eb\u2066") == "a\uFFFDb\uFFFD");
  CHECK(printable("a\nb\tc") == "a b c");
  CHECK(printable("\xff\x7f") == "\uFFFD\uFFFD");
  CHECK(printable("\u05E9 \U0001F600") == "\u05E9 \U0001F600");
}

TEST_CASE("spaces are collapsed, control characters with them") {
  CHECK(collapse_spaces("  a \n\t b\x1b c  ") == "a b c");
  CHECK(collapse_spaces("\n\n").empty());
}

TEST_CASE("padding goes by the width on a terminal") {
  CHECK(pad_right("ab", 4) == "ab  ");
  CHECK(pad_right("\u65e5\u672c", 6) == "\u65e5\u672c  ");
  CHECK(pad_left("7", 3) == "  7");
  CHECK(pad_left("long", 2) == "long");
}
