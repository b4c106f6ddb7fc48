#include "domain/message/wrapping.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace proactive;

namespace {

std::string without(std::string const& message) { return without_wrapping(message, "Luna"); }

}  // namespace

TEST_CASE("what models put around a message is taken away") {
  struct Case {
    char const* wrapped;
    char const* message;
  };
  for (auto const& [wrapped, message] :
       {Case{"Luna: How was the hike?", "How was the hike?"},
        Case{"LUNA: How was the hike?", "How was the hike?"},
        Case{"Luna： 今天怎么样？", "今天怎么样？"},
        Case{"**Luna:** How was the hike?", "How was the hike?"},
        Case{"**Luna**: How was the hike?", "How was the hike?"},
        Case{"*Luna:* How was the hike?", "How was the hike?"},
        Case{"[Luna]: How was the hike?", "How was the hike?"},
        Case{"Luna — how was the hike?", "how was the hike?"},
        Case{"Luna - how was the hike?", "how was the hike?"},
        Case{"\"How was the hike?\"", "How was the hike?"},
        Case{" \"How was the hike?\"\n", "How was the hike?"},
        Case{"“How was the hike?”", "How was the hike?"},
        Case{"'How was the hike?'", "How was the hike?"},
        Case{"'I'm glad it's over!'", "I'm glad it's over!"},
        Case{"‘I’m glad it’s over!’", "I’m glad it’s over!"},
        Case{"„Wie war die Wanderung?“", "Wie war die Wanderung?"},
        Case{"« Comment était la randonnée ? »", "Comment était la randonnée ?"},
        Case{"«\u00A0Comment était la randonnée\u00A0?\u00A0»", "Comment était la randonnée\u00A0?"},
        Case{"»Wie war die Wanderung?«", "Wie war die Wanderung?"},
        Case{"「ハイキングはどうだった？」", "ハイキングはどうだった？"},
        Case{"『ハイキングはどうだった？』", "ハイキングはどうだった？"},
        Case{"Luna: \"How was the hike?\"", "How was the hike?"},
        Case{"\"Luna: How was the hike?\"", "How was the hike?"},
        Case{"Sure! Here is a message: How was the hike?", "How was the hike?"},
        Case{"Sure! Here's a message for Sam:\n\n\"How was the hike?\"", "How was the hike?"},
        Case{"Here's the message: Luna: \"How was the hike?\"", "How was the hike?"},
        Case{"Here's the message:\n\nHow was the hike?", "How was the hike?"},
        Case{"**Here's the message:**\n\nHow was the hike?", "How was the hike?"},
        Case{"Of course! Here is a short, friendly check-in message you could send to Sam: How was the hike?",
             "How was the hike?"},
        Case{"Certainly! I can help with that. Here's a text for Sam: How was the hike?", "How was the hike?"},
        Case{"Here's a warm message under 200 characters: How was the hike?", "How was the hike?"},
        Case{"Here is a message for 10:30: How was the hike?", "How was the hike?"},
        Case{"Absolutely!\nHow was the hike?", "How was the hike?"},
        Case{"Message: How was the hike?", "How was the hike?"},
        Case{"Sure thing! This is the draft\nHow was the hike?", "How was the hike?"},
        Case{"¡Claro! Aquí tienes el mensaje: ¿Qué tal la caminata?", "¿Qué tal la caminata?"},
        Case{"Aquí tienes un mensaje corto para Sam:\n«¿Qué tal la caminata?»", "¿Qué tal la caminata?"},
        Case{"Por supuesto. Este es el mensaje: ¿Qué tal?", "¿Qué tal?"},
        Case{"Mensaje: ¿Qué tal la caminata?", "¿Qué tal la caminata?"},
        Case{"Claro! Aqui está a mensagem: Como foi a trilha?", "Como foi a trilha?"},
        Case{"Com certeza! Segue uma mensagem curta para o Sam: Como foi a trilha?", "Como foi a trilha?"},
        Case{"Klar! Hier ist die Nachricht: Wie war dein Ausflug?", "Wie war dein Ausflug?"},
        Case{"Natürlich! Hier ist eine kurze, freundliche Nachricht für Sam:\n\n„Wie war dein Ausflug?“",
             "Wie war dein Ausflug?"},
        Case{"Gerne! Hier ein Entwurf\nWie war dein Ausflug?", "Gerne! Hier ein Entwurf\nWie war dein Ausflug?"},
        Case{"Nachricht: Wie war dein Ausflug?", "Wie war dein Ausflug?"},
        Case{"Bien sûr ! Voici le message : Comment était ta randonnée ?", "Comment était ta randonnée ?"},
        Case{"Voici un petit message chaleureux pour Sam :\nComment était ta randonnée ?",
             "Comment était ta randonnée ?"},
        Case{"D’accord ! Voici un texte que tu peux envoyer : Ça va ?", "Ça va ?"},
        Case{"Tentu! Berikut pesannya: Gimana perjalananmu?", "Gimana perjalananmu?"},
        Case{"Baik, berikut adalah pesan singkat untuk Sam: Gimana perjalananmu?", "Gimana perjalananmu?"},
        Case{"はい、メッセージはこちらです：旅行はどうだった？", "旅行はどうだった？"},
        Case{"もちろんです！以下が短いメッセージです：\n「旅行はどうだった？」", "旅行はどうだった？"},
        Case{"承知しました。\n旅行はどうだった？", "旅行はどうだった？"},
        Case{"물론이죠! 요청하신 메시지입니다: 여행은 어땠어요?", "여행은 어땠어요?"},
        Case{"다음은 Sam에게 보낼 메시지입니다:\n\"여행은 어땠어요?\"", "여행은 어땠어요?"},
        Case{"好的，以下是消息：旅行玩得怎么样？", "旅行玩得怎么样？"},
        Case{"当然！这是一条给Sam的短信：\n“旅行玩得怎么样？”", "旅行玩得怎么样？"},
        Case{"ज़रूर! यह रहा संदेश: यात्रा कैसी रही?", "यात्रा कैसी रही?"},
        Case{"बिल्कुल! यहाँ एक छोटा संदेश है: \"यात्रा कैसी रही?\"", "यात्रा कैसी रही?"}}) {
    CAPTURE(wrapped);
    CHECK(without(wrapped) == message);
  }
}

