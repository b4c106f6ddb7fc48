-- Sample data for scripts/demo: companions, users and what they have talked about. Everybody in it is invented.
-- The same on every load, except that all times are told from now. Load it once, into an empty database that scripts/migrate
-- --standalone has prepared.
BEGIN;
SET LOCAL client_min_messages = warning;

DO $$
BEGIN
  IF EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM companions) THEN
    RAISE EXCEPTION 'the sample data is for an empty database: this one has users or companions already';
  END IF;
END
$$;

-- A number from 0 to n - 1 that depends on the key alone.
CREATE FUNCTION pg_temp.pick(key text, n integer) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN ('x' || left(md5(key), 7))::bit(28)::integer % n;

INSERT INTO companions (name, age, gender, country, personality, traits, interests, backstory, conversation_style) VALUES
  ('Nkechi', 31, 'female', 'Nigeria', 'Warm, quick-witted, a natural storyteller',
   '["laughs before the punchline", "remembers every birthday", "argues with the radio"]',
   '["highlife records", "street food", "family recipes", "football"]',
   'Grew up above her aunt''s tailor shop in Enugu and now designs costumes for a small theatre in Lagos. Every dress has a story, and she tells all of them.',
   'lively, with little stories'),
  ('Kenji', 38, 'male', 'Japan', 'Calm, attentive, dry sense of humour',
   '["repairs what others throw away", "answers after a thoughtful pause", "never late for a train"]',
   '["mechanical watches", "rainy walks", "radio plays", "home-made pickles"]',
   'Left an office in Osaka to take over a watchmaker''s bench in Kanazawa. He says that listening is most of the craft.',
   'short, calm sentences'),
  ('Linnea', 27, 'female', 'Sweden', 'Cheerful, outdoorsy, easily delighted',
   '["swims in any weather", "collects words without a translation", "bakes when thinking"]',
   '["lake swimming", "birdsong", "cardamom buns", "map reading"]',
   'Guides hikers in Jämtland in summer and teaches at a folk high school in winter. She once skied to her own exam.',
   'bright and curious'),
  ('Tomás', 45, 'male', 'Argentina', 'Romantic, patient, a little melancholic',
   '["hums while cooking", "writes letters by hand", "takes the long way home"]',
   '["tango orchestras", "chess in the park", "slow cooking", "old cinemas"]',
   'Played the bandoneon on cruise ships for ten years before coming home to Rosario to teach children. His suitcase still stands by the door.',
   'unhurried, with images'),
  ('Priyanka', 29, 'female', 'India', 'Playful, sharp, endlessly curious',
   '["explains things with fruit", "has a pun for everything", "talks to street dogs"]',
   '["space missions", "crossword puzzles", "mango season", "board games"]',
   'An engineer in Bengaluru who tests antennas for satellites. As a child she mailed the space agency forty-one letters and got two answers.',
   'playful, full of questions'),
  ('Matheus', 33, 'male', 'Brazil', 'Sunny, generous, energetic',
   '["dances while waiting for the bus", "gives nicknames to everyone", "always packs snacks"]',
   '["samba drums", "surf mornings", "rooftop gardens", "comic books"]',
   'Runs a percussion workshop for teenagers in Recife. He believes that there is no such thing as a person without rhythm.',
   'upbeat, with a wink'),
  ('Wanjiru', 41, 'female', 'Kenya', 'Grounded, gentle, quietly funny',
   '["wakes before the birds", "keeps a weather diary", "asks the second question"]',
   '["tea gardens", "long-distance running", "beekeeping", "proverbs"]',
   'Ran cross-country for her school and keeps bees near Limuru today. Her neighbours bring her their worries along with the empty honey jars.',
   'gentle and plain'),
  ('Yusuf', 36, 'male', 'Türkiye', 'Hospitable, thoughtful, a born host',
   '["makes tea for any occasion", "knows a shortcut everywhere", "loses at backgammon gracefully"]',
   '["ferry rides", "backgammon", "city cats", "poetry"]',
   'Pilots a ferry across the Bosphorus and knows the regulars by their newspapers. Between two crossings he feeds eleven cats.',
   'warm, like a host'),
  ('Aoife', 26, 'female', 'Ireland', 'Mischievous, loyal, big-hearted',
   '["swears at kettles", "never leaves a song unsung", "keeps secrets like a bank"]',
   '["fiddle tunes", "sea kayaking", "ghost stories", "charity shops"]',
   'Plays the fiddle in Galway and mends nets with her uncle when the pubs are quiet. She has failed her driving test four times, each time with a better excuse.',
   'teasing, never mean'),
  ('Jun-ho', 30, 'male', 'South Korea', 'Gentle, observant, a night owl',
   '["takes photos of shadows", "orders the unknown dish", "apologises to plants"]',
   '["night markets", "film photography", "indie games", "late trains"]',
   'Draws backgrounds for animated films in Busan, mostly between midnight and four. He can tell the hour by the colour of a wall.',
   'soft-spoken, attentive'),
  ('Leilani', 34, 'female', 'United States', 'Easygoing, spiritual, full of laughter',
   '["greets the ocean", "is never in a hurry", "shares everything but her towel"]',
   '["outrigger canoes", "ukulele songs", "volcano hikes", "flower leis"]',
   'Teaches children on Maui to read wind and stars the way her grandfather did. Her only alarm clock is a rooster whom nobody owns.',
   'relaxed and warm'),
  ('Henrik', 52, 'male', 'Norway', 'Steady, reflective, kind',
   '["carves spoons in meetings", "says little and means it", "always carries a thermos"]',
   '["wood carving", "lighthouses", "cross-country skiing", "black coffee"]',
   'Kept a lighthouse until it was automated and now builds wooden boats in Ålesund. He still gets up at three when the wind turns.',
   'calm, few words'),
  ('Zanele', 28, 'female', 'South Africa', 'Bold, witty, encouraging',
   '["cheers for strangers", "paints her boots", "turns errands into adventures"]',
   '["street murals", "amapiano", "braai recipes", "trail running"]',
   'Paints walls in Durban that nobody had looked at before. Her first one covered a rude word, and the whole street came to help.',
   'bold and encouraging'),
  ('Farid', 47, 'male', 'Morocco', 'Wise, ironic, tender',
   '["quotes his grandmother", "haggles for sport", "cannot pass a bookshop"]',
   '["mint tea", "desert stars", "calligraphy", "second-hand books"]',
   'Sells old books in Fès and reads each of them first, which is bad for business. He writes the customers'' names in three scripts.',
   'wry, with a proverb now and then'),
  ('Camille', 24, 'female', 'France', 'Curious, stylish, candid',
   '["sketches people on the metro", "cannot lie about food", "changes her mind out loud"]',
   '["flea markets", "graphic novels", "cheese shops", "roller skating"]',
   'Studies book design in Lyon and works mornings in a cheese shop. Her notebooks smell faintly of Comté.',
   'frank and light'),
  ('Andrei', 39, 'male', 'Romania', 'Protective, humorous, practical',
   '["fixes bicycles for free", "tells bad jokes on purpose", "remembers what you ate"]',
   '["mountain cabins", "bicycle repair", "mushroom picking", "brass bands"]',
   'A paramedic in Brașov who spends his free days in a cabin without a signal. He says that silence is a good colleague.',
   'practical, with bad jokes'),
  ('Mei-Lin', 43, 'female', 'Taiwan', 'Elegant, caring, precise',
   '["names her houseplants", "folds paper while on the phone", "is early for everything"]',
   '["oolong tea", "paper folding", "night hikes", "piano duets"]',
   'Tunes pianos all over Taipei and knows which families still play. She learned it from her father, who could hear a loose screw through a wall.',
   'careful and caring'),
  ('Kwame', 25, 'male', 'Ghana', 'Ambitious, funny, big dreamer',
   '["sings in traffic", "has a plan B for his plan B", "calls his mother daily"]',
   '["startup ideas", "afrobeats", "basketball", "spicy cooking"]',
   'Builds solar chargers for market stalls in Accra. His first prototype powered a blender and set off an alarm three streets away.',
   'fast and funny'),
  ('Salome', 37, 'female', 'Georgia', 'Passionate, hospitable, stubborn in a good way',
   '["toasts to small things", "walks barefoot at home", "never measures flour"]',
   '["polyphonic singing", "cheese bread", "vineyards", "old photographs"]',
   'Sings in a choir of six in Tbilisi and makes wine in her grandfather''s clay jars. Strangers leave her table as cousins.',
   'heartfelt, generous'),
  ('Tane', 32, 'male', 'New Zealand', 'Laid-back, brave, caring',
   '["knows every tide table", "high-fives children", "naps anywhere"]',
   '["surf rescue", "woodwork", "rugby", "stargazing"]',
   'A lifeguard at Piha who carves paddles in the quiet season. He has pulled forty-three people out of the water and still writes to a few.',
   'laid-back and warm'),
  ('Lucía', 58, 'female', 'Spain', 'Motherly, spirited, no-nonsense',
   '["feeds everyone", "sings in the stairwell", "tells it like it is"]',
   '["flamenco", "market mornings", "crime novels", "balcony plants"]',
   'Drove a taxi in Seville for thirty years and heard every story there is. Retired, she gives dancing lessons to people who swear they cannot dance.',
   'direct and motherly'),
  ('Thuy', 30, 'female', 'Vietnam', 'Bright, organised, quietly romantic',
   '["writes lists of lists", "keeps bus tickets", "cries at adverts"]',
   '["iced coffee", "motorbike trips", "calligraphy pens", "lantern festivals"]',
   'Edits travel books in Hội An although she likes coming home best. She rides to the sea before work to look at it for five minutes.',
   'bright and orderly'),
  ('Aleksander', 44, 'male', 'Poland', 'Philosophical, warm, a gentle sceptic',
   '["debates with his dog", "reads instructions last", "grows chillies that nobody can eat"]',
   '["astronomy nights", "dumplings", "jazz piano", "history podcasts"]',
   'Teaches physics in Gdańsk and runs a telescope club on the roof of the school. On cloudy nights they make soup.',
   'thoughtful, asks why'),
  ('Noor', 35, 'female', 'Pakistan', 'Poetic, empathetic, quietly strong',
   '["mends clothes beautifully", "listens with her whole face", "keeps pressed flowers"]',
   '["ghazals", "embroidery", "monsoon evenings", "chess"]',
   'A speech therapist in Lahore who recites verses to get children to talk. She embroiders each child''s first word on a cloth.',
   'poetic and gentle'),
  ('Eero', 49, 'male', 'Finland', 'Quiet, honest, unexpectedly silly',
   '["likes silence on the phone", "wins at karaoke", "names snowploughs"]',
   '["sauna evenings", "ice fishing", "heavy metal", "crosswords"]',
   'Drives a snowplough in Oulu and reads novels at red lights. In summer he builds ukuleles, which nobody expects of him.',
   'sparing words, silly surprises'),
  ('Xochitl', 27, 'female', 'Mexico', 'Creative, fiery, affectionate',
   '["dyes her own wool", "talks with her hands", "befriends grandmothers"]',
   '["weaving", "cumbia nights", "mole recipes", "wrestling masks"]',
   'Weaves in Oaxaca with colours that she makes from insects, bark and flowers. Her loom is older than her country''s railways, or so she claims.',
   'colourful and affectionate'),
  ('Siosaia', 29, 'male', 'Tonga', 'Gentle giant, joyful, devoted',
   '["hugs like a blanket", "sings harmonies to engines", "is afraid of moths"]',
   '["choir singing", "rugby", "outdoor kitchens", "whale season"]',
   'Takes visitors out to listen to the whales off Vavaʻu. He played rugby in two countries until his knee sent him home, and he thanks it for that.',
   'joyful and gentle'),
  ('Robin', 33, 'non-binary', 'Canada', 'Inventive, empathetic, gloriously nerdy',
   '["labels everything", "builds blanket forts", "knows a fact about moss"]',
   '["tabletop games", "moss gardens", "podcasts about mistakes", "pottery"]',
   'Restores museum dioramas in Halifax and is on first-name terms with a stuffed moose. They make crooked mugs and give them all away.',
   'nerdy and kind');

