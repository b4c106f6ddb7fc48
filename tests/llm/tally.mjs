// What was asked of the test server since its last script.

const mostRetries = 10_000;
const underWay = 150; // ms after an answer in which calls may have begun before it was heard
const leeway = 50; // ms
const add = (object, key, more = 1) => (object[key] = (object[key] ?? 0) + more);

export class Tally {
  #keep;
  #failed = new Map(); // when the last try for an engagement failed
  #pause = { from: 0, until: 0 }; // when no call is wanted
  lastAnswer = null;
  counts = {
    calls: 0, moderations: 0, by_status: {}, by_rule: {}, in_flight: 0, most_in_flight: 0, connections: 0, http_versions: {}, aborted: 0,
    first_call_at_ms: null, last_answer_at_ms: null, formats: {}, retries_after_ms: [], requests: [],
    too_early: 0, tokens_billed: 0, tokens_by_rule: {}, paths_not_there: 0,
  };

  constructor(keep) {
    this.#keep = keep;
  }

  begin(request, body, incoming) {
    const { counts } = this;
    counts.calls += 1;
    counts.in_flight += 1;
    counts.most_in_flight = Math.max(counts.most_in_flight, counts.in_flight);
    counts.first_call_at_ms ??= Date.now();
    if (Date.now() >= this.#pause.from && Date.now() < this.#pause.until) counts.too_early += 1;
    add(counts.http_versions, incoming.httpVersion);
    add(counts.formats, request?.response_format?.type ?? "text");
    if (this.#keep > 0) counts.requests.push({ headers: incoming.headers, body });
    if (counts.requests.length > this.#keep) counts.requests.shift();
  }

  // Names engagements only while some have failed: that takes time.
  noteRetry(engagement) {
    if (this.#failed.size === 0) return;
    const whom = engagement();
    const failedAt = this.#failed.get(whom);
    if (failedAt === undefined) return;
    this.#failed.delete(whom);
    if (this.counts.retries_after_ms.length < mostRetries) this.counts.retries_after_ms.push(Date.now() - failedAt);
  }

  rule(name) {
    add(this.counts.by_rule, name);
  }

  // A client was told to wait so long.
  wait(ms) {
    const now = Date.now();
    this.#pause = { from: now + underWay, until: Math.max(this.#pause.until, now + ms - leeway) };
  }

  // status: null where the answer did not end; the rest: what played, and what it cost
  end(status, byServer, engagement, { rule, billed }) {
    const { counts } = this;
    const isGood = status >= 200 && status < 300;
    counts.in_flight -= 1;
    if (isGood) counts.tokens_billed += billed;
    if (isGood && rule) add(counts.tokens_by_rule, rule.do, billed);
    if (status !== null) add(counts.by_status, status);
    else if (!byServer) counts.aborted += 1;
    if (status !== null || byServer) counts.last_answer_at_ms = Date.now();
    if (!isGood) this.#failed.set(engagement(), Date.now());
  }
}
