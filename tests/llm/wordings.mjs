// The shapes in which services say no, and plays of them: an answer is a status, a body and headers, or is made of an exchange.
export const withCode = (status, type, code, message, more = {}) => ({ status, body: { error: { message, type, param: null, code, ...more } } });
// Of vLLM and others, whose error stands at the top.
export const atTop = (status, type, message, code = status) => ({ status, body: { object: "error", message, type, param: null, code } });
export const google = (code, status, message, ...details) => ({ status: code, body: [{ error: { code, message, status, details } }] });
export const googleDetail = (type, more) => ({ "@type": `type.googleapis.com/google.rpc.${type}`, ...more });
export const openrouter = (code, message, metadata, status = code) => ({
  status,
  body: { error: { message, code, metadata }, user_id: "user_2tX" },
});
export const xai = (status, code, error) => ({ status, body: { code, error } });

const play = (answerOf) => (exchange, rule) => {
  const { status, body, headers } = typeof answerOf === "function" ? answerOf(exchange, rule) : answerOf;
  exchange.send(status, typeof body === "string" ? body : JSON.stringify(body), headers);
};
export const played = (answers) => Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, play(answer)]));
