#include "domain/message/preambles.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace proactive {

namespace {

using Phrases = std::vector<std::string>;

// All as folded words between spaces; but where words have no order to rely on (Hindi), or no spaces between them,
// presenter and noun stand anywhere in what is announced.
struct Announcing {
  bool is_ordered;
  Phrases assents;     // "sure"
  Phrases presenters;  // "here is"
  Phrases nouns;       // "message", the first of which may stand alone
  Phrases vague;       // "something you could": what is announced, but only behind an assent
  Phrases tails;       // "for": what may follow the noun
};

// Words in small letters without the accents of Latin letters, each between spaces.
std::string folded(std::string_view text) {
  return without_latin_accents(fmt::format(" {} ", join(words_of(text), " ")));
}

// Lists with commas, each of their items folded; in languages without spaces, without those around it.
Phrases listed(std::string_view items, bool is_ordered) {
  Phrases phrases;
  while (!items.empty()) {
    auto const end = std::min(items.find(','), items.size());
    auto const phrase = folded(items.substr(0, end));
    phrases.push_back(is_ordered ? phrase : std::string{trim(phrase)});
    items.remove_prefix(std::min(end + 1, items.size()));
  }
  return phrases;
}

struct Written {
  bool is_ordered;
  std::string_view assents, presenters, nouns, vague, tails;
};

// What companions say themselves is no noun of these: a question, a thought, a reminder, an idea, my answer.
constexpr std::array announcements{
    Written{
        true,
        "sure,sure thing,of course,certainly,absolutely,okay,ok,alright,all right,great,gladly,no problem,got it,"
        "understood,happy to help,happy to,definitely,with pleasure",
        "here is,here's,here are,here you go,this is,below is,here goes",
        "message,messages,text,texts,reply,response,draft,check in,sms,chat message,text message",
        "something you could,something you can,something you might,one you could,what you could,what you can,"
        "something luna could,an example,a version,a suggestion you",
        "for,to,you,that you,which you,i'd send,i would send,based on,in,as,with,under,tailored,written,that i'd send"},
    Written{
        true,
        "claro,claro que si,por supuesto,vale,desde luego,perfecto,con gusto,entendido,de acuerdo,con mucho gusto,ok",
        "aqui tienes,aqui esta,aqui va,aqui te dejo,te dejo,este es,esta es,he aqui,a continuacion",
        "mensaje,mensajito,texto,respuesta,borrador,sms",
        "algo que podrias,algo que puedes,uno que podrias,una propuesta",
        "para,que puedes,que podrias,que le puedes,en,basado,de menos,con,corto,breve,calido,amable"},
    Written{
        true, "claro,com certeza,certo,e claro,pois nao,sem problema,sem problemas,perfeito,entendido,ok,com prazer",
        "aqui esta,aqui vai,aqui tens,aqui tem,segue,segue abaixo,eis,esta e,abaixo esta",
        "mensagem,texto,resposta,rascunho,sms", "algo que voce pode,algo que podes,algo que voce poderia,uma sugestao",
        "para,pra,que voce,que podes,em,baseada,baseado,com,curta,breve,calorosa,amigavel"},
    Written{true,
            "klar,na klar,aber klar,gerne,aber gerne,natuerlich,nat\u00fcrlich,selbstverst\u00e4ndlich,sicher,alles "
            "klar,okay,"
            "ok,gern,kein problem,verstanden",
            "hier ist,hier kommt,hier hast du,hier w\u00e4re,das ist,anbei,hier sind,hier haben sie",
            "nachricht,nachrichten,textnachricht,chatnachricht,text,entwurf,antwort,sms,beispielnachricht",
            "etwas das du,etwas was du,was du schicken k\u00f6nntest,ein vorschlag",
            "f\u00fcr,an,die du,den du,die sie,auf,in,im,mit,unter"},
    Written{
        true,
        "bien sur,avec plaisir,certainement,d'accord,pas de probleme,volontiers,parfait,entendu,ok,okay,bien entendu,"
        "absolument",
        "voici,voila,c'est,ci-dessous,ci-dessous voici", "message,texte,reponse,brouillon,sms,texto",
        "quelque chose que tu,quelque chose que vous,une proposition,un exemple",
        "pour,que tu,que vous,a,en,dans,avec,adapte,de moins,court,bref,chaleureux,amical"},
    Written{true, "tentu,tentu saja,baik,baiklah,oke,ok,siap,dengan senang hati,pasti,boleh",
            "berikut,berikut ini,berikut adalah,ini,inilah,ini dia,di bawah ini",
            "pesan,pesannya,pesanmu,teks,teksnya,balasan,balasannya,draf,sms", "sesuatu yang bisa,contoh,usulan",
            "untuk,yang bisa,yang dapat,kepada,buat,dalam,dengan,singkat,hangat"},
    Written{false,
            "もちろん,もちろんです,もちろんいいですよ,はい,承知しました,承知いたしました,了解しました,了解です,"
            "かしこまりました,わかりました",
            "以下,こちら,次のメッセージ,どうぞ,用意しました,作成しました,考えてみました,書いてみました,メッセージ案",
            "メッセージ,文章,文面,返信", "送れる一言", ""},
    Written{false, "물론,물론이죠,물론입니다,물론이에요,네,알겠습니다,좋습니다,그럼요",
            "다음은,다음과 같,요청하신,아래는,아래와 같,여기 있,여기 메시지,여기에 "
            "메시지,메시지입니다,메시지예요,메시지 초안",
            "메시지,메세지,문자,답장,문구", "보낼 수 있는 말", ""},
    Written{false, "当然,當然,当然可以,當然可以,好的,没问题,沒問題,可以,好,明白了",
            "以下,这是一,這是一,这是给,這是給,这里是,這裡是,下面是,如下,为您,為您,为你写,為你寫",
            "消息,信息,短信,讯息,訊息,文案,简讯,簡訊,回复,回覆", "可以发的话", ""},
    Written{false, "ज़रूर,जरूर,बिल्कुल,बिलकुल,हाँ,हां,ठीक है,बेशक,अवश्य",
            "यह रहा,ये रहा,यहाँ एक,यहां एक,यहाँ आपका,यहां आपका,पेश है,नीचे,निम्न,प्रस्तुत है", "संदेश,सन्देश,मैसेज,मेसेज,टेक्स्ट,जवाब",
            "कुछ ऐसा जो", ""}};

Announcing announcing(Written const& each) {
  return {each.is_ordered,
          listed(each.assents, true),
          listed(each.presenters, each.is_ordered),
          listed(each.nouns, each.is_ordered),
          listed(each.vague, each.is_ordered),
          listed(each.tails, each.is_ordered)};
}

std::vector<Announcing> const& languages() {
  static std::vector<Announcing> const all = [] {
    std::vector<Announcing> made;
    made.reserve(announcements.size());
    for (auto const& each : announcements) made.push_back(announcing(each));
    return made;
  }();
  return all;
}

bool holds_any(std::string_view text, Phrases const& phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](std::string const& phrase) { return text.find(phrase) != std::string_view::npos; });
}

