// Leads by the hand: three doors, then a group of questions a screen, over the same form as the page that has them all.
// The address says which screen it is, so that the browser's own back goes back.
import { control, steer } from "./form.js";

const LAST = 5;
let mode = "";
let step = 1;
let open = new Set();
let words = {};
const get = (id) => document.getElementById(id);
const stepsOf = (el) => (el.closest("[data-step]")?.dataset.step ?? "").split(" ").filter(Boolean).map(Number);

// Whether the case begins empty, or with what was there already: a file, or what this device kept.
export function begin(isEmpty) {
  mode = mode || (isEmpty ? "start" : "all");
  draw();
}

// All questions on one page, as for a file that is opened.
export function showAll() {
  mode = "all";
  draw();
}

function draw() {
  document.body.dataset.mode = mode;
  const isGuide = mode === "guide";
  for (const el of document.querySelectorAll("#case [data-step], .ask[data-step]")) {
    el.classList.toggle("off", isGuide && !stepsOf(el).includes(step));
  }
  [...get("guide-steps").children].forEach((item, n) => {
    if (n + 1 === step) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
    item.classList.toggle("done", n + 1 < step && !open.has(n + 1));
  });
  get("guide-next").textContent = step === LAST ? words.guide_last : open.has(step) ? words.guide_later : words.guide_next;
  const left = open.size;
  get("guide-left").textContent = left ? words.guide_left.replace("…", left) : words.guide_ready;
  get("guide-letter").hidden = left > 0;
}

// What is still open, as elements of the form.
export function tellOpen(elements) {
  open = new Set(elements.filter(Boolean).flatMap((el) => stepsOf(el).slice(-1)));
  draw();
}

// Shows the screen that an address names; answers whether it names one. Any other name is a view, which stands beside
// the page with all questions where no guide was begun.
export function goToScreen(name) {
  const asked = /^q([1-5])$/.exec(name);
  if (!asked && name !== "start") {
    if (mode === "start") showAll();
    return false;
  }
  mode = asked ? "guide" : "start";
  step = asked ? Number(asked[1]) : 1;
  draw();
  const title = asked ? document.querySelector(`.ask[data-step="${step}"] h2`) : get("start-title");
  title.focus({ preventScroll: true });
  window.scrollTo(0, 0);
  return true;
}

export function startGuide(said, changed) {
  words = said;
  const form = get("case");
  for (const door of document.querySelectorAll("[data-door]")) {
    door.addEventListener("click", () => {
      if (door.dataset.door === "helper") {
        const instead = form.querySelector('input[name="fork-who"][value="instead"]');
        instead.checked = true;
        steer(form);
        showAll();
        location.hash = "form";
        return;
      }
      const reason = control(form.querySelector('[data-key="hardship"] [data-key="kind"]'));
      if (door.dataset.door === "late" && !reason.value) {
        reason.value = "forgotten-payment";
        steer(form);
        changed();
      }
      location.hash = "q1";
    });
  }
  get("guide-back").addEventListener("click", () => { location.hash = step === 1 ? "start" : `q${step - 1}`; });
  get("guide-next").addEventListener("click", () => { location.hash = step === LAST ? (open.size ? `q${Math.min(...open)}` : "now") : `q${step + 1}`; });
  get("guide-letter").addEventListener("click", () => { location.hash = "letters"; });
  get("guide-all").addEventListener("click", () => { showAll(); location.hash = "form"; });
  // Enter leads on and sends nothing.
  form.addEventListener("keydown", (event) => {
    if (mode !== "guide" || event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
    event.preventDefault();
    const all = [...form.querySelectorAll("input, textarea, select"), get("guide-next")].filter((el) => el.offsetParent);
    all[all.indexOf(event.target) + 1]?.focus();
  });
  draw();
}
