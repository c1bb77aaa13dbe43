// How the page without a server reaches what works for it: a worker in which the program itself runs. One question at a
// time, in their order. Nothing is asked of anybody else. The parts of the program stand in the page or, where it is
// several files, beside it.
const get = (id) => document.getElementById(id);
const parts = [...document.querySelectorAll("[data-part]")];
const held = Object.fromEntries(parts.map((part) => [part.dataset.part, part.dataset.file ?? part.textContent]));
const isOneFile = !parts.some((part) => part.dataset.file);
parts.forEach((part) => part.remove()); // the worker has them: twice 16 MB would be too much for a phone
const waiting = [];
let worker = null;
let asked = null;
let done = 0;
let isFed = false;
let broken = "";

const needed = {
  WebAssembly: () => typeof WebAssembly === "object",
  Worker: () => typeof Worker === "function",
  DecompressionStream: () => typeof DecompressionStream === "function",
};

// What the browser lacks, or "".
const lacking = () => Object.keys(needed).filter((name) => !needed[name]()).join(", ");

async function begin() {
  broken = lacking();
  if (broken) return;
  const { worker: code, ...rest } = held;
  try {
    // From a file, a browser starts no worker that is a module; one that is none may import modules all the same.
    worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  } catch (error) {
    broken = `Worker (${error.message})`;
    return;
  }
  worker.addEventListener("message", ({ data }) => heard(data));
  worker.addEventListener("error", (event) => fail(event.message || "Worker"));
  try {
    worker.postMessage({ parts: isOneFile ? rest : await fetched(rest) });
    isFed = true;
    next();
  } catch (error) {
    fail(error.message);
  }
  Object.keys(held).forEach((name) => delete held[name]);
}

async function fetched(addresses) {
  const found = Object.entries(addresses).map(async ([name, address]) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    return [name, await response.arrayBuffer()];
  });
  return Object.fromEntries(await Promise.all(found));
}

function heard(data) {
  if (data.failed) return fail(data.failed);
  if (data.done) {
    done = data.done;
    return showProgress();
  }
  const { resolve } = asked;
  asked = null;
  resolve(new Response(data.status === 204 ? null : data.body, { status: data.status, headers: data.headers }));
  next();
}

function fail(what) {
  broken = what;
  for (const one of [asked, ...waiting.splice(0)]) one?.reject(new Error(what));
  asked = null;
  showProgress();
}

function next() {
  if (!isFed || asked || !waiting.length) return;
  asked = waiting.shift();
  worker.postMessage(asked.question);
}

export async function send(path, { body = "", signal } = {}) {
  if (broken) throw new Error(broken);
  const question = { path, body: await new Blob([body]).arrayBuffer() };
  return new Promise((resolve, reject) => {
    const one = { question, resolve, reject };
    signal?.addEventListener("abort", () => {
      const at = waiting.indexOf(one);
      if (at >= 0) waiting.splice(at, 1); // one that is being answered is heard and thrown away
      reject(new DOMException("", "AbortError"));
    });
    if (signal?.aborted) return reject(new DOMException("", "AbortError"));
    waiting.push(one);
    next();
  });
}

function showProgress() {
  const bar = get("starting");
  if (!bar) return;
  bar.hidden = Boolean(broken) || done >= 5;
  bar.querySelector("progress").value = done;
  document.documentElement.classList.toggle("working", !broken);
  if (!broken) return;
  document.querySelector(".lacking").classList.add("now");
  get("lacks").hidden = get("print-form").hidden = false;
  get("lacks").textContent = words.lacks.replace("…", () => broken);
}

let words = {};

// Tells how far it is before anything is answered, and what to do if nothing ever will be.
export function wake(said) {
  words = said;
  get("print-form").addEventListener("click", () => window.print());
  showProgress();
}

begin();
