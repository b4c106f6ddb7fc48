#include "domain/message/name/tables.hpp"

namespace proactive::spoken {

WordTable const surnames{R"(
smith johnson williams brown davis moore anderson thomson thompson robinson wright hughes edwards müller mueller
schmidt schneider fischer weber meyer meier maier schulz schultz hoffmann schäfer bauer koch richter schröder
zimmermann krüger hofmann lehmann schmitt schmitz krause huber
garcía garcia rodríguez rodriguez gonzález gonzalez hernández hernandez lópez lopez martínez martinez pérez perez
sánchez sanchez ramírez ramirez gómez gomez fernández fernandez díaz diaz álvarez alvarez jiménez jimenez muñoz munoz
gutiérrez gutierrez ortiz ramos vázquez vazquez vásquez vasquez castillo chávez chavez rivera mendoza ruiz aguilar
méndez mendez vargas domínguez dominguez torres flores navarro castro suárez suarez
silva oliveira souza sousa pereira ferreira alves rodrigues gomes martins carvalho ribeiro lopes barbosa fernandes
dubois durand dupont moreau roux lefebvre fournier girard rousseau
rossi ferrari russo bianchi esposito colombo ricci
janssen jansen bakker visser dijkstra
nguyễn nguyen trần tran lê phạm pham huỳnh huynh hoàng hoang phan vũ vu võ vo đặng dang bùi bui đỗ hồ ngô ngo dương
duong lý ly nagy kovács kovacs tóth toth szabó szabo horváth horvath varga kiss molnár molnar németh nemeth farkas
balogh papp takács takacs juhász juhasz lakatos mészáros meszaros oláh olah rácz racz fekete szilágyi szilagyi
wang zhang liu chen yang zhao huang zhou wu xu zhu zheng xie tang feng deng cao peng zeng cai jiang chang chan wong
cheung chow kwok leung tsai hsu
park choi jeong jung kang cho yoon jang lim shin kwon hwang ahn ryu hong
sato satō suzuki takahashi tanaka ito watanabe yamamoto nakamura kobayashi kato yoshida yamada sasaki yamaguchi
matsumoto inoue kimura shimizu yamazaki ikeda hashimoto ishikawa ogawa maeda fujita okada goto hasegawa murakami kondo
ishii saito sakamoto endo fujii nishimura fukuda okamoto matsuda nakajima
singh sharma patel gupta verma khan reddy iyer
शर्मा सिंह गुप्ता वर्मा पटेल खान यादव
yılmaz yilmaz demir çelik şahin כהן
fehér feher gál gal szűcs szucs kocsis pintér pinter fodor szalai sipos gulyás gulyas király kiraly katona fazekas
somogyi orosz vincze hegedűs hegedüs hegedus deák deak pásztor pasztor váradi bognár bognar barta illés székely
szekely pataki szekeres kerekes kis lengyel hajdu hajdú nemes orbán szőke balla
)"};

WordTable const surname_starts{"mc o' d' l' dell' dall'"};

WordTable const surname_endings{R"(
ov ova yev yeva enko owski ewski owska ewska wicz czyk escu shvili oğlu oglu ović ovic ević evic dóttir dottir opoulos
opoulou zadeh ов ова ев ева ёв ёва ский ская цкий цкая енко чук ович евич
όπουλος οπούλου შვილი eanu ський ська цький цька յան
)"};

WordTable const ending_exceptions{R"(
иаков
ludovic liubov ljubov zdenko miljenko radenko jasenko любов милева параскева јаков венко константин валентин мартин
августин вениамин северин робин эдвин эрвин юстин джастин остин бенджамин флорентин аладдин веселин калин марин
милутин марина ирина арина полина кристина алина карина галина катерина екатерина регина ангелина альбина сабина
эвелина эмина валентина константина мартина августина вениамина марцелина фаина акулина агрипина агриппина антонина
василина аделина эльвина паулина каролина георгина ярина христина ірина
)"};

WordTable const female_patronymics{"овна евна ична івна ївна"};

WordTable const male_patronymics{"ович евич йович"};

WordTable const surnames_of_sons{"ов ев ёв ин ын ский цкий енко чук"};

WordTable const surname_or_name{"ин ын ина ына"};

WordTable const han_surnames{R"(
王 李 张 張 刘 劉 陈 陳 杨 楊 赵 趙 黄 黃 周 吴 吳 徐 孙 孫 胡 朱 郭 何 罗 羅 郑 鄭 梁 谢 謝 宋 唐 许 許 韩 韓 冯 馮
邓 鄧 曹 彭 曾 萧 蕭 肖 蔡 潘 袁 董 余 叶 葉 蒋 蔣 杜 苏 蘇 魏 程 吕 呂 丁 沈 姚 卢 盧 傅 钟 鍾 姜 崔 谭 譚 廖 范 汪
陆 陸 金 戴 贾 賈 韦 韋 邱 侯 邹 鄒 熊 孟 秦 阎 閻 薛 雷 林
)"};

WordTable const hangul_surnames{R"(
김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 전 홍 유 류 고 문 양 손 배 백 허 남 심 노 곽 성 차 주 우 구
)"};

WordTable const rare_hangul_surnames{R"(
민 진 엄 채 원 천 방 공 현 함 변 염 여 추 도 소 석 선 설 마 길 연 위 표 명 기 반 왕 금 옥 육 인 맹 제 모 탁 국 어 은
편 용 나 지 하
)"};

WordTable const kana_surnames{R"(
さとう すずき たかはし たなか いとう わたなべ やまもと なかむら こばやし かとう よしだ やまだ ささき やまぐち まつもと
いのうえ きむら しみず さいとう やまざき やまさき いけだ はしもと いしかわ おがわ まえだ ふじた おかだ ごとう はせがわ
むらかみ こんどう いしい さかもと えんどう あおき ふじい にしむら ふくだ おおた みうら おかもと まつだ なかじま なかの
はやし
サトウ スズキ タカハシ タナカ イトウ ワタナベ ヤマモト ナカムラ コバヤシ カトウ ヨシダ ヤマダ ササキ ヤマグチ マツモト
イノウエ キムラ シミズ サイトウ ヤマザキ ヤマサキ イケダ ハシモト イシカワ オガワ マエダ フジタ オカダ ゴトウ ハセガワ
ムラカミ コンドウ イシイ サカモト エンドウ アオキ フジイ ニシムラ フクダ オオタ ミウラ オカモト マツダ ナカジマ ナカノ
ハヤシ
)"};

}  // namespace proactive::spoken
