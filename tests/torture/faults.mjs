// All faults, how often each is struck for 20 kills, and how they are drawn.
import { loseAnswer, loseCommit, tearStatement } from "./connection-faults.mjs";
import { freeze, kill, moveClock, terminate } from "./process-faults.mjs";
import { fillDisk, holdLock, move, objection, poison, remove, restart, terminateBackend, write } from "./server-faults.mjs";

export const faults = {
  kill: { share: 20, strike: kill, help: "kill -9 of a run, at a statement or at any time" },
  term: { share: 2, strike: terminate, help: "SIGTERM" },
  stop: { share: 2, strike: freeze, help: "SIGSTOP, and SIGCONT when the run's lease is over" },
  commit: { share: 3, strike: loseCommit, help: "the connection breaks instead of a COMMIT" },
  answer: { share: 3, strike: loseAnswer, help: "the connection breaks instead of the answer to a COMMIT" },
  torn: { share: 2, strike: tearStatement, help: "the connection breaks in the middle of a statement" },
  backend: { share: 3, strike: terminateBackend, help: "pg_terminate_backend" },
  restart: { share: 1, strike: restart, help: "the server crashes (as pg_ctl -m immediate makes it) and starts again" },
  lock: { share: 3, strike: holdLock, help: "tables or rows are locked, for up to 4 s" },
  poison: { share: 2, strike: poison, help: "the app's function, or a trigger on its table, raises an error at some engagements" },
  disk: { share: 1, strike: fillDisk, help: "the server's disk is full, for half a second" },
  delete: { share: 2, strike: remove, help: "a user is deleted, and half of them forgotten, or a companion is" },
  object: { share: 5, strike: objection, help: "users who are about to be written to opt out, mute all companions, are flagged as in a crisis (and released), or are forgotten" },
  write: { share: 3, strike: write, help: "users write to companions who are about to write" },
  move: { share: 2, strike: move, help: "users who are about to be written to change their time zone" },
  clock: { share: 2, strike: moveClock, help: "the host's clock, as one run in five sees it, jumps a day ahead or back" },
};

// Draws the faults in a random order in which each has its share, so that a short campaign has all of them too.
export class Deck {
  constructor(random, names) {
    this.random = random;
    this.names = names;
    this.cards = [];
    this.rounds = 0;
  }

  draw() {
    if (this.cards.length === 0) {
      this.cards = this.random.shuffled(this.names.flatMap((name) => Array(faults[name].share).fill(name)));
      this.rounds += 1;
    }
    return this.cards.pop();
  }

  get hasShownAll() {
    return this.rounds > 1 || (this.rounds === 1 && this.cards.length === 0);
  }
}

// How often each fault has happened.
export class Tally {
  counts = {};

  count(name) {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }
}

// One after the other: for faults that do not go together.
export class Turns {
  last = Promise.resolve();

  take(work) {
    const mine = this.last.then(work);
    this.last = mine.catch(() => {});
    return mine;
  }
}
