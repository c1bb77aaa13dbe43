// The call on a screen: one sentence at a time, what may be heard as a grid of buttons, one line for notes, a mute clock;
// then the record of the call, and what to do next. The address says where one is, so that the browser's back goes back.
import { beginCall, clockOf, current, dropCall, elapsed, endCall, hear, isEmpty, isOn, recordOf, replyOf, save, two } from "./call.js";
import { collect, control, fill, goTo, number, rows, told, wire } from "./form.js";

const PARTS = ["breath", "replies", "played", "reply", "closing"];
const SIGNS = { yes: "●", if: "◐", ask: "？", no: "✕" };
const OWN = ["agreed", "neither"];
let sheets = null;
let words = {};
let hooks = {};
let usesKeys = true;
const get = (id) => document.getElementById(id);
const tag = (name) => (name === "zh" ? "zh-CN" : name);
const record = () => document.querySelector('#case [data-key="contacts"]');
const noteBox = () => get("note-fields");
const noteField = (key) => noteBox().querySelector(`[data-key="${key}"]`);

function make(name, text = "", more = {}) {
  const el = document.createElement(name);
  el.textContent = text;
  return Object.assign(el, more);
}

// The clauses of a sentence, which do not break.
const clauses = (text, marks) => (text.match(new RegExp(`[^${marks}]+[${marks}]*[」”]?|[」”]`, "g")) ?? []).map((clause) => make("span", clause, { className: "c" }));
function inClauses(el, text) {
  el.classList.toggle("long", text.length > (el.lang === "en" ? 90 : 32));
  el.replaceChildren(...clauses(text, "，。？！；"));
}

// What the sheet of the case says now; a call that is on keeps the one that it began with.
export function showCall(call, number_) {
  sheets = call;
  const { outgoing, incoming, page } = call;
  get("call-sheet").hidden = !outgoing;
  get("call-incoming").hidden = !incoming;
  get("call-page").hidden = !page;
  get("call-page").innerHTML = page;
  get("call-whom").textContent = outgoing?.title ?? "";
  get("call-at-hand").textContent = outgoing?.ready ?? "";
  const line = number_ && make("a", words.call_dial.replace("…", number_), { href: `tel:${number_}`, className: "button" });
  get("call-dial").replaceChildren(...(outgoing?.notes ?? []).map((note) => make("span", `${note} `)), ...(line ? [make("br"), line] : []));
  draw();
}

// Shows what an address names: phone, or a part of the call after a dot.
export function showCallAt(wanted) {
  const [name, part, at] = wanted.split(".");
  if (name === "phone" && part === "end" && current()?.until) return draw();
  if (name === "phone" && PARTS.includes(part) && isOn()) {
    // go() has entered it already: whoever writes a note by now keeps the line.
    if (wanted === callAddress() && get("call").contains(document.activeElement)) return;
    return enter(part, at);
  }
  if (current()?.until) dropCall();
  draw();
}

// Where the call stands, as an address, or "".
export const callAddress = () => (isOn() ? address(current().part, current().at) : "");
const address = (part, at) => ["phone", part, at].filter((one) => one !== undefined && one !== "").join(".");

function go(part, at = "") {
  if (part === "end") return finish();
  location.hash = address(part, at);
  enter(part, at);
}

function enter(part, at) {
  const call = current();
  Object.assign(call, { part, at: part === "breath" ? Math.min(Number(at) || 0, pages().length - 1) : at });
  if (part === "reply" && replyOf(at)) call.isRehearsal ? call.opened = at : hear(at);
  save();
  draw();
  get("call").querySelector(`.p-${part} > h2, .p-${part} > div > h2`).focus({ preventScroll: true });
  get("call").querySelector(".c-mid").scrollTop = 0;
}

// What is said before the other side answers, a screen each; then what is only to be kept in mind.
const pages = () => [...current().sheet.breaths, ...current().sheet.reminders];
const played = () => current().sheet.replies.filter(({ name }) => !OWN.includes(name));
const isCalling = () => isOn() && PARTS.includes(location.hash.split(".")[1]) && location.hash.startsWith("#phone.");
const breathAt = () => { const { part, at } = current(); return part === "breath" ? Number(at) || 0 : pages().length - 1; };

