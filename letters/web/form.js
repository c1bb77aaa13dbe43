// The form as a tree of the scenario's own keys. Groups, lists, rows and fields carry their key; a path is read off
// the page, so nothing here knows what a scenario holds. What the form has no place for is kept beside the box it
// stood in, and given back unchanged.

const BOX = "[data-key], .row, #case, #note-fields";
const owner = (el) => el.parentElement.closest(BOX);
const inside = (box) => [...box.querySelectorAll("[data-key]")].filter((el) => owner(el) === box);
export const rows = (list) => [...list.querySelector(".rows").children];
export const control = (field) => field.querySelector("input, textarea, select");
const some = (value) => value !== undefined && value !== null && value !== "" && (typeof value !== "object" || Object.keys(value).length > 0);

function text(field) {
  const input = control(field);
  const isAssumed = input.value === input.dataset.default && !input.dataset.given;
  const written = input.value.trim();
  return isAssumed ? "" : (written.toWellFormed?.() ?? written); // half a character cannot be sent
}

// What is written in a box, without what is empty. Rows without a word count for nothing.
export function collect(box) {
  const data = { ...box.kept };
  for (const el of inside(box)) {
    const value = el.dataset.is === "list" ? collectRows(el) : el.dataset.is === "group" ? collect(el) : text(el);
    if (el.matches(".rule")) control(el.previousElementSibling).disabled = some(value); // the rule takes its place
    if (some(value)) data[el.dataset.key] = value;
  }
  return data;
}

function collectRows(list) {
  const found = [];
  for (const row of rows(list)) {
    const data = collect(row);
    row.dataset.index = some(data) ? found.push(data) - 1 : "-";
  }
  return found;
}

// Puts data into a box; answers the paths that have no place in it.
export function fill(box, data) {
  const left = { ...data };
  const lost = [];
  for (const el of inside(box)) {
    const key = el.dataset.key;
    const value = data[key];
    const is = el.dataset.is;
    const fits = is === "list" ? Array.isArray(value) && value.every((one) => one && typeof one === "object" && !Array.isArray(one))
      : is === "group" ? value && typeof value === "object" && !Array.isArray(value)
      : typeof value === "string";
    if (is === "list") {
      rows(el).forEach((row) => row.remove());
      if (fits) value.forEach((one, n) => lost.push(...fill(add(el), one).map((path) => `${key}[${n}].${path}`)));
    } else if (is === "group") {
      lost.push(...fill(el, fits ? value : {}).map((path) => `${key}.${path}`));
    } else {
      if (control(el).matches("select")) offer(control(el), fits ? value : "");
      control(el).value = fits ? value : some(value) ? "" : (control(el).dataset.default ?? "");
      control(el).dataset.given = fits ? "1" : "";
    }
    if (fits && !(is === "list" && !value.length) || value === null) delete left[key]; // [] says that there is none: it is kept
    if (fits) el.closest("details")?.setAttribute("open", "");
  }
  box.kept = left;
  return [...lost, ...Object.keys(left).filter((key) => some(left[key]))];
}

// A name that is none of the choices stands among them, so that it is seen and can be mended.
function offer(select, value) {
  select.querySelector("[data-given]")?.remove();
  if (!value || [...select.options].some((option) => option.value === value)) return;
  const option = new Option(value, value);
  option.dataset.given = "1";
  select.append(option);
}

// Whether a box has something beside it that it has no place for.
const isBeside = (el) => some(owner(el)?.kept?.[el.dataset.key]);

// What somebody writes in a box takes the place of what stood beside it.
export function supersede(el) {
  if (isBeside(el)) delete owner(el).kept[el.dataset.key];
}

export function add(list) {
  const row = list.querySelector(":scope > template").content.firstElementChild.cloneNode(true);
  list.querySelector(".rows").append(row);
  wire(row);
  number(list);
  return row;
}

