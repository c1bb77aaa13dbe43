// Keeps the case in the browser's own store, once somebody asks for it, and forgets it when they say so. Only the page
// in one file offers that: the address of a server's page is new each time. Each change is on the disk before it counts
// as kept, so that a tab or a telephone that is switched off loses nothing.
const NAME = "letters";
const STORE = "kept";
const CASE = "case";
const CALL = "call";
const get = (id) => document.getElementById(id);
let base = null;
let isOn = false;

const answer = (asked) => new Promise((resolve, reject) => {
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

function opened() {
  base ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return base;
}

// What was written at once: it is there when the page is loaded again, but is on the disk only seconds later.
function atOnce(name) {
  try {
    return JSON.parse(localStorage.getItem(`${NAME}.${name}`));
  } catch {
    return null;
  }
}

const newer = (one, other) => ((other?.at ?? 0) >= (one?.at ?? 0) ? other : one)?.value;

// Answers the case that was kept, and the call that was on; each may be missing. Nothing is made in the store by asking.
export async function kept() {
  if (!get("keep")) return {};
  try {
    if (!(await indexedDB.databases()).some(({ name }) => name === NAME)) return {};
    const store = (await opened()).transaction(STORE).objectStore(STORE);
    const [before, call] = await Promise.all([CASE, CALL].map(async (name) => newer(await answer(store.get(name)), atOnce(name))));
    isOn = Boolean(before);
    return { before, call };
  } catch {
    return {}; // the browser has no store for this page
  }
}

// Answers whether a value, or that there is none, is on the disk now.
async function put(name, value) {
  const kept = { at: Date.now(), value };
  try {
    if (value === null) localStorage.removeItem(`${NAME}.${name}`);
    else localStorage.setItem(`${NAME}.${name}`, JSON.stringify(kept));
    const work = (await opened()).transaction(STORE, "readwrite", { durability: "strict" });
    if (value === null) work.objectStore(STORE).delete(name);
    else work.objectStore(STORE).put(kept, name);
    await new Promise((resolve, reject) => {
      work.oncomplete = resolve;
      work.onabort = work.onerror = () => reject(work.error);
    });
    return true;
  } catch {
    get("kept").textContent = get("keep").dataset.failed;
    return false;
  }
}

// Answers whether the case is kept now.
export const keep = async (data) => Boolean(get("keep")?.checked) && put(CASE, data);

// The call that is on, beside its case; null forgets it.
export const keepCall = async (call) => Boolean(get("keep")?.checked) && put(CALL, call);

async function forget() {
  isOn = false;
  try {
    for (const name of [CASE, CALL]) localStorage.removeItem(`${NAME}.${name}`);
    (await base)?.close();
    base = null;
    await answer(indexedDB.deleteDatabase(NAME));
  } catch {
    // it never was there
  }
}

// `keepNow` keeps the case as it stands.
export function startKeeping(words, keepNow) {
  const box = get("keep");
  if (!box) return;
  const say = (text) => { get("kept").textContent = text; };
  const show = () => {
    box.checked = isOn;
    get("forget").hidden = !isOn;
  };
  const forgetAll = async () => {
    await forget();
    show();
    say(words.forgotten);
  };
  box.dataset.failed = words.not_kept;
  show();
  box.addEventListener("change", async () => {
    if (!box.checked) return forgetAll();
    isOn = await keepNow();
    show();
    say(isOn ? words.kept : words.not_kept);
  });
  get("forget").addEventListener("click", forgetAll);
}