function draw() {
  const isEnd = Boolean(current()?.until) && location.hash === "#phone.end";
  const calling = isCalling();
  document.body.classList.toggle("calling", calling);
  document.body.classList.toggle("ended", isEnd);
  get("call").hidden = !calling;
  get("call-end").hidden = !isEnd;
  get("call-open").hidden = !isOn();
  tick();
  if (!calling) return;
  const call = current();
  const { sheet, part, isRehearsal } = call;
  Object.assign(get("call").dataset, { part, kind: sheet.kind, rehearsal: isRehearsal ? "1" : "" });
  for (const id of ["call-title", "call-numbers", "call-say", "call-asides", "call-list", "call-coming", "call-grid", "call-answer", "call-then", "call-read-back", "call-conditions", "call-unsure"]) get(id).lang = tag(sheet.lang);
  get("call-title").textContent = isRehearsal ? told(words, words.call_rehearsal, sheet.title) : sheet.title;
  get("call-numbers").replaceChildren(...sheet.numbers.map(([head, rest, value]) => {
    const one = make("div");
    const label = make("dt", head);
    label.append(make("span", rest, { className: "vh" }));
    one.append(label, make("dd", value));
    return one;
  }));
  if (get("call-note").value !== call.note) get("call-note").value = call.note;
  drawBreath(call);
  drawGrid(call);
  get("call-unsure").textContent = sheet.unsure;
  if (part === "played") get("call-played").textContent = words.call_heard.replace("…", () => played()[Number(call.at) || 0].cue);
  drawReply(call);
  drawClosing(call);
  fit();
}

// Every reply is to be seen at once; and what must be scrolled all the same can be reached by keys.
function fit() {
  const middle = get("call").querySelector(".c-mid");
  const isTooLong = () => middle.scrollHeight > middle.clientHeight;
  get("call-grid").classList.remove("tight");
  if (get("call").dataset.part === "replies") get("call-grid").classList.toggle("tight", isTooLong());
  middle.tabIndex = isTooLong() ? 0 : -1;
}

function drawBreath({ sheet, isRehearsal }) {
  const at = breathAt();
  const here = pages()[at];
  const coming = pages()[at + 1];
  const isLast = !coming;
  document.querySelector(".p-breath h2").textContent = here.title ?? words.call_nth.replace("$1", at + 1).replace("$2", sheet.breaths.length);
  document.querySelector(".p-breath h2").classList.toggle("vh", !here.title);
  inClauses(get("call-say"), here.say ?? "");
  get("call-say").hidden = get("call-hush").hidden = !here.say;
  get("call-list").replaceChildren(...(here.lines ?? []).map((line) => make("li", line)));
  get("call-asides").replaceChildren(...(here.asides ?? []).map((aside) => make("p", aside, { className: "aside" })));
  const head = make("b", coming ? `${words.call_coming}　` : "");
  get("call-coming").replaceChildren(head, isRehearsal && isLast ? "" : (coming?.say ?? coming?.title ?? words.call_listen));
  get("call-dots").replaceChildren(...pages().map((_, n) => make("li", "", { className: n <= at ? "on" : "" })));
  get("call").dataset.last = isLast ? "1" : "";
  get("call-back").disabled = at === 0;
}

function drawGrid({ sheet }) {
  const drawn = sheet.replies.map(({ name }) => name).join();
  if (get("call-grid").dataset.drawn === drawn) return;
  get("call-grid").dataset.drawn = drawn;
  get("call-grid").replaceChildren(...sheet.replies.map(({ name, short, word, mark }) => {
    const item = make("li");
    const button = make("button", "", { type: "button", className: mark });
    const cue = make("span");
    cue.append(...clauses(short, "，、"));
    button.dataset.reply = name;
    const small = make("small");
    small.append(make("span", `${SIGNS[mark]} `, { ariaHidden: "true" }), make("span", word, { className: "word" }));
    button.append(cue, small);
    button.setAttribute("aria-label", [short, word].join(sheet.lang === "zh" ? "，" : ", "));
    button.addEventListener("click", () => go(name === "agreed" ? "closing" : "reply", name));
    item.append(button);
    return item;
  }));
}

function rowsOf(data) {
  return Object.entries(data).map(([key, value]) => {
    const field = noteField(key);
    const option = field?.querySelector(`option[value="${CSS.escape(value)}"]`);
    const row = make("div");
    row.append(make("dt", field?.dataset.title ?? words[`call_${key}`] ?? key), make("dd", option?.textContent ?? value));
    return row;
  });
}

