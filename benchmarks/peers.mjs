// The node peers of run.py: reads {words, rows, heads, templates} as its first line, then the name of a peer a line; makes
// one Word file with it each time and answers with the CPU milliseconds that took, or "missing". Run where they are installed.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
const require = createRequire(process.cwd() + "/x.js");
const load = (name) => { try { return require(name); } catch { return null; } };

function made({ words, heads, rows, templates }) {
  const bytes = Object.fromEntries(Object.entries(templates).map(([name, text]) => [name, Buffer.from(text, "base64")]));
  const facts = Object.fromEntries(words.map((text, at) => [`w${at}`, text]));
  facts.rows = rows.map((row) => Object.fromEntries(row.map((cell, at) => [`c${at}`, cell])));
  const peers = {};
  const [Docxtemplater, PizZip, easy, docx, carbone] = ["docxtemplater", "pizzip", "easy-template-x", "docx", "carbone"].map(load);
  if (Docxtemplater && PizZip)
    peers["docxtemplater"] = () => {
      const file = new Docxtemplater(new PizZip(bytes.braces), { paragraphLoop: true, linebreaks: true });
      file.render(facts);
      return file.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  if (easy) peers["easy-template-x"] = () => new easy.TemplateHandler().process(bytes.braces, facts);
  if (docx)
    peers["docx (npm)"] = () => {
      const { Document, Packer, Paragraph, Table, TableRow, TableCell } = docx;
      const line = (cells) => new TableRow({ children: cells.map((text) => new TableCell({ children: [new Paragraph(text)] })) });
      const table = new Table({ rows: [heads, ...rows].map(line) });
      return Packer.toBuffer(new Document({ sections: [{ children: [...words.map((text) => new Paragraph(text)), table] }] }));
    };
  if (carbone) {
    const { writeFileSync } = require("node:fs");
    writeFileSync("carbone-template.docx", bytes.carbone);
    peers["carbone"] = () =>
      new Promise((good, bad) => carbone.render(process.cwd() + "/carbone-template.docx", facts, (error, file) => (error ? bad(error) : good(file))));
  }
  return peers;
}

let peers = null;
for await (const line of createInterface({ input: process.stdin })) {
  if (!peers) { peers = made(JSON.parse(line)); continue; }
  if (!peers[line]) { console.log("missing"); continue; }
  const begin = process.cpuUsage();
  const file = await peers[line]();
  if (file.length < 1000) throw new Error(`${line} made nothing`);
  const { user, system } = process.cpuUsage(begin);
  console.log((user + system) / 1e3);
}
process.exit(0);
