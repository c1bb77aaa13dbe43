// The page: sends the case as it is written, shows what comes back. It keeps nothing unless it is told to, and speaks to
// nobody but what it came with.
import { isUnsaved, resumeCall } from "./call.js";
import { add, collect, fill, find, goTo, mark, number, places, rows, settle, steer, suggest, supersede, told, wire } from "./form.js";
import { begin as beginGuide, goToScreen, showAll, startGuide, tellOpen } from "./guide.js";
import { keep, kept, startKeeping } from "./keep.js";
import { send, wake } from "./link.js";
import { dialled, showNow, warn } from "./now.js";
import { hasNotes, note, startNotes } from "./notes.js";
import { billsIn } from "./paste_rows.js";
import { callAddress, showCall, showCallAt, showRecorded, startPhone } from "./phone.js";
import { showRead } from "./understood.js";
import { watchTables } from "./wide.js";
import { arm, showFigures, startWhy } from "./why.js";

const get = (id) => document.getElementById(id);
let words = {};
let shown = null;
let isDirty = false;
let waiting = 0;
let running = null;
let updating = Promise.resolve();
let picture = "";
let chosen = "";
// The file that the case came from: its name and its text. What is saved is that file with what changed.
let file = null;

const language = () => document.body.dataset.language;
const withLanguage = (path, more = []) => `${path}?${new URLSearchParams([["lang", language()], ...more])}`;

async function reach(path, options) {
  try {
    return await send(path, options);
  } catch (error) {
    throw error.name === "AbortError" ? error : Object.assign(new Error(words.no_answer), { isGone: true });
  }
}

async function ask(path, body, { more, signal } = {}) {
  const response = await reach(withLanguage(path, more), { method: "POST", body, signal });
  if (!response.ok) throw new Error((await response.text()).trim());
  return response;
}

// What a browser calls a language.
const tag = (name) => (name === "zh" ? "zh-CN" : name);
const tell = (text) => { get("status").textContent = text; };
const notice = (...texts) => { get("notice").textContent = texts.filter(Boolean).join(" "); };
// Where it is seen, whatever is shown.
const say = (text) => (get("form-view").offsetParent ? notice(text) : tell(text));
// What cannot stand in YAML as it is goes as an escape, so that the server can say in which field it stands.
const UNSEEN = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;
const encoded = (data) => JSON.stringify(data).replace(UNSEEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
const channel = () => shown?.channel ?? words.channel;
const scenario = () => encoded(collect(get("case")));

// A line break of Word (Shift+Enter) becomes one of ours.
function unbroken({ target }) {
  if (!target.value?.includes("\v")) return;
  const at = target.selectionEnd;
  target.value = target.value.replaceAll("\v", target.matches("textarea") ? "\n" : " ");
  target.setSelectionRange(at, at);
}

const remember = () => keep({ data: collect(get("case")), file, at: new Date().toISOString().slice(0, 10), screen: location.hash.slice(1) });

function changed() {
  isDirty = true;
  remember();
  clearTimeout(waiting);
  waiting = setTimeout(() => { updating = update(); }, 120);
}

async function update() {
  clearTimeout(waiting);
  waiting = 0;
  running?.abort();
  const mine = running = new AbortController();
  const body = scenario();
  try {
    const answer = await (await ask("preview", body, { signal: mine.signal })).json();
    if (mine === running) show(answer);
  } catch (error) {
    if (error.name !== "AbortError") tell(error.message);
  }
}

function fulfil(full) {
  document.querySelectorAll("[data-full]").forEach((el) => { el.hidden = !full; });
  get("ledger").hidden = !full;
  get("chart").hidden = !full || !picture;
}

// A list of links into the form.
function links(title, entries) {
  if (!entries.length) return [];
  const head = document.createElement("p");
  head.textContent = title;
  const list = document.createElement("ul");
  list.append(...entries.map(([el, text]) => {
    const item = document.createElement("li");
    if (!el) return item.append(...dialled(text)), item;
    const link = document.createElement("button");
    link.type = "button";
    link.className = "link";
    link.textContent = text;
    link.addEventListener("click", () => { view("form"); goTo(el); });
    item.append(link);
    return item;
  }));
  return [head, list];
}

function show(answer) {
  const form = get("case");
  const all = places(form);
  const { missing, wrong } = mark(form, answer.problems ?? [], words);
  const asked = showRead(form, all, answer.read);
  if (asked.length) get("asked").textContent = asked.join(" ");
  get("todo").replaceChildren(...links(words.mend, wrong), ...links(words.still, missing));
  const count = missing.length + wrong.length;
  tellOpen([...missing, ...wrong].map(([el]) => el));
  get("to-do").hidden = !count;
  get("to-do").textContent = words.to_do.replace("…", count);
  document.body.classList.toggle("stale", Boolean(answer.problems && shown));
  if (answer.problems) return tell(shown ? words.stale : words.start);
  shown = answer;
  document.body.classList.add("full");
  for (const id of ["figures-paper", "ledger-paper", "call-sheet", "call-page"]) get(id).lang = tag(answer.language);
  get("figures-paper").innerHTML = answer.figures;
  get("ledger-paper").innerHTML = answer.ledger;
  ["figures-paper", "ledger-paper"].map(get).forEach((paper) => { arm(paper); watchTables(paper); });
  const warnings = () => links(words.warnings, answer.warnings.map(({ path, message }) => [path ? find(all, path) : null, message]));
  get("warnings").replaceChildren(...warnings());
  showFigures(answer, words);
  draw(answer.chart);
  fulfil(true);
  showLetters(answer, all);
  showNow(answer, words, document.documentElement.lang, openLetter);
  warn(answer.warnings.length, words, warnings);
  showCall(answer.call, answer.next.hotline?.number);
  tell(words.up_to_date);
}

function draw(svg) {
  if (picture) URL.revokeObjectURL(picture);
  picture = svg ? URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })) : "";
  if (!svg) return;
  const image = get("chart").querySelector("img");
  image.src = picture;
  image.alt = new DOMParser().parseFromString(svg, "image/svg+xml").querySelector("desc")?.textContent ?? words.chart;
}

