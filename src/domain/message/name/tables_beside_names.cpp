#include "domain/message/name/tables.hpp"

namespace proactive::spoken {

WordTable const titles{R"(
mr mrs ms miss mx mister missus missis messrs dr doctor prof professor sir madam madame ma'am mme mlle mademoiselle
monsieur dame lord lady rev reverend fr father pastor rabbi sister brother hon honorable honourable capt captain cpt
col colonel gen general lt lieutenant sgt sergeant cpl pvt cmdr commander adm admiral officer detective inspector
president senator sen gov governor mayor ambassador minister chancellor coach uncle aunt auntie aunty granny grandpa
grandma
herr hr frau fräulein frl doktor professorin dipl-ing ing mag magister onkel tante opa pfarrer schwester bruder sr sra
srta señor señora señorita senor senora senorita dra doctora profesor profesora profe lic licenciado licenciada
ingeniero ingeniera arq abg doña doñas padre hermana hermano tía tío tio
senhor senhora senhorita doutor doutora profa professora eng engenheiro engenheira exmo exma docteur professeur maître
maitre père soeur sœur frère oncle
sig signor signore signora signorina sigra dott dottore dottoressa dottssa profssa avv
dhr mevr mevrouw meneer mw mej drs
bapak bpk pak ibu bu kak kakak mbak abang bang bung tuan nyonya ny haji hajjah hj ustadz ustad ustaz ustadzah drg ir
shri shree shrimati smt sushri pandit pt maulana
श्री श्रीमती सुश्री डॉ डॉक्टर प्रो प्रोफेसर पंडित श्रीमान
г-н г-жа господин госпожа гн гжа доктор д-р др профессор проф пан пані
κ κος κυρ κύριος κυρία κα δρ
السيد السيدة الآنسة الدكتور الدكتورة دكتور دكتورة د الأستاذ الأستاذة أستاذ أستاذة أ م الشيخ شيخ الحاج الحاجة المهندس
آقای خانم دکتر جناب מר גב גברת ד״ר דר פרופ הרב
bayan sayın pan pani ông bà cô thầy
পণ্ডিত জনাব ডা திரு திருமதி
judr mgr mudr phdr rndr mvdr paeddr doc gospod gospodin gđa ga dl dna domnul doamna dn sta adv téc δόκτορ δόκτωρ خاتو
کاک آنسة ბატონი ქალბატონი ბ-ნი ქ-ნი г-ца г-ѓа госпоѓа
עו״ד محترم محترمہ doktore
)"};

WordTable const suffixes{R"(
jr sr jnr snr ii iii iv phd md mba esq esquire dds rn cpa msc bsc dphil llm llb filho neto júnior junior senior bey
bei hanım hanim bhai behn ji saheb sahib जी भाई साहब
kundze kungs k-dze k-gs dipling
)"};

WordTable const particles{R"(
de del della dello dei degli delle di da das do dos du des la las le les los lo van von vom vander vanden der den dem
het 't ter ten te op aan zu zum zur y e i af av til bin bint binti binte ibn el ul ur ud as ar ap ou san st ste mc ó
ní nic uí 'n بن بنت ابن آل ال בת dela delos
)"};

WordTable const particles_or_names{"al ab santa mac nda o בן"};

WordTable const never_first{"us saint sainte văn thị thi"};

WordTable const conjunctions{R"(
and und et y e ed i oder or ou o dan atau og och en и та или और या و ve και או ו
)"};

WordTable const alone_only{R"(
don dom dona king queen prince princess major baron count bishop pope judge sri sheikh sheik shaikh sultan rani raja
guru baba swami al ai kim lee li han song lin yu min jin long rue mas بن בן
tia nana oma nona imam kumari bay سيد
)"};

WordTable const compounds{R"(
abd abdul abdel abdal abdur abdus abdoul abu umm
عبد أبو ابو أم
)"};

WordTable const half_names{"abd umm عبد أبو ابو أم"};

WordTable const compound_tails{"الدين الله اللہ al-din ad-din ed-din el-din eddin uddin"};

WordTable const article_exceptions{"الياس الهام العنود الجوهرة"};

WordTable const inner_prefixes{R"(
mc mac de da di du la le ja jo ka ke ra sha ta ty van fitz ann mary
)"};

WordTable const given_shapes{R"(
d'angelo d'andre d'arcy d'artagnan d'shawn d'marco d'marcus o'shea o'ryan
mckenna mckenzie mckinley mckayla mcarthur mackenzie makenna
deshawn deandre dejuan demarcus desean deangelo dante latoya lashawn lakeisha latasha latisha lebron leann leanne
joann joanne joellen jobeth maryann maryanne marybeth maryjo annmarie annemarie jamarcus jamarr keshawn rashawn
tyshawn shawanna diann dianne
)"};

}  // namespace proactive::spoken
