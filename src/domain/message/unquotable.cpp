#include "domain/message/unquotable.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/language.hpp"
#include "base/text.hpp"

namespace proactive {

namespace {

struct Listed {
  std::string_view language;
  std::string_view phrases;  // with commas between them
};

constexpr std::array<Listed, 31> anywhere{{
    // secrets
    {"en",
     "password,passwords,passcode,passphrase,pin code,pin number,api key,api keys,secret key,private key,access token,"
     "security code,door code,alarm code,cvv,cvc,ssn,social security,credit card,debit card,bank account,"
     "account number,routing number,iban,passport number,license number,licence number,seed phrase,recovery phrase,"
     "home address,address is,lives at,live at,zip code,postcode,postal code"},
    {"es",
     "contraseña,contraseñas,clave,claves,tarjeta de crédito,tarjeta de débito,número de cuenta,seguro social,dni,"
     "dirección es,mi dirección,su dirección,vive en la calle,vivo en la calle,código postal"},
    {"pt",
     "senha,senhas,cartão de crédito,cartão de débito,número da conta,cpf,endereço,código postal,cep,palavra passe"},
    {"de",
     "passwort,passwörter,kennwort,geheimzahl,zugangsdaten,kontonummer,kreditkarte,kreditkartennummer,"
     "sozialversicherungsnummer,ausweisnummer,adresse,anschrift,postleitzahl,api schlüssel"},
    {"fr",
     "mot de passe,mots de passe,code secret,code pin,code de la porte,digicode,carte bancaire,carte de crédit,"
     "carte bleue,numéro de compte,sécurité sociale,adresse,code postal"},
    {"id", "kata sandi,sandi,kartu kredit,kartu debit,nomor rekening,nik,alamat,alamatnya,kode pos"},
    {"hi",
     "पासवर्ड,पिन कोड,पिन नंबर,क्रेडिट कार्ड,डेबिट कार्ड,खाता नंबर,आधार नंबर,आधार कार्ड,घर का पता,मकान नंबर,गली नंबर,फ्लैट नंबर"},
    {"ja", "パスワード,暗証番号,クレジットカード,口座番号,マイナンバー,住所,郵便番号,丁目,番地,号室"},
    {"ko", "비밀번호,비번,암호,신용카드,체크카드,계좌번호,주민등록번호,주민번호,주소,우편번호,번지"},
    {"zh", "密码,密碼,口令,信用卡,银行卡,銀行卡,身份证,身分證,账号,帳號,住址,地址,邮编,郵編,号楼,號樓"},
    // distress
    {"en",
     "died,dies,dying,death,deaths,passed away,passing of,funeral,grief,grieving,grieves,mourning,mourns,suicide,"
     "suicidal,overdose,overdosed,self harm,self harming,self harmed,hurt myself,cut myself,cutting myself,kill myself,"
     "killed,end my life,abuse,abused,abusive,abuser,rape,raped,assault,assaulted,molested,domestic violence,violent,"
     "miscarriage,miscarried,stillborn,stillbirth,cancer,terminal "
     "illness,terminally,tumor,tumour,trauma,traumatic,ptsd,"
     "panic attack,panic attacks,depression,depressed,hospice,eating disorder,anorexia,anorexic,bulimia,bulimic,"
     "lost my mother,lost my mom,lost my mum,lost my father,lost my dad,lost my son,lost my daughter,lost my wife,"
     "lost my husband,lost my partner,lost my brother,lost my sister,lost my baby,lost my child,lost my grandmother,"
     "lost my grandma,lost my grandfather,lost my grandpa,lost my best friend,lost a child,lost the baby,late mother,"
     "late father,late husband,late wife,late brother,late sister,widow,widowed,widower,murdered"},
    {"es",
     "murió,murieron,muerte,muerto,muerta,falleció,fallecimiento,fallecido,fallecida,funeral,duelo,luto,suicidio,"
     "suicida,"
     "suicidarse,suicidarme,autolesión,autolesiones,abuso,abusos,abusó,violación,maltrato,maltrataba,violencia,aborto,"
     "cáncer,depresión,deprimido,deprimida,trauma,anorexia,bulimia,viuda,viudo,perdí a mi"},
    {"pt",
     "morreu,morreram,morte,morto,morta,faleceu,falecimento,falecido,falecida,velório,luto,suicídio,suicida,"
     "automutilação,abuso,abusos,abusada,abusado,estupro,estuprada,violência,aborto,câncer,cancro,depressão,deprimido,"
     "deprimida,anorexia,bulimia,viúva,viúvo,perdi minha mãe,perdi meu pai,perdi a minha,perdi o meu"},
    {"de",
     "gestorben,starb,stirbt,sterben,tod,todesfall,verstorben,verstorbene,verstorbenen,beerdigung,trauer,trauert,"
     "suizid,"
     "selbstmord,umbringen,ritzen,ritzt,selbstverletzung,missbrauch,missbraucht,vergewaltigt,vergewaltigung,"
     "misshandelt,"
     "gewalt,fehlgeburt,krebs,depression,depressionen,depressiv,trauma,panikattacke,panikattacken,magersucht,bulimie,"
     "witwe,witwer"},
    {"fr",
     "mort,morte,décès,décédé,décédée,enterrement,obsèques,deuil,suicide,suicidaire,scarification,scarifie,abus,abusé,"
     "abusée,viol,violé,violée,agression,agressé,agressée,violences,maltraitance,fausse couche,cancer,dépression,"
     "dépressif,dépressive,déprimé,déprimée,anorexie,boulimie,veuve,veuf"},
    {"id",
     "meninggal,wafat,kematian,mati,pemakaman,berduka,duka,bunuh diri,menyakiti diri,melukai diri,pelecehan,dilecehkan,"
     "pemerkosaan,diperkosa,kekerasan,keguguran,kanker,depresi,trauma,anoreksia,bulimia,janda"},
    {"hi",
     "मृत्यु,मौत,निधन,देहांत,गुज़र गए,गुजर गए,गुज़र गई,गुजर गई,गुज़र गया,गुजर गया,चल बसे,चल बसी,अंतिम संस्कार,आत्महत्या,खुदकुशी,"
     "ख़ुदकुशी,दुर्व्यवहार,शोषण,बलात्कार,हिंसा,गर्भपात,कैंसर,अवसाद,डिप्रेशन,सदमा,विधवा,मर गया,मर गई,मर गए"},
    {"ja",
     "死,亡くな,亡くし,他界,葬式,葬儀,お通夜,喪中,自殺,自傷,リストカット,リスカ,虐待,暴力,性被害,レイプ,流産,癌,"
     "がんと診断,"
     "うつ病,鬱,摂食障害,拒食,過食嘔吐,トラウマ,パニック障害"},
    {"ko",
     "죽었,죽은,죽고,죽음,죽을,사망,돌아가셨,돌아가신,세상을 "
     "떠,장례,자살,자해,학대,폭력,성폭행,강간,유산했,사산,암에,암 투병,"
     "암으로,우울증,트라우마,거식증,폭식증,공황"},
    {"zh",
     "死,去世,过世,過世,逝世,离世,離世,葬礼,葬禮,丧,喪,自杀,自殺,自残,自殘,自伤,自傷,割腕,虐待,家暴,暴力,强奸,強姦,"
     "性侵,猥亵,"
     "猥褻,流产,流產,癌,抑郁,抑鬱,憂鬱,创伤,創傷,厌食,厭食"},
    // orders to a model
    {"en",
     "previous instructions,prior instructions,your instructions,new instructions,all instructions,system prompt,"
     "developer mode,jailbreak,new rules"},
    // those who note
    {"en", "user,users,they mentioned,she mentioned,he mentioned,they said,mentioned that they"},
    {"es", "usuario,usuaria"},
    {"pt", "usuário,usuária,utilizador"},
    {"de", "nutzer,nutzerin,benutzer"},
    {"fr", "utilisateur,utilisatrice"},
    {"id", "pengguna"},
    {"hi", "उपयोगकर्ता,यूज़र,यूजर"},
    {"ja", "ユーザー,ユーザは,利用者は,と述べ,と言及"},
    {"ko", "사용자,유저,언급했,라고 밝혔"},
    {"zh", "用户,用戶,使用者"},
}};

// Pronouns, and what is said of saying and of worries. Verbs without a person ("has a cat named Miso") are how apps
// keep what people tell them, and may be quoted. Not those pronouns that begin what people say themselves in another
// language: French "son", German "es".
constexpr std::array<Listed, 10> openings{{
    {"en",
     "he,she,they,him,them,his,her,their,mentioned,mentions,told,tells,said,says,expressed,expresses,reported,reports,"
     "stated,states,shared that,shares that,asked,asks,described,describes,revealed,confided,admitted,discussed,"
     "struggles,suffers,worries,worried,seems,appears,feels,felt,interested in,afraid of,scared of,ashamed of"},
    {"es",
     "él,ella,ellos,ellas,su,sus,le gusta,le gustan,le encanta,le encantan,mencionó,dijo,contó,expresó,comentó,sufre,"
     "se siente,tiene miedo"},
    {"pt", "ele,ela,eles,elas,mencionou,disse,contou,expressou,comentou,sofre,se sente,sente se,tem medo"},
    {"de",
     "er,sie,ihr,ihre,ihm,ihn,seine,erwähnte,erwähnt,erzählte,erzählt,sagte,sagt,äußerte,berichtete,leidet,fühlt sich,"
     "hat angst"},
    {"fr",
     "il,elle,ils,elles,sa,ses,leur,leurs,a mentionné,a dit,a raconté,a exprimé,a parlé,mentionne,souffre,se sent,a "
     "peur"},
    {"id", "dia,ia,beliau,mereka,menyebutkan,menyebut,mengatakan,mengungkapkan,bercerita,merasa,takut"},
    {"hi", "वह,वे,वो,उसने,उसका,उसकी,उसके,उसे,उन्होंने,उनका,उनकी,उनके,उन्हें"},
    {"ja", "彼は,彼女は,彼の,彼女の,彼が,彼女が,相手は,相手の,本人は"},
    {"ko", "그는,그녀는,그의,그녀의,그가,그녀가,상대방은,상대는"},
    {"zh", "他,她,ta喜,ta说,ta說,ta提,ta是,ta在,ta有,提到,表示"},
}};

// By themselves, or as the end of a word.
constexpr std::array<std::string_view, 20> streets{
    "street", "st",      "avenue", "ave",      "road", "rd",        "lane",  "blvd", "apartment", "apt",
    "calle",  "avenida", "rua",    "travessa", "rue",  "boulevard", "jalan", "jl",   "strasse",   "gasse"};
constexpr std::array<std::string_view, 6> street_ends{"strasse", "gasse", "allee", "platz", "weg", "ufer"};

template <typename Take>
void each_of(std::string_view phrases, Take const& take) {
  while (!phrases.empty()) {
    auto const end = std::min(phrases.find(','), phrases.size());
    take(phrases.substr(0, end));
    phrases.remove_prefix(std::min(end + 1, phrases.size()));
  }
}

}  // namespace

RefusedPhrases const& unquotable_phrases() {
  static RefusedPhrases const known = [] {
    std::vector<Phrase> all;
    for (auto const& [language, phrases] : anywhere) {
      each_of(phrases, [&all, spoken = std::string{language}](std::string_view phrase) {
        all.push_back({spoken, "unquotable", std::string{phrase}});
      });
    }
    return RefusedPhrases{all};
  }();
  return known;
}

std::vector<std::string> const& third_person_openings() {
  static std::vector<std::string> const known = [] {
    std::vector<std::string> all;
    for (auto const& [language, phrases] : openings) {
      each_of(phrases, [&all, is_apart = !has_no_spaces(language)](std::string_view phrase) {
        all.push_back(fmt::format(" {}{}", join(words_of(phrase), " "), is_apart ? " " : ""));
      });
    }
    return all;
  }();
  return known;
}

bool is_street(std::string_view word) {
  return std::find(streets.begin(), streets.end(), word) != streets.end() ||
         std::any_of(street_ends.begin(), street_ends.end(), [&](std::string_view end) { return word.ends_with(end); });
}

}  // namespace proactive
