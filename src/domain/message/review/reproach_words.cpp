#include "domain/message/review/reproach_words.hpp"

#include <array>

namespace proactive {

namespace {

// "Why do you not write a song?" is a suggestion in any language: in the present tense it takes more to be a reproach.
// Contractions are written out before English is looked at.
constexpr ReproachWords english{
    "en",
    "why|how come|so long|such a long time|all this time|all day|all week|for ages|in ages|for days|in days|for weeks|"
    "in weeks|for months|in months|for hours|a single",
    "have you|have not you|did you|did not you|had you|you have|you did|you had|you never|never you|you stopped|"
    "will you not|will not you|you will not|could you not|could not you|you could not|are you not|are not you|"
    "you are not|have u|have not u|u have|did u|did not u",
    "not|never|stopped|stop|no|nothing|without",
    "written $|written me|written to me|written back|written for|written in|written since|written at all|written any|"
    "written anymore|written lately|written so|wrote $|wrote me|wrote to me|wrote back|wrote again|wrote for|wrote "
    "in|wrote any|write $|write me|write to me|write back|"
    "write for|write any|write anymore|write so|writing $|writing me|writing to me|writing back|texted|texting|text $|"
    "text me|text back|messaged|messaging|message me|message back|answered $|answered me|answered my|answered for|"
    "answered in|answered since|answering $|answering me|answering my|answer $|answer me|answer my|answer for|replied|"
    "replying|reply|responded|responding|respond|get back to me|got back to me|gotten back to me|talk to me|"
    "talked to me|talking to me|speak to me|spoken to me|speaking to me|call me|called me|calling me|been in touch|"
    "keep in touch|kept in touch|reached out|reach out|reaching out|said anything|said a word|say anything|sent me|"
    "send me|checked in|come back $|been here for|been around"};

constexpr ReproachWords present_english{
    "en", "why|how come", "do you not|do not you|you do not", "",
    "answer $|answer me|answer any|answer my|answer anymore|reply $|reply to me|reply any|reply anymore|respond $|"
    "respond to me|respond any|respond anymore|ever write|ever text|ever answer|ever reply|ever talk|write to me|"
    "write back|write any|write anymore|write $|text any|text anymore|text back|talk to me any|talk to me anymore|"
    "call any|call anymore"};

constexpr std::array table{
    english,
    present_english,
    ReproachWords{"de",
                  "warum|wieso|weshalb|wie kommt es|so lange|so lang|seit tagen|seit wochen|tagelang|wochenlang|ewig",
                  "du|dich|ihr|mir", "nicht|nichts|nie|niemals|kein|keine|keinmal|aufgehort",
                  "geschrieben|schreibst du mir|schreibst du nicht mehr|schreibst du nie|schreibst du nicht $|nicht "
                  "schreibst|nie schreibst|mehr schreibst|schreibst $|schriebst|zu "
                  "schreiben|gemeldet|meldest|geantwortet|antwortest|antwortetest|"
                  "reagiert|reagierst|von dir horen|von dir hören|dich horen|angerufen|zuruckgeschrieben"},
    ReproachWords{
        "fr",
        "pourquoi|comment se fait il|comment ca se fait|si longtemps|aussi longtemps|tout ce temps|"
        "depuis des jours|depuis des semaines|depuis longtemps",
        "tu|toi|vous", "pas|plus|jamais|rien|arrete|aucun|aucune|cesse",
        "ecrit|m ecris|ecris plus|ecris jamais|ecris pas $|ecris depuis|m ecrivez|ecrivez plus|ecrivez jamais|ecrivez "
        "pas $|ecrire $|m ecrire|d ecrire|repondu|reponds|repondez|repondre|de nouvelles|donne signe|donnes signe|"
        "fait signe|fais signe|de tes nouvelles"},
    ReproachWords{
        "es",
        "por que|como es que|como puede ser|tanto tiempo|tantos dias|hace dias|hace semanas|desde hace|todo el dia", "",
        "no|nunca|jamas|ni|ningun|ninguna|dejaste de|dejado de",
        "me escribes|me escribiste|me has escrito|has escrito|escribiste|escribes $|escribes desde|me escribis|"
        "habeis escrito|escribirme|escribir $|me contestas|contestaste|has contestado|contestas|contestarme|"
        "me respondes|respondiste|has respondido|respondes|responderme|das senales|diste senales|"
        "dado senales|dices nada $|has dicho nada|apareciste|has aparecido|me hablas $|me has hablado"},
    ReproachWords{
        "it", "perche|come mai|cosi tanto|tanto tempo|cosi a lungo|da giorni|da settimane|da tanto|da cosi tanto", "",
        "non|mai|smesso|nessun|nessuna|niente",
        "mi hai scritto|hai scritto $|hai scritto per|hai scritto da|hai piu scritto|hai mai scritto|mi scrivi piu|"
        "mi scrivi mai|mi scrivi $|scrivi piu|scrivi da|scrivermi|hai risposto|hai piu risposto|hai mai risposto|"
        "rispondi|rispondermi|fatto sentire|fatta sentire|fai sentire|fai vivo|fai viva|fatto vivo|fatta viva|"
        "ti sento"},
    ReproachWords{
        "pt",
        "por que|porque|como assim|tanto tempo|tantos dias|ha dias|faz dias|ha semanas|faz semanas|faz tempo|"
        "ha tanto",
        "voce|vc|tu|me|comigo|mim|te|escreveste|respondeste|deste|mandaste",
        "nao|nunca|nem|parou|parou de|deixou de|nenhuma|nenhum",
        "me escreveu|escreveu para mim|escreveu pra mim|escreveu $|escreveu por|escreveu mais|escreve mais|"
        "me escreve $|me escrever|de escrever|escreveste|respondeu|me responde|responde mais|respondeste|"
        "deu noticias|da noticias|deste noticias|dar noticias|mandou mensagem|mandou noticias|me mandou|mandaste|"
        "apareceu|falou comigo|fala comigo|falado comigo|deu sinal|da sinal"},
    ReproachWords{"nl", "waarom|hoezo|hoe komt het|zo lang|al dagen|al weken|dagenlang|wekenlang|de hele tijd",
                  "heb je|heb jij|je hebt|jij hebt|heeft u|schrijf je|schrijf jij|je schrijft|antwoord je|antwoord jij|"
                  "je antwoordt|reageer je|reageer jij|je reageert|laat je|laat jij|je laat|ben je|stuur je|je stuurt",
                  "niet|nooit|niets|niks|geen|gestopt",
                  "geschreven|schrijf je me|schrijf je mij|schrijf je nooit|schrijf je niet meer|schrijf je niet "
                  "$|nooit schrijft|niet schrijft|schrijft me|geantwoord|antwoord je|antwoord jij|je antwoordt|"
                  "gereageerd|reageer je|reageer jij|je reageert|laten horen|van je horen|van je weten|bericht "
                  "gestuurd|geappt|geappt $|"
                  "met schrijven"},
    ReproachWords{
        "da", "hvorfor|sa længe|så længe|i dagevis|i ugevis|i flere dage|hele tiden", "du|dig",
        "ikke|aldrig|intet|holdt op",
        "skrevet|skriver til mig|skriver du aldrig|skriver du ikke til|skriver du ikke mere|skriver du ikke $|skriver "
        "mere|skriver $|skrev|svaret|svarer|svarede|hort fra dig|hørt fra dig|givet lyd|lyd fra dig"},
    ReproachWords{
        "nb", "hvorfor|sa lenge|i dagevis|i ukevis|pa flere dager|hele tiden", "du|deg", "ikke|aldri|ingenting|sluttet",
        "skrevet|skriver til meg|skriver du aldri|skriver du ikke til|skriver du ikke mer|skriver du ikke "
        "lenger|skriver du ikke $|skriver $|skrev|svart|svarer|svarte|hørt fra deg|hort fra deg|latt høre|lyd fra deg"},
    ReproachWords{"sv", "varfor|hur kommer det sig|sa lange|pa lange|i dagar|i veckor|pa flera dagar|hela tiden",
                  "du|dig", "inte|aldrig|inget|slutat",
                  "skrivit|skriver till mig|skriver du aldrig|skriver du inte till|skriver du inte mer|skriver du inte "
                  "längre|skriver du inte $|skriver $|skrev|att skriva|svarat|svarar|svarade|hort av dig|hor av "
                  "dig|hor du av|av dig"},
    ReproachWords{"fi", "miksi|minka takia|niin pitkaan|niin kauan|paiviin|viikkoihin|koko paivana", "",
                  "et|ette|lakannut|lopettanut",
                  "kirjoittanut|kirjoita minulle|kirjoita enaa|kirjoita mulle|kirjoita $|vastannut|vastaa|kuulunut|"
                  "ollut yhteydessa|ota yhteytta|ottanut yhteytta|pitanyt yhteytta|laittanut viestia"},
    ReproachWords{"cs", "proc|jak to ze|tak dlouho|cele dny|cele tydny|uz dny|uz tydny",
                  "jsi|jste|ses|sis|nepises|neozyvas|neodpovidas|mi", "",
                  "nenapsal|nenapsala|nepsal|nepsala|nepises|nenapsali|nepsali|neozval|neozvala|neozyvas|neodpovedel|"
                  "neodpovedela|neodpovidas|neodpovedeli|prestal psat|prestala psat"},
    ReproachWords{"pl", "dlaczego|czemu|tak długo|tyle czasu|od dni|od tygodni|całymi dniami", "",
                  "nie|nigdy|przestałes|przestałas",
                  "napisałes|napisałas|pisałes|pisałas|odpisałes|odpisałas|odezwałes|odezwałas|odpowiedziałes|"
                  "odpowiedziałas|odpisujesz|odzywasz|odzywałes|odzywałas|odpowiadasz|piszesz do mnie|piszesz juz|"
                  "piszesz $|pisac"},
    ReproachWords{"ru", "почему|отчего|чего|так долго|столько времени|столько дней|целыми днями|целый день",
                  "ты|тебя|вы|мне|пишешь|отвечаешь", "не|ни|никогда|перестал|перестала",
                  "пишешь мне|пишешь $|пишешь так|пишешь больше|мне не пишешь|писал|писала|написал|написала|писать $|"
                  "писать мне|отвечаешь|ответил|ответила|отвечал|отвечала|отвечать|выходишь на связь|вышел на связь|"
                  "вышла на связь|отзываешься|отозвался|отозвалась|даешь о себе знать|даёшь о себе знать|пишете|"
                  "писали|написали|ответили|отвечаете"},
    ReproachWords{"uk", "чому|чого|так довго|стільки часу|стільки днів|цілими днями",
                  "ти|тебе|ви|мені|пишеш|відповідаєш", "не|ні|ніколи|перестав|перестала",
                  "пишеш мені|пишеш $|пишеш так|пишеш більше|мені не пишеш|писав|писала|написав|написала|писати|"
                  "відповідаєш|відповів|відповіла|відповідав|відповідала|озиваєшся|озвався|озвалася|відгукуєшся|"
                  "виходиш на зв язок|пишете|писали|написали|відповіли|відповідаєте"},
    ReproachWords{
        "ro", "de ce|cum de|cum se face|atat de mult|atata timp|atat timp|de zile|de saptamani|de mult", "",
        "nu|n|niciodata|incetat",
        "ai scris|mi scrii|mai scrii|ai mai scris|mi ai scris|ai raspuns|raspunzi|mi ai raspuns|niciun semn|vreun semn|"
        "semne de viata|sa mi scrii|ai mai raspuns"},
    ReproachWords{
        "hu", "miert|hogyhogy|ilyen sokaig|olyan sokaig|ilyen regota|olyan regota|napok ota|hetek ota|olyan rég ota",
        "", "nem|sosem|soha|sem|se",
        "irtal|irsz $|irsz nekem|irsz mar|irsz tobbet|valaszoltal|valaszolsz|jelentkeztel|jelentkezel|adtal hirt"},
    ReproachWords{"el", "γιατί|γιατι|πώς κι έτσι|τόσο καιρό|τοσο καιρο|τόσες μέρες|μέρες τώρα|εδώ και μέρες", "",
                  "δεν|δε|ποτέ|ούτε",
                  "έγραψες|γράφεις πια|μου γράφεις|γράφεις τόσο|έχεις γράψει|απάντησες|απαντάς|έχεις απαντήσει|"
                  "έδωσες σημεία|δίνεις σημεία|έστειλες|στέλνεις πια|μου στέλνεις|μου μιλάς"},
    ReproachWords{
        "tr",
        "neden|niye|nicin|bu kadar zamandir|bunca zamandir|gunlerdir|haftalardir|uzun zamandir|ne zamandir|onca zaman",
        "", "",
        "yazmadin|bana yazmiyorsun|artik yazmiyorsun|neden yazmiyorsun|niye yazmiyorsun|gunlerdir yazmiyorsun|"
        "haftalardir yazmiyorsun|zamandir yazmiyorsun|yazmadiniz|yazmaz oldun|yazmayi biraktin|cevap vermedin|"
        "cevap vermiyorsun|cevap yazmadin|yanit vermedin|yanit vermiyorsun|yanitlamadin|cevaplamadin|"
        "aramadin|ses cikarmadin|haber vermedin|mesaj atmadin|mesaj atmiyorsun"},
    ReproachWords{"ar", "لماذا|ليش|ليه|لمَ|منذ أيام|منذ أسابيع|كل هذا الوقت|طوال هذا الوقت|كل هذه المدة|منذ مدة", "",
                  "لم|لا|ما|توقفت",
                  "تكتب لي|تكتبي لي|تكتبين لي|تكتب إلي|تكتبي إلي|تكتب منذ|تكتب كل|تكتبي كل|عن الكتابة|ترد|تردي|تردين|"
                  "ترد علي|تراسلني|تراسليني|تراسلينني|تجب|تجيبي|تجيبين|تجيبني|تتواصل|تتواصلي|تتواصلين|كتبت لي|كتبتي لي|"
                  "رديت|تكلمني|تكلميني"},
    ReproachWords{"he", "למה|מדוע|כל כך הרבה זמן|הרבה זמן|ימים שלמים|כבר ימים|כבר שבועות|כל הזמן הזה", "",
                  "לא|אף|הפסקת",
                  "כתבת|כותב לי|כותבת לי|לכתוב|ענית|עונה לי|עונה $|הגבת|יצרת קשר|שלחת|דיברת איתי|מדבר איתי|מדברת איתי"},
    ReproachWords{"hi", "क्यों|इतने दिन|इतने दिनों|कितने दिन|कितने दिनों|इतने समय|कई दिनों", "तुमने|आपने|तुम|आप|तू|तूने|मुझे",
                  "नहीं|न|ना|बंद",
                  "लिखा|लिखते|लिखती|लिखना|लिख रहे|लिख रही|जवाब दिया|जवाब नहीं|जवाब क्यों|जवाब देते|जवाब देती|जवाब दे|"
                  "बात की|बात नहीं|मैसेज किया|मैसेज नहीं|संदेश भेजा|संदेश नहीं|खबर नहीं"},
    ReproachWords{
        "id", "kenapa|mengapa|knp|kok|selama ini|sekian lama|berhari hari|lama sekali|begitu lama|sudah lama|udah lama",
        "kamu|kau|anda|lo|lu|elo|kmu", "tidak|nggak|enggak|gak|ga|ngga|tak|belum|berhenti|tdk",
        "menulis|nulis|membalas|balas|bales|kirim pesan|mengirim pesan|kirim kabar|menghubungi|hubungi|"
        "kasih kabar|memberi kabar|beri kabar|ada kabar|ngabarin|ngechat|chat|menjawab|jawab"},
    ReproachWords{
        "vi", "tại sao|vì sao|sao|lâu như vậy|lâu thế|lâu vậy|lâu quá|bao lâu nay|mấy ngày nay|suốt thời gian|cả ngày",
        "sao bạn|bạn lâu|sao cậu|cậu lâu|bạn không|bạn lại không|bạn chẳng|bạn chưa|em không|em lại không|"
        "em chẳng|cậu không|cậu lại không|cậu chưa",
        "không|chẳng|chưa|ngừng", "viết cho|nhắn tin|nhắn cho|nhắn lại|trả lời|liên lạc|hồi âm|nói chuyện với"},
    ReproachWords{"th", "ทำไม|นานขนาดนี้|นานจัง|หลายวัน|ตั้งนาน", "", "ไม่|ไม่ได้",
                  "ตอบฉัน|ตอบเรา|ตอบผม|ตอบเลย|ตอบกลับ|ไม่ตอบ|เขียนหา|เขียนถึง|เขียนมา|ทักมา|ทักหา|ติดต่อมา|ติดต่อฉัน|ติดต่อกลับ|"
                  "ส่งข้อความ|คุยกับฉัน|คุยกับเรา"},
    ReproachWords{"ja", "なんで|何で|どうして|なぜ|こんなに長く|こんなに長い|何日も|ずっと", "",
                  "くれな|してこな|よこさな|くださらな", "連絡|返事|返信|メッセージ|書いて|手紙|答えて|話しかけて"},
    ReproachWords{"ko", "왜|어째서|어떻게|이렇게 오래|이렇게 오랫동안|그동안|며칠째|며칠 동안|한참", "",
                  "안 했어|안 했니|안 했|안 해|안 하|안 줬|안 줘|안 주|안 써|안 썼|않았|않아|않니|없어|없었|못 받았",
                  "연락|답장|답이|답을|대답|메시지|톡|편지|글을|말을"},
    ReproachWords{
        "zh", "为什么|為什麼|为何|為何|怎么|怎麼|干嘛|幹嘛|这么久|這麼久|那么久|那麼久|好几天|好幾天|好久|一直", "",
        "不|没|沒",
        "回我|理我|联系我|聯繫我|聯絡我|联络我|找我|给我写|給我寫|写信|寫信|回复我|回覆我|回消息|回訊息|回信|跟我说话|"
        "跟我說話|给我发|給我發|给我消息|给我留言|写给我|寫給我|没写|沒寫|没消息|沒消息"},
};

}  // namespace

std::span<ReproachWords const> reproach_words() { return table; }

}  // namespace proactive
