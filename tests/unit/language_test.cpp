#include "base/language.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace proactive;

namespace {

struct Text {
  std::string language;
  std::string text;
};

// The same message, long enough to be sure of.
std::vector<Text> const sure_texts{
    {"en", "I was just thinking about the book that you told me about. Did you like how it ended?"},
    {"de", "Ich habe gerade an das Buch gedacht, von dem du erzählt hast. Wie hat dir das Ende gefallen?"},
    {"fr", "Je pensais justement au livre dont tu m'avais parlé. Est-ce que la fin t'a plu ?"},
    {"es", "Estaba pensando en el libro del que me hablaste. ¿Te gustó cómo termina la historia?"},
    {"ru", "Я как раз думала о книге, о которой ты рассказывал. Понравилось ли тебе, чем всё закончилось?"},
    {"ja", "あなたが話してくれた本のことをちょうど考えていました。結末は気に入りましたか？"},
    {"zh", "我刚刚在想你跟我说过的那本书。你喜欢它的结局吗？"},
    {"ko", "네가 말해 준 책을 방금 생각하고 있었어. 결말은 마음에 들었어?"},
    {"ar", "كنت أفكر للتو في الكتاب الذي أخبرتني عنه. هل أعجبتك نهاية القصة؟"},
    {"el", "Σκεφτόμουν μόλις το βιβλίο που μου είχες πει. Σου άρεσε το τέλος της ιστορίας;"},
    {"pl", "Właśnie myślałam o książce, o której mi opowiadałeś. Czy podobało ci się zakończenie tej historii?"},
    {"fi", "Ajattelin juuri kirjaa, josta kerroit minulle. Piditkö siitä, miten tarina päättyi?"},
    {"tr", "Az önce bana anlattığın kitabı düşünüyordum. Hikâyenin sonu hoşuna gitti mi?"}};

}  // namespace

TEST_CASE("short messages are plausible in their language") {
  for (auto const& [language, text] : {Text{"en", "How was your day?"},
                                       Text{"en", "Did you ever finish that puzzle?"},
                                       Text{"de", "Wie war dein Tag heute?"},
                                       Text{"de-AT", "Na, alles gut bei dir?"},
                                       Text{"fr", "Comment s'est passée ta journée ?"},
                                       Text{"es", "¿Cómo te fue hoy en el trabajo?"},
                                       Text{"it", "Com'è andata la giornata?"},
                                       Text{"pt", "Como foi o seu dia hoje?"},
                                       Text{"pt-BR", "E aí, como foi o dia?"},
                                       Text{"nl", "Hoe was je dag vandaag?"},
                                       Text{"sv", "Hur har din dag varit?"},
                                       Text{"da", "Hvordan har din dag været?"},
                                       Text{"nb", "Hvordan har dagen din vært?"},
                                       Text{"pl", "Jak minął ci dzień?"},
                                       Text{"cs", "Jak ses dnes měl?"},
                                       Text{"ru", "Как прошёл твой день?"},
                                       Text{"uk", "Як минув твій день?"},
                                       Text{"tr", "Günün nasıl geçti?"},
                                       Text{"fi", "Miten päiväsi meni?"},
                                       Text{"hu", "Hogy telt a napod?"},
                                       Text{"ro", "Cum a fost ziua ta?"},
                                       Text{"el", "Πώς ήταν η μέρα σου;"},
                                       Text{"ja", "今日はどんな一日だった？"},
                                       Text{"zh", "今天过得怎么样？"},
                                       Text{"zh-TW", "今天過得怎麼樣？"},
                                       Text{"ko", "오늘 하루 어땠어?"},
                                       Text{"ar", "كيف كان يومك؟"},
                                       Text{"he", "איך עבר עליך היום?"},
                                       Text{"hi", "आज का दिन कैसा रहा?"},
                                       Text{"th", "วันนี้เป็นอย่างไรบ้าง"},
                                       Text{"vi", "Hôm nay của bạn thế nào?"},
                                       Text{"id", "Bagaimana harimu?"}}) {
    CAPTURE(language);
    CAPTURE(text);
    CHECK(is_plausibly_in(text, language));
  }
}

TEST_CASE("a text that is surely in one language is in no other") {
  for (auto const& [language, text] : sure_texts) {
    for (auto const& other : sure_texts) {
      CAPTURE(text);
      CAPTURE(other.language);
      CHECK(is_plausibly_in(text, other.language) == (other.language == language));
      CHECK(is_plausibly_in(text, other.language + "-XX") == (other.language == language));
    }
  }
}

