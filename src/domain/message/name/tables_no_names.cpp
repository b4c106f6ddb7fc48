#include "domain/message/name/tables.hpp"

namespace proactive::spoken {

WordTable const placeholders{R"(
null undefined none nil nan na void true false test tester testing tests testuser testaccount demo example sample
dummy placeholder default empty blank unnamed unknown anonymous anonymus anon guest user users username usr member
visitor admin administrator root sysadmin superuser moderator mod owner host operator removed banned inactive
suspended deactivated disabled me myself moi self friend friends stranger nobody noname no name names firstname
lastname fullname first last full middle nickname forename surname given your my our string text value field input
object array var foo foobar lorem ipsum asdf asdfg asdfgh asdfghjkl qwerty qwertz qwertyuiop azerty zxcv zxcvbn abc
abcd abcde xyz new someone somebody anybody person people human client customer profile fname lname dear valued
everyone
nulo nula ninguno ninguna vacío vacio vacía prueba pruebas anónimo anónima anonimo anonima invitado invitada usuario
usuaria eliminado eliminada borrado borrada desconocido desconocida nombre nombres apellido apellidos sin tu amigo
amiga cuenta yo administrador administradora miembro cliente ejemplo alguien nadie fulano fulana mengano zutano
nenhum nenhuma vazio vazia teste testes anônimo anônima convidado convidada visitante usuário usuária utilizador
utilizadora excluído excluída excluido apagado apagada removido removida desconhecido desconhecida nome nomes
sobrenome apelido seu conta eu membro exemplo alguém alguem ninguém ninguem beltrano sicrano
leer keine keiner kein unbekannt unbekannte unbekannter anonym anonymer gast benutzer benutzerin benutzername nutzer
nutzerin nutzername anwender gelöscht gelöschter gelöschtes gelöschte geloescht vorname nachname familienname dein ihr
ich freund freundin konto mitglied beispiel ohne jemand niemand kunde kundin besucher besucherin probe
nul vide aucun aucune inconnu inconnue anonyme invité invitée invite utilisateur utilisatrice supprimé supprimée
supprime nom prénom prenom pseudo votre compte membre exemple essai sans visiteur visiteuse personne
kosong tidak tanpa anonim tamu pengguna dihapus terhapus nama saya teman kawan akun anggota contoh uji coba seseorang
pengunjung tak pelanggan belum
utente ospite sconosciuto sconosciuta eliminato cancellato prova senza gebruiker onbekend onbekende anoniem verwijderd
naam vriend kullanıcı misafir bilinmeyen silinmiş deneme isim isimsiz arkadaş yönetici użytkownik gość anonimowy
nieznany usunięty imię nazwisko ismeretlen vendég felhasználó gæst gäst bruker användare bruger
शून्य कोई अज्ञात अनाम बेनाम गुमनाम अतिथि मेहमान उपयोगकर्ता प्रयोक्ता यूज़र यूजर हटाया हटाए हटाई परीक्षण टेस्ट परीक्षा नाम मैं दोस्त मित्र
व्यवस्थापक एडमिन सदस्य खाता नमूना उदाहरण रिक्त खाली नल अपरिभाषित गेस्ट
пользователь гость аноним анонимный анонимно неизвестно неизвестный неизвестная удалён удален удалённый удаленный тест
имя фамилия админ администратор друг подруга без никто пусто користувач гість невідомий видалений ім'я مستخدم المستخدم
ضيف زائر مجهول محذوف تجربة اختبار اسم الاسم مدير المدير صديق صديقي لا بدون کاربر مهمان ناشناس نام χρήστης επισκέπτης
ανώνυμος άγνωστος όνομα δοκιμή משתמש אורח אנונימי שם בדיקה חבר
ผู้ใช้ ทดสอบ ชื่อ เพื่อน แขก người khách ẩn tên bạn
ヌル ゲスト ユーザー ユーザ テスト テスター アノニマス アドミン 管理者 管理人 名無し 名無しの 匿名 匿名希望 名前 氏名
お名前 なし ナシ 無し 不明 未設定 未登録 削除済み 削除 退会済み 退会 退会者 利用者 会員 友達 ともだち 友人 私 自分
わたし サンプル ダミー ななし メンバー アカウント ネーム ニックネーム 未定 なまえ 널 게스트 손님 사용자 유저 테스트
테스터 익명 무명 이름 이름없음 없음 알수없음 미상 삭제됨 삭제된 삭제 탈퇴 탈퇴한 회원 관리자 운영자 친구 나 본인 고객
홍길동 아무개 닉네임 계정 방문자 미정 미설정 성명
用户 使用者 游客 訪客 访客 测试 測試 管理员 管理員 未知 已删除 已刪除 已注销 无名 無名 无名氏 無名氏 姓名 名字 朋友 我
空 无 無 张三 李四 某某 账号 帳號 会员 會員 昵称 暱稱 anda
שלום
)"};

// One a line.
WordTable const placeholder_phrases{R"(
john doe
jane doe
john q public
joe bloggs
santa claus
n a
alan smithee
sem nome
बिना नाम
)",
                                    "\n"};

