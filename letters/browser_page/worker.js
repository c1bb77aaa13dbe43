// The program in a worker: Python for WebAssembly, started from the parts that the page holds. Typing never waits for it.
let ready = null;

const bytes = (text) => Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const unpacked = async (part) => {
  const stream = new Blob([typeof part === "string" ? bytes(part) : part]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};
const module = async (content) => import(URL.createObjectURL(new Blob([content], { type: "text/javascript" })));
const TYPES = { wasm: "application/wasm" };

// Files one after the other: the length of the list of their names and sizes, the list, their bytes.
function spread(all, { FS }, folder) {
  const listed = new DataView(all.buffer).getUint32(0);
  let at = 4 + listed;
  for (const [name, size] of JSON.parse(new TextDecoder().decode(all.subarray(4, at)))) {
    const path = `${folder}/${name}`;
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    FS.writeFile(path, all.subarray(at, at + size));
    at += size;
  }
}

async function start(parts) {
  let done = 0;
  const step = () => postMessage({ done: ++done });
  const files = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, unpacked(part)]));
  // Python asks for its own parts by address. They are here, and nothing else is to be had.
  globalThis.fetch = async (address) => {
    const name = String(address).split("/").at(-1);
    if (!(name in files)) throw new TypeError(name);
    return new Response(await files[name], { headers: { "Content-Type": TYPES[name.split(".").at(-1)] ?? "application/octet-stream" } });
  };
  const [{ default: createPyodideModule }, { loadPyodide }] = await Promise.all([
    files["pyodide.asm.mjs"].then(module),
    files["pyodide.mjs"].then(module),
  ]);
  step();
  const python = await loadPyodide({
    createPyodideModule,
    indexURL: "inside:///",
    lockFileContents: new TextDecoder().decode(await files["pyodide-lock.json"]),
  });
  step();
  spread(await files.site, python, "/lib/letters");
  step();
  const answer = python.runPython(`
import sys
sys.path.insert(0, "/lib/letters")
from letters.cli.speech import languages, told
from letters.browser_page.answers import Answers
Answers(told, tuple(languages())).answer
`);
  step();
  return { answer, python, step };
}

const day = (now) => [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

async function work({ path, body }) {
  const { answer, python, step } = await ready;
  const given = python.toPy(new Uint8Array(body));
  const found = answer(path, given, day(new Date()));
  const [status, kind, name, content] = found.toJs();
  found.destroy();
  given.destroy?.();
  const headers = { "Content-Type": kind, ...(name && { "Content-Disposition": `attachment; filename="${name}"` }) };
  postMessage({ status, headers, body: content });
  step();
}

addEventListener("message", ({ data }) => {
  if (data.parts) ready = start(data.parts);
  (data.parts ? ready : work(data)).catch((error) => postMessage({ failed: String(error.message ?? error).slice(-300) }));
});
