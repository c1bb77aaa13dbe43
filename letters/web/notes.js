// Notes of a call. They go into the record of contacts of the case once nothing in them is wrong; until then they
// stay in their fields.
import { add, collect, control, fill, goTo, mark, told, wire } from "./form.js";

// What nobody writes down while the other side speaks, and what stands there by itself.
const NOT_ON_THE_PHONE = ["asked_by", "letter", "kind"];
const BY_ITSELF = ["date", "time", "channel"];
const box = () => document.getElementById("note-fields");
const record = () => document.querySelector('#case [data-key="contacts"]');
let isBusy = false;

export function startNotes(channel) {
  const fields = [...record().querySelector("template").content.querySelectorAll('[data-is="field"]')];
  box().replaceChildren(...fields.filter((field) => !NOT_ON_THE_PHONE.includes(field.dataset.key)).map((field) => field.cloneNode(true)));
  wire(box());
  dated(channel);
  document.getElementById("notes").addEventListener("keydown", toTheNext);
}

// Enter ends no call: it leads from line to line, and in a text of several lines it begins one.
function toTheNext(event) {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input, select")) return;
  event.preventDefault();
  const all = [...event.currentTarget.querySelectorAll("input, textarea, select, button")];
  all[all.indexOf(event.target) + 1].focus();
}

// Today, now and "phone", which are right for nearly every note and can be changed.
function dated(channel) {
  const now = new Date();
  const two = (...parts) => parts.map((part) => String(part).padStart(2, "0"));
  const put = (key, value) => { control(box().querySelector(`[data-key="${key}"]`)).value = value; };
  put("date", two(now.getFullYear(), now.getMonth() + 1, now.getDate()).join("-"));
  put("time", two(now.getHours(), now.getMinutes()).join(":"));
  put("channel", channel);
}

// Whether something is written that is not in the record yet.
export const hasNotes = () => Object.keys(collect(box())).some((key) => !BY_ITSELF.includes(key));

// Answers what to say of it. `check` answers the problems of a case.
export async function note(words, channel, check) {
  if (!hasNotes()) return words.note_empty;
  if (isBusy) return "";
  isBusy = true;
  try {
    const data = collect(document.getElementById("case"));
    const before = Array.isArray(data.contacts) ? data.contacts : [];
    const here = `contacts[${before.length}]`;
    const problems = await check({ ...data, contacts: [...before, collect(box())] });
    const own = problems.filter(({ path }) => path.startsWith(here)).map(({ path, message }) => ({ path: path.slice(here.length + 1), message }));
    const { missing, wrong } = mark(box(), own, words);
    const [first] = [...wrong, ...missing].find(([el]) => el) ?? [];
    if (first) goTo(first);
    if (own.length) return [...wrong.map(([, text]) => text), ...missing.map(([, title]) => told(words, title, words.required))].join(" ");
    fill(add(record()), collect(box()));
    fill(box(), {});
    dated(channel);
    return words.noted;
  } catch (error) {
    return error.message;
  } finally {
    isBusy = false;
  }
}