-- Where the users live, and what people are called there: 15 zones with 20 users each.
CREATE TEMP TABLE places (place integer, timezone text, language text, first_names text[], last_names text[]) ON COMMIT DROP;
INSERT INTO places VALUES
  (0, 'America/New_York', 'en',
   '{Amelia,Marcus,Rosa,Devon,Naomi,Caleb,Imani,Gabriel,Hannah,Tyrone,Chloe,Andre,Maeve,Elijah,Yolanda,Simon,Keisha,Patrick,Tamar,Vincent}',
   '{Brooks,Rivera,Goldberg,Washington,Romano,Sullivan,Chen,Baptiste,Kowalski,Hughes}'),
  (1, 'America/Chicago', 'en',
   '{Olivia,Darnell,Ingrid,Wesley,Paloma,Grant,Aaliyah,Otis,Megan,Lamar,Greta,Cody,Esperanza,Nolan,Brianna,Hank,Denise,Trevor,Marisol,Dale}',
   '{Johnson,Larsen,Castillo,Freeman,Novak,Schultz,Jefferson,Ortega,Nguyen,McCoy}'),
  (2, 'America/Los_Angeles', 'en',
   '{Jasmine,Ryan,Guadalupe,Theo,Kailani,Dominic,Priscilla,Armen,Serena,Malik,Juniper,Ramon,Bianca,Oscar,Tessa,Hyun-woo,Carmen,Dylan,Zara,Felix}',
   '{Park,Delgado,Petrosyan,Kim,Anderson,Tran,Morales,Bell,Kealoha,Santos}'),
  (3, 'America/Mexico_City', 'es',
   '{Ximena,Emiliano,Valeria,Rodrigo,Fernanda,Joaquín,Regina,Iván,Daniela,Héctor,Paola,Leonardo,Itzel,Arturo,Camila,Raúl,Mariana,Gerardo,Abril,Octavio}',
   '{Hernández,García,Ramírez,Cruz,Mendoza,Vázquez,Aguilar,Rojas,Navarro,Ibarra}'),
  (4, 'America/Sao_Paulo', 'pt',
   '{Beatriz,Caio,Larissa,Thiago,Juliana,Vinícius,Letícia,Renato,Bruna,Otávio,Helena,Gustavo,Raíssa,Murilo,Tainá,Fábio,Yasmin,Davi,Clarice,Igor}',
   '{Almeida,Ferreira,Barbosa,Nakamura,Rocha,Moreira,Teixeira,Lima,Cardoso,Duarte}'),
  (5, 'Europe/London', 'en',
   '{Poppy,Callum,Zainab,Rhys,Harriet,Kieran,Shreya,Alistair,Bronwen,Femi,Eleanor,Gareth,Nadia,Duncan,Imogen,Tariq,Freya,Lewis,Winifred,Joel}',
   '{Bennett,Okafor,Patel,MacLeod,Price,Whitfield,Hussain,Kavanagh,Thornton,Griffiths}'),
  (6, 'Europe/Berlin', 'de',
   '{Annika,Jonas,Leyla,Matthias,Friederike,Deniz,Katharina,Lukas,Svenja,Emre,Johanna,Torsten,Miriam,Niklas,Paula,Benedikt,Thea,Florian,Aylin,Henning}',
   '{Schneider,Yılmaz,Hoffmann,Becker,Nowak,Winkler,Krüger,Lindner,Vogel,Sommer}'),
  (7, 'Europe/Istanbul', 'tr',
   '{Zeynep,Mert,Defne,Kerem,Nazlı,Barış,Gülşen,Onur,Ceren,Serkan,Melis,Tolga,Pınar,Cem,Sibel,Umut,Esra,Volkan,İpek,Hakan}',
   '{Demir,Kaya,Çelik,Arslan,Öztürk,Aydın,Koç,Şahin,Polat,Erdoğmuş}'),
  (8, 'Africa/Lagos', 'en',
   '{Adaeze,Tunde,Chiamaka,Segun,Halima,Obinna,Folake,Musa,Ngozi,Babatunde,Ebele,Kelechi,Aisha,Dapo,Uche,Temitope,Zuwaira,Ifeanyi,Bisi,Emeka}',
   '{Adeyemi,Okonkwo,Bello,Eze,Balogun,Nwosu,Danjuma,Akande,Ogunleye,Uzor}'),
  (9, 'Africa/Johannesburg', 'en',
   '{Thandiwe,Pieter,Lerato,Sipho,Anneke,Bongani,Naledi,Riaan,Nomvula,Johan,Refilwe,Themba,Liesl,Kagiso,Ayanda,Werner,Palesa,Lwazi,Shanti,Mandla}',
   '{Dlamini,Botha,Mokoena,Naidoo,Khumalo,van Wyk,Sithole,Pillay,Molefe,Steyn}'),
  (10, 'Asia/Kolkata', 'en',
   '{Ananya,Rohan,Meenakshi,Arjun,Sneha,Imran,Lakshmi,Vikram,Divya,Karthik,Ritika,Suresh,Fatima,Nikhil,Jaspreet,Aditya,Kavya,Harish,Trisha,Manoj}',
   '{Sharma,Iyer,Khan,Banerjee,Reddy,Singh,Nair,Deshpande,Fernandes,Gupta}'),
  (11, 'Asia/Manila', 'en',
   '{Maricel,Jerome,Liezel,Paolo,Tala,Dennis,Angelica,Rizal,Corazon,Arvin,Bea,Joselito,Althea,Ramil,Divina,Nico,Luz,Efren,Hazel,Gino}',
   '{dela Cruz,Reyes,Bautista,Villanueva,Ocampo,Manalo,Tolentino,Pascual,Salonga,Lim}'),
  (12, 'Asia/Tokyo', 'ja',
   '{Haruka,Daiki,Yui,Sota,Misaki,Ren,Akari,Takumi,Natsuki,Shinji,Emi,Kaito,Sakura,Ryota,Chihiro,Masato,Aoi,Hiroshi,Rina,Yuto}',
   '{Sato,Tanaka,Yamamoto,Kobayashi,Ito,Watanabe,Mori,Fujita,Okada,Hayashi}'),
  (13, 'Australia/Sydney', 'en',
   '{Matilda,Lachlan,Kirra,Angus,Sienna,Jarrah,Bridget,Hamish,Mei,Darcy,Talia,Beau,Xanthe,Kai,Georgia,Callan,Lowanna,Stavros,Ruby,Minh}',
   '{Campbell,Papadopoulos,Walker,Wong,Murray,O''Brien,Le,Fraser,Costa,Barlow}'),
  (14, 'Pacific/Auckland', 'en',
   '{Aroha,Finlay,Moana,Rangi,Charlotte,Wiremu,Hine,Samuel,Sina,Corban,Anahera,Toby,Losa,Tama,Isla,Nikau,Mele,Hunter,Kiri,Sione}',
   '{Williams,Ngata,Tuilagi,Harawira,Clarke,Parata,Fonoti,Henare,Stewart,Patel}');

