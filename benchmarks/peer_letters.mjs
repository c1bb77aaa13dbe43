// A node peer in a process of its own: reckons so many rows of a table and writes a Word letter for each.
// node peer_letters.mjs NAME TEMPLATE TABLE.csv COUNT OUT, started by bulk.py where the packages are installed.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
const require = createRequire(process.cwd() + "/x.js");
const [name, template, table, count, out] = process.argv.slice(2);
const DAY = 86400000;
const bytes = readFileSync(template);

// Money in ten-thousandths of a fen, which BigInt holds exactly.
const fen = (text) => BigInt(Math.round(Number(text) * 100));
const shown = (sum) => { const [yuan, rest] = (Number(sum) / 100).toFixed(2).split("."); return yuan.replace(/\B(?=(\d{3})+$)/g, ",") + "." + rest; };
const share = (owed, rate, days) => (owed * rate * BigInt(days) + 50000n) / 100000n;
const short = (day) => `${day.getUTCMonth() + 1}月${day.getUTCDate()}日`;
const long = (day) => `${day.getUTCFullYear()}年${short(day)}`;

function line(head, owed, begin, end, penalty, year) {
  const first = new Date(begin.getTime() + DAY), last = end.getUTCFullYear() === first.getUTCFullYear() ? short(end) : long(end);
  const start = first.getUTCFullYear() === year ? short(first) : long(first);
  return [head, shown(owed), `${start}至${last}`, String((end - begin) / DAY), penalty];
}

function facts(row) {
  const rate = BigInt(Math.round(parseFloat(row["lender.daily_rate"]) * 1000)), until = new Date(row.as_of), rows = [];
  let principal = 0n, penalty = 0n, settled = 0n;
  for (let place = 0; place < 4; place++) {
    const due = new Date(row[`bills[${place}].due_date`]);
    let owed = fen(row[`bills[${place}].amount`]), begin = due, head = `${long(due)}到期的一期`;
    const paid = row[`bills[${place}].payments[0].amount`];
    if (paid) {
      const day = new Date(row[`bills[${place}].payments[0].date`]);
      settled = share(owed, rate, (day - due) / DAY);
      rows.push(line(`${head}（${shown(owed)}）`, owed, begin, day, `${shown(settled)}（已还）`, until.getUTCFullYear()));
      owed -= fen(paid) - settled;
      [begin, head] = [day, `同上，${short(day)}还${shown(fen(paid))}以后`];
    }
    const interest = share(owed, rate, (until - begin) / DAY);
    rows.push(line(head, owed, begin, until, shown(interest), until.getUTCFullYear()));
    principal += owed;
    penalty += interest;
  }
  const total = principal + penalty, to_principal = fen(row["bills[0].payments[0].amount"]) - settled;
  rows.push([`没还的合计${shown(total)}元`, shown(principal), "", "", shown(penalty)]);
  const sums = { principal, penalty, total, settled, to_principal, per_day: share(principal, rate, 1) };
  const said = Object.fromEntries(Object.entries(sums).map(([key, sum]) => [key, shown(sum)]));
  return { ...said, name: row["borrower.name"], rows: rows.map(([c0, c1, c2, c3, c4]) => ({ c0, c1, c2, c3, c4 })) };
}

const makers = {
  docxtemplater: () => {
    const [Docxtemplater, PizZip] = [require("docxtemplater"), require("pizzip")];
    return (said) => {
      const file = new Docxtemplater(new PizZip(bytes), { paragraphLoop: true });
      file.render(said);
      return file.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  "easy-template-x": () => { const { TemplateHandler } = require("easy-template-x"); return (said) => new TemplateHandler().process(bytes, said); },
};

const [heads, ...lines] = readFileSync(table, "utf8").trim().split(/\r?\n/).map((text) => text.split(","));
const write = makers[name]();
for (const [place, cells] of lines.slice(0, Number(count)).entries()) {
  const row = Object.fromEntries(heads.map((head, at) => [head, cells[at]]));
  writeFileSync(`${out}/${place}.docx`, await write(facts(row)));
}
