#include "base/text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "base/json.hpp"

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
  CHECK(printable("a\u200bb\u200fc\ufeff\U000e0041\u00ad") == "a\uFFFDb\uFFFDc\uFFFD\uFFFD\uFFFD");
  CHECK(printable("\u2764\ufe0f\ufe0f \U0001F468\u200d\U0001F469") == "\u2764\ufe0f\uFFFD \U0001F468\u200d\U0001F469");
  CHECK(without_controls("a\u200b\x1b") == "a\u200b\uFFFD");
  CHECK(printable("\u05E9 \U0001F600") == "\u05E9 \U0001F600");
}

TEST_CASE("spaces are collapsed, control characters with them") {
  CHECK(collapse_spaces("  a \n\t b\x1b c  ") == "a b c");
  CHECK(collapse_spaces("\n\n").empty());
}

TEST_CASE("texts are shortened to user-perceived characters, and none is cut") {
  struct Case {
    std::string text;
    std::size_t most;
    std::string expected;
  };
  std::string const family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
  std::string const flags = "\U0001F1E9\U0001F1EA\U0001F1EB\U0001F1F7";
  for (auto const& [text, most, expected] :
       {Case{"", 0, ""}, Case{"", 5, ""}, Case{"abc", 0, ""}, Case{"abc", 2, "ab"}, Case{"abc", 3, "abc"},
        Case{"abc", 4, "abc"}, Case{"e\u0301e\u0301", 1, "e\u0301"}, Case{"xe\u0301", 1, "x"},
        Case{family + "!", 1, family}, Case{"a" + family + "b", 2, "a" + family}, Case{family + family, 1, family},
        Case{flags, 1, "\U0001F1E9\U0001F1EA"}, Case{flags, 2, flags}, Case{"\r\nx", 1, "\r\n"},
        Case{"\u65e5\u672c\u8a9e", 2, "\u65e5\u672c"}, Case{"\xff\xfe\xfd", 2, "\xff\xfe"},
        Case{"a\xffz", 2, "a\xff"}}) {
    CAPTURE(text);
    CAPTURE(most);
    CHECK(shortened(text, most) == expected);
    CHECK(grapheme_count(shortened(text, most)) == std::min(most, grapheme_count(text)));
  }
}

TEST_CASE("normalized text compares without case and form") {
  struct Case {
    std::string text;
    std::string expected;
  };
  for (auto const& [text, expected] :
       {Case{"", ""}, Case{"Hello, World!", "hello, world!"}, Case{"Stra\u00dfe", "strasse"}, Case{"\ufb01ne", "fine"},
        Case{"\uff21\uff22", "ab"}, Case{"E\u0301", "\u00e9"}, Case{"\u212b", "\u00e5"},
        Case{"\u03a3\u03c2", "\u03c3\u03c3"}, Case{"\u041f\u0420\u0418", "\u043f\u0440\u0438"},
        Case{"so\u00adft", "soft"}, Case{"a\u200db", "ab"}, Case{"\u00b2", "2"}, Case{"\uff76\uff9e", "\u30ac"},
        Case{"\u1112\u1161\u11ab", "\ud55c"}, Case{"don\uff07t", "don't"}, Case{std::string{"A\0B", 3}, {"a\0b", 3}},
        Case{"A\xff", "A\xff"}, Case{"A\xed\xa0\x80", "A\xed\xa0\x80"}}) {
    CAPTURE(text);
    CHECK(normalized(text) == expected);
    CHECK(normalized(normalized(text)) == expected);
  }
}

TEST_CASE("words are runs of letters, marks and digits of any script, normalized") {
  using Words = std::vector<std::string>;
  struct Case {
    std::string text;
    Words expected;
  };
  for (auto const& [text, expected] :
       {Case{"", {}}, Case{" ... !? ", {}}, Case{"\U0001F600\U0001F44D", {}}, Case{"Hello, World!", {"hello", "world"}},
        Case{"don't", {"don", "t"}}, Case{"don\u2019t", {"don", "t"}}, Case{"well-known", {"well", "known"}},
        Case{"snake_case", {"snake", "case"}}, Case{"3 cats, 4th", {"3", "cats", "4th"}},
        Case{"Stra\u00dfe", {"strasse"}}, Case{"e\u0301te\u0301", {"\u00e9t\u00e9"}},
        Case{"x\u0323\u0301y", {"x\u0323\u0301y"}},
        Case{"\u0928\u092e\u0938\u094d\u0924\u0947 x", {"\u0928\u092e\u0938\u094d\u0924\u0947", "x"}},
        Case{"\u4eca\u65e5\u306f\u3001\u5143\u6c17\uff1f", {"\u4eca\u65e5\u306f", "\u5143\u6c17"}},
        Case{"\u0663\u0664", {"\u0663\u0664"}}, Case{"a\nb\tc\u2028d", {"a", "b", "c", "d"}},
        Case{"A\xff\xfe"
             "B",
             {"A", "B"}},
        Case{std::string{"a\0b", 3}, {"a", "b"}}}) {
    CAPTURE(text);
    CHECK(words_of(text) == expected);
  }
}

