#include "domain/message/relation.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace proactive;

namespace {

struct Case {
  char const* memory;
  char const* message;
};

}  // namespace

TEST_CASE("messages that speak of the memory") {
  for (auto const& [memory, message] :
       {Case{"User loves hiking in the Alps", "Any hike planned for the weekend?"},
        Case{"has a cat named Miso", "How is Miso doing today?"},
        Case{"has a cat named Miso", "Do you have two cats by now?"},
        Case{"baking bread on Sundays", "Did you bake anything lately?"},
        Case{"learning to play the piano", "Still playing that piano piece?"},
        Case{"My sister is getting married in June", "June is close. Excited about your sister?"},
        Case{"works as a nurse on night shifts", "Nurses like you deserve more sleep!"},
        Case{"running a marathon in 2026", "What comes after the run?"},
        Case{"flight at 10:30", "Did you make it to the one at 10?"},
        Case{"studying photography", "Taken any photos lately?"},
        Case{"favorite book is Dune", "ＤＵＮＥ on the shelf again?"},
        Case{"favorite book is Dune", "Read dunе again?"},
        Case{"planted tomatoes", "Is the first tomato red yet?"},
        Case{"likes stories", "Tell me a story!"},
        Case{"Le gustan los gatos", "¿Qué tal está tu gato?"},
        Case{"Estudia medicina en Sevilla", "¿Y la facultad de medicina?"},
        Case{"hermana que se casa en junio", "¿Cómo va la boda de tu hermana?"},
        Case{"Le encanta cocinar paella", "¿Cocinaste algo rico?"},
        Case{"Adora trilhas na montanha", "Fez alguma trilha?"},
        Case{"O cachorro se chama Bidu", "E os cachorros, tudo certo?"},
        Case{"Prüfung am Freitag", "Wie liefen deine Prüfungen?"},
        Case{"Hat einen Hund", "Was macht die Hundeschule?"},
        Case{"liest gern Bücher", "Welches Buch liegt gerade neben dir?"},
        Case{"Der Garten blüht", "Blühen die Rosen im Gärtchen?"},
        Case{"Aime la randonnée", "Une rando ce week-end ? Les randonnées te manquent ?"},
        Case{"Son chat s'appelle Miso", "Comment vont les chats ?"},
        Case{"Joue de la guitare", "Ta guitare est accordée ?"},
        Case{"suka mendaki gunung", "Kapan naik gunung lagi?"},
        Case{"kucingnya bernama Miso", "Kucing kamu masih nakal?"},
        Case{"犬を飼っている", "犬の散歩はどうだった？"},
        Case{"コーヒーが好き", "今朝のコーヒーはおいしかった？"},
        Case{"来週ピアノの発表会がある", "ピアノの練習、順調？"},
        Case{"我养了一只猫", "你的猫最近怎么样？"},
        Case{"喜欢爬山", "周末又去爬山了吗？"},
        Case{"在学钢琴", "钢琴弹得怎么样了？"},
        Case{"강아지를 키운다", "강아지는 잘 지내요?"},
        Case{"커피를 좋아한다", "오늘도 커피 마셨어요?"},
        Case{"여동생 결혼식이 6월에 있다", "결혼식 준비는 어때요?"},
        Case{"बिल्ली का नाम मीसो है", "तुम्हारी बिल्लियाँ कैसी हैं?"},
        Case{"चाय पसंद है", "आज चाय पी?"},
        Case{"पहाड़ों पर घूमना", "पहाड़ कब जाओगे?"},
        Case{"любит собак", "Как твоя собака?"}}) {
    CAPTURE(memory);
    CAPTURE(message);
    CHECK(relates_to(message, memory));
  }
}