function showLetters(answer, all) {
  const choice = get("kind");
  const kinds = answer.letters.map(({ kind, title }) => `${kind} ${title}`).join();
  if (choice.dataset.kinds !== kinds) {
    const before = choice.value || chosen;
    choice.replaceChildren(...answer.letters.map(({ kind, title }) => new Option(title, kind)));
    if (answer.letters.some(({ kind }) => kind === before)) choice.value = before;
    choice.dataset.kinds = kinds;
    get("each").replaceChildren(...answer.letters.map(row));
  }
  const blanks = answer.blanks.map(({ path, label }) => [find(all, path), label]);
  get("no-blanks").hidden = blanks.length > 0;
  get("blanks").hidden = !blanks.length;
  get("blanks").querySelector("summary").textContent = `${words.blanks} (${blanks.length})`;
  get("blanks").querySelector("ul").replaceChildren(...(links("", blanks)[1]?.children ?? []));
  get("left-out").hidden = !answer.left_out.length;
  get("left-out").querySelector("ul").replaceChildren(...answer.left_out.map(({ purpose, reason }) => {
    const item = document.createElement("li");
    item.textContent = `${purpose} — ${reason}`;
    return item;
  }));
  showLetter();
}

function row({ kind, title }) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = title;
  item.append(name, ...[...document.querySelectorAll(".bar [data-download]")].map((button) => {
    const one = document.createElement("button");
    one.type = "button";
    one.textContent = button.dataset.label;
    one.setAttribute("aria-label", told(words, title, button.dataset.label));
    one.addEventListener("click", () => download("file", [["kind", kind], ["format", button.dataset.download]]));
    return one;
  }));
  return item;
}

// Leads from what to do to a letter, or to the call.
function openLetter(name, kind) {
  if (kind) get("kind").value = kind;
  showLetter();
  location.hash = name;
}

function showLetter() {
  const letter = shown?.letters.find(({ kind }) => kind === get("kind").value);
  if (!letter) return;
  get("purpose").textContent = letter.purpose;
  get("paper").lang = tag(letter.language);
  get("paper").dataset.kind = letter.kind;
  get("paper").innerHTML = letter.for_you ? `${letter.html}<hr>${letter.for_you}` : letter.html;
  arm(get("paper"));
  watchTables(get("paper"));
}