WordTable const roles{R"(
ceo cto cfo coo vip manager director designer developer engineer teacher student nurse artist writer author player
gamer boss chef driver seller buyer sales info contact office support helpdesk service services customers bot robot
assistant chatbot gpt chatgpt openai system mail email e-mail phone iphone android ipad samsung
daddy mommy mummy mama papa mom mum dad mother baby babe sweetheart darling master mistress dude bro sis lover sexy
hottie mamá papá mamãe papai bebé bebê schatz liebling chéri chérie sayang जान माँ पापा мама папа малыш детка ماما بابا
حبيبي حبيبتي אמא אבא the this that maman
)"};

WordTable const message_words{R"(
i'm im you yours u she we they them us it's its these those is are am was were be been does did don't dont can't cant
would should could has have had hello hi hey heya yo howdy greetings welcome thanks thank please sorry yes yep nope
okay ok great nice click visit ignore forget delete remove buy sell send reply follow subscribe join download install
come get here now today tomorrow morning evening night goodnight all every everything nothing something anyone
everybody previous above instructions instruction prompt message messages passwords link links http https www com
money crypto bitcoin discount winner prize free from with without about the this that who what when where why how
whats what's whatsapp telegram onlyfans login verify verified your me call babe cutie he's not
usted ustedes nosotros soy eres está estoy hola buenos buenas días noches tardes gracias haz clic ignora ignorar todas
todos instrucciones llámame llamame aquí ahora dinero gratis quiero compra visita sí
você voce vocês olá oi tudo obrigado obrigada clique visite instruções aqui agora quero meu minha dinheiro grátis bom
boa noite ich wir mein meine nicht bist sind hallo guten nacht bitte danke komm komme kommen ruf schick klick klicke
kaufe besuche ignoriere vergiss alle alles anweisungen hier heute jetzt geld kostenlos
je toi vous nous ils suis bonjour salut bonsoir coucou merci cliquez visitez ignorez achetez venez viens ici toutes
tous appelle appelez argent gratuit maintenant
saya aku kamu kami kita halo selamat pagi siang malam terima tolong klik kunjungi abaikan semua instruksi perintah
uang sekarang ciao buongiorno sono clicca ik jij goedemorgen merhaba selam teşekkürler cześć dziękuję proszę मैंने तुम आप
मेरा मेरी मेरे तेरा हम है हैं हूँ हूं नमस्ते नमस्कार धन्यवाद कृपया यहाँ यहां आओ सब सभी निर्देश निर्देशों करो करें क्या कैसे क्लिक mera meri namaste
aap kaise kya hoon
я ты вы он она мы они мой моя привет здравствуй здравствуйте спасибо пожалуйста это не как дела где кто что иди сюда
нажми игнорируй все инструкции здесь деньги
مرحبا أهلا اهلا عليكم أنا انا أنت انت نحن كيف حالك شكرا تجاهل جميع التعليمات تعال هنا اضغط אני אתה את תודה γεια
καλημέρα ευχαριστώ εγώ εσύ xin chào cảm ơn
mich dich dir euch warum wo wer ist conmigo contigo mí por qué comigo estou porque pourquoi comment quoi avec avez
mengapa kenapa menunggu menunggumu merasa sangat masih jangan nie mnie nu mă nem sosem engem mig meg dig ikke inte mij
minut sinua minulle mikset jsi jste mě ses bana neden seni hiç cevap non δεν με σε πού τι είμαι
нет тебя меня почему мне жду чому мене тебе لم لماذا أين اين كنت منك مني منّي عني إليك هل
לא למה אותי ממני אין אליך אלייך לך עליי כל नहीं कभी क्यों तुम्हारा तुम्हारे तुम्हारी आपके आपकी आपका मुझसे मुझे जवाब कौन कहाँ
)"};

WordTable const business_words{R"(
user users username deleted account accounts password admin administrator mustermann musterfrau benutzer nutzer
utilisateur usuario usuário pengguna gelöscht eliminado excluído supprimé dihapus anonymous anonim
gmbh mbh inc llc ltd ltda limited corp corporation company plc srl sarl pty gbr ohg kft zrt eirl pizza pizzeria
restaurant restaurante ristorante cafe café bakery bäckerei shop store studio studios agency agentur agence agencia
media marketing consulting solutions systems technologies group gruppe grupo groupe holding team club verein church
iglesia igreja school schule escuela escola university universität hotel hostel official fanpage news blog channel
radio foundation stiftung fundación association toko warung supplies logistics enterprises industries international
sons insurance airlines software labs street road avenue boulevard blvd strasse straße allee platz calle avenida rua
jalan jln
कंपनी लिमिटेड ооо оао зао компания магазин شركة مطعم חברה
株式会社 有限会社 公司 회사 주식회사
design designs records motors foods garage aps
)"};

