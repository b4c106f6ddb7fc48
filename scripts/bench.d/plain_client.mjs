// What a client that does nothing but call needs: 1,000 chat completions, so many at once as the argument says, in milliseconds.
import http from 'node:http';

const atOnce = Number(process.argv[2]);
const most = 1000;
const url = new URL(`${process.env.OPENAI_BASE_URL}/chat/completions`);
const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });
const body = JSON.stringify({ model: 'test-model', messages: [{ role: 'user', content: 'x'.repeat(4000) }] });
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };

const start = performance.now();
let begun = 0;
let ended = 0;
function call() {
  if (begun === most) return;
  begun += 1;
  const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
    response.resume().on('end', () => {
      ended += 1;
      if (ended < most) return call();
      console.log(Math.round(performance.now() - start));
      agent.destroy();
    });
  });
  request.end(body);
}
for (let i = 0; i < atOnce; i += 1) call();