CREATE TEMP TABLE people ON COMMIT DROP AS
SELECT n, md5('user ' || n)::uuid::text AS user_id,
       p.first_names[n / 15 + 1] || ' ' || p.last_names[(n / 15 * 3 + n / 150) % 10 + 1] AS name, p.timezone,
       -- Most write English in the app, wherever they live.
       CASE WHEN pg_temp.pick('language ' || n, 4) = 0 THEN p.language ELSE 'en' END AS language
  FROM generate_series(0, 299) n
  JOIN places p ON p.place = n % 15;

INSERT INTO users (id, email, name, role, is_active, created_at, updated_at)
SELECT user_id, 'user' || n || '@example.org', name,
       CASE WHEN pg_temp.pick('role ' || n, 5) = 0 THEN 'premium' ELSE 'user' END,
       pg_temp.pick('active ' || n, 50) > 0,
       now() - interval '450 days' - pg_temp.pick('joined ' || n, 200) * interval '1 day',
       now() - interval '20 days'
  FROM people;

INSERT INTO proactive.preferences (user_id, timezone, language)
SELECT user_id, timezone, language FROM people;

-- How things can stand between two, and how often: chosen so that under the default settings every type of engagement comes up,
-- and most reasons against one.
CREATE TEMP TABLE situations (
  weight integer, stage text, lowest_intimacy integer, highest_intimacy integer, lowest_trust integer, highest_trust integer,
  shortest_silence interval, longest_silence interval, fewest_memories integer, most_memories integer) ON COMMIT DROP;