export function number(list) {
  rows(list).forEach((row, n) => row.querySelectorAll(":scope > div > .row-title .count, :scope > div > .remove .count").forEach((el) => { el.textContent = n + 1; }));
}

const holds = (el) => [el, ...el.querySelectorAll('[data-is="field"]')].some((one) => one.dataset.is === "field" && text(one) !== "");
const hung = (form, fork) => [...form.querySelectorAll(`[data-fork="${fork.dataset.name}"]`)];

// Shows what the chosen kinds and the reason ask for, and whatever is written.
export function steer(form) {
  const reason = form.querySelector('[data-key="hardship"] [data-key="kind"] select')?.value;
  for (const el of form.querySelectorAll("[data-reason]")) el.hidden = el.dataset.reason !== reason && !holds(el);
  for (const fork of form.querySelectorAll(".fork")) {
    const { value } = fork.querySelector("input:checked");
    for (const el of hung(form, fork)) el.hidden = !el.dataset.for.split(" ").includes(value) && !holds(el);
    if (value === "any") continue;
    for (const list of form.querySelectorAll(`[data-fork="${fork.dataset.name}"]:not([hidden]) > [data-is="list"]`)) if (!rows(list).length) add(list);
  }
}

// Writes what is likely with the option of a fork that was chosen, where nobody wrote anything else.
export function suggest(form, radio) {
  const all = places(form);
  for (const one of radio.closest(".fork").querySelectorAll("[data-suggests]")) {
    for (const [path, value] of Object.entries(JSON.parse(one.dataset.suggests))) {
      if (!all.has(path)) continue; // it is another fork's
      const input = control(all.get(path));
      const [from, to] = one === radio ? [input.dataset.default, value] : [value, input.dataset.default];
      if (input.value === from && !input.dataset.given) input.value = to;
    }
  }
}

// Chooses the kinds by which all that is written is asked for; the one that is chosen, where it is one of them.
export function settle(form) {
  for (const fork of form.querySelectorAll(".fork")) {
    const written = hung(form, fork).filter(holds).map((el) => el.dataset.for.split(" "));
    const radios = [...fork.querySelectorAll("input")];
    const fit = radios.filter(({ value }) => written.every((options) => options.includes(value)));
    if (!fit.some((radio) => radio.checked)) (fit[0] ?? radios.at(-1)).checked = true;
  }
  steer(form);
}

let last = 0;
// Joins each field to its label, its help and its error.
export function wire(root) {
  for (const field of root.querySelectorAll('[data-is="field"]')) {
    const input = control(field);
    const id = `f${++last}`;
    input.id = id;
    field.querySelector("label").htmlFor = id;
    const said = [];
    for (const el of field.querySelectorAll(".unit, .got, .query, .help, .error")) {
      el.id = `${id}-${el.className}`;
      said.push(el.id);
    }
    input.setAttribute("aria-describedby", said.join(" "));
    if ("required" in field.dataset || "needs" in field.dataset) input.setAttribute("aria-required", "true");
  }
  for (const row of [root, ...root.querySelectorAll(".row")]) {
    const group = row.matches?.(".row") && row.firstElementChild;
    if (!group) continue;
    const title = group.querySelector(".row-title");
    title.id = `r${++last}`;
    group.setAttribute("aria-labelledby", title.id);
  }
}

// bills[0].amount
export function pathOf(el) {
  let path = "";
  for (let at = el; at && !at.matches("#case, #note-fields"); at = at.parentElement) {
    if (at.matches(".row")) path = `[${at.dataset.index ?? "-"}]${path && `.${path}`}`;
    else if (at.dataset.key) path = at.dataset.key + (path && (path.startsWith("[") ? path : `.${path}`));
  }
  return path;
}