TEST_CASE("what may be part of a message stays") {
  for (std::string const message : {"How was the hike?",
                                    "Note to self: never race you up a hill.",
                                    "Guess what: I found the book you told me about!",
                                    "\"Dune\" or \"Alien\"?",
                                    "\"Dune\" or \"Alien\"",
                                    "\"Dune\" is on tonight. Do you want to watch?",
                                    "Sure! Here is fine with me too",
                                    "Here's a thought: what if we read it together?",
                                    "Here's the thing: I can't choose between the two.",
                                    "Here's a question: tea or coffee?",
                                    "Here's a reminder: you are braver than you think.",
                                    "Here's my answer: the one with the lighthouse.",
                                    "Here's a text that made me laugh: the one of your sister!",
                                    "Okay, here's what happened: my sister sent a message",
                                    "Lunar eclipse tonight: are you watching?",
                                    "Moon: full. Tea: hot. How are you?",
                                    "Luna: ",
                                    "Luna park or the zoo?",
                                    "'Tis the season, isn't it? The dogs' favourite too, I hear, and 'cause",
                                    "'Dune' or 'Alien'",
                                    "Of course: you can do this!",
                                    "Sure: see you then.",
                                    "\"\"",
                                    "\"",
                                    "“Dune” oder “Alien”",
                                    "«Dune» o «Alien»",
                                    "「デューン」か「エイリアン」",
                                    "Una pregunta: ¿té o café?",
                                    "Una cosa: te echo de menos los lunes.",
                                    "Aquí va una pregunta: ¿té o café?",
                                    "Uma pergunta: chá ou café?",
                                    "Ganz ehrlich: Tee oder Kaffee?",
                                    "Hier ist eine Frage: Tee oder Kaffee?",
                                    "Das ist mein Vorschlag: Wir lesen es zusammen.",
                                    "Voici une question : thé ou café ?",
                                    "Petite question : thé ou café ?",
                                    "Tebak: teh atau kopi?",
                                    "Ini pertanyaannya: teh atau kopi?",
                                    "質問：お茶とコーヒー、どっち？",
                                    "はい、お茶どうぞ！今日はどうだった？",
                                    "질문: 차 아니면 커피?",
                                    "네 생각: 차 아니면 커피?",
                                    "好消息：明天放晴！",
                                    "猜猜看：今天我读了什么？",
                                    "एक सवाल: चाय या कॉफ़ी?",
                                    "12:30 already: have you eaten?",
                                    "How was the hike?\n\nLet me know if this works!"}) {
    CAPTURE(message);
    CHECK(without(message) == message);
  }
}

TEST_CASE("another name than the companion's stays") {
  CHECK(without_wrapping("Émile: ça va ?", "émile") == "ça va ?");
  CHECK(without_wrapping("СОФИЯ: как дела?", "София") == "как дела?");
  CHECK(without_wrapping("さくら：元気？", "さくら") == "元気？");
  CHECK(without_wrapping("Sam: how was it?", "Luna") == "Sam: how was it?");
  CHECK(without_wrapping("Luna: how was it?", "") == "Luna: how was it?");
  CHECK(without_wrapping(": how was it?", "") == ": how was it?");
  CHECK(without_wrapping("Mary - Jane: how was it?", "Mary - Jane") == "how was it?");
}

TEST_CASE("announcements that cannot be told from the message") {
  for (std::string const message :
       {"Sure, here's something you could send", "Sure! Here is a message",
        "Of course, here's one you could send Sam, how was the hike?",
        "Sure, here's a short message for Sam. How are you?", "¡Claro! Aquí tienes algo que podrías enviar",
        "Claro, aqui vai uma mensagem para o Sam, tudo bem?", "Gerne, hier ist etwas, was du schicken kannst",
        "Bien sûr, voici quelque chose que tu peux envoyer", "Tentu, berikut pesan untuk Sam, apa kabar?",
        "もちろんです、こちらがメッセージです 元気？", "물론이죠, 다음은 메시지예요 잘 지내요?",
        "当然，下面是给Sam的消息 你好吗"}) {
    CAPTURE(message);
    CHECK(has_preamble(message));
  }
  for (std::string const message :
       {"Sure! Here is fine with me too", "Okay, here's what happened at the lake yesterday.",
        "Here's to you and your exam!", "Great, this is what I hoped to hear!", "Klar, das ist ein schöner Plan!",
        "Claro, este es tu año.", "Bien sûr, c'est ton tour !", "Is there something you could send her?",
        "Okay, your message made my day.", "네가 보낸 메시지 여기 있어, 고마워!", "好的明天见！这是你的短信吗？"}) {
    CAPTURE(message);
    CHECK_FALSE(has_preamble(message));
  }
}

TEST_CASE("long texts of separators and quotes take no time") {
  for (std::string const part : {"\"", "'", ":", "Luna: ", "Here is a message: ", "“", "「", "\xff"}) {
    std::string text;
    while (text.size() < 60'000) text += part;
    CHECK(without(text).size() <= text.size());
    CHECK_FALSE(has_preamble(text + "!"));
  }
}