TEST_CASE("messages that do not") {
  for (auto const& [memory, message] :
       {Case{"User loves hiking in the Alps", "How was the concert with your brother?"},
        Case{"has a cat named Miso", "What did you have for lunch today?"},
        Case{"has a cat named Miso", "How has your day been so far?"},
        Case{"My sister is getting married in June", "I was thinking about you. Did you sleep well?"},
        Case{"User mentioned that they want to learn Spanish", "Did you want to tell me how you feel?"},
        Case{"Plays guitar", "How was the trip to the lake?"},
        Case{"baking bread on Sundays", "Coffee or tea this morning?"},
        Case{"flight at 10:30", "What made you smile today?"},
        Case{"Le gustan los gatos", "¿Qué tal estuvo tu día?"},
        Case{"Estudia medicina en Sevilla", "¿Qué canción escuchas hoy?"},
        Case{"Adora trilhas na montanha", "Como foi o seu dia hoje?"},
        Case{"Prüfung am Freitag in Mathe", "Wie war dein Wochenende am See?"},
        Case{"Hat einen Hund und eine Katze", "Was hast du heute gekocht?"},
        Case{"Aime la randonnée en montagne", "Comment s'est passée ta journée ?"},
        Case{"Il joue de la guitare", "Tu as bien dormi cette nuit ?"},
        Case{"suka mendaki gunung", "Bagaimana harimu hari ini?"},
        Case{"犬を飼っている", "今日はどんな一日だった？"},
        Case{"コーヒーが好き", "昨日の映画はどうだった？"},
        Case{"我养了一只猫", "今天过得怎么样？"},
        Case{"喜欢爬山", "最近在看什么书？"},
        Case{"강아지를 키운다", "오늘 하루는 어땠어요?"},
        Case{"커피를 좋아한다", "좋아하는 영화가 뭐예요?"},
        Case{"बिल्ली का नाम मीसो है", "आज का दिन कैसा रहा?"},
        Case{"चाय पसंद है", "तुम्हारी नई नौकरी कैसी है?"}}) {
    CAPTURE(memory);
    CAPTURE(message);
    CHECK_FALSE(relates_to(message, memory));
  }
}

TEST_CASE("what cannot be compared passes") {
  for (auto const& [memory, message] :
       {Case{"User loves hiking in the Alps", "Wie war denn deine Wanderung am Wochenende?"},
        Case{"User loves hiking in the Alps", "¿Qué tal la caminata de este fin de semana?"},
        Case{"User loves hiking in the Alps", "週末のハイキングはどうだった？"},
        Case{"User loves hiking in the Alps", "주말 등산은 어땠어요?"},
        Case{"User loves hiking in the Alps", "पहाड़ों की सैर कैसी रही?"},
        Case{"Hat einen Hund und geht viel mit ihm spazieren", "How is the dog doing today?"},
        Case{"Fußball", "How was the match yesterday?"}, Case{"我养了一只猫", "猫ちゃんは元気？"},
        Case{"喜欢爬山", "今度はどこへ行くの？"}, Case{"เลี้ยงแมว", "วันนี้เป็นอย่างไรบ้าง"},
        Case{"", "How has your day been so far?"},
        Case{"The user said that they like it", "How has your day been so far?"},
        Case{"りんごがすき", "今日はどんな一日だった？"}}) {
    CAPTURE(memory);
    CAPTURE(message);
    CHECK(relates_to(message, memory));
  }
  CHECK(relates_to("How has your day been so far?", std::string(5000, 'x')));
}

TEST_CASE("the names of the two are no content, and languages that differ may share one") {
  CHECK_FALSE(relates_to("How was your day, Sam?", "Sam loves hiking in the Alps", "Sam Green Luna"));
  CHECK(relates_to("How was your day, Sam?", "Sam loves hiking in the Alps"));
  CHECK(relates_to("Wie geht es Miso?", "has a cat named Miso"));
  CHECK_FALSE(relates_to("健太さん、今日はどんな一日だった？", "健太さんは犬を飼っている", "健太"));
}

TEST_CASE("garbage has no content, and takes no time") {
  CHECK(relates_to("\xff\xfe", "\xff"));
  std::string words;
  for (int i = 0; words.size() < 3'900; ++i) words += static_cast<char>('a' + i % 26) + std::to_string(i * 7919) + " ";
  CHECK(relates_to(words, words));
  CHECK_FALSE(relates_to(words, "a cat named Miso"));
}