TEST_CASE("tags that the detector has another name for are looked for") {
  for (std::string const language : {"he", "nb", "nb-NO", "no", "fil", "jv", "zh-TW", "sr-Latn", "id", "pt-BR"}) {
    CAPTURE(language);
    CHECK_FALSE(is_plausibly_in(sure_texts.front().text, language));
  }
  CHECK(is_plausibly_in("איך עבר עליך היום? בדיוק ראיתי סרט חדש ומאוד אהבתי אותו.", "he"));
  CHECK(is_plausibly_in("Iniisip ko lang yung libro na kinuwento mo sa akin. Nagustuhan mo ba?", "fil"));
  CHECK(is_plausibly_in("Upravo sam razmišljala o knjizi o kojoj si mi pričao. Da li ti se svideo kraj priče?",
                        "sr-Latn"));
}

TEST_CASE("languages that are hard to tell apart are believed") {
  struct Case {
    std::string text;
    std::vector<std::string> believed;
    std::vector<std::string> refused;
  };
  for (auto const& [text, believed, refused] :
       {Case{"Jeg tænkte lige på den bog, som du fortalte mig om. Kunne du lide, hvordan den sluttede?",
             {"da", "nb", "no"},
             {"en", "de", "fi"}},
        Case{"Upravo sam razmišljala o knjizi o kojoj si mi pričao. Je li ti se svidio kraj priče?",
             {"hr", "sr", "bs"},
             {"pl", "en", "ru"}},
        Case{"Práve som myslela na knihu, o ktorej si mi rozprával. Páčil sa ti koniec toho príbehu?",
             {"sk", "cs"},
             {"pl", "en"}},
        Case{"Aku baru saja memikirkan buku yang kamu ceritakan padaku. Apakah kamu suka akhir ceritanya?",
             {"id", "ms"},
             {"en", "tr"}},
        Case{"Я саме думала про книжку, про яку ти мені розповідав. Чи сподобався тобі її кінець?",
             {"uk", "ru", "be"},
             {"en", "bg", "pl"}},
        Case{"我剛剛在想你跟我說過的那本書。你喜歡它的結局嗎？", {"zh", "zh-CN", "zh-TW"}, {"ja", "ko", "en"}}}) {
    CAPTURE(text);
    for (auto const& language : believed) {
      CAPTURE(language);
      CHECK(is_plausibly_in(text, language));
    }
    for (auto const& language : refused) {
      CAPTURE(language);
      CHECK_FALSE(is_plausibly_in(text, language));
    }
  }
}

TEST_CASE("a text that tells little of its language is believed") {
  for (std::string const text : {"", "Ok!", "Haha, nice :)", "Sam?", "\U0001F600", "12:30", "Pizza?", "Hm..."}) {
    for (std::string const language : {"en", "de", "fi", "tr"}) {
      CAPTURE(text);
      CAPTURE(language);
      CHECK(is_plausibly_in(text, language));
    }
  }
}

TEST_CASE("a tag that is not known is believed") {
  for (auto const& [_, text] : sure_texts) {
    for (std::string const language : {"xx", "yue", "qaa", "", "und", "english"}) {
      CAPTURE(text);
      CAPTURE(language);
      CHECK(is_plausibly_in(text, language));
    }
  }
}

TEST_CASE("a text in two languages is believed in either") {
  std::string const text =
      "Как прошёл твой день сегодня? Я думала о тебе. How was your day today? I was thinking of you.";
  CHECK(is_plausibly_in(text, "ru"));
  CHECK(is_plausibly_in(text, "en"));
}

TEST_CASE("a message may quote a title in another language") {
  std::string const text =
      "Gestern habe ich endlich wieder Musik gehört und dabei an dich gedacht, weil in deinem Lieblingscafé immer "
      "\"Here Comes the Sun\" läuft. Warst du in letzter Zeit dort?";
  CHECK(is_plausibly_in(text, "de"));
  CHECK_FALSE(is_plausibly_in(text, "en"));
}

