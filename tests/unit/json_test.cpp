#include "base/json.hpp"

#include <doctest/doctest.h>

#include "base/text.hpp"

using namespace proactive;

TEST_CASE("a member is null where there is none") {
  Json const object{{"text", "a"}, {"number", 1}, {"inner", {{"text", "b"}}}};
  CHECK(member(object, "number") == 1);
  CHECK(member(object, "missing").is_null());
  CHECK(member(member(object, "inner"), "text") == "b");
  CHECK(member(member(object, "missing"), "text").is_null());
  for (Json const& other : {Json(), Json(1), Json("text"), Json::array({"text"})}) {
    CHECK(member(other, "text").is_null());
    CHECK(member_text(other, "text").empty());
  }
}

TEST_CASE("the text of a member is empty where it is none") {
  Json const object{{"text", "a"}, {"empty", ""}, {"number", 1}, {"flag", true}, {"list", {"a"}}, {"nothing", {}}};
  CHECK(member_text(object, "text") == "a");
  for (auto const* key : {"empty", "number", "flag", "list", "nothing", "missing"}) {
    CAPTURE(key);
    CHECK(member_text(object, key).empty());
  }
}

TEST_CASE("what a terminal obeys, or nobody sees, is escaped where JSON is shown") {
  struct Case {
    std::string text;
    std::string shown;
  };
  for (auto const& [text, shown] :
       {Case{"a\x1b[2Jb", R"("a\u001b[2Jb")"}, Case{"a\x7f", R"("a\u007f")"}, Case{"a\u009b1m", R"("a\u009b1m")"},
        Case{"a\u202eb\u2066", R"("a\u202eb\u2066")"},
        Case{"\u200bx\u200f\u061c\ufeff", R"("\u200bx\u200f\u061c\ufeff")"},
        Case{"a\u2028b\u2029", R"("a\u2028b\u2029")"}, Case{"a\U000e0041\U000e007f", R"("a\udb40\udc41\udb40\udc7f")"},
        Case{"a\ufe0f\u00ad\u3164", R"("a\ufe0f\u00ad\u3164")"}, Case{"\xff", "\"\uFFFD\""},
        Case{"caf\u00e9 \u2764\ufe0f \U0001F468\u200d\U0001F469 \u660e",
             "\"caf\u00e9 \u2764\ufe0f \U0001F468\u200d\U0001F469 \u660e\""}}) {
    CAPTURE(shown);
    CHECK(to_shown(Json(text)) == shown);
    if (text != "\xff") CHECK(Json::parse(to_shown(Json(text))) == text);
  }
  CHECK(to_shown({{"\u202ea", 1}}) == R"({"\u202ea":1})");
  CHECK(to_shown({{"a", "\u200b"}}, 2) == "{\n  \"a\": \"\\u200b\"\n}");
}

// Every code point: none of those that a terminal obeys is left, and nothing is lost.
TEST_CASE("any text is shown safely and read back as it was") {
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c == 0xD800) c = 0xE000;
    auto const text = "a" + utf8_of(std::u32string(1, c));
    auto const shown = to_shown(Json(text));
    if (without_controls(shown) == shown && printable(shown) == shown && Json::parse(shown) == text) continue;
    CAPTURE(static_cast<unsigned>(c));
    FAIL_CHECK("it is shown as it is");
  }
}
