// Why an amount is what it is: a press on any amount opens a sentence and the lines that add up to it, below the row or
// the paragraph where it stands; one at a time. And the sums and bars that stand first among the figures.
const get = (id) => document.getElementById(id);
let opened = null;
let count = 0;

function make(tag, text = "", more = {}) {
  const el = document.createElement(tag);
  el.textContent = text;
  return Object.assign(el, more);
}

// A line of words; a press leads to where it was written.
function said(text, path, words, lead) {
  const line = make("span", text);
  if (!path) return line;
  const link = make("button", words.why_field, { type: "button", className: "link" });
  link.addEventListener("click", () => lead(path));
  line.append(" ", link);
  return line;
}

function explained(one, words, lead) {
  const rows = make("table", "");
  for (const { words: what, value, depth } of one.rows) {
    const row = rows.insertRow();
    row.className = `deep-${depth}`;
    row.append(make("th", what, { scope: "row" }), make("td", value, { className: "num" }));
  }
  if (one.rows.length) {
    const row = rows.insertRow();
    row.className = "whole";
    row.append(make("th", one.what, { scope: "row" }), make("td", one.value, { className: "num" }));
  }
  const grounds = make("ul");
  grounds.append(...one.grounds.map(({ words: what, path }) => {
    const item = make("li");
    item.append(said(what, path, words, lead));
    return item;
  }));
  const sentence = make("p");
  if (one.sentence) sentence.append(said(one.sentence, one.path, words, lead));
  return [...(one.sentence ? [sentence] : []), ...(one.rows.length ? [rows] : []), ...(one.grounds.length ? [grounds] : [])];
}

function close() {
  if (!opened) return null;
  const { button, box } = opened;
  box.remove();
  button.setAttribute("aria-expanded", "false");
  button.removeAttribute("aria-controls");
  opened = null;
  return button;
}

async function open(button, { words, ask, lead, language }) {
  const names = button.dataset.figure.split(" ");
  const found = await ask(names);
  if (!found.length || !button.isConnected) return;
  close();
  const box = make("section", "", { className: "why", id: `why-${++count}`, lang: language() });
  const title = words.why_of.replace("…", button.dataset.amount ?? button.textContent);
  box.setAttribute("aria-label", title);
  found.forEach((one, n) => box.append(make("p", n ? words.why_also.replace("…", one.what) : `${title} · ${one.what}`, { className: "question" }), ...explained(one, words, lead)));
  (button.closest(".sums, .bar-row, .wide, li, p, h2, h3, h4, h5") ?? button).after(box);
  button.setAttribute("aria-expanded", "true");
  button.setAttribute("aria-controls", box.id);
  opened = { button, box };
}

// Tells those who listen that a press on these amounts opens something.
export function arm(root) {
  root.querySelectorAll(".amount").forEach((button) => button.setAttribute("aria-expanded", "false"));
}

export function startWhy(more) {
  opened = null;
  document.body.addEventListener("click", (event) => {
    const button = event.target.closest(".amount");
    if (button && close() !== button) open(button, more);
  });
}

const amount = (text, figure) => {
  const one = make("button", text, { type: "button", className: "amount" });
  one.dataset.figure = figure;
  one.dataset.amount = text;
  one.setAttribute("aria-expanded", "false");
  return one;
};

// 7,618.34: the fen smaller.
function big(text) {
  const [yuan, fen] = text.split(".");
  const one = make("span", yuan, { className: "big" });
  one.append(make("small", `.${fen}`));
  return one;
}

const SVG = "http://www.w3.org/2000/svg";

function drawn(tag, more) {
  const el = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(more)) el.setAttribute(name, value);
  return el;
}

// What is owed from today on: with the plan, and without any agreement.
function showOutlook(outlook, words) {
  get("outlook").hidden = !outlook;
  if (!outlook) return;
  const picture = drawn("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true", class: "lines" });
  if (outlook.planned) {
    picture.append(drawn("polygon", { points: `0,100 ${outlook.planned} 100,100`, class: "planned" }));
    picture.append(drawn("polyline", { points: outlook.planned, class: "plan" }));
  }
  picture.append(drawn("polyline", { points: outlook.growing, class: "growing" }));
  const ends = make("p", "", { className: "ends" });
  ends.append(make("span", outlook.from), make("span", outlook.to));
  const key = make("ul", "", { className: "key" });
  key.append(make("li", words.line_growing, { className: "growing" }), ...(outlook.planned ? [make("li", words.line_plan, { className: "plan" })] : []));
  get("outlook").replaceChildren(make("h3", outlook.title, { id: "outlook-title" }), make("p", outlook.caption), key, picture, ends);
}

export function showFigures({ sums, bars, outlook }, words) {
  showOutlook(outlook, words);
  get("sums").replaceChildren(...sums.map(({ what, amount: value, figure }) => {
    const group = make("div");
    const ask = amount(words.why, figure);
    ask.dataset.amount = value;
    ask.append(make("span", ` ${what}`, { className: "unseen" }));
    const shown = make("dd");
    shown.append(big(value), make("span", ` ${words.unit_yuan}`), document.createElement("br"), ask);
    group.append(make("dt", what), shown);
    return group;
  }));
  get("bars").hidden = !bars;
  if (!bars) return;
  get("bars").replaceChildren(make("h3", bars.title, { id: "bars-title" }), make("p", bars.caption), ...bars.rows.map((row) => {
    const box = make("div", "", { className: `bar-row${row.fits === false ? " over" : ""}` });
    const line = make("p");
    const value = make("span", "", { className: "num" });
    value.append(amount(row.amount, row.figure), ` ${row.said}`);
    line.append(make("span", `${row.name} · ${row.count}`), value);
    const track = make("div", "", { className: "track" });
    track.setAttribute("aria-hidden", "true");
    const bar = make("div", "", { className: "fill" });
    bar.style.width = `${row.share}%`;
    track.append(bar);
    if (bars.line !== null) {
      const mark = make("div", "", { className: "mark" });
      mark.style.left = `${bars.line}%`;
      track.append(mark);
    }
    box.append(line, track);
    return box;
  }));
}
