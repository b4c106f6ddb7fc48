// Two clocks: the instants that the runs are told, and the time of day that some of them see on their host.
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";

const hoursPerSecond = 0.5; // a day in 48 seconds

// Each instant is later than the one before.
export class VirtualClock {
  constructor(begin) {
    this.at = Date.parse(begin);
  }

  start() {
    this.readAt = Date.now();
  }

  next() {
    const read = Date.now();
    this.at += Math.max(1000, Math.round((read - this.readAt) * 3600 * hoursPerSecond));
    this.readAt = read;
    return `${new Date(this.at).toISOString().slice(0, 19)}Z`;
  }

  advance(hours) {
    this.at += hours * 3600 * 1000;
  }
}

export class HostClock {
  // Null where there is no faketime. Only its library is used: the command would stand between us and a run's signals.
  static create(directory) {
    const asked = spawnSync("faketime", ["-m", "-f", "+1d", "cat", "/proc/self/maps"], { encoding: "utf8" });
    const library = /\S*libfaketime\S*\.so\S*/.exec(asked.stdout ?? "")?.[0];
    return library && existsSync(library) ? new HostClock(library, path.join(directory, "host-clock")) : null;
  }

  constructor(library, file) {
    this.file = file;
    this.environment = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1", // a run sees a jump at once
      DONT_FAKE_MONOTONIC: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1", // the same, as newer versions call it
    };
    this.move("+0");
  }

  move(offset) {
    writeFileSync(this.file, `${offset}\n`);
  }
}
