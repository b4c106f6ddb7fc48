// A TCP proxy between one run and the server, which reads the run's half of the PostgreSQL protocol, so that a fault can wait
// for a certain statement, and break the connection there.
import net from "node:net";

const startupHeader = 4; // the first message of a connection has a length, but no type
const header = 5;

// Cuts what a client sends into the messages of the protocol.
class MessageReader {
  pending = Buffer.alloc(0);
  isStarted = false;

  read(bytes) {
    this.pending = Buffer.concat([this.pending, bytes]);
    const messages = [];
    for (let message = this.next(); message; message = this.next()) messages.push(message);
    return messages;
  }

  next() {
    const lengthAt = this.isStarted ? 1 : 0;
    if (this.pending.length < (this.isStarted ? header : startupHeader)) return null;
    const end = lengthAt + this.pending.readInt32BE(lengthAt);
    if (this.pending.length < end) return null;
    const bytes = this.pending.subarray(0, end);
    this.pending = this.pending.subarray(end);
    const type = this.isStarted ? String.fromCharCode(bytes[0]) : "startup";
    this.isStarted = true;
    return { type, bytes };
  }
}

const startsWith = ({ type, bytes }, word) => type === "Q" && bytes.toString("latin1", header, header + word.length) === word;
const names = (message, pattern) => message.type === "P" && pattern.test(message.bytes.toString("latin1", header, 200));
const reading = /\/\* (due_pairs|app_facts|our_facts|newest_deliveries|app_context|due_engagements|due_of_users) \*\//;
const writing = /\/\* (claim_drafts|insert_written|take_over_drafts|store_drafts|mark_sent|deliver|record_deliveries|close_due) \*\//;

// A simple query or the parsing of one with parameters: once for each statement.
const isStatement = ({ type }) => type === "Q" || type === "P";
const isCommit = (message) => startsWith(message, "COMMIT");

// What a fault may wait for. Reading is done before a change, in another transaction.
export const moments = {
  statement: (message) => isStatement(message),
  commit: (message) => isCommit(message),
  reading: (message) => names(message, reading),
  writing: (message, conversation) => isStatement(message) && conversation.isWriting,
  writtenCommit: (message, conversation) => isCommit(message) && conversation.isWriting,
};

class Conversation {
  constructor(client, serverSocket, onMessage) {
    this.client = client;
    this.server = net.connect(serverSocket);
    this.cutsOnAnswer = false;
    this.isWriting = false;
    const reader = new MessageReader();
    client.on("data", (bytes) => {
      for (const message of reader.read(bytes)) {
        this.note(message);
        if (!client.destroyed) onMessage(this, message);
      }
    });
    this.server.on("data", (bytes) => (this.cutsOnAnswer ? this.cut() : client.write(bytes)));
    client.setNoDelay(true);
    client.on("error", () => this.cut()).on("close", () => this.cut());
    this.server.on("error", () => this.cut()).on("close", () => client.destroySoon()); // with the server's last words
  }

  note(message) {
    if (startsWith(message, "BEGIN")) this.isWriting = false;
    if (names(message, writing)) this.isWriting = true;
  }

  pass(bytes) {
    if (!this.server.destroyed) this.server.write(bytes);
  }

  // What was passed on still reaches the server.
  cut() {
    this.client.destroy();
    this.server.destroySoon();
  }
}

export class Link {
  constructor(serverSocket) {
    this.ambushes = new Set();
    this.listener = net.createServer((client) => {
      new Conversation(client, serverSocket, (conversation, message) => this.relay(conversation, message));
    });
  }

  async open() {
    await new Promise((resolve) => this.listener.listen(0, "127.0.0.1", resolve));
    return this.listener.address().port;
  }

  relay(conversation, message) {
    for (const ambush of this.ambushes) {
      if (!ambush.moment(message, conversation) || (ambush.countdown -= 1) > 0) continue;
      this.ambushes.delete(ambush);
      ambush.resolve(true);
      return ambush.act(conversation, message);
    }
    conversation.pass(message.bytes);
  }

  // At the countdown's last such moment `act` gets the conversation and the message, which it must pass on itself. Resolves to
  // whether it ever came to that.
  at(moment, countdown, act) {
    return new Promise((resolve) => this.ambushes.add({ moment, countdown, act, resolve }));
  }

  disarm() {
    for (const ambush of this.ambushes) ambush.resolve(false);
    this.ambushes.clear();
  }

  close() {
    this.disarm();
    this.listener.close();
  }
}
