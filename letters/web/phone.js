// The call: one step at a time in large type, answers behind buttons, a clock, and notes for the record of contacts.

let steps = [];
let at = 0;
let since = 0;
let until = 0;
let ticking = 0;
const get = (id) => document.getElementById(id);

export function showCall(call, words) {
  steps = call;
  at = Math.min(at, Math.max(steps.length - 1, 0));
  get("steps").replaceChildren(...steps.map((step, n) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = step.title;
    button.addEventListener("click", () => go(n, words));
    item.append(button);
    return item;
  }));
  draw(words);
}

function go(n, words) {
  at = n;
  get("steps").closest("details").open = false;
  draw(words);
  get("step").focus({ preventScroll: true });
  get("step").scrollIntoView({ block: "start" });
}

function draw(words) {
  const step = steps[at];
  [...get("steps").querySelectorAll("button")].forEach((button, n) => {
    if (n === at) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
  });
  get("back").disabled = at === 0;
  get("next").disabled = at >= steps.length - 1;
  get("where").textContent = `${at + 1} / ${steps.length}`;
  if (!step) return get("step").replaceChildren();
  const open = [...get("step").querySelectorAll("details[open] > summary")].map((el) => el.textContent);
  const title = document.createElement("h3");
  title.textContent = step.title;
  const body = document.createElement("div");
  body.className = "paper say";
  body.innerHTML = step.html;
  const branches = step.branches.map((branch) => {
    const box = document.createElement("details");
    box.name = "branch";
    box.className = "branch";
    const said = document.createElement("summary");
    said.textContent = branch.title;
    const answer = document.createElement("div");
    answer.className = "paper say";
    answer.innerHTML = branch.html;
    box.append(said, answer);
    box.open = open.includes(branch.title);
    return box;
  });
  const they = document.createElement("h4");
  they.textContent = words.they_say;
  get("step").replaceChildren(title, ...(step.html ? [body] : []), ...(branches.length ? [they, ...branches] : []));
}

const clock = (ms) => [ms / 60000, (ms / 1000) % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");

const passed = () => (ticking ? Date.now() : until) - since;

// A call goes on while the page changes its language.
export function startPhone(words) {
  get("clock").textContent = clock(passed());
  get("timer").textContent = ticking ? words.timer_stop : words.timer_start;
  get("back").addEventListener("click", () => go(at - 1, words));
  get("next").addEventListener("click", () => go(at + 1, words));
  get("timer").addEventListener("click", () => {
    if (ticking) {
      clearInterval(ticking);
      ticking = 0;
      until = Date.now();
    } else {
      since = Date.now();
      get("clock").textContent = clock(0);
      ticking = setInterval(() => { get("clock").textContent = clock(passed()); }, 500);
    }
    get("timer").textContent = ticking ? words.timer_stop : words.timer_start;
  });
}
