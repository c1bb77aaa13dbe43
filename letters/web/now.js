// What to do now, at the top of what comes out: the step, its day, the letters for it and the call; then every letter by
// when it is used. Warnings stand where a letter is read, copied or downloaded, and are counted on the buttons.
const get = (id) => document.getElementById(id);

function make(tag, text, more = {}) {
  const el = document.createElement(tag);
  el.textContent = text;
  return Object.assign(el, more);
}

// 3月23日星期一, or with its year where that is another one.
function said(day, on, language) {
  const options = { month: "long", day: "numeric", weekday: "long" };
  if (day.slice(0, 4) !== on.slice(0, 4)) options.year = "numeric";
  return new Intl.DateTimeFormat(language, options).format(new Date(`${day}T12:00`));
}

const call = (number) => make("a", number, { href: `tel:${number}`, className: "tel" });

// Words in which the official numbers, 12348 or 95188, can be rung.
export const dialled = (text) => text.split(/(?<![\d.,-])((?:12[0-9]{3}|95[0-9]{3,4})(?![\d.,元-]))/).map((part, n) => (n % 2 ? call(part) : part));

function button(text, pressed, look = "") {
  const one = make("button", text, { type: "button", className: look });
  one.addEventListener("click", pressed);
  return one;
}

// `open` shows a view, and a letter in it.
export function showNow({ next, letters }, words, language, open) {
  const titles = Object.fromEntries(letters.map(({ kind, title }) => [kind, title]));
  const isCall = (kind) => kind === "call-script";
  const by = next.by && (next.by <= next.on ? words.now_today : words.now_by.replace("…", said(next.by, next.on, language)));
  const card = () => {
    const todo = next.letters.map((kind) => {
      const item = document.createElement("li");
      if (!isCall(kind)) {
        const press = button(titles[kind], () => open("letters", kind));
        press.append(make("span", "", { className: "heed-count" }));
        item.append(make("p", next.send), press);
        return item;
      }
      if (next.hotline) {
        const line = make("p", `${next.hotline.of} `);
        line.append(call(next.hotline.number), ` ${words.now_check}`);
        item.append(line);
      }
      const rehearse = () => { open("phone"); get("call-rehearse").click(); };
      item.append(button(words.now_call, () => open("phone"), "main"), " ", button(words.call_rehearse, rehearse));
      return item;
    });
    const steps = document.createElement("ol");
    steps.append(...todo);
    const does = make("p", "");
    does.append(...dialled(next.does));
    return [...(by ? [make("p", by, { className: "by" })] : []), make("h3", next.title), does, ...(todo.length ? [steps] : [])];
  };
  for (const place of document.querySelectorAll("[data-now-card]")) place.replaceChildren(...card());
  const groups = ["now", "after", "more", "last"].map((group) => {
    const kinds = letters.filter(({ kind }) => next.groups[kind] === group);
    if (group === "now") kinds.sort((a, b) => next.letters.indexOf(a.kind) - next.letters.indexOf(b.kind));
    if (!kinds.length) return [];
    const list = make("ul", "", { className: "letter-rows" });
    list.append(...kinds.map(({ kind, title, purpose }) => {
      const item = document.createElement("li");
      item.append(button(title, () => (isCall(kind) ? open("phone") : open("letters", kind)), "link"), make("p", purpose, { className: "help" }));
      return item;
    }));
    return [make("h3", words[`group_${group}`]), list];
  });
  get("now-groups").replaceChildren(...groups.flat());
}

// Fills each place for warnings with a list of them, and counts them on the buttons.
export function warn(count, words, list) {
  for (const place of document.querySelectorAll("[data-heed]")) place.replaceChildren(...(count ? list() : []));
  for (const one of document.querySelectorAll(".heed-count")) one.textContent = count ? words.heed.replace("…", count) : "";
}