async function copyText(text, say = tell) {
  try {
    await navigator.clipboard.writeText(text);
    say(words.copied);
  } catch {
    say(words.not_copied);
  }
}

async function copy(kind, say = tell) {
  const letter = shown?.letters.find((one) => one.kind === kind);
  if (letter) await copyText(letter.text, say);
}

// What is sent to have the case as a file: the case and, in the lines after it, the file that it came from.
const sent = () => {
  const all = file && `${scenario()}\n${file.text}`;
  return all && new Blob([all]).size < Number(words.most_bytes) ? [all, [["was", "1"]]] : [scenario(), []];
};

// The case as a file, whatever is still wrong with it. Without an answer it is plain data, which YAML takes as well.
async function scenarioFile() {
  try {
    const [body, more] = sent();
    const response = await ask("scenario", body, { more });
    return new File([await response.blob()], file?.name || named(response));
  } catch (error) {
    if (!error.isGone) throw error;
    const notes = (file?.text ?? "").split(/\r?\n/).filter((line) => /^\s*#/.test(line));
    return Object.assign(new File([[...notes, JSON.stringify(JSON.parse(scenario()), null, 2), ""].join("\n")], file?.name || "case.yaml"), { isPlain: true });
  }
}

// Waits for what the last change has to say, a second at most: it would hide what is saved.
const settled = () => Promise.race([waiting ? update() : updating, new Promise((done) => { setTimeout(done, 1000); })]);

async function save() {
  await settled();
  try {
    const made = await scenarioFile();
    give(made, made.name);
    tell((made.isPlain ? words.saved_plain : words.saved).replace("…", made.name));
    isDirty = false;
  } catch (error) {
    tell(error.message);
  }
}

async function share() {
  try {
    const made = await scenarioFile(); // as .txt, since phones share no YAML
    await navigator.share({ files: [new File([made], made.name.replace(/\.\w+$/, ".txt"), { type: "text/plain" })] });
    isDirty = false;
  } catch (error) {
    if (error.name !== "AbortError") tell(error.message);
  }
}

const canShare = () => Boolean(navigator.canShare?.({ files: [new File(["a"], "a.txt", { type: "text/plain" })] }));
const named = (response) => /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition"))[1];

function give(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function download(path, more = []) {
  await settled();
  if (document.body.matches(".stale")) return tell(words.mend_first);
  if (path === "files" && !more.length) return tell(words.no_format);
  try {
    const [body, was] = path === "files" ? sent() : [scenario(), []];
    const response = await ask(path, body, { more: [...more, ...was] });
    const name = named(response);
    give(await response.blob(), name);
    tell(words.saved.replace("…", name));
  } catch (error) {
    tell(error.message);
  }
}

async function open(content, name = "") {
  if (content.size > Number(words.most_bytes)) return notice(words.too_large);
  if (isDirty && !window.confirm(words.replace)) return false;
  try {
    const answer = await (await ask("open", content)).json();
    if (answer.problems) {
      return notice(...answer.problems.map(({ line, message }) => (line ? told(words, line, message) : message)));
    }
    file = { name: name.replace(/\.(?:txt|json)$/i, ".yaml"), text: await content.text() };
    put(answer.data);
    isDirty = false;
    remember();
    showAll();
    await update();
    return true;
  } catch (error) {
    notice(error.message);
  }
}

// Puts rows of a spreadsheet into the form, in the place of rows of bills that say nothing.
function takeRows() {
  const { bills, left } = billsIn(get("pasted-rows").value);
  if (!bills.length) {
    get("rows-said").textContent = words.rows_none;
    return;
  }
  const list = document.querySelector('#case [data-key="bills"]');
  for (const row of rows(list)) if (!Object.keys(collect(row)).length) row.remove();
  const added = bills.map((bill) => {
    const row = add(list);
    fill(row, bill);
    return row;
  });
  number(list);
  steer(get("case"));
  get("pasted-rows").value = get("rows-said").textContent = "";
  get("row-pasting").close();
  goTo(added[0]);
  changed();
  if (left) notice(words.rows_left.replace("…", left));
}

// A scenario that the server has: the bundled example, or the file that it was started with.
async function begin(path) {
  try {
    const response = await reach(withLanguage(path));
    if (response.status !== 200) return;
    await open(await response.blob());
    if (path !== "example") return;
    file = null; // its comments are about somebody else
    remember();
    notice();
  } catch (error) {
    say(error.message);
  }
}

function put(data) {
  const lost = fill(get("case"), data);
  for (const list of document.querySelectorAll('#case [data-is="list"][data-required]')) if (!rows(list).length) add(list);
  settle(get("case"));
  notice(lost.length && words.extra.replace("…", lost.join(", ")));
}

function view(name) {
  if (document.body.dataset.view === name) return;
  document.body.dataset.view = name;
  document.querySelectorAll(".views a").forEach((link) => {
    if (link.dataset.view === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
  get("results").scrollTop = 0;
  const main = document.querySelector("main");
  const isOneColumn = name === "phone" || window.matchMedia("(max-width: 62rem)").matches;
  if (isOneColumn && main.getBoundingClientRect().top < document.querySelector(".views").offsetHeight) main.scrollIntoView();
}

async function speak(name) {
  let page;
  try {
    const response = await reach(`?lang=${encodeURIComponent(name)}`);
    if (!response.ok) return;
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch (error) {
    return say(error.message);
  }
  chosen = get("kind").value;
  const here = document.body.dataset.view;
  const data = collect(get("case"));
  const noted = collect(get("note-fields"));
  const inside = document.querySelector(".foot .inside"); // what the program does not know by itself
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  Object.assign(page.body.dataset, { view: "" });
  document.body.replaceWith(document.adoptNode(page.body));
  if (inside) document.querySelector(".foot").append(inside);
  start(data);
  fill(get("note-fields"), noted);
  view(here);
}

// Puts what stands in the notes into the record; answers whether it went there.
async function noted() {
  const check = async (data) => (await (await ask("preview", encoded(data))).json()).problems ?? [];
  const said = await note(words, channel(), check);
  get("noted").textContent = said;
  if (said !== words.noted) return false;
  changed();
  showRecorded();
  return true;
}

function start(data) {
  words = JSON.parse(document.body.dataset.words);
  shown = null;
  const form = get("case");
  wire(form);
  startNotes(channel());
  startPhone(words, { noted, changed, day: () => shown.next.on });
  startKeeping(words, remember);
  wake(words);
  startWhy({
    words,
    language: () => tag(shown?.language ?? language()),
    ask: async (names) => {
      try {
        return await (await ask("why", scenario(), { more: names.map((name) => ["figure", name]) })).json();
      } catch (error) {
        tell(error.message);
        return [];
      }
    },
    lead: (path) => {
      const el = find(places(form), path);
      if (el) {
        view("form");
        goTo(el);
      }
    },
  });
  startGuide(words, changed);
  put(data);
  beginGuide(!Object.keys(data).length);
  document.body.addEventListener("input", unbroken, { capture: true });
  form.addEventListener("input", (event) => {
    if (event.target.closest(".fork")) {
      steer(form);
      suggest(form, event.target);
      return changed();
    }
    if (event.target.closest('[data-key="kind"]')) steer(form);
    const field = event.target.closest('[data-is="field"]');
    field.dataset.fresh = "1";
    supersede(field);
    changed();
  });
  form.addEventListener("focusout", (event) => {
    const field = event.target.closest('[data-is="field"]');
    if (field?.dataset.fresh) {
      delete field.dataset.fresh;
      changed();
    }
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", (event) => {
    const list = event.target.closest('[data-is="list"]');
    if (event.target.closest(".add")) {
      supersede(list);
      const row = add(list);
      steer(form);
      goTo(row);
    }
    if (event.target.closest(".remove")) {
      event.target.closest(".row").remove();
      number(list);
      list.querySelector(":scope > .add").focus();
      changed();
    }
  });
  document.body.addEventListener("click", (event) => {
    const blank = event.target.closest("button.blank");
    const el = blank && find(places(form), blank.dataset.path);
    if (el) {
      view("form");
      goTo(el);
    }
  });
  const wide = window.matchMedia("(min-width: 40.01rem)");
  get("menu").open = wide.matches;
  wide.addEventListener("change", () => { get("menu").open = wide.matches; });
  get("menu").querySelector(".tools").addEventListener("click", () => { get("menu").open = wide.matches; });
  document.querySelectorAll("[data-press]").forEach((button) => button.addEventListener("click", () => get(button.dataset.press).click()));
  get("open").addEventListener("click", () => get("file").click());
  get("file").addEventListener("change", () => {
    const chosenFile = get("file").files[0];
    if (chosenFile) open(chosenFile, chosenFile.name);
    get("file").value = "";
  });
  get("paste").addEventListener("click", () => get("pasting").showModal());
  get("leave").addEventListener("click", () => get("pasting").close());
  get("take").addEventListener("click", async () => {
    get("pasting").close();
    if (await open(new Blob([get("pasted").value]))) get("pasted").value = ""; // else it can be mended
  });
  get("paste-rows").addEventListener("click", () => get("row-pasting").showModal());
  get("leave-rows").addEventListener("click", () => get("row-pasting").close());
  get("take-rows").addEventListener("click", takeRows);
  get("example").addEventListener("click", () => begin("example"));
  document.querySelectorAll("[data-save]").forEach((button) => button.addEventListener("click", save));
  document.querySelectorAll(".bar [data-download]").forEach((button) => button.addEventListener("click", () => download("file", [["kind", get("kind").value], ["format", button.dataset.download]])));
  get("share").hidden = !canShare();
  get("share").addEventListener("click", share);
  get("copy-case").addEventListener("click", async () => copyText(await (await scenarioFile()).text()));
  get("print").addEventListener("click", () => window.print());
  get("archive").addEventListener("submit", (event) => {
    event.preventDefault();
    download("files", [...new FormData(event.target)]);
  });
  get("kind").addEventListener("change", showLetter);
  get("copy").addEventListener("click", () => copy(get("kind").value));
  get("copy-script").addEventListener("click", () => copy("call-script", (text) => { get("script-copied").textContent = text; }));
  get("notes").addEventListener("submit", (event) => {
    event.preventDefault();
    noted();
  });
  get("to-do").addEventListener("click", () => {
    const first = get("todo").querySelector("button");
    first?.focus({ preventScroll: true });
    get("state").scrollIntoView();
  });
  document.querySelectorAll(".tools [data-language]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    speak(link.dataset.language);
  }));
  document.querySelectorAll(".views a").forEach((link) => link.addEventListener("click", () => view(link.dataset.view)));
  fulfil(false);
  update();
}

window.addEventListener("beforeunload", (event) => { if (isDirty || hasNotes() || isUnsaved()) event.preventDefault(); });
const shownByAddress = () => {
  const name = location.hash.slice(1) || (document.body.dataset.mode === "all" ? "form" : "start");
  const [whole] = name.split(".");
  if (goToScreen(whole)) view("form");
  else if ([...document.querySelectorAll(".views a")].some((link) => link.dataset.view === whole)) view(whole);
  showCallAt(name);
};
window.addEventListener("hashchange", shownByAddress);
// What this device kept is there at once; the start says so and leads to where it was left.
function resume({ data, at, screen }) {
  const lender = document.querySelector('#case [data-key="lender"] [data-key="profile"] select')?.selectedOptions[0];
  const name = data.lender?.profile && lender ? lender.textContent : words.form;
  const day = at ? new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", day: "numeric" }).format(new Date(`${at}T12:00`)) : "";
  get("resume").hidden = false;
  get("resume").querySelector("p").textContent = words.resume_what.replace("$1", () => name).replace("$2", () => day);
  get("resume").querySelector("button").addEventListener("click", () => { location.hash = /^q\d$/.test(screen) ? screen : "form"; });
}

kept().then(({ before, call }) => {
  resumeCall(call);
  file = before?.file ?? null;
  start(before?.data ?? {});
  if (before && !location.hash) location.hash = "start";
  shownByAddress();
  if (before) resume(before);
  begin("given");
});
