// Below each field, how what stands in it was understood, or what is asked about it. The program says both; here they
// only find their place. Whoever keeps a value is not asked about it again.
import { control } from "./form.js";

const keeps = new WeakMap();
const line = (tag, text, className = "") => Object.assign(document.createElement(tag), { textContent: text, className });

function press(text, done) {
  const button = line("button", text);
  button.type = "button";
  button.addEventListener("click", done);
  return button;
}

// Puts a value into its field as if it were typed, and goes on from there.
function put(input, value) {
  input.value = value;
  input.focus();
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function ask(field, { ask: question, why, fixes, keep }) {
  const input = control(field);
  const box = field.querySelector(".query");
  const buttons = fixes.map(({ title, value }) => press(title, () => put(input, value)));
  if (keep) {
    buttons.push(press(keep, () => {
      keeps.set(input, input.value);
      box.hidden = true;
      input.focus();
    }));
  }
  const row = line("p", "", "buttons");
  row.append(...buttons);
  box.replaceChildren(line("p", question, "question"), ...(why ? [line("p", why)] : []), ...(buttons.length ? [row] : []));
  const isNew = box.hidden;
  box.hidden = false;
  if (fixes.length) field.querySelector(".error").hidden = true; // the question says more
  return isNew ? question : "";
}

// Shows what was read of the boxes in `all`; answers what is newly asked.
export function showRead(form, all, read) {
  const asked = new Set();
  const news = [];
  for (const el of form.querySelectorAll(".got")) el.textContent = "";
  for (const one of read) {
    const field = all.get(one.path);
    if (field?.dataset.is !== "field" || !field.querySelector(".got")) continue;
    if (!one.ask) field.querySelector(".got").textContent = one.read;
    else if (keeps.get(control(field)) !== control(field).value && !(field.dataset.fresh && field.contains(document.activeElement))) {
      asked.add(field.querySelector(".query"));
      news.push(ask(field, one));
    }
  }
  for (const el of form.querySelectorAll(".query")) el.hidden = !asked.has(el);
  return news.filter(Boolean);
}
