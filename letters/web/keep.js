// Keeps the case in the browser's own store, once somebody asks for it, and forgets it when they say so. Only the page
// in one file offers that: the address of a server's page is new each time.
const NAME = "letters.case";
const CALL = "letters.call";
const get = (id) => document.getElementById(id);

function stored(name = NAME) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null; // the browser has no store for this page, or somebody else wrote there
  }
}

// Answers the case that was kept, or null.
export const kept = () => (get("keep") ? stored() : null);

export function keep(data) {
  if (!get("keep")?.checked) return true;
  try {
    localStorage.setItem(NAME, JSON.stringify(data));
    return true;
  } catch {
    return false;
  }
}

// The call that is on, beside its case; null forgets it.
export function keepCall(call) {
  if (!get("keep")) return;
  try {
    if (call && get("keep").checked) localStorage.setItem(CALL, JSON.stringify(call));
    else localStorage.removeItem(CALL);
  } catch {
    // it is on the screen, and in the page
  }
}

export const keptCall = () => (get("keep") ? stored(CALL) : null);

// `keepNow` keeps the case as it stands.
export function startKeeping(words, keepNow) {
  const box = get("keep");
  if (!box) return;
  const say = (text) => { get("kept").textContent = text; };
  box.checked = stored() !== null;
  get("forget").hidden = !box.checked;
  const forget = () => {
    box.checked = false;
    try {
      localStorage.removeItem(NAME);
      localStorage.removeItem(CALL);
    } catch {
      // it never was there
    }
    get("forget").hidden = true;
    say(words.forgotten);
  };
  box.addEventListener("change", () => {
    if (!box.checked) return forget();
    const done = keepNow();
    box.checked = done;
    get("forget").hidden = !done;
    say(done ? words.kept : words.not_kept);
  });
  get("forget").addEventListener("click", forget);
}