function drawReply(call) {
  const one = replyOf(call.opened);
  if (!one) return;
  get("call-heard").textContent = words.call_heard.replace("…", () => one.cue);
  inClauses(get("call-answer"), one.say);
  get("call-then").className = `badge ${one.mark}`;
  get("call-then").replaceChildren(make("span", SIGNS[one.mark], { ariaHidden: "true" }), make("span", one.then));
  const known = replyOf(call.heard)?.known;
  get("call-slip").hidden = call.isRehearsal || !known?.promised;
  const { promised, outcome, waived } = known ?? {};
  const shown = { promised: promised === one.known.promised && outcome ? "" : promised, outcome, waived, time: clockOf(Date.now()) };
  get("call-slip").querySelector("dl").replaceChildren(...rowsOf(Object.fromEntries(Object.entries(shown).filter(([, value]) => value))));
  get("call-hush-after").hidden = call.sheet.kind === "incoming" || !/[「“]/.test(one.say);
  const isAgreed = ["yes", "if"].includes(one.mark);
  get("call-to-closing").textContent = call.sheet.kind === "incoming" ? words.call_to_end : isAgreed ? words.call_to_closing : words.call_to_leave;
  get("call-to-closing").classList.toggle("main", isAgreed);
  get("call-other").classList.toggle("main", !isAgreed);
}

function drawClosing(call) {
  if (call.part === "closing" && call.at === "agreed" && !call.isRehearsal && call.heard !== "agreed") hear("agreed");
  const { sheet } = call;
  get("call-closing").textContent = sheet.kind === "incoming" ? words.call_goodbye : words.call_closing;
  get("call-read-back").replaceChildren(...sheet.closing.map((line) => make("p", line, { className: "say" })));
  get("call-conditions").textContent = sheet.conditions;
  const box = get("call-asks");
  if (box.dataset.drawn !== sheet.kind) {
    box.dataset.drawn = sheet.kind;
    box.replaceChildren(...sheet.asks.map((key) => noteField(key).cloneNode(true)));
    wire(box);
  }
  for (const field of box.children) {
    const typed = call.asks[field.dataset.key];
    control(field).value = typed ?? (field.dataset.key === "waived" ? (replyOf(call.heard)?.known.waived ?? "") : "");
  }
}

function tick() {
  const clock = get("call-clock");
  const seconds = Math.floor(elapsed() / 1000);
  clock.textContent = two(Math.floor(seconds / 60), seconds % 60).join(":");
  clock.setAttribute("aria-label", words.call_clock?.replace("$1", Math.floor(seconds / 60)).replace("$2", seconds % 60) ?? "");
}

function next() {
  const { isRehearsal } = current();
  if (breathAt() + 1 < pages().length) go("breath", breathAt() + 1);
  else if (isRehearsal) go("played", 0);
  else go("replies");
}

function nextAnswer() {
  const at = played().findIndex(({ name }) => name === current().opened) + 1;
  if (at < played().length) go("played", at);
  else go("closing");
}

function start(kind, isRehearsal) {
  if (!sheets?.[kind]) return;
  beginCall(sheets[kind], isRehearsal, hooks.day());
  get("call-grid").dataset.drawn = get("call-asks").dataset.drawn = "";
  go("breath", 0);
}

// The call is over: its record goes into the case, one of a rehearsal nowhere.
async function finish() {
  const call = current();
  endCall();
  location.hash = "phone.end";
  draw();
  const ms = call.until - call.since;
  get("call-span").textContent = words.call_span.replace("$1", clockOf(call.since)).replace("$2", clockOf(call.until)).replace("$3", Math.max(1, Math.round(ms / 60000)));
  get("call-ended").textContent = call.isRehearsal ? words.call_practised : words.call_ended;
  get("call-record-title").textContent = call.isRehearsal ? words.call_of_rehearsal : words.call_record;
  get("call-ended").focus({ preventScroll: true });
  window.scrollTo(0, 0);
  get("call-said").textContent = "";
  get("call-afterwards").hidden = !call.sheet.afterwards.length || call.isRehearsal;
  get("call-afterwards").replaceChildren(get("call-afterwards").firstElementChild, ...call.sheet.afterwards.map((line) => make("p", line)));
  const isNothing = !call.isRehearsal && isEmpty();
  get("call-empty").hidden = !isNothing;
  get("call-throw").hidden = !call.isRehearsal;
  get("end-now").hidden = call.isRehearsal;
  show(call.isRehearsal ? recordOf() : {});
  get("call-notes").hidden = call.isRehearsal || !isNothing;
  if (call.isRehearsal || isNothing) return;
  fill(noteBox(), recordOf());
  get("call-notes").hidden = await hooks.noted();
}

// The record as it stands, with what can be done about it.
function show(data) {
  const isThere = Object.keys(data).length > 0;
  const { kind, ...rest } = data;
  get("call-record").replaceChildren(...rowsOf(rest));
  get("call-record").hidden = get("call-record-title").hidden = !isThere;
  const isReal = isThere && !current()?.isRehearsal;
  get("call-change").hidden = get("call-undo").hidden = !isReal;
  get("call-leave").hidden = Boolean(current()?.isRehearsal);
}