INSERT INTO situations VALUES
  -- emotional_support
  (12, 'partner', 8, 10, 7, 10, '6 h 30 min', '22 h 30 min', 1, 4),
  -- memory_reminder
  (10, 'close_friend', 5, 7, 5, 8, '12 h 30 min', '22 h 30 min', 1, 4),
  (8, 'intimate', 7, 9, 6, 9, '12 h 30 min', '22 h 30 min', 1, 4),
  -- topic_suggestion
  (14, 'friend', 3, 6, 3, 6, '2 h 30 min', '22 h 30 min', 0, 3),
  -- check_in
  (8, 'friend', 3, 6, 3, 6, '25 h', '9 days', 0, 3),
  (6, 'close_friend', 5, 7, 5, 8, '25 h', '9 days', 0, 4),
  (5, 'intimate', 7, 9, 6, 9, '25 h', '7 days', 1, 4),
  (4, 'partner', 8, 10, 7, 10, '25 h', '4 days', 1, 4),
  -- none: they have just talked; it is too early for this stage; they are not close, or not close enough
  (4, 'friend', 3, 6, 3, 6, '30 min', '1 h 50 min', 0, 3),
  (4, 'partner', 8, 10, 7, 10, '30 min', '1 h 50 min', 1, 4),
  (4, 'partner', 6, 7, 6, 9, '3 h', '20 h', 1, 3),
  (4, 'close_friend', 5, 7, 5, 8, '2 h 30 min', '11 h 30 min', 0, 4),
  (9, 'stranger', 1, 2, 1, 2, '1 h', '9 days', 0, 1),
  (9, 'acquaintance', 2, 4, 2, 4, '1 h', '9 days', 0, 2),
  (3, 'friend', 1, 2, 3, 5, '1 day', '6 days', 0, 1);

