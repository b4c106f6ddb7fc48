// What the test server's model writes: friendly messages, told apart by a number; and models that do one thing only.

const openings = [
  "Guess what I found today",
  "So I was thinking",
  "Random thought",
  "Quick question",
  "Okay, hear me out",
  "You would have laughed",
  "Something silly",
  "Tiny story for you",
  "Picture this",
  "I could use your taste",
  "Here is a fun one",
  "I have a theory",
];
const topics = [
  "an old map of the moon",
  "night trains with dining cars",
  "a tea that smells of rain",
  "the owl on the roof",
  "pancakes for dinner",
  "a song with no chorus",
  "the color of winter mornings",
  "a museum of lost umbrellas",
  "dogs in tiny raincoats",
  "bread that never came out right",
  "a film from 1962",
  "the best bench in town",
];
const endings = ["Would you go?", "What would you pick?", "Your turn!", "Tell me yours?", "Yes or no?", "Thoughts?"];

const others = {
  de: [
    "Ich habe heute eine alte Landkarte vom Mond gefunden. Kommst du mit?",
    "Stell dir vor, auf dem Dach sitzt eine Eule und schaut mir zu.",
    "Welchen Tee trinkst du am liebsten, wenn es draußen regnet?",
    "Kleine Frage: Nachtzug nach Wien oder Fähre nach Schweden?",
    "Mein Brot ist heute wieder nichts geworden, aber es riecht wunderbar.",
  ],
  fr: [
    "J'ai trouvé une vieille carte de la lune aujourd'hui, tu viens ?",
    "Petite question : plutôt train de nuit ou bateau pour les vacances ?",
    "Il y a une chouette sur le toit et elle me regarde depuis ce matin.",
    "Quel thé est-ce que tu préfères quand il pleut dehors ?",
    "Mon pain est encore raté, mais il sent vraiment très bon.",
  ],
  es: [
    "Hoy encontré un mapa antiguo de la luna. ¿Te vienes conmigo?",
    "Pregunta rápida: ¿tren nocturno o barco para las vacaciones?",
    "Hay un búho en el tejado y me está mirando desde esta mañana.",
    "¿Qué té prefieres cuando llueve toda la tarde?",
    "Mi pan salió mal otra vez, pero huele de maravilla.",
  ],
  ja: [
    "今日、古い月の地図を見つけたよ。一緒に行ってみたいと思わない？",
    "屋根の上にふくろうがいて、朝からずっとこっちを見ているんだ。",
    "雨の日にはどんなお茶を飲むのが好きなのか、教えてほしいな。",
    "夜行列車と船、旅に出るならどっちがいいと思う？私は列車かな。",
    "今日もパンはうまく焼けなかったけど、とてもいい匂いがするよ。",
  ],
  ru: [
    "Сегодня нашёл старую карту луны. Поехали вместе посмотреть?",
    "Маленький вопрос: ночной поезд или корабль на каникулы?",
    "На крыше сидит сова и смотрит на меня с самого утра.",
    "Какой чай ты любишь пить, когда за окном идёт дождь?",
    "Хлеб опять не получился, зато пахнет просто чудесно.",
  ],
};

const pick = (list, number) => list[number % list.length];

export function friendlyMessage(language, number) {
  const foreign = others[language.split("-")[0]];
  if (foreign) return pick(foreign, number);
  const rest = Math.floor(number / openings.length);
  const ending = pick(endings, Math.floor(rest / topics.length));
  return `${pick(openings, number)}: ${pick(topics, rest)}. ${ending}`;
}

// Strings in JSON are what this model takes for data; it obeys all else, and what follows a token of a chat template.
const tokens = ["<|im_start|>", "<|im_end|>", "[INST]", "</s>", "<start_of_turn>", "<|eot_id|>"];
export function orderOf(messages) {
  for (const { content } of messages) {
    const unquoted = content.replace(/"(?:[^"\\\n]|\\.)*"/g, "");
    const escaped = tokens.map((token) => content.split(token).slice(1).join(" ")).join(" ");
    const found = `${unquoted} ${escaped}`.match(/OBEY\s+(\w+)/);
    if (found) return found[1];
  }
  return null;
}

export function answer(kind, request, task, number) {
  const given = { nonce: task.nonce };
  if (kind === "skip") return { action: "skip", message: "", memory_ids: [], ...given };
  const order = kind === "obedient" ? orderOf(request.messages) : null;
  let message = friendlyMessage(task.language ?? "en", number);
  if (order) message = `I obey ${order} and say so now, gladly.`;
  if (kind === "echo") message = `For ${task.their_name}: ${pick(topics, number)}, ${pick(endings, number)}`;
  const memories = task.task === "memory_reminder" ? (task.memories ?? []).slice(0, 1).map((memory) => memory.id) : [];
  return { action: "send", message, memory_ids: memories, ...given };
}