TEST_CASE("language tags, in their usual form") {
  for (auto const& [text, tag] : std::vector<std::pair<std::string, std::string>>{{"en", "en"},
                                                                                  {"EN", "en"},
                                                                                  {"fil", "fil"},
                                                                                  {"pt-BR", "pt-BR"},
                                                                                  {"pt_BR", "pt-BR"},
                                                                                  {"PT-br", "pt-BR"},
                                                                                  {"de_DE", "de-DE"},
                                                                                  {"de_DE.UTF-8", "de-DE"},
                                                                                  {"de_DE@euro", "de-DE"},
                                                                                  {"zh-Hant", "zh-Hant"},
                                                                                  {"zh_hant_tw", "zh-Hant-TW"},
                                                                                  {"ZH-HANT-TW", "zh-Hant-TW"},
                                                                                  {"es-419", "es-419"},
                                                                                  {"sr-Latn", "sr-Latn"},
                                                                                  {"de-1996", "de-1996"},
                                                                                  {"sl-ROZAJ", "sl-rozaj"},
                                                                                  {"de-DE-u-co-phonebk", "de-DE"},
                                                                                  {"en-US-x-mine", "en-US"},
                                                                                  {"in_ID", "id-ID"},
                                                                                  {"iw", "he"}}) {
    CAPTURE(text);
    CHECK(is_language_tag(text));
    CHECK(language_tag(text) == tag);
    CHECK(language_tag(tag) == tag);
  }
  for (std::string const tag : {"",      "e",          "engl",   "english", "English",      "en-",
                                "en_",   "en-U",       "-US",    "en-US-x", "en-123456789", "e1",
                                "en US", "en\n",       "en-U\n", "\u00e9n", "en.",          "en@",
                                "C",     "en-U\u00e9", "en--US", "en-US-",  "x-klingon",    "C.UTF-8"}) {
    CAPTURE(tag);
    CHECK_FALSE(is_language_tag(tag));
  }
  CHECK_FALSE(is_language_tag("en" + std::string(5'000'000, '-')));
}

TEST_CASE("what a reader of a language reads: RFC 4647's lookup, but no other script") {
  using Languages = std::vector<std::string>;
  for (auto const& [tag, read] :
       std::vector<std::pair<std::string, Languages>>{{"en", {"en"}},
                                                      {"pt_br", {"pt-BR", "pt"}},
                                                      {"de-CH-1996", {"de-CH-1996", "de-CH", "de"}},
                                                      {"zh-Hans-CN", {"zh-Hans-CN", "zh-Hans", "zh"}},
                                                      {"zh-CN", {"zh-CN", "zh"}},
                                                      {"zh-Hant-TW", {"zh-Hant-TW", "zh-Hant"}},
                                                      {"zh-Hant", {"zh-Hant"}},
                                                      {"zh-TW", {"zh-TW", "zh-Hant-TW", "zh-Hant"}},
                                                      {"zh_HK", {"zh-HK", "zh-Hant-HK", "zh-Hant"}},
                                                      {"sr-Latn-RS", {"sr-Latn-RS", "sr-Latn"}},
                                                      {"sr-Cyrl-RS", {"sr-Cyrl-RS", "sr-Cyrl", "sr"}},
                                                      {"hi-Latn", {"hi-Latn"}},
                                                      {"english", {}},
                                                      {"", {}}}) {
    CAPTURE(tag);
    CHECK(languages_read(tag) == read);
  }
}

// CLD2 has names for these languages, and takes them for their neighbours (Swedish, German, Icelandic, English).
TEST_CASE("languages that the detector cannot find are believed") {
  for (auto const& [language, text] :
       {Text{"nn", "Eg tenkte nett på boka du fortalde meg om. Likte du korleis ho slutta?"},
        Text{"lb", "Ech hunn grad un d'Buch geduecht, vun deem s du mir erzielt hues. Huet dir d'Enn gefall?"},
        Text{"fo", "Eg hugsaði júst um bókina, sum tú segði mær frá. Dámdi tær, hvussu hon endaði?"},
        Text{"sco", "A wis jist thinkin aboot the beuk ye telt me aboot. Did ye like hou it endit?"}}) {
    CAPTURE(language);
    CHECK(is_plausibly_in(text, language));
  }
}

TEST_CASE("the language that a text is evidently in") {
  CHECK(language_found_in("How has your day been so far, and did you sleep well?") == "en");
  CHECK(language_found_in("Wie war dein Tag bisher, und hast du gut geschlafen?") == "de");
  CHECK(language_found_in("今天过得怎么样？昨天晚上睡得好吗？") == "zh");
  CHECK(language_found_in("今日はどんな一日だった？よく眠れた？") == "ja");
  CHECK_FALSE(language_found_in("Hm, no?"));
  CHECK_FALSE(language_found_in(""));
  CHECK_FALSE(language_found_in("How has your day been so far? \xff"));
}
