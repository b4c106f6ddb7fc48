#include "domain/message/stop_words.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "base/text.hpp"

namespace proactive {

namespace {

// Of languages with spaces: function words, what companions ask of anything ("how was your day"), and what those who
// note memories say of anything ("the user mentioned that they like").
constexpr std::array<std::string_view, 7> stop_words{
    // en
    "a an the and or but if so then than too very just only also even still yet again ever never always often i me my "
    "mine myself you your yours yourself he him his she her hers it its we us our ours they them their theirs this "
    "that "
    "these those who whom whose what which when where why how is am are was were be been being do does did done doing "
    "don t s m re ve ll d have has had having can could will would shall should may might must not no yes of to in on "
    "at by for from with without about into over under after before between up down out off as like likes liked love "
    "loves loved enjoy enjoys enjoyed want wants wanted need needs know knows think thinks thinking thought feel feels "
    "feeling get gets got getting go goes going gone went come came make makes made take takes say says said tell "
    "tells "
    "told talk talked talking mention mentions mentioned user hear heard wonder wondering remember remembered hope "
    "hoping let lets really lately recently today tonight tomorrow yesterday now day days week weekend time year years "
    "morning afternoon evening night lot much many more most some any all thing things something anything bit well "
    "good "
    "great nice hi hey hello there here one two new old way please thanks because while until going favorite favourite",
    // es
    "el la los las un una unos unas y e o u pero si no de del al a en con por para sin sobre entre hasta desde que "
    "quien cual cuando donde como por que porque yo me mi mis tu tus te ti su sus se lo le les nos nosotros ella ellos "
    "ellas usted es soy eres son era fue fui ser estar esta estas estoy estan estaba ha has he hay haber tener tiene "
    "tienes tengo muy mas menos ya tambien solo hoy ayer manana dia dias semana noche tarde vez algo nada todo toda "
    "todos esto eso ese esa este hola que tal bien bueno gusta gustan encanta quiere quieres usuario va vas ir hacer "
    "haces hace dijo contaste pensando acuerdo acordado recuerdo",
    // pt
    "o a os as um uma uns umas e ou mas se nao de do da dos das ao no na nos nas em com por para pra sem sobre entre "
    "ate desde que quem qual quando onde como porque eu me meu minha meus tu te teu tua seu sua seus suas voce voces "
    "ele ela eles elas nos lhe foi sao era ser estar esta estou estas estava tem tens tenho ter ha muito muita mais "
    "menos ja tambem so hoje ontem amanha dia dias semana noite tarde manha vez algo nada tudo todo isso isto esse "
    "essa "
    "este ola oi tudo bem bom boa gosta gosto adora quer usuario vai ir fazer faz disse contou pensando lembrei lembro",
    // de
    "der die das den dem des ein eine einen einem einer eines und oder aber wenn nicht kein keine ich mich mir mein "
    "meine du dich dir dein deine deinen deiner deinem er ihn ihm sein seine sie ihr ihre es wir uns unser euch man "
    "sich "
    "wer was welche welcher wann wo warum wie ist bin bist sind war waren warst sein gewesen hat habe hast haben hatte "
    "kann kannst konnte will willst wollte soll muss darf wird werden wurde mag magst gerne gern von zu zum zur in im "
    "an "
    "am auf aus bei mit nach uber unter vor fur um ohne durch gegen bis seit als auch noch schon nur sehr so dann da "
    "hier "
    "dort heute gestern morgen tag tage woche abend nacht zeit mal etwas alles viel mehr gut hallo na ja nein nutzer "
    "gerade denke gedacht dachte erzahlt erzahl erzahle gesagt lauft geht gehts",
    // fr
    "le la les l un une des du de d et ou mais si ne n pas plus je j me m moi mon ma mes tu te t toi ton ta tes il "
    "elle "
    "ils elles on nous vous son sa ses leur leurs se s lui y en ce c cet cette ces ca cela qui que qu quoi quel quelle "
    "quand ou comment pourquoi est es suis sont etait etre etes ai as a ont avez avoir avait fait faire fais va vas "
    "aller "
    "peux peut veux veut aime aimes adore a au aux avec sans pour par sur sous dans entre depuis chez tres bien bon "
    "bonne aussi encore deja juste seulement aujourd hui hier demain jour journee semaine soir nuit temps fois chose "
    "quelque rien tout tous toute salut bonjour coucou oui non utilisateur pense pensais dit parle passe",
    // id
    "yang dan atau tapi tetapi kalau jika tidak nggak gak bukan aku saya ku mu kamu kau dia ia kita kami mereka ini "
    "itu "
    "sini situ apa siapa mana kapan kenapa bagaimana gimana ada adalah sudah udah belum sedang lagi akan mau ingin "
    "bisa "
    "boleh harus di ke dari pada untuk buat dengan tanpa tentang dalam oleh sebagai seperti karena jadi juga saja aja "
    "masih sangat sekali banget lebih paling hari harimu minggu malam pagi siang sore sekarang kemarin besok tadi "
    "waktu "
    "satu semua sesuatu hal halo hai ya yuk dong sih kok kan suka menyukai pengguna punya bilang cerita ingat kabar "
    "kabarnya nih deh",
    // hi
    "और या लेकिन अगर तो भी ही नहीं न मत मैं मुझे मेरा मेरी मेरे तुम तुम्हें तुम्हारा तुम्हारी तुम्हारे आप आपको आपका आपकी "
    "आपके वह वे यह ये उस उन इस इन उसे उसका उसकी हम हमारा क्या कौन कब कहाँ कहां क्यों कैसे कैसा कैसी है हैं हूँ हूं हो था "
    "थी थे होना हुआ हुई रहा रही रहे का की के को से में पर ने तक लिए साथ बारे बाद पहले अभी आज कल दिन हफ्ते समय रात सुबह "
    "शाम बहुत कुछ सब एक दो जो जब कि वो अच्छा अच्छी पसंद करना करता करती करते कर किया गया गई जा जाना बात बताओ बताया याद सोच "
    "उपयोगकर्ता यूज़र"};

constexpr std::u32string_view common_characters =
    U"的了是我你您他她它们們这這那哪个個一二三不没沒有在和与與就都也很吗嗎呢吧啊哦呀嘛么麼什怎样樣为為会會能可以要想说"
    U"說讲講"
    U"过過还還再又最近今天日月年时時候上下中里裡来來去到从從对對把被给給让讓用得地着著好喜欢歡爱愛人大小多少点點些次件"
    U"事情心"
    U"觉覺知道记記起现現后後前面自己家做作看听聽吃喝玩行出入生气氣気每正真太更只但如果因所跟聊天话話晚早午夜周週星期末"
    U"开開提"
    U"私僕俺君彼女方思言聞見何誰間分物元昨明回度話教楽始終読待";

using Strings = std::vector<std::u32string_view>;

std::unordered_map<std::string, unsigned> const& languages_of_words() {
  static std::unordered_map<std::string, unsigned> const known = [] {
    std::unordered_map<std::string, unsigned> made;
    for (unsigned language = 0; language < stop_words.size(); ++language) {
      for (auto const& word : words_of(stop_words.at(language))) made[without_latin_accents(word)] |= 1U << language;
    }
    return made;
  }();
  return known;
}

}  // namespace

unsigned languages_of_stop_word(std::string const& word) {
  auto const found = languages_of_words().find(word);
  return found == languages_of_words().end() ? 0 : found->second;
}

bool is_korean_stop_word(std::u32string_view word) {
  static Strings const whole{U"나", U"너", U"내", U"네", U"저", U"그", U"이", U"것", U"거", U"때", U"뭐",
                             U"잘", U"더", U"안", U"못", U"좀", U"또", U"한", U"할", U"수", U"게", U"말",
                             U"일", U"해", U"했", U"돼", U"됐", U"날", U"걸", U"건", U"난", U"넌"};
  static Strings const beginnings{U"오늘", U"어제",   U"내일", U"요즘",   U"정말", U"진짜", U"너무", U"그냥", U"어떻",
                                  U"어때", U"어땠",   U"무엇", U"우리",   U"당신", U"좋아", U"좋은", U"좋았", U"싫어",
                                  U"생각", U"이야기", U"얘기", U"사용자", U"하고", U"했어", U"했던", U"있어", U"있는",
                                  U"있다", U"있었",   U"같아", U"싶어",   U"기억", U"궁금", U"하는", U"하루", U"되는",
                                  U"안녕", U"아직",   U"여전", U"지내",   U"그거", U"이번", U"지난", U"말했", U"언급"};
  return std::find(whole.begin(), whole.end(), word) != whole.end() ||
         std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::u32string_view beginning) { return word.starts_with(beginning); });
}

bool is_common_character(char32_t character) { return common_characters.find(character) != std::u32string_view::npos; }

}  // namespace proactive
