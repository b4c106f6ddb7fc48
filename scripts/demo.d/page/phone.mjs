// One phone: a conversation on the user's own clock. Whatever comes from the database is set as text, never as markup.
import { reasonInWords, typeInWords } from "./reasons.mjs";

const mostShown = 200;

export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

const firstName = (name) => name.split(" ")[0];
const place = (timezone) => timezone.split("/").at(-1).replaceAll("_", " ");

export function face(phone, name = "span") {
  const made = element(name, "face", [...phone.companion_name][0]);
  made.style.setProperty("--hue", (phone.companion * 47) % 360);
  return made;
}

// Formats of one zone: making one is expensive.
function clockOf(timezone) {
  const format = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: timezone, hourCycle: "h23", ...options });
  const time = format({ hour: "2-digit", minute: "2-digit" });
  const day = format({ weekday: "short", day: "numeric", month: "short" });
  const weekday = format({ weekday: "short" });
  return {
    time: (at) => time.format(at),
    hour: (at) => Number(time.format(at).slice(0, 2)),
    day: (at) => day.format(at),
    weekday: (at) => weekday.format(at),
  };
}

function lightAt(hour) {
  if (hour < 6 || hour >= 22) return "night";
  if (hour < 9) return "dawn";
  return hour < 18 ? "noon" : "dusk";
}

// What the gate says, as the end of a sentence that begins with the user's name.
export function sentenceOf(status, clock, now) {
  const when = (at) => `${clock.day(at) === clock.day(now) ? "at" : `on ${clock.weekday(at)},`} ${clock.time(at)}`;
  switch (status.kind) {
    case "planned":
      return `gets a ${typeInWords(status.type)} ${when(new Date(status.at))}`;
    case "free":
      return `may get a ${typeInWords(status.type)} ${when(new Date(status.at))}`;
    case "refused":
      return reasonInWords(status.reason);
    default:
      return "nothing is known yet";
  }
}

export class Phone {
  #shown = new Map(); // by the id of the message: an event and the history may bring the same one
  #list = element("ol", "messages");
  #time = element("time", "clock");
  #day = element("span", "day-name");
  #status = element("p", "status");
  #problem = element("p", "problem");
  #field = element("input");

  constructor(phone, socket, isAlone) {
    this.name = firstName(phone.user_name);
    this.conversation = phone.conversation;
    this.clock = clockOf(phone.timezone);
    this.element = element("article", "phone");
    this.element.dataset.conversation = phone.conversation;
    this.element.append(this.#head(phone, isAlone), this.#list, this.#status, this.#form(phone, socket), this.#problem);
    if (isAlone) this.#list.ariaLive = "polite";
    this.#problem.role = "alert";
  }

  #head(phone, isAlone) {
    const name = element("h2", "name");
    const link = element(isAlone ? "span" : "a", "", phone.companion_name);
    if (!isAlone) link.href = `/phone/${phone.conversation}`;
    name.append(link);
    const names = element("div", "names");
    names.append(name, element("p", "owner", `with ${phone.user_name}`));
    const local = element("div", "local");
    local.append(this.#time, this.#day);
    const head = element("header", "head");
    head.append(face(phone), names, local, element("p", "about", `${place(phone.timezone)} · ${phone.about}`));
    return head;
  }

  #form(phone, socket) {
    this.#field.placeholder = `Answer as ${this.name}`;
    this.#field.ariaLabel = this.#field.placeholder;
    this.#field.maxLength = 500;
    this.#field.autocomplete = "off";
    this.#field.enterKeyHint = "send";
    const button = element("button", "", "➤");
    button.ariaLabel = "Send";
    const form = element("form", "reply");
    form.append(this.#field, button);
    this.#field.addEventListener("input", () => socket.emit("typing", this.#field.value !== ""));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(socket);
    });
    return form;
  }

  #send(socket) {
    const content = this.#field.value;
    if (content.trim() === "") return;
    socket.timeout(5000).emit("say", { conversation: this.conversation, content }, (problem, result) => {
      const error = problem ? "the server does not answer" : result.error;
      this.#problem.textContent = error ?? "";
      if (!error && this.#field.value === content) this.#field.value = "";
    });
  }

  // now: a Date
  show(status, now) {
    const hour = this.clock.hour(now);
    const light = lightAt(hour);
    this.#time.textContent = this.clock.time(now);
    this.#day.textContent = `${hour >= 7 && hour < 19 ? "☀" : "☾"} ${this.clock.day(now)}`;
    this.element.dataset.light = light;
    this.element.dataset.status = status.kind === "refused" ? status.reason : status.kind;
    this.#status.textContent = `${this.name} ${sentenceOf(status, this.clock, now)}`;
  }

  // Those that were sent while this page was not connected are in the history only.
  async fetchHistory() {
    const answer = await fetch(`/messages/${this.conversation}`);
    if (!answer.ok) throw new Error(`the messages cannot be read: ${answer.status}`);
    for (const message of await answer.json()) this.#insert(message, false);
    this.#arrange(true);
  }

  add(message) {
    const isAtEnd = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 80;
    this.#insert(message, true);
    this.#arrange(isAtEnd);
  }

  #insert(message, isLive) {
    const id = String(message.id);
    if (this.#shown.has(id)) return;
    const at = Date.parse(message.created_at);
    const later = [...this.#shown.values()].filter((other) => other.at > at).sort((a, b) => a.at - b.at)[0];
    const item = this.#bubble(message, new Date(at), isLive);
    this.#list.insertBefore(item, later ? later.item : null);
    this.#shown.set(id, { at, item });
  }

  #bubble({ sender_type: sender, content, outreach }, at, isLive) {
    const item = element("li", `message ${sender === "user" ? "user" : "companion"}`);
    item.classList.toggle("outreach", Boolean(outreach));
    item.classList.toggle("live", isLive);
    const text = element("p", "bubble", content);
    text.dir = "auto";
    const time = element("time", "", this.clock.time(at) + (outreach ? ` ✦ ${typeInWords(outreach)}` : ""));
    time.dateTime = at.toISOString();
    item.append(text, time);
    return item;
  }

  // Days and the beginning of each turn; after every change, since a message that was missed may belong in between.
  #arrange(scrolls) {
    for (const old of this.#list.querySelectorAll(".day")) old.remove();
    const oldest = [...this.#shown].sort(([, a], [, b]) => a.at - b.at).slice(0, Math.max(this.#shown.size - mostShown, 0));
    for (const [id, { item }] of oldest) {
      item.remove();
      this.#shown.delete(id);
    }
    let [day, sender] = ["", ""];
    for (const item of this.#list.querySelectorAll(".message")) {
      const itsDay = this.clock.day(new Date(item.querySelector("time").dateTime));
      const itsSender = item.classList.contains("user") ? "user" : "companion";
      if (itsDay !== day) item.before(element("li", "day", itsDay));
      item.classList.toggle("first", itsSender !== sender);
      [day, sender] = [itsDay, itsSender];
    }
    if (scrolls) this.#list.scrollTop = this.#list.scrollHeight;
  }
}