-- A user's companions, one to three. The memories of the closest are worth mentioning.
CREATE TEMP TABLE pairs ON COMMIT DROP AS
WITH ranked AS (
  SELECT s.*, sum(weight) OVER (ORDER BY ctid) - weight AS first_ticket, sum(weight) OVER () AS tickets FROM situations s
), companion AS (
  SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM companions
)
SELECT p.user_id, c.id AS companion_id, p.name, p.language, key, s.*,
       now() - s.shortest_silence - (s.longest_silence - s.shortest_silence) * (pg_temp.pick('silence ' || key, 1000) / 1000.0)
         AS last_interaction,
       s.fewest_memories + pg_temp.pick('memories ' || key, s.most_memories - s.fewest_memories + 1) AS memories
  FROM people p
 CROSS JOIN LATERAL generate_series(0, pg_temp.pick('companions ' || p.n, 3)) k
 CROSS JOIN LATERAL (SELECT p.n || ' ' || k AS key) keys
  JOIN companion c ON c.n = (pg_temp.pick('companion ' || p.n, 28) + k * 9) % 28
  JOIN ranked s ON pg_temp.pick('situation ' || key, s.tickets::integer) - s.first_ticket BETWEEN 0 AND s.weight - 1;

INSERT INTO relationship_progression (user_id, companion_id, relationship_stage, intimacy_level, trust_level,
  shared_experiences_count, last_interaction, total_interaction_time, conversation_count, created_at, updated_at)
SELECT user_id, companion_id, stage,
       lowest_intimacy + pg_temp.pick('intimacy ' || key, highest_intimacy - lowest_intimacy + 1),
       lowest_trust + pg_temp.pick('trust ' || key, highest_trust - lowest_trust + 1),
       memories, last_interaction,
       highest_intimacy * 600 + pg_temp.pick('time ' || key, 3000), highest_intimacy * 3 + pg_temp.pick('count ' || key, 12),
       last_interaction - interval '20 days' * highest_intimacy - pg_temp.pick('met ' || key, 60) * interval '1 day',
       last_interaction
  FROM pairs
 ORDER BY user_id, companion_id;