// Every box by its path. Of an amount and the rule that may replace it, the one that is written.
export function places(form) {
  const all = new Map();
  for (const el of form.querySelectorAll("[data-key]")) {
    const here = pathOf(el);
    if (!all.has(here) || (el.matches(".rule") && some(collect(el)))) all.set(here, el);
  }
  return all;
}

// The box of a path, or the nearest one around it.
export function find(all, path) {
  const steps = path.match(/[^.[\]]+|\[\d+\]/g) ?? [];
  for (; steps.length; steps.pop()) {
    const at = steps.join(".").replaceAll(".[", "[");
    if (all.has(at)) return all.get(at);
  }
  return null;
}

// 账单 2 · 到期还款日
export function called(el) {
  const row = el.closest(".row");
  if (!row || row === el) return el.dataset.title;
  const list = row.closest("[data-is=list]");
  return `${list.dataset.title} ${rows(list).indexOf(row) + 1} · ${el.dataset.title}`;
}

const isEmpty = (el) => !isBeside(el) && (el.dataset.is === "field" ? !text(el) : el.dataset.is === "list" ? !some(collectRows(el)) : !some(collect(el)));

// What a missing thing asks for: the fields in it that must be filled in.
function wanted(el) {
  if (el.dataset.is === "field") return [el];
  if (el.dataset.is === "list" && !rows(el).length) return [el];
  const from = el.dataset.is === "list" ? rows(el)[0] : el;
  const needed = [...from.querySelectorAll('[data-is="field"][data-required]')].filter((field) => isEmpty(field) && !field.closest("details.rule, .row:not(:first-child), [data-fork][hidden]"));
  return needed.length ? needed : [el];
}

export const told = (words, place, what) => words.told.replace("$1", () => place).replace("$2", () => what);

// Of what no kind that was chosen asks for, what the chosen one asks for in its place.
function shownFor(form, el) {
  const box = el?.closest("[data-fork][hidden]");
  if (!box) return el;
  const shown = `[data-fork="${box.dataset.fork}"]:not([hidden])`;
  return form.querySelector(`${shown}[data-key], ${shown} [data-key]`) ?? el;
}

// Shows each problem where it is. A field that is still being written in is left in peace.
// Answers what is missing and what is wrong, each as [element or null, words].
export function mark(form, problems, words) {
  for (const el of form.querySelectorAll(".error")) el.hidden = true;
  for (const el of form.querySelectorAll("[aria-invalid]")) el.removeAttribute("aria-invalid");
  const all = places(form);
  const missing = new Map();
  const wrong = [];
  for (const { path, message } of problems) {
    const el = shownFor(form, find(all, path));
    if (el && isEmpty(el)) {
      wanted(el).forEach((field) => missing.set(field, called(field)));
      continue;
    }
    wrong.push([el, el || path ? told(words, el ? called(el) : path, message) : message]);
    if (!el || el.contains(document.activeElement) && el.dataset.is === "field" && el.dataset.fresh) continue;
    const error = [...el.querySelectorAll(".error")].find((one) => one.parentElement === el);
    if (error) {
      error.textContent = error.textContent && !error.hidden ? `${error.textContent} ${message}` : message;
      error.hidden = false;
    }
    if (el.dataset.is === "field") control(el).setAttribute("aria-invalid", "true");
  }
  // What the chosen options cannot do without: the file would not show that it is missing.
  for (const el of form.querySelectorAll("[data-needs]")) {
    if (!el.closest("[data-fork][hidden]") && isEmpty(el)) missing.set(el, called(el));
  }
  const inOrder = ([a], [b]) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
  return { missing: [...missing].sort(inOrder), wrong };
}

// Goes to a field, opening what hides it.
export function goTo(el) {
  if (el.dataset.is === "list" && !rows(el).length) el = add(el);
  for (let box = el.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  if (el.matches("details")) el.open = true;
  const input = el.dataset?.is === "field" ? control(el) : el.querySelector("input, textarea, select");
  input?.focus();
  input?.scrollIntoView({ block: "center" });
}
