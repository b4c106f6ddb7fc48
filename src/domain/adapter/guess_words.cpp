// What words of an app's own mean, in several languages. A word that is not here means nothing that could be guessed.
#include <array>

#include "base/text.hpp"
#include "domain/adapter/guess.hpp"

namespace proactive::adapter {

namespace {

// Words without blanks, marks between them and accents of Latin letters.
struct Meaning {
  std::string_view meaning;
  std::string_view words;
};

constexpr std::array stage_words{
    Meaning{"stranger",
            "stranger strangers new newcomer justmet unknown unfamiliar "
            "desconocido desconocida extrano extrana nuevo nueva desconhecido desconhecida estranho estranha novo nova "
            "fremd fremde fremder unbekannt unbekannte unbekannter neu inconnu inconnue etranger etrangere nouveau "
            "nouvelle sconosciuto sconosciuta estraneo estranea nuovo nuova 他人 初対面 知らない人 낯선사람 모르는사람 "
            "모르는사이 陌生 陌生人 अजनबी asing orangasing baru"},
    Meaning{"acquaintance",
            "acquaintance acquaintances acquainted conocido conocida conocidos conhecido conhecida conhecidos "
            "bekannt bekannte bekannter bekanntschaft connaissance connaissances conoscente conoscenti 知り合い 知人 "
            "顔見知り 지인 아는사람 아는사이 熟人 相识 परिचित kenalan"},
    Meaning{
        "friend",
        "friend friends friendly friendship buddy pal amigo amiga amigos amistad amizade freund freundin freunde "
        "freundschaft befreundet ami amie amis amitie amico amica amici amicizia 友達 友だち ともだち 友人 친구 朋友 "
        "दोस्त मित्र teman kawan"},
    Meaning{
        "close_friend",
        "close closefriend closefriends goodfriend goodfriends bestfriend bestfriends bestie confidant confidante "
        "mejoramigo mejoramiga amigocercano amigacercana melhoramigo melhoramiga amigoproximo amigaproxima "
        "engerfreund engefreundin guterfreund gutefreundin besterfreund bestefreundin vertraut vertraute vertrauter "
        "amiproche amieproche meilleurami meilleureamie miglioreamico miglioreamica 親友 절친 베프 친한친구 密友 "
        "好朋友 最好的朋友 知己 挚友 करीबीदोस्त घनिष्ठमित्र sahabat temandekat"},
    Meaning{"intimate", "intimate intimacy intimo intima intim innig intime 親密 친밀 친밀한 亲密 अंतरंग घनिष्ठ"},
    Meaning{"partner",
            "partner partners partnership lover lovers girlfriend boyfriend spouse husband wife married fiance fiancee "
            "significantother couple pareja novio novia esposo esposa parceiro parceira namorado namorada casal "
            "partnerin geliebte geliebter ehepartner ehepartnerin liebespaar partenaire conjoint conjointe compagnon "
            "compagne petitami petiteamie fidanzato fidanzata coniuge compagno compagna 恋人 パートナー 彼氏 彼女 연인 "
            "애인 파트너 伴侣 情侣 爱人 男朋友 女朋友 男友 女友 जीवनसाथी प्रेमी प्रेमिका pasangan pacar kekasih"}};

constexpr std::array intensity_words{
    Meaning{"3",
            "low mild slight weak faint little baja bajo leve debil baixa baixo fraca fraco niedrig gering schwach "
            "leicht faible bas basse leger legere bassa basso lieve debole 弱 弱い 低 低い 약함 낮음 轻微 轻度 कम हल्का "
            "rendah ringan lemah"},
    Meaning{"6",
            "medium moderate mid middle average media medio moderada moderado mittel massig moyen moyenne modere "
            "moderee moderata moderato 中 中等 中度 普通 보통 중간 मध्यम sedang"},
    Meaning{"9",
            "high strong severe intense extreme overwhelming alta alto fuerte intensa intenso forte hoch stark heftig "
            "intensiv fort eleve elevee haut haute 強 強い 高 高い 강함 높음 强 强烈 重度 अधिक tinggi kuat berat"}};

std::string plain_word(std::string const& word) {
  std::string plain;
  for (auto const& part : words_of(word)) plain += without_latin_accents(part);
  return plain;
}

template <std::size_t size>
std::string meaning_in(std::array<Meaning, size> const& meanings, std::string const& word) {
  auto const plain = plain_word(word);
  if (plain.empty()) return "";
  for (auto const& one : meanings) {
    for (auto const& known : words_of(one.words)) {
      if (plain == known) return std::string{one.meaning};
    }
  }
  return "";
}

}  // namespace

std::string stage_meant(std::string const& word) {
  for (auto const& one : stage_words) {
    if (word == one.meaning) return word;
  }
  return meaning_in(stage_words, word);
}

std::string intensity_meant(std::string const& word) { return meaning_in(intensity_words, word); }

}  // namespace proactive::adapter