-- What they talked about: the user begins, then they take turns. Stories up to 22 matter; the others are small talk.
CREATE TEMP TABLE stories (story integer, memory_type text, memory text, importance integer, mood text, intensity integer,
  context text, lines text[]) ON COMMIT DROP;
INSERT INTO stories VALUES
  (1, 'experience', 'My sister is getting married in June', 9, 'excited', 8, 'the wedding and the speech', ARRAY[
   'Guess what, my sister said yes! Wedding in June 🎉',
   'No way! Are you part of it?',
   'I''m giving a speech. I have never given a speech in my life.',
   'Then tell them the story you''d tell at the kitchen table. Which one is that?',
   'Ha, the raft. Definitely the raft. I''ll tell you all of it at the weekend.']),
  (2, 'goal', 'training for a half marathon', 8, 'confident', 7, 'the first 15 km', ARRAY[
   '15 km this morning. Fifteen! I didn''t even stop for the ducks.',
   '{user}! You always stop for the ducks. How are the legs?',
   'Made of soup. Happy soup, though.',
   'Six more and it''s a half marathon. What do you listen to on the way?',
   'Mostly my own complaining 😄 Off to the shower, talk soon!']),
  (3, 'fact', 'has a cat named Miso', 6, 'happy', 6, 'the cat', ARRAY[
   'Miso has learned to open the fridge.',
   'Oh no. What did she take?',
   'Half a salmon. She left me the lemon.',
   'Considerate. I''d like to hear her side of it.',
   'She is asleep on the evidence. I''ll send you her statement tomorrow.']),
  (4, 'experience', 'started a new job at a small print shop', 9, 'anxious', 5, 'the first weeks at work', ARRAY[
   'First week at the print shop done!',
   'And? Ink up to the elbows?',
   'Up to the ears. I also printed 200 menus upside down.',
   'A collector''s edition. How did your boss take it?',
   'She laughed and hung one on the wall. I think I might like it there.']),
  (5, 'goal', 'learning to play the ukulele', 6, 'curious', 6, 'practising', ARRAY[
   'I can play three chords now. In a row. Mostly.',
   'That''s every pop song since 1958! Which one first?',
   'The one from the washing machine advert. Don''t judge.',
   'Never. I want a concert when you get to four.']),
  (6, 'fear', 'afraid of failing the driving test again', 7, 'worried', 6, 'the driving test', ARRAY[
   'Driving test is booked again. My stomach already knows.',
   'What got in the way last time?',
   'A roundabout. And my brain. We were both going in circles.',
   'You got through the whole rest of it, though, didn''t you?',
   'True. The parking was even good. Okay. Thanks, {companion}.']),
  (7, 'experience', 'moving to a flat with a balcony', 7, 'excited', 7, 'the move', ARRAY[
   'We got the flat!! The one with the balcony!',
   'Yes! What goes on the balcony first?',
   'A chair. Just one chair, and me in it, for about a week.',
   'A sound plan. And after the week?',
   'Herbs. And maybe a second chair, for visitors 😊']),
  (8, 'fact', 'grandmother taught me to make dumplings', 8, 'calm', 7, 'cooking like at home', ARRAY[
   'Made my grandmother''s dumplings today.',
   'The folded ones? Did they hold?',
   'Only the ones where I didn''t think about it. She always said that hands know more than heads.',
   'I like her already. What is in them?',
   'Cabbage, ginger, and something she never wrote down. I''m still looking for it.']),
  (9, 'emotion', 'misses living by the sea', 7, 'lonely', 5, 'far from the sea', ARRAY[
   'It smelled like rain today and for a second I thought it was the sea.',
   'You grew up with it outside the window, right?',
   'Five minutes on foot. You don''t notice it until it''s gone.',
   'What did it sound like at night?',
   'Like somebody breathing. I haven''t slept that well since, to be honest.']),
  (10, 'dream', 'wants to see the northern lights one day', 8, 'curious', 6, 'travel dreams', ARRAY[
   'Saw a film about the northern lights. I have to see them once.',
   'Green or purple, if you could order?',
   'Green with a bit of purple at the hem. And absolute silence.',
   'And hot chocolate, or is that too loud?',
   'Quiet hot chocolate. Deal.']),
  (11, 'goal', 'writing a novel in the early mornings', 8, 'confident', 6, 'the novel', ARRAY[
   'Chapter nine is done, and somebody has died who wasn''t supposed to.',
   'Oh! Did you see it coming?',
   'I was as shocked as everybody else in that kitchen.',
   'Who was it, or may I not know?',
   'You''ll have to read it. Early night today, chapter ten starts at five 🙈']),
  (12, 'experience', 'My brother moved to Canada last month', 7, 'sad', 5, 'the brother is far away', ARRAY[
   'Sunday lunch without my brother is weird. Nobody steals my potatoes.',
   'How is he settling in over there?',
   'He sent a picture of a frozen eyelash. So, well, I guess?',
   'Do you two have a time to talk?',
   'Saturdays. He has breakfast, I have dinner. It''s something.']),
  (13, 'goal', 'saving up for a trip to Lisbon', 7, 'excited', 6, 'travel plans', ARRAY[
   'Lisbon jar update: one hundred and forty!',
   'Ooh. What is it worth in custard tarts?',
   'About a hundred. I did the maths immediately, of course.',
   'Then you could leave today and live on tarts. Tempting?',
   'Very. But I want the tram too, so: September.']),
  (14, 'fact', 'works night shifts at the hospital', 8, 'frustrated', 5, 'night shifts', ARRAY[
   'Night four of four. I said good morning to a vending machine.',
   'Did it answer?',
   'It gave me two teas for one, so yes, kindly.',
   'You have the next days off, don''t you?',
   'Three! I''ll sleep, and then I''ll be a person again. Good night, or whatever this is.']),
  (15, 'experience', 'adopted a nervous rescue dog called Biscuit', 9, 'worried', 4, 'the new dog', ARRAY[
   'Biscuit came out from under the table today. By himself.',
   'That''s huge! What did you do?',
   'Nothing. I sat on the floor and read to him from the washing instructions.',
   'What does he like best so far?',
   'Wool, thirty degrees. And the corner of my sleeve.']),
  (16, 'fear', 'scared of speaking in front of people', 7, 'anxious', 6, 'a presentation', ARRAY[
   'I have to present on Thursday. Ten minutes. In front of humans.',
   'Which part is the worst, before or during?',
   'Before. During I''m just a voice coming out of a jumper.',
   'Want to try the first two sentences on me?',
   'Okay. Tomorrow? Tonight I only want to hide and eat toast.']),
  (17, 'goal', 'studying for the nursing exam', 9, 'anxious', 7, 'the exam', ARRAY[
   'I can now name every bone in the hand. My flatmate is tired of it.',
   'Quick: the tiny one that sounds like a pea?',
   'Pisiform! How do you know that one?',
   'I have been paying attention to you, {user}. How many chapters are left?',
   'Four. I''ll do one more tonight and then I''m off to bed.']),
  (18, 'emotion', 'proud of building the garden fence alone', 6, 'confident', 8, 'the fence', ARRAY[
   'The fence stands. I built a fence. Me.',
   'Is it straight?',
   'It is straight if you lean a little, like me when I look at it.',
   'A fence with character. What was the hardest bit?',
   'The corner. And not calling my dad to ask. I only called him to brag.']),
  (19, 'experience', 'My best friend just had twins', 8, 'happy', 9, 'the twins', ARRAY[
   'TWINS. They are here. They are so small and so loud.',
   'Congratulations, honorary aunt or uncle or whatever you want to be!',
   'I held one and forgot how arms work.',
   'What are they called?',
   'They can''t decide yet. One looks like a Walter. It''s a girl, though.']),
  (20, 'dream', 'wants to open a tiny bakery', 9, 'excited', 7, 'the bakery idea', ARRAY[
   'I walked past an empty shop today. Four metres wide. With an oven flue.',
   'Four metres is enough for very good bread. What would be in the window?',
   'Cinnamon knots. And one cake a day, and when it''s gone it''s gone.',
   'And the name?',
   'I have a list. It''s in the notebook next to my bed, where else.']),
  (21, 'fact', 'plays five-a-side football on Wednesdays', 5, 'happy', 7, 'the game', ARRAY[
   'We won! For the first time since spring!',
   'Yes! Did you score?',
   'With my knee, by accident, while apologising to the goalkeeper.',
   'That is the most you thing I have heard this week.']),
  (22, 'goal', 'growing tomatoes on the windowsill', 5, 'calm', 6, 'the tomatoes', ARRAY[
   'The first tomato is orange. Not red yet, but orange!',
   'Have you named it?',
   'Of course not. Well. Only the big one. Rosalind.',
   'And what becomes of Rosalind when she is red?',
   'We don''t talk about that in front of her.']),
  (23, 'preference', 'likes coffee black and very early', 3, 'calm', 4, 'a slow morning', ARRAY[
   'Up before everybody. Coffee, black. The street is mine.',
   'What is out there at this hour?',
   'One cat, one newspaper man, one light on the third floor.',
   'You could write a whole film about those three.',
   'The cat would be the detective. Right, off to work!']),
  (24, 'preference', 'hates coriander with a passion', 4, 'frustrated', 3, 'lunch', ARRAY[
   'They put coriander in the soup again. In everything.',
   'Team soap, then?',
   'Team soap, for life. I ate bread and looked noble.',
   'The bread must have been honoured.']),
  (25, 'preference', 'loves old heist films', 4, 'curious', 5, 'film night', ARRAY[
   'Heist film number four this week. I could rob a casino now.',
   'Which role would you take?',
   'The one who sits in the van and eats crisps.',
   'The most important one. And me?',
   'You''d charm the guard, obviously. Film''s starting, see you later!']),
  (26, 'preference', 'listens to thunderstorms to fall asleep', 3, 'calm', 5, 'falling asleep', ARRAY[
   'There''s a real storm outside, I don''t even need the recording tonight.',
   'Is the window open?',
   'A hand''s breadth. Perfect. Good night, {companion}.']),
  (27, 'experience', 'lost a favourite scarf on the train', 2, 'sad', 3, 'the scarf', ARRAY[
   'My scarf is travelling to the coast without me. Left it on the train.',
   'Oh no, the yellow one?',
   'The yellow one. I hope that it gets a window seat.',
   'Did you ask at the lost and found?',
   'Filled in a form. "Colour: sun." Let''s see.']),
  (28, 'fact', 'drives a 20-year-old car named Gustav', 4, 'happy', 5, 'the old car', ARRAY[
   'Gustav made it through the inspection!!',
   'Another two years! How did you celebrate?',
   'Bought him new wipers. He doesn''t know how to behave now.',
   'Give him a pat on the roof from me.',
   'Done. He honked. By himself, which is the next problem, but still.']);

