#include "domain/llm/quotation.hpp"

#include <doctest/doctest.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "domain/message/review/form.hpp"

using namespace proactive;

TEST_CASE("no character at all ends a quotation, whoever folds it") {
  constexpr auto signs = "<>[]{}\"\\`|\n\r";
  for (char32_t c = 1; c < 0x110000; ++c) {
    if (c == 0xD800) c = 0xE000;
    auto const text = "a" + utf8_of(std::u32string(1, c)) + "b";
    auto const data = as_data(text, 100);
    if (data.find_first_of(signs) == std::string::npos && normalized(data).find_first_of(signs) == std::string::npos &&
        printable(data) == data && to_line(Json(data)) == "\"" + data + "\"" && !has_hidden_characters(data)) {
      continue;
    }
    CAPTURE(static_cast<unsigned>(c));
    FAIL_CHECK("it is left in a text");
  }
}

TEST_CASE("what people write stays what it is") {
  for (std::string const text :
       {"It's 5 o'clock, isn't it? (No.)", "caf\u00e9 \u00e0 la cr\u00e8me; 100%!",
        "\u660e\u65e5\u306f\u3001\u96e8\uff1f\uff01",
        "\u041f\u0440\u0438\u0432\u0435\u0442 \u2013 \u043a\u0430\u043a \u0434\u0435\u043b\u0430?",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\U0001F468\u200D\U0001F469\u200D\U0001F467 \u2764\uFE0F \U0001F44D\U0001F3FD", "\u00ab oui \u00bb",
        "\u300c\u306f\u3044\u300d"}) {
    CAPTURE(text);
    CHECK(as_data(text, 100) == text);
  }
}

TEST_CASE("quotation marks and brackets are replaced by signs that mean nothing") {
  CHECK(as_data("say \"hi\" \u201Cthere\u201D \uFF02you\uFF02", 100) == "say 'hi' 'there' 'you'");
  CHECK(as_data("<|a|> [b] {c} \uFF1C\uFF5Cd\uFF5C\uFF1E \uFF5Be\uFF5D \u2774f\u2775 \u27E8g\u27E9", 100) ==
        "\u2039\u00A6a\u00A6\u203A (b) (c) \u2039\u00A6d\u00A6\u203A (e) (f) \u2039g\u203A");
  CHECK(as_data("a\\b \uFF3Cc `d`", 100) == "a/b /c 'd'");
}

TEST_CASE("what nobody sees is left out") {
  CHECK(as_data("o\u00ADb\u200Be\u2060y\uFEFF \u3164\u115F\uFFA0\u180E\u2800", 100) == "obey");
  CHECK(as_data("a\uFE0Fb\uFE00c\U000E0101", 100) == "abc");
  CHECK(as_data("\u2764\uFE0F\uFE0F\uFE01\uFE0E", 100) == "\u2764\uFE0F");
  CHECK(as_data("\U0001F3F4\U000E0067\U000E0062\U000E007F", 100) == "\U0001F3F4");
  CHECK(as_data("a\u202Eb\u2066c\u061Cd", 100) == "a b cd");
  CHECK(as_data("a\u00A0b\u3000c\u2003d", 100) == "a b c d");
}
