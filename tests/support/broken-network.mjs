// A TCP proxy in front of PostgreSQL that breaks connections: node tests/support/broken-network.mjs MODE [PORT]
//   silent        accepts connections and never answers
//   lose-commit   closes the connection in place of the first COMMIT after a delivery: the server never sees it
//   lose-answer   passes that COMMIT on, and closes the connection in place of the server's answer
// Prints the port that it listens on (127.0.0.1). The delivery is recognised by its statement mark_sent.
import net from "node:net";

const [mode, port] = process.argv.slice(2);
let deliveries = 0; // only the first one is broken

function relay(client) {
  const server = net.connect(Number(port), "127.0.0.1");
  const cut = () => {
    client.destroy();
    server.destroy();
  };
  let delivers = false;
  let waitsForCommit = false;
  client.on("data", (bytes) => {
    const text = bytes.toString("latin1");
    if (text.includes("/* mark_sent */")) delivers = deliveries === 0;
    if (delivers && text.includes("COMMIT")) {
      deliveries += 1;
      delivers = false;
      if (mode === "lose-commit") return cut();
      waitsForCommit = true;
    }
    server.write(bytes);
  });
  server.on("data", (bytes) => (waitsForCommit ? cut() : client.write(bytes)));
  for (const socket of [client, server]) socket.on("error", cut).on("close", cut);
}

const listener = net.createServer((client) => {
  if (mode === "silent") client.on("error", () => {});
  else relay(client);
});
listener.listen(0, "127.0.0.1", () => console.log(listener.address().port));
