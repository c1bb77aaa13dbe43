// Run by node while the page in one file is built: warm_up.mjs FOLDER, which holds Pyodide and `site`, our files.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, today] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: folder });
const all = new Uint8Array(readFileSync(join(folder, "site")));
const listed = new DataView(all.buffer, all.byteOffset).getUint32(0);
let at = 4 + listed;
for (const [name, size] of JSON.parse(new TextDecoder().decode(all.subarray(4, at)))) {
  const path = `/lib/letters/${name}`;
  python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  python.FS.writeFile(path, all.subarray(at, at + size));
  at += size;
}
python.runPython(`
import sys
sys.path.insert(0, "/lib/letters")
from pathlib import Path
from letters.cli.speech import languages, told
from letters.browser_page import warm_up
from letters.browser_page.answers import Answers
warm_up.exercise(Answers(told, tuple(languages())), "${today}")
names = warm_up.loaded_files()
library = next(Path(name) for name in sys.path if name.endswith(".zip"))
Path("/site").write_bytes(warm_up.compiled_site(Path("/lib/letters"), names))
Path("/library").write_bytes(warm_up.compiled_library(library, names, Path("/tmp")))
`);
writeFileSync(join(folder, "site"), python.FS.readFile("/site"));
writeFileSync(join(folder, "python_stdlib.zip"), python.FS.readFile("/library"));