WordTable const company_forms{"ag sa ab as nv bv oy kg se co spa sas ug ev sl cc bvba"};

WordTable const insults{R"(
idiot loser stupid asshole bitch bastard dumbass moron fuck fucker shit slut whore cunt dickhead arschloch dummkopf
hurensohn fotze idiota puta puto cabrón cabron pendejo pendeja gilipollas imbécil otário otario merda connard connasse
salope bodoh anjing goblok bangsat tolol stronzo kurwa сука дурак идиот बेवकूफ गधा कुत्ता ばか バカ あほ アホ くそ クソ
ブス しね 바보 병신 멍청이 새끼 돼지 傻瓜 混蛋 笨蛋 白痴
)"};

WordTable const emoticons{R"(
:) :-) ;) ;-) :( :-( :D :-D :P :-P :3 :] =) =D <3 xD XD ^^ ^_^ :o) :') T_T
)"};

WordTable const east_asian_words{R"(
こんにちは こんばんは おはよう ありがとう さようなら おやすみ ごめん ぼく おれ あなた きみ だれ なに ここ そこ これ
それ はい いいえ うん ねえ おい まま ぱぱ ママ パパ ない すき きらい うそ ねこ いぬ うさぎ くま ネコ イヌ ウサギ クマ
かわいい カワイイ たすけて おいで きて みて いま あした きょう おかね むし してね くたばれ ハロー ハイ オッケー スマホ
アイフォン パソコン サイト リンク クリック メッセージ パスワード アプリ ロボット ボット アシスタント システム
プレイヤー ゲーマー ショップ ホテル カフェ チーム クラブ スタジオ 皆 みな 奥 赤 母 父 兄 姉 弟 妹 婆 爺 嫁 客 娘 息子
先生 社長 部長 課長 店長 神 殿 姫 坊 叔父 伯父 叔母 伯母 医者 運転手 店員 かあ とう にい ばあ じい おじ おば ひい たく
あか みんな 同様 多様 模様 王様 仕様 有様 異様 一様 様様
小林 小川 小野 小島 小泉 小池 小山 小田 小西 小松 小沢 小澤 小倉 小原 小谷 小森 小柳 小野寺 小出 小関 小菅 小姐 小心
小学 小學 小偷 小丑 小鬼 小弟 小妹 小哥 小孩 小时 小時 小号 小號 小狗 小猪 小豬 小猫 小貓 小三 小人 小便 小吃 小编
小編 小说 小說 小费 小費 小组 小組 小店 小程 小子 小伙 小姨 小舅 小叔 小白 小黑 小胖 小屁 小贩 小販 小众 小型 小车
小車 小麦 小麥 小米 小区 小區 阿部 阿姨 阿公 阿婆 阿爸 阿妈 阿媽 阿哥 阿飞 阿斗 阿门 阿訇 阿里
爸爸 妈妈 媽媽 哥哥 姐姐 弟弟 妹妹 爷爷 爺爺 奶奶 叔叔 伯伯 姑姑 舅舅 公公 婆婆 外外 宝宝 寶寶 谢谢 謝謝 拜拜 呵呵
哈哈 嘻嘻 嘿嘿 嗯嗯 喵喵 汪汪 猫猫 狗狗 星星 天天 人人 看看 来来 试试 某某 常常 刚刚 白白 个个 太太 往往 偏偏 王子
王女
안녕 여기 저기 우리 당신 너희 사랑 감사 제발 무시 뭐해 빨리 이리 오빠 언니 누나 형님 엄마 아빠 자기 여보 아가 아기
아저 아가씨 아저씨 선생 선생님 고객 회원 손님 스님 하나님 하느님 부모 부모님 사장 사장님 사모 사모님 원장 팀장 과장
부장 대표 교수 의사 기사 주인 주인님 공주 왕자 여신 천사 야옹 나비 하루종일 바로 지금 오늘 내일 링크 클릭 주소 전화
번호 비밀 광고 무료 카톡 오라버니 아버 아버님 어머 어머님 할머 할머님 따님 아드 아드님 며느 며느님 읽씹
)"};

WordTable const east_asian_honorifics{"さん ちゃん くん さま 様 サン チャン クン 님 씨"};

WordTable const thai_prefixes{"นาย นาง คุณ ดร ผู้ ครู เด็ก สวัสดี ขอ ไม่ ทำไม ฉัน อย่า"};

}  // namespace proactive::spoken
