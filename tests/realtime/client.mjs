// A Socket.IO client that writes down what arrives, and when.
import { io } from "socket.io-client";

const patience = 20_000; // ms

// What the system's clock says minus performance.now(). Date.now() shows whole ms only, so ticks are watched; other programs
// can delay what is seen of one, hence the largest of several is right to some microseconds.
export function clockOffset() {
  const seen = Array.from({ length: 20 }, () => {
    const start = Date.now();
    let tick = start;
    while (tick === start) tick = Date.now();
    return tick - performance.now();
  });
  return Math.max(...seen);
}
const offset = clockOffset();
export const now = () => performance.now() + offset; // ms since 1970

class Client {
  #socket;
  #arrivals = [];
  #watchers = new Set();
  disconnects = 0;

  constructor(socket) {
    this.#socket = socket;
    socket.onAny((event, payload) => this.#arrived({ event, payload, at: now() }));
    socket.on("disconnect", () => (this.disconnects += 1));
  }

  #arrived(arrival) {
    this.#arrivals.push(arrival);
    for (const look of this.#watchers) look();
  }

  get arrivals() {
    return this.#arrivals;
  }

  // All arrivals since the last call.
  take() {
    return this.#arrivals.splice(0);
  }

  // Resolves when the arrivals are as wanted, and fails when they do not become so.
  until(what, isWanted) {
    return new Promise((resolve, reject) => {
      const end = (settle, value) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        settle(value);
      };
      const look = () => isWanted(this.#arrivals) && end(resolve);
      const late = () => end(reject, new Error(`${what} has not come; ${this.#arrivals.length} events have`));
      const timer = setTimeout(late, patience);
      this.#watchers.add(look);
      look();
    });
  }

  close() {
    this.#socket.disconnect();
  }
}

// Resolves when the server has put the client into its rooms.
export function connectClient(url, { rooms, namespace = "/", transports = ["websocket"] }) {
  const socket = io(url + namespace, { auth: { rooms }, transports, reconnection: false, forceNew: true });
  const client = new Client(socket);
  return new Promise((resolve, reject) => {
    socket.once("connect", () => resolve(client));
    socket.once("connect_error", reject);
  });
}
