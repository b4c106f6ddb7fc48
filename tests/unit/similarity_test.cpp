#include "domain/message/similarity.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace proactive;

namespace {

double alike(std::string const& left, std::string const& right) {
  return similarity(trigrams_of(left), trigrams_of(right));
}

}  // namespace

TEST_CASE("trigrams are counted as pg_trgm counts them") {
  CHECK(trigrams_of("cat").size() == 4);  // "  c", " ca", "cat", "at "
  CHECK(trigrams_of("a").size() == 2);
  CHECK(trigrams_of("cat cat, CAT!").size() == 4);
  CHECK(trigrams_of("two words").size() == 10);
  CHECK(trigrams_of("").empty());
  CHECK(trigrams_of("!? ... \U0001F600").empty());
  auto const trigrams = trigrams_of("How has your day been so far?");
  CHECK(std::is_sorted(trigrams.begin(), trigrams.end()));
  CHECK(std::adjacent_find(trigrams.begin(), trigrams.end()) == trigrams.end());
}

TEST_CASE("similarities are those of pg_trgm") {
  struct Case {
    std::string left;
    std::string right;
    double expected;
  };
  for (auto const& [left, right, expected] :
       {Case{"word", "two words", 4.0 / 11}, Case{"cat", "cats", 3.0 / 6}, Case{"cat", "dog", 0.0},
        Case{"a b", "a c", 2.0 / 6}, Case{"abc def", "def abc", 1.0}, Case{"hello world", "hello", 6.0 / 12}}) {
    CAPTURE(left);
    CAPTURE(right);
    CHECK(alike(left, right) == doctest::Approx(expected));
    CHECK(alike(right, left) == alike(left, right));
  }
}

TEST_CASE("case, punctuation and form do not count") {
  std::string const sent = "How has your day been so far?";
  CHECK(alike(sent, sent) == 1.0);
  CHECK(alike(sent, "HOW has your day been, so far??") == 1.0);
  CHECK(alike("stra\u00dfe", "STRASSE") == 1.0);
  CHECK(alike("caf\u00e9", "cafe\u0301") == 1.0);
  CHECK(alike("\uff43\uff41\uff54", "cat") == 1.0);
  CHECK(alike("\u041f\u0440\u0438\u0432\u0435\u0442", "\u043f\u0440\u0438\u0432\u0435\u0442!") == 1.0);
}

TEST_CASE("texts without words are like nothing") {
  CHECK(alike("", "") == 0.0);
  CHECK(alike("!?", "...") == 0.0);
  CHECK(alike("", "cat") == 0.0);
  CHECK(alike("\xff\xfe", "cat") == 0.0);
}

TEST_CASE("rewordings repeat, other messages do not") {
  std::string const sent = "How has your day been so far?";
  for (std::string const message :
       {"How was your day so far, Sam?", "So far, how has your day been?", "How has your day been?"}) {
    CAPTURE(message);
    CHECK(alike(sent, message) >= repetition_similarity);
  }
  for (std::string const message : {"Tell me about old maps.", "How did the exam go?",
                                    "Did you start that new book yet?", "What a day it has been!"}) {
    CAPTURE(message);
    CHECK(alike(sent, message) < repetition_similarity);
  }
}

TEST_CASE("messages of other scripts that have nothing in common do not repeat each other") {
  struct Case {
    std::string left;
    std::string right;
  };
  for (auto const& [left, right] :
       {Case{"Как прошёл твой день сегодня?", "Слушаешь ли ты ещё ту группу из Бристоля?"},
        Case{"今日はどんな一日でしたか？ゆっくり休めていますか？", "新しい本を読み始めたんだ。どんな話が好き？"},
        Case{"今天过得怎么样？有没有好好休息？", "我昨晚听了一首老歌，突然想起你。"},
        Case{"오늘 하루는 어땠어? 점심은 맛있게 먹었어?", "요즘 무슨 음악 듣고 있어? 나도 추천해 줘."},
        Case{"كيف كان يومك اليوم؟", "هل بدأت قراءة الكتاب الجديد الذي أخبرتني عنه؟"},
        Case{"Πώς ήταν η μέρα σου σήμερα;", "Διάβασες τελικά εκείνο το καινούργιο βιβλίο;"},
        Case{"איך עבר עליך היום?", "התחלת כבר לקרוא את הספר החדש שסיפרת עליו?"}}) {
    CAPTURE(left);
    CHECK(alike(left, right) < 0.3);
    CHECK(alike(left, left) == 1.0);
  }
}

// Trigrams of bytes would know one letter each in these scripts, and take any two messages for repetitions.
TEST_CASE("a trigram is of three characters in every script") {
  struct Case {
    std::string left;
    std::string right;
  };
  for (auto const& [left, right] :
       {Case{"วันนี้เป็นอย่างไรบ้าง เหนื่อยไหม กินข้าวหรือยัง ฉันเพิ่งดูหนังเรื่องใหม่มา สนุกมาก",
             "เพลงใหม่ที่เธอชอบออกมาแล้วนะ ฟังหรือยัง เมื่อคืนฝนตกหนักมาก หลับสบายดีไหม"},
        Case{"როგორ ჩაიარა დღევანდელმა დღემ? ახლახან ახალი ფილმი ვნახე და ძალიან მომეწონა.",
             "დაიწყე იმ წიგნის კითხვა, რომელზეც მითხარი? გუშინ მთელი ღამე წვიმდა, კარგად გეძინა?"},
        Case{"आज तुम्हारा दिन कैसा रहा? मैंने अभी एक नई फ़िल्म देखी और वह बहुत अच्छी लगी।",
             "क्या तुमने वह किताब पढ़ना शुरू किया जिसके बारे में बताया था? कल रात बहुत बारिश हुई, नींद ठीक आई?"},
        Case{"இன்று உன் நாள் எப்படி இருந்தது? நான் இப்போதுதான் ஒரு புதிய படம் பார்த்தேன், மிகவும் பிடித்தது.",
             "நீ சொன்ன அந்த புத்தகத்தை படிக்க ஆரம்பித்தாயா? நேற்று இரவு பலத்த மழை பெய்தது, நன்றாக தூங்கினாயா?"}}) {
    CAPTURE(left);
    CHECK(alike(left, right) < 0.3);
  }
  CHECK(trigrams_of("\u043a\u043e\u0442").size() == trigrams_of("cat").size());
}