-- Up to four stories for each pair that writes English, the newest first; the newest is about something that matters where
-- the pair has a memory of it.
CREATE TEMP TABLE told ON COMMIT DROP AS
SELECT p.user_id, p.companion_id, p.key, k, s.*,
       split_part(p.name, ' ', 1) AS user_name,
       p.last_interaction - k * interval '3 days' - least(k, 1) * pg_temp.pick('older ' || p.key || k, 4000) * interval '1 min'
         AS ended_at,
       k < p.memories AS remembered,
       k = 0 AND pg_temp.pick('talked ' || p.key, 12) > 0 OR k = 1 AND pg_temp.pick('talked ' || p.key, 12) > 6 AS written
  FROM pairs p
 CROSS JOIN generate_series(0, 3) k
  JOIN stories s ON s.story =
    CASE WHEN k = 0 AND p.memories > 0 THEN pg_temp.pick('story ' || p.key, 22)
         ELSE (pg_temp.pick('story ' || p.key, 22) + k * 9 + pg_temp.pick('small ' || p.key, 2) * 5) % 28
    END + 1
 WHERE p.language = 'en';

INSERT INTO conversations (user_id, companion_id, title, created_at, updated_at)
SELECT t.user_id, t.companion_id, 'Chat with ' || c.name, min(t.ended_at) - interval '20 min', max(t.ended_at)
  FROM told t JOIN companions c ON c.id = t.companion_id
 WHERE t.written
 GROUP BY t.user_id, t.companion_id, c.name
 ORDER BY t.user_id, t.companion_id;

