// The Node.js packages of tests/package.json, which scripts/demo has installed: this folder has none of its own.
import { createRequire } from "node:module";

const require = createRequire(new URL("../../tests/package.json", import.meta.url));
export const { createAdapter } = require("@socket.io/postgres-adapter");
export const { Server } = require("socket.io");
export const { Pool } = require("pg");