const lastRow = () => rows(record()).at(-1);

// The last contact has just gone into the case.
export function showRecorded() {
  if (get("call-end").hidden) return;
  get("call-empty").hidden = true;
  get("call-notes").hidden = true;
  show(collect(lastRow()));
}

function takeOut() {
  const data = collect(lastRow());
  lastRow().remove();
  number(record());
  hooks.changed();
  show({});
  return data;
}

function change() {
  fill(noteBox(), takeOut());
  get("call-notes").hidden = false;
  goTo(noteField("promised"));
}

const goReady = () => { location.hash = "phone"; };

function typed(event) {
  const call = current();
  if (!call) return;
  if (event.target.id === "call-note") call.note = event.target.value;
  const field = event.target.closest('#call-asks [data-is="field"]');
  if (field) call.asks[field.dataset.key] = event.target.value.trim();
  save();
}

function inGrid(step) {
  const all = [...get("call-grid").querySelectorAll("button")];
  const columns = getComputedStyle(get("call-grid")).gridTemplateColumns.split(" ").length;
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[step];
  const at = all.indexOf(document.activeElement);
  (all[at < 0 ? 0 : Math.max(0, Math.min(at + by, all.length - 1))] ?? all[0]).focus();
}

// Keys do what buttons do, while no field is written in.
function pressed(event) {
  if (!isCalling() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const { key, target } = event;
  if (target.matches("input, textarea, select")) {
    if (target.id === "call-note" && (key === "Enter" || key === "Escape")) {
      event.preventDefault();
      get("call").querySelector(`.g-${get("call").dataset.part} .main`)?.focus();
    }
    return;
  }
  if (!usesKeys) return;
  const { part, isRehearsal } = current();
  const isButton = target.matches("button, a, summary");
  const doing = {
    " ": !isButton && part === "breath" && next,
    ArrowRight: part === "breath" ? next : part === "replies" && (() => inGrid(key)),
    ArrowLeft: part === "breath" ? () => breathAt() && go("breath", breathAt() - 1) : part === "replies" && (() => inGrid(key)),
    ArrowDown: part === "replies" && (() => inGrid(key)),
    ArrowUp: part === "replies" && (() => inGrid(key)),
    Escape: ["reply", "closing"].includes(part) && !isRehearsal && (() => go("replies")),
    r: !isRehearsal && (() => go("replies")),
    n: () => get("call-note").focus(),
  }[key.length === 1 ? key.toLowerCase() : key];
  const chosen = part === "replies" && /^[1-9]$/.test(key) && get("call-grid").querySelectorAll("button")[key - 1];
  if (!doing && !chosen) return;
  event.preventDefault();
  if (chosen) chosen.click();
  else doing();
}

// `more` is what the page does for the call: noted(), which answers whether the notes went into the record; changed();
// day(), the day of the call.
export function startPhone(said, more) {
  words = said;
  hooks = more;
  get("call-keys").checked = usesKeys;
  const on = (id, doing) => get(id).addEventListener("click", doing);
  on("call-start", () => start("outgoing", false));
  on("call-rehearse", () => start("outgoing", true));
  on("call-incoming", () => start("incoming", false));
  on("call-resume", () => { location.hash = callAddress(); });
  on("call-back", () => go("breath", breathAt() - 1));
  on("call-next", next);
  on("call-finish", finish);
  on("call-unsure", () => go("reply", replyOf("neither") ? "neither" : current().sheet.replies[0].name));
  on("call-next-answer", nextAnswer);
  on("call-clear", () => { current().heard = ""; save(); draw(); });
  on("call-change", change);
  on("call-undo", () => { takeOut(); goReady(); });
  on("call-throw", goReady);
  on("call-leave", goReady);
  get("call-keys").addEventListener("change", () => { usesKeys = get("call-keys").checked; });
  get("call").addEventListener("input", typed);
  for (const button of get("call").querySelectorAll("[data-to]")) {
    button.addEventListener("click", () => {
      const { to } = button.dataset;
      go(to, to === "breath" ? breathAt() : to === "reply" ? played()[Number(current().at) || 0].name : "");
    });
  }
  draw();
}

document.addEventListener("keydown", pressed);
window.addEventListener("resize", () => { if (isCalling()) fit(); });
document.addEventListener("visibilitychange", tick);
setInterval(() => { if (isOn()) tick(); }, 1000);
