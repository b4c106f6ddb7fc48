#include <doctest/doctest.h>

#include <vector>

#include "base/text.hpp"

using namespace proactive;

namespace {

std::string encoded(unsigned value) {
  if (value < 0x80) return {static_cast<char>(value)};
  if (value < 0x800) return {static_cast<char>(0xC0 | (value >> 6)), static_cast<char>(0x80 | (value & 0x3F))};
  return {static_cast<char>(0xE0 | (value >> 12)), static_cast<char>(0x80 | ((value >> 6) & 0x3F)),
          static_cast<char>(0x80 | (value & 0x3F))};
}

// Every text of one and of two bytes, most of them no UTF-8.
std::vector<std::string> short_texts() {
  std::vector<std::string> texts;
  for (int first = 0; first < 256; ++first) {
    texts.push_back({static_cast<char>(first)});
    for (int second = 0; second < 256; ++second) texts.push_back({static_cast<char>(first), static_cast<char>(second)});
  }
  return texts;
}

bool has_control_byte(std::string const& text) {
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("clusters of many scripts") {
  struct Case {
    char const* text;
    std::size_t count;
  };
  for (auto const& [text, count] : {Case{"\u0915\u093F", 1},                              // Devanagari ki
                                    Case{"\u0926\u0940\u0926\u0940", 2},                  // Devanagari didi
                                    Case{"\u0E01\u0E33", 1},                              // Thai am
                                    Case{"\uD55C\uAD6D", 2},                              // Hangul, composed
                                    Case{"\u1112\u1161\u11AB\u1100\u116E\u11A8", 2},      // and in parts
                                    Case{"\u05E9\u05C1\u05B8", 1},                        // Hebrew with points
                                    Case{"\u0645\u064F\u062D", 2},                        // Arabic with a vowel
                                    Case{"e\u0301\u0302\u0323", 1},                       // three marks
                                    Case{"\U0001F44B\U0001F3FF\U0001F44B\U0001F3FB", 2},  // two skin tones
                                    Case{"\u2764\uFE0F", 1},                              // emoji style
                                    Case{"1\uFE0F\u20E3", 1},                             // a keycap
                                    Case{"\U0001F3F3\uFE0F\u200D\U0001F308", 1},          // a joined flag
                                    Case{"\U0001F1E9\U0001F1EA\U0001F1EB", 2}}) {         // a flag and a half
    CAPTURE(std::string{text});
    CHECK(grapheme_count(text) == count);
  }
}

TEST_CASE("a cluster takes whatever many marks, and bytes that are no UTF-8 one each") {
  std::string marks = "a";
  for (int i = 0; i < 1000; ++i) marks += "\u0301";
  CHECK(grapheme_count(marks) == 1);
  CHECK(grapheme_count(std::string(1000, '\xff')) == 1000);
  CHECK(grapheme_count("e\xff\u0301") == 3);
  CHECK(grapheme_count("\xF0\x9F\x98") == 3);
}

TEST_CASE("no text leaves a byte that a terminal obeys or PostgreSQL refuses") {
  for (auto const& text : short_texts()) {
    for (auto const& made : {printable(text), collapse_spaces(text)}) {
      if (!is_storable(made) || has_control_byte(made)) FAIL_CHECK("from " << int(text.front()) << " " << text.size());
    }
    if (printable(printable(text)) != printable(text)) FAIL_CHECK("changes again: " << int(text.front()));
    if (grapheme_count(text) > text.size()) FAIL_CHECK("more clusters than bytes: " << int(text.front()));
  }
}

TEST_CASE("C1 controls, line separators and direction controls are replaced, their neighbours stay") {
  for (unsigned value = 0x80; value < 0xA0; ++value) CHECK(printable(encoded(value)) == "\uFFFD");
  for (unsigned const value : {0x7FU, 0x2028U, 0x2029U, 0x202AU, 0x202EU, 0x2066U, 0x2069U}) {
    CAPTURE(value);
    CHECK(printable(encoded(value)) == "\uFFFD");
  }
  for (unsigned const value : {0xA0U, 0xA1U, 0x2027U, 0x202FU, 0x2065U, 0x206AU}) {
    CAPTURE(value);
    CHECK(printable(encoded(value)) == encoded(value));
  }
  CHECK(printable(std::string_view{"a\0b", 3}) == "a\uFFFDb");
}

TEST_CASE("what can be stored, at the edges of UTF-8") {
  for (auto const* text : {"\x7f", "\u0080", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\U00010000", "\U0010FFFF"})
    CHECK(is_storable(text));
  for (auto const* text : {"\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF",
                           "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "ok\xC3"}) {
    CHECK_FALSE(is_storable(text));
  }
}

TEST_CASE("collapsing keeps words and joins what separates them") {
  CHECK(collapse_spaces("a\r\n\r\nb") == "a b");
  CHECK(collapse_spaces("\u202Ea\u2028b\u202C") == "a b");
  CHECK(collapse_spaces(std::string(100'000, ' ') + "x") == "x");
  CHECK(collapse_spaces(std::string_view{"a\0\0b", 4}) == "a b");
  for (auto const& text : short_texts()) {
    auto const once = collapse_spaces(text);
    if (collapse_spaces(once) != once) FAIL_CHECK("changes again: " << int(text.front()));
  }
}

TEST_CASE("small helpers") {
  CHECK(trim(" \t\r\n a b \v\f") == "a b");
  CHECK(trim(" \n ").empty());
  CHECK(to_lower("ABC-\u00C4z") == "abc-\u00C4z");
  CHECK(join(std::vector<std::string>{}, ", ").empty());
  CHECK(join(std::vector<std::string>{"a"}, ", ") == "a");
  CHECK(join(std::vector<std::string>{"a", "b", "c"}, ", ") == "a, b, c");
}

TEST_CASE("padding by columns: wide characters take two, marks none") {
  CHECK(terminal_width("\u65E5\u672Ca") == 5);
  CHECK(terminal_width("e\u0301") == 1);
  CHECK(terminal_width("\U0001F600") == 2);
  CHECK(pad_right("e\u0301", 3) == "e\u0301  ");
  CHECK(pad_left("\u65E5", 3) == " \u65E5");
  CHECK(pad_right("\u65E5\u672C", 3) == "\u65E5\u672C");
  CHECK(pad_right("", 2) == "  ");
}
