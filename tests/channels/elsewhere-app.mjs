// A companion app that is not on PostgreSQL: its documents are files of a folder, as a document store has them. It tells proactive what
// changed in lines for `proactive config import`, and gets messages by webhook. node elsewhere-app.mjs FOLDER COMMAND...
//   put COLLECTION ID JSON   changes a document of users, bots or chats, which is made where there is none
//   say CHAT AT TEXT         its user writes
//   remove COLLECTION ID     removes a document; its id is kept, to be told of
//   export [SINCE]           what changed since then, in lines
//   serve PORT SECRET        receives webhooks; where there is a file FOLDER/lose-answer, the next answer is lost
import { createServer } from "node:http";
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Webhook } from "standardwebhooks";

const [folder, command, ...words] = process.argv.slice(2);
const fileOf = (collection, id) => path.join(folder, collection, `${encodeURIComponent(id)}.json`);
const read = (file) => JSON.parse(readFileSync(file, "utf8"));

function written(collection, document) {
  mkdirSync(path.join(folder, collection), { recursive: true });
  const unfinished = path.join(folder, `${collection}.${process.pid}.unfinished`);
  writeFileSync(unfinished, JSON.stringify(document), { flush: true });
  return unfinished;
}

function put(collection, id, changes) {
  const file = fileOf(collection, id);
  const document = { ...(existsSync(file) ? read(file) : {}), ...changes, _id: id, updatedAt: new Date().toISOString() };
  renameSync(written(collection, document), file);
}

// Under an id that is there already nothing is stored: a message that arrives twice is one message.
function putOnce(collection, id, document) {
  const unfinished = written(collection, { ...document, _id: id, updatedAt: new Date().toISOString() });
  try {
    linkSync(unfinished, fileOf(collection, id));
  } catch (problem) {
    if (problem.code !== "EEXIST") throw problem;
  } finally {
    rmSync(unfinished);
  }
}

function all(collection) {
  const place = path.join(folder, collection);
  return existsSync(place) ? readdirSync(place).map((name) => read(path.join(place, name))) : [];
}

// A document in the words of `proactive config import`.
const lines = {
  users: (user) => [{ kind: "user", id: user._id, name: user.name, timezone: user.zone, language: user.locale, active: !user.suspended,
    opted_out: user.wantsMessages === false }],
  bots: (bot) => [{ kind: "companion", id: bot._id, name: bot.name, personality: bot.prompt }],
  chats: (chat) => [
    { kind: "pair", user_id: chat.user, companion_id: chat.bot, stage: chat.stage, since: chat.startedAt },
    ...(chat.notes ?? []).map((note) => ({ kind: "memory", user_id: chat.user, companion_id: chat.bot, id: note.id, text: note.text,
      importance: note.weight })),
  ],
  messages: (message) => (message.from === "user"
    ? [{ kind: "pair", user_id: message.user, companion_id: message.bot, user_wrote_at: message.at }] : []),
  removed: (removed) => [{ kind: "user", id: removed._id, deleted: true }],
};

function exportSince(since) {
  for (const [collection, told] of Object.entries(lines)) {
    for (const document of all(collection).filter((each) => each.updatedAt >= since)) {
      for (const line of told(document)) process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  }
}

function receive(verifier, headers, body) {
  const { type, data } = verifier.verify(body, headers);
  if (type !== "message.delivered") return;
  putOnce("messages", headers["webhook-id"], { user: data.user_id, bot: data.companion_id, from: "bot", text: data.text, at: data.message.created_at });
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function serve(port, secret) {
  const verifier = new Webhook(secret);
  createServer(async (request, response) => {
    try {
      receive(verifier, request.headers, await bodyOf(request));
    } catch {
      response.writeHead(400).end();
      return;
    }
    if (existsSync(path.join(folder, "lose-answer"))) {
      rmSync(path.join(folder, "lose-answer"));
      request.socket.destroy();
      return;
    }
    response.writeHead(204).end();
  }).listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));
}

const commands = {
  put: (collection, id, changes) => put(collection, id, JSON.parse(changes)),
  say: (chat, at, text) => {
    const { user, bot } = read(fileOf("chats", chat));
    put("messages", `${chat} ${at}`, { user, bot, from: "user", text, at });
  },
  remove: (collection, id) => {
    put("removed", id, {});
    rmSync(fileOf(collection, id));
  },
  export: (since = "") => exportSince(since),
  serve,
};
mkdirSync(folder, { recursive: true });
commands[command](...words);