TEST_CASE("JSON from elsewhere is read to its depth, and no deeper") {
  auto const nested = [](std::size_t depth) { return std::string(depth, '[') + "1" + std::string(depth, ']'); };
  CHECK(parse_bounded("1", 0) == Json(1));
  CHECK(parse_bounded("\"x\"", 0) == Json("x"));
  CHECK(parse_bounded("null", 0) == Json());
  CHECK(parse_bounded("[]", 0) == Json::array());
  CHECK_FALSE(parse_bounded("[1]", 0));
  for (int deepest : {1, 2, 8, 100}) {
    auto const depth = static_cast<std::size_t>(deepest);
    CAPTURE(deepest);
    CHECK(parse_bounded(nested(depth), deepest) == Json::parse(nested(depth)));
    CHECK_FALSE(parse_bounded(nested(depth + 1), deepest));
    CHECK_FALSE(parse_bounded("[1," + nested(depth) + ",2]", deepest));
    CHECK_FALSE(parse_bounded("{\"a\":" + nested(depth) + ",\"b\":2}", deepest));
  }
  CHECK_FALSE(parse_bounded(nested(1'000'000), 100));
  CHECK_FALSE(parse_bounded(std::string(1'000'000, '['), 100));
}

TEST_CASE("what is no JSON is not read") {
  for (std::string const text : {"", " ", "{", "}", "[1,]", "{\"a\":1,}", "{'a':1}", "{a:1}", "nul", "01", "1 2",
                                 "{} x", "\"\xff\"", "\"\\ud800\"", "\"\n\"", "1e999", "// x\n1", "NaN", "<html>"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_bounded(text, 10));
  }
  CHECK(parse_bounded(R"( {"a": [1, "\u0000\ud83d\ude00"]} )", 2)->at("a")[1] == std::string{"\0\U0001F600", 5});
}

TEST_CASE("texts are shortened to bytes, too, and no character is cut") {
  struct Case {
    std::string text;
    std::size_t characters;
    std::size_t bytes;
    std::string expected;
  };
  for (auto const& [text, characters, bytes, expected] :
       {Case{"abc", 9, 3, "abc"}, Case{"abc", 9, 2, "ab"}, Case{"abc", 1, 2, "a"}, Case{"abc", 9, 0, ""},
        Case{"", 9, 0, ""}, Case{"ae\u0301", 9, 4, "ae\u0301"}, Case{"ae\u0301", 9, 3, "a"},
        Case{"ae\u0301b", 2, 4, "ae\u0301"}, Case{"\u65e5\u672c", 9, 5, "\u65e5"}, Case{"e\u0301", 9, 2, ""},
        Case{"ab\u65e5", 2, 3, "ab"}, Case{"\xff\xfe", 9, 1, "\xff"}}) {
    CAPTURE(text);
    CAPTURE(bytes);
    CHECK(shortened(text, characters, bytes) == expected);
  }
}

TEST_CASE("apostrophes of any kind stand between words, and the Turkish letters i are one") {
  using Words = std::vector<std::string>;
  for (std::string const apostrophe :
       {"'", "\u2019", "\u2018", "\u02bc", "\u02b9", "\u00b4", "\uff07", "\u055a", "`"}) {
    CAPTURE(apostrophe);
    CHECK(words_of("Don" + apostrophe + "t stop") == Words{"don", "t", "stop"});
  }
  CHECK(words_of("\u0130hmal I\u015fIK \u0131\u015f\u0131k") == Words{"ihmal", "i\u015fik", "i\u015fik"});
}

TEST_CASE("the code points of a text") {
  CHECK(characters_of("").empty());
  CHECK(characters_of("a\u00e9\u65e5\U0001F600") == U"a\u00e9\u65e5\U0001F600");
  CHECK(characters_of("e\u0301") == U"e\u0301");
  CHECK(characters_of("a\xff\xf0\x9f") == U"a\uFFFD\uFFFD\uFFFD");
  CHECK(characters_of(std::string_view{"a\0b", 3}).size() == 3);
}

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
    CHECK(without_controls(encoded(value)) == encoded(value));
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

