// How plays answer an exchange: its good completion with another content or another choice, or a body of their own.
export const json = { "content-type": "application/json" };

export const withRaw = (exchange, body, headers) => exchange.send(200, body, headers);
export const withContent = (exchange, content) => withRaw(exchange, JSON.stringify(exchange.completion(content)));
export const withMessage = (exchange, message, more = {}) =>
  withContent(exchange, JSON.stringify({ ...exchange.answer, message, ...more }));
export const wholeBody = (exchange) => JSON.stringify(exchange.completion(exchange.content));

// change: of the good completion, in place, or what it returns
export function withCompletion(exchange, change) {
  const completion = exchange.completion(exchange.content);
  return withRaw(exchange, JSON.stringify(change(completion) ?? completion));
}
export const withChoice = (exchange, change) =>
  withCompletion(exchange, ({ choices: [first] }) => void change(first));
export const withReply = (exchange, change) =>
  withChoice(exchange, (first) => (first.message = { role: "assistant", ...change(first.message.content) }));

// Each of a list in its turn.
export function inTurn(list) {
  let next = -1;
  return () => list[(next = (next + 1) % list.length)];
}
