// A private PostgreSQL server, on a Unix socket, that can be crashed and whose disk can be filled.
// It asks for a random password, since whoever connects to a proxy on 127.0.0.1 reaches it.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { atExit } from "./leftovers.mjs";

const databaseName = "torture";
const diskMegabytes = 192;
const startSeconds = 30;

export class MissingError extends Error {}

function serverBinaries() {
  const home = "/usr/lib/postgresql";
  const versions = fs.existsSync(home) ? fs.readdirSync(home).map(Number).filter(Boolean) : [];
  if (versions.length === 0) {
    throw new MissingError("no PostgreSQL server binaries under /usr/lib/postgresql: run scripts/install-packages");
  }
  return path.join(home, String(Math.max(...versions)), "bin");
}

const isRoot = process.getuid() === 0;

// PostgreSQL refuses to run as root.
const asServer = (command) =>
  isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", ...command] : command;

function must(command, options = {}) {
  const [program, ...args] = command;
  const result = spawnSync(program, args, { encoding: "utf8", cwd: "/", ...options });
  if (result.status !== 0) throw new Error(`${command.join(" ")}: ${result.stderr || result.error?.message}`);
  return result.stdout;
}

// libpq's own variables would lead psql elsewhere.
function cleanEnvironment() {
  const isOfDatabase = (name) => /^(PG|DB_|DATABASE_URL$|PROACTIVE_|OPENAI_)/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOfDatabase(name)));
}

export class Server {
  constructor(logDirectory) {
    this.binaries = serverBinaries();
    this.log = path.join(logDirectory, "server.log");
    this.directory = fs.mkdtempSync("/tmp/proactive-torture."); // mode 0700
    this.password = randomBytes(16).toString("hex");
    this.remove = atExit(() => this.removeNow());
    this.data = path.join(this.directory, "data");
    this.disk = path.join(this.directory, "disk");
    this.socket = path.join(this.directory, ".s.PGSQL.5432");
    this.crashedAt = 0;
  }

  async create() {
    const passwordFile = path.join(this.directory, "password");
    fs.writeFileSync(passwordFile, this.password, { mode: 0o600 });
    [passwordFile, this.directory].forEach((place) => this.giveToServer(place));
    const initdb = [path.join(this.binaries, "initdb"), "-D", this.data, "-U", "postgres", "-A", "scram-sha-256"];
    must(asServer([...initdb, `--pwfile=${passwordFile}`, "--locale=C.UTF-8", "-E", "UTF8", "--no-sync"]));
    await this.start();
    this.hasSmallDisk = this.mountDisk();
    if (this.hasSmallDisk) await this.query(`CREATE TABLESPACE small LOCATION '${this.disk}'`, [], "postgres");
    const where = this.hasSmallDisk ? "TABLESPACE small" : "";
    await this.query(`CREATE DATABASE ${databaseName} ${where}`, [], "postgres");
  }

  giveToServer(place) {
    if (!isRoot) return;
    const id = (flag) => Number(must(["id", flag, "postgres"]));
    fs.chownSync(place, id("-u"), id("-g"));
  }

  mountDisk() {
    if (!isRoot) return false;
    fs.mkdirSync(this.disk);
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${diskMegabytes}m`, "tmpfs", this.disk]);
    if (mounted.status !== 0) return false;
    this.unmount = atExit(() => must(["umount", "--lazy", this.disk]));
    this.giveToServer(this.disk);
    return true;
  }

  // Without fsync a crash of the server still keeps what was committed; only one of the machine would not.
  async start() {
    const settings = ["listen_addresses=", "port=5432", "fsync=off", "full_page_writes=off", "max_connections=120"];
    const options = ["-D", this.data, "-k", this.directory, ...settings.flatMap((setting) => ["-c", setting])];
    const postgres = ["setpriv", "--pdeathsig", "QUIT", path.join(this.binaries, "postgres"), ...options];
    const [program, ...args] = asServer(postgres);
    const log = fs.openSync(this.log, "a");
    this.process = spawn(program, args, { cwd: "/", stdio: ["ignore", log, log], detached: true });
    fs.closeSync(log);
    const { process: started } = this;
    this.exited = new Promise((resolve) => started.once("exit", resolve));
    await this.untilReady();
  }

  async untilReady() {
    const deadline = Date.now() + startSeconds * 1000;
    for (;;) {
      try {
        await this.query("SELECT", [], "postgres");
        return;
      } catch (problem) {
        if (this.process.exitCode !== null || Date.now() > deadline) {
          throw new Error(`the private PostgreSQL does not start (${this.log}): ${problem.message}`);
        }
      }
      await pause(20);
    }
  }

  // SIGQUIT is what pg_ctl -m immediate sends.
  async crashAndRestart() {
    this.process.kill("SIGQUIT");
    await this.exited;
    await this.start();
    this.crashedAt = Date.now();
  }

  async stop() {
    this.process.kill("SIGQUIT");
    await this.exited;
    this.remove();
  }

  removeNow() {
    if (this.process?.exitCode === null) {
      this.process.kill("SIGQUIT");
      spawnSync("sleep", ["0.5"]); // this process cannot wait for its children any more
    }
    this.unmount?.();
    fs.rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  // The caller ends it.
  async connect(database = databaseName) {
    const client = new pg.Client({ host: this.directory, port: 5432, user: "postgres", password: this.password, database });
    client.on("error", () => {}); // a restart ends it: whoever uses it next is told
    await client.connect();
    return client;
  }

  async session(use, database = databaseName) {
    const client = await this.connect(database);
    try {
      return await use(client);
    } finally {
      client.end().catch(() => {});
    }
  }

  async query(sql, values = [], database = databaseName) {
    return this.session(async (client) => (await client.query(sql, values)).rows, database);
  }

  environment() {
    const host = encodeURIComponent(this.directory);
    return { ...cleanEnvironment(), DATABASE_URL: `postgresql://postgres:${this.password}@${host}/${databaseName}` };
  }

  environmentThrough(port) {
    const options = "sslmode=disable&gssencmode=disable";
    const url = `postgresql://postgres:${this.password}@127.0.0.1:${port}/${databaseName}?${options}`;
    return { ...cleanEnvironment(), DATABASE_URL: url };
  }

  // For PostgreSQL's own programs.
  clientEnvironment() {
    const ofServer = { PGHOST: this.directory, PGPORT: "5432", PGUSER: "postgres", PGPASSWORD: this.password };
    return { ...cleanEnvironment(), ...ofServer, PGDATABASE: databaseName };
  }

  // How often each unique index or other constraint has stopped a statement.
  refusals() {
    const counts = {};
    for (const [, name] of fs.readFileSync(this.log, "utf8").matchAll(/violates (?:unique|check) constraint "([^"]+)"/g)) {
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  }

  migrate(root, binary) {
    must([path.join(root, "scripts/migrate"), "--standalone"], { env: { ...this.environment(), PROACTIVE: binary } });
  }

  installAdapter(binary, file) {
    must([binary, "config", "adapter", "install", file], { env: this.environment() });
    // Under the rules of care next to nothing would be sent to people who never answer.
    must([binary, "config", "preset", "seed"], { env: this.environment() });
  }

  load(file, variables = {}) {
    const settings = Object.entries(variables).flatMap(([name, value]) => ["-v", `${name}=${value}`]);
    must(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", ...settings, "-f", file], { env: this.clientEnvironment() });
  }

  dump(file) {
    must(["pg_dump", "-f", file], { env: this.clientEnvironment() });
  }
}