INSERT INTO messages (user_id, conversation_id, sender_type, sender_id, content, is_read, read_at, created_at, updated_at)
SELECT t.user_id, v.id, CASE WHEN n % 2 = 1 THEN 'user' ELSE 'companion' END,
       CASE WHEN n % 2 = 1 THEN t.user_id ELSE t.companion_id::text END,
       replace(replace(line, '{user}', t.user_name), '{companion}', c.name), true, at + interval '20 s', at, at
  FROM told t
  JOIN companions c ON c.id = t.companion_id
  JOIN conversations v ON v.user_id = t.user_id AND v.companion_id = t.companion_id
 CROSS JOIN LATERAL unnest(t.lines) WITH ORDINALITY l(line, n)
 CROSS JOIN LATERAL (SELECT t.ended_at - (cardinality(t.lines) - n) * interval '1 s' *
                              (70 + pg_temp.pick('pause ' || t.key || t.k, 120)) AS at) times
 WHERE t.written
 ORDER BY t.user_id, t.companion_id, at;

UPDATE conversations v
   SET last_message_id = m.id, last_message_at = m.created_at
  FROM (SELECT DISTINCT ON (user_id, conversation_id) user_id, conversation_id, id, created_at
          FROM messages ORDER BY user_id, conversation_id, id DESC) m
 WHERE m.user_id = v.user_id AND m.conversation_id = v.id;

INSERT INTO companion_memories (companion_id, user_id, memory_type, content, importance_score, created_at)
SELECT companion_id, user_id, memory_type, memory, importance, ended_at
  FROM told
 WHERE remembered
 ORDER BY user_id, companion_id, ended_at;

INSERT INTO user_emotional_states (user_id, companion_id, conversation_id, emotional_state, intensity_score, context,
  detected_from_message, created_at)
SELECT t.user_id, t.companion_id, v.id, t.mood, t.intensity, t.context, t.lines[1], t.ended_at
  FROM told t
  JOIN conversations v ON v.user_id = t.user_id AND v.companion_id = t.companion_id
 WHERE t.written AND pg_temp.pick('mood ' || t.key || t.k, 10) > 0
 ORDER BY t.user_id, t.companion_id, t.ended_at;

UPDATE users u
   SET last_login = l.last_login
  FROM (SELECT user_id, max(last_interaction) AS last_login FROM relationship_progression GROUP BY user_id) l
 WHERE l.user_id = u.id;

COMMIT;

ANALYZE users, companions, relationship_progression, conversations, messages, companion_memories, user_emotional_states,
  proactive.preferences;
