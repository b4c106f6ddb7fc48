// Good answers in the forms that real services give them: a client takes each of them.
import { contents, messages_alone } from "./contents.mjs";
import { envelopes } from "./envelopes.mjs";
import { withContent } from "./wire.mjs";

const carried = (texts) =>
  Object.fromEntries(
    Object.entries(texts).map(([name, textOf]) => [name, (exchange) => withContent(exchange, textOf(exchange))]),
  );

export const forms = { ...envelopes, ...carried(contents) };
// Of no use to who asks for JSON, until the message alone is asked for.
export const forms_without_json = carried(messages_alone);
