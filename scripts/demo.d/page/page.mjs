// The wall at / and a single phone at /phone/CONVERSATION.
import { io } from "/socket.io/socket.io.esm.min.js";
import { Phone, element, face, sentenceOf } from "./phone.mjs";
import { reasonInWords } from "./reasons.mjs";

const byId = (id) => document.getElementById(id);
const only = location.pathname.match(/^\/phone\/(\d+)$/)?.[1]; // the conversation of a single phone
const phones = new Map(); // by conversation
const utc = new Intl.DateTimeFormat("en-GB", {
  ...{ timeZone: "UTC", weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
});
const mostBars = 8;
let shownState = null;

document.body.className = only ? "single" : "wall";
const socket = io();

function addPhones(state) {
  for (const each of state.phones) {
    if (phones.has(each.conversation) || (only && only !== each.conversation)) continue;
    const phone = new Phone(each, socket, Boolean(only));
    phones.set(each.conversation, phone);
    byId("phones").append(phone.element);
    byId("faces").append(faceOf(each, phone));
    fetchHistory(phone);
  }
}

// On a small screen the others are out of sight: a face goes to its phone, and shows that something has come there.
function faceOf(each, phone) {
  const button = face(each, "button");
  button.type = "button";
  button.ariaLabel = `${each.companion_name} with ${each.user_name}`;
  button.addEventListener("click", () => phone.element.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" }));
  button.addEventListener("animationend", () => button.classList.remove("new"));
  phone.face = button;
  return button;
}

function fetchHistory(phone) {
  phone.fetchHistory().catch(() => showConnection("lost", "the messages cannot be read now"));
}

function showTime(state) {
  byId("day").textContent = `Day ${state.day}`;
  byId("now").textContent = `${utc.format(new Date(state.now))} UTC`;
  byId("now").dateTime = state.now;
  byId("speed").textContent = `${state.speed} min/s`;
  byId("pause").textContent = state.paused ? "Go on" : "Pause";
  byId("pause").ariaPressed = String(state.paused);
  if (state.held) return showConnection("held", "time waits");
  return state.paused ? showConnection("held", "paused") : showConnection("connected", "live");
}

function showNumbers({ numbers, refusals }) {
  for (const name of ["sent", "answered", "planned"]) byId(name).textContent = numbers[name];
  byId("refused").textContent = refusals.reduce((sum, { count }) => sum + count, 0);
}

// The rows of a list are kept, so that what has not changed stands still.
function showRows(list, rows, fill) {
  while (list.children.length > rows.length) list.lastElementChild.remove();
  while (list.children.length < rows.length) list.append(element("li"));
  rows.forEach((row, n) => fill(list.children[n], row));
}

function showReasons(state) {
  const shown = state.phones.filter(({ conversation }) => phones.has(conversation));
  showRows(byId("reasons"), shown, (item, { conversation, status }) => {
    const { name, clock } = phones.get(conversation);
    const sentence = sentenceOf(status, clock, new Date(state.now));
    const told = JSON.stringify([sentence, status]);
    if (item.dataset.told === told) return;
    item.dataset.told = told;
    item.dataset.status = status.kind === "refused" ? status.reason : status.kind;
    const line = element("p", "sentence");
    line.append(element("b", "", name), ` ${sentence}`);
    const facts = element("p", "facts", ` ${status.facts ?? ""}`);
    facts.prepend(element("code", "word", item.dataset.status));
    item.replaceChildren(line, facts);
  });
}

function showRefusals({ refusals }) {
  const bars = refusals.slice(0, mostBars);
  const most = Math.max(...bars.map(({ count }) => count), 1);
  showRows(byId("refusals"), bars, (item, { reason, count }) => {
    item.replaceChildren(element("code", "word", reason), element("span", "count", String(count)));
    item.style.setProperty("--share", count / most);
    item.title = reasonInWords(reason);
  });
}

function show(state) {
  addPhones(state);
  showTime(state);
  for (const { conversation, status } of state.phones) phones.get(conversation)?.show(status, new Date(state.now));
  showNumbers(state);
  showReasons(state);
  showRefusals(state);
  shownState = state;
}

function showConnection(className, text) {
  if (byId("state").textContent === text) return;
  byId("state").className = className;
  byId("state").textContent = text;
}

byId("pause").addEventListener("click", () => socket.emit("pause", !shownState?.paused));
byId("slower").addEventListener("click", () => socket.emit("speed", shownState?.speed / 2));
byId("faster").addEventListener("click", () => socket.emit("speed", shownState?.speed * 2));
socket.on("connect", () => phones.forEach(fetchHistory));
socket.on("disconnect", () => showConnection("lost", "disconnected, trying again"));
socket.on("state", show);
socket.on("new_message", ({ conversation_id: conversation, message, engagement_type: outreach }) => {
  const phone = phones.get(String(conversation));
  phone?.add({ outreach, ...message });
  if (outreach) phone?.face.classList.add("new");
});