// Behind the longest of the phrases that the text begins with, from the space that ends it on. The text itself where it
// begins with none.
std::string_view behind_any(std::string_view text, Phrases const& phrases) {
  std::size_t longest = 1;
  for (auto const& phrase : phrases) {
    if (text.starts_with(phrase)) longest = std::max(longest, phrase.size());
  }
  return text.substr(longest - 1);
}

std::string_view behind_assents(std::string_view text, Announcing const& language) {
  for (auto before = text.size() + 1; text.size() < before;) {
    before = text.size();
    text = behind_any(text, language.assents);
  }
  return text;
}

// Whether one of the nouns is among the next words, and one of the tails, or nothing, behind it.
bool names_message(std::string_view text, Phrases const& nouns, Phrases const& tails, long most_words) {
  for (auto const& noun : nouns) {
    for (auto at = text.find(noun); at != std::string_view::npos; at = text.find(noun, at + 1)) {
      if (std::count(text.begin(), text.begin() + static_cast<long>(at) + 1, ' ') > most_words) break;
      auto const tail = text.substr(at + noun.size() - 1);
      if (tail == " " || behind_any(tail, tails).size() < tail.size()) return true;
    }
  }
  return false;
}

// By a presenter at the beginning, or anywhere behind an assent; what is vague only there.
bool presents(std::string_view text, Announcing const& language, bool has_assent, long most_words) {
  for (auto const& presenter : language.presenters) {
    for (auto at = text.find(presenter); at != std::string_view::npos; at = text.find(presenter, at + 1)) {
      if (at > 0 && !has_assent) break;
      auto const presented = text.substr(at + presenter.size() - 1);
      if (names_message(presented, language.nouns, language.tails, most_words)) return true;
      if (has_assent && behind_any(presented, language.vague).size() < presented.size()) return true;
    }
  }
  return false;
}

bool announces(std::string_view text, Announcing const& language, bool needs_assent) {
  constexpr std::size_t most_bytes = 200;  // of an announcement whose words stand in no order
  auto const rest = behind_assents(text, language);
  bool const has_assent = rest.size() < text.size();
  if (needs_assent && !has_assent) return false;
  if (language.is_ordered) return presents(rest, language, has_assent, needs_assent ? 4 : 8);
  auto const presented = rest.substr(0, most_bytes);
  bool const is_named = holds_any(presented, language.nouns) || (has_assent && holds_any(presented, language.vague));
  return is_named && holds_any(presented, language.presenters);
}

}  // namespace

bool is_preamble(std::string_view head) {
  auto const text = folded(head);
  return std::any_of(languages().begin(), languages().end(), [&](Announcing const& language) {
    bool const is_label = trim(language.nouns.front()) == trim(text);
    return is_label || announces(text, language, false);
  });
}

bool is_assent(std::string_view head) {
  auto const text = folded(head);
  return !trim(text).empty() && std::any_of(languages().begin(), languages().end(), [&](Announcing const& language) {
    return trim(behind_assents(text, language)).empty();
  });
}

bool announces_after_assent(std::string_view text) {
  auto const words = folded(text);
  return std::any_of(languages().begin(), languages().end(),
                     [&](Announcing const& language) { return announces(words, language, true); });
}

}  // namespace proactive