TEST_CASE("errors that differ in ids and numbers alone are the same, and others are not") {
  for (auto const& [text, masked] : std::initializer_list<std::pair<char const*, char const*>>{
           {"", ""},
           {"no pair", "no pair"},
           {"engagement 17: 3 x", "engagement #: # x"},
           {"user 8f14e45f-ceea-467f-a8bc-9b1f8f64a5d2 is gone", "user # is gone"},
           {"user c0ffee1a-ceea-abcd-a8bc-beefdeadcafe is gone", "user # is gone"},
           {"(msg_9WFXt0lKwIyE)", "(#)"},
           {"a-b_c, \xC3\xA9t\xC3\xA9"
            "7!",
            "a-b_c, #!"}}) {
    CAPTURE(text);
    CHECK(ids_masked(text) == masked);
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

TEST_CASE("text is composed, and what is not UTF-8 stays") {
  CHECK(composed("Zoe\u0308") == "Zo\u00eb");
  CHECK(composed("\uff33\ufb01") == "\uff33\ufb01");  // compatibility forms are other characters
  CHECK(composed("e\xff") == "e\xff");
}

TEST_CASE("characters become the text that they came from") {
  std::string const text = "a\u00e9\u0e01\U0001F600";
  CHECK(utf8_of(characters_of(text)) == text);
  CHECK(utf8_of(std::u32string{0xD83D, 0x110000, U'a'}) == "\uFFFD\uFFFDa");
}

TEST_CASE("what characters are, and their other case") {
  CHECK((is_letter(U'\u00df') && is_letter(U'\u5c0f') && !is_letter(U'1') && !is_letter(U'\u0301')));
  CHECK((is_mark(U'\u0301') && is_mark(U'\u0940') && !is_mark(U'a')));
  CHECK((lower_case(U'\u00c9') == U'\u00e9' && lower_case(U'\u0130') == U'i' && lower_case(U'1') == U'1'));
  CHECK((upper_case(U'\u00e9') == U'\u00c9' && upper_case(U'\u0436') == U'\u0416'));
  CHECK((without_accents(U'\u1ec7') == U'e' && without_accents(U'\u0439') == U'\u0438'));
  CHECK((without_accents(U'\u0142') == U'\u0142' && without_accents(U'a') == U'a'));
}

TEST_CASE("every part is replaced once") {
  struct Case {
    char const* text;
    char const* from;
    char const* to;
    char const* replaced;
  };
  for (auto const& [text, from, to, replaced] :
       {Case{"", "a", "b", ""}, Case{"abc", "x", "y", "abc"}, Case{"aaa", "aa", "a", "aa"},
        Case{"a.b.c", ".", "", "abc"}, Case{"abab", "ab", "abab", "abababab"}, Case{"ab", "ab", "", ""}}) {
    std::string changed = text;
    replace_all(changed, from, to);
    CHECK(changed == replaced);
  }
}

TEST_CASE("names are sorted as people count") {
  std::vector<std::string> names{"c10", "c2", "C1", "a", "", "c", "c02b", "2", "10", "c2b"};
  std::stable_sort(names.begin(), names.end(), is_naturally_less);
  CHECK(names == std::vector<std::string>{"", "2", "10", "C1", "a", "c", "c2", "c02b", "c2b", "c10"});
  CHECK_FALSE(is_naturally_less("7", "7"));
  CHECK(is_naturally_less("99999999999999999999", "100000000000000000000"));
}

TEST_CASE("a text is its characters, one after the other") {
  auto const characters = graphemes_of("ae\u0301\U0001F468\u200D\U0001F469z");
  REQUIRE(characters.size() == 4);
  CHECK(characters[1] == "e\u0301");
  CHECK(characters[3] == "z");
  CHECK(graphemes_of("").empty());
}

TEST_CASE("equal texts are told once, with their number") {
  CHECK(grouped({}).empty());
  CHECK(grouped({"timeout", "unreachable", "timeout", "timeout"}) ==
        std::vector<std::string>{"3 × timeout", "unreachable"});
}

TEST_CASE("a text is split at spaces of any kind and number") {
  using Parts = std::vector<std::string>;
  CHECK(split_at_spaces("").empty());
  CHECK(split_at_spaces(" \t\n").empty());
  CHECK(split_at_spaces("one") == Parts{"one"});
  CHECK(split_at_spaces("  one\t two\r\n\vthree\f") == Parts{"one", "two", "three"});
  CHECK(split_at_spaces("a\u00a0b,c") == Parts{"a\u00a0b,c"});
}

TEST_CASE("a noun agrees with its number") {
  CHECK(counted_noun(0, "pair") == "0 pairs");
  CHECK(counted_noun(1, "pair") == "1 pair");
  CHECK(counted_noun(2, "pair") == "2 pairs");
  CHECK(counted_noun(1, "pair has", "pairs have") == "1 pair has");
  CHECK(counted_noun(21, "pair has", "pairs have") == "21 pairs have");
}
