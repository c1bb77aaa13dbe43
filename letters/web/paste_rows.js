// Rows that were copied from a spreadsheet, as bills: of each the day it was due, the amount and, where they stand there,
// its name, what was paid and when. Values go into the form as they were written; what is wrong is told there.
const HEADS = {
  label: /账单名|名称|label|name/i,
  due_date: /还款日|到期|due/i,
  amount: /金额|本金|应还|amount|principal/i,
  paid: /已还|还过|还款额|paid/i,
  paid_on: /还款日期|哪天还|paid on|date paid/i,
};
const DAY = /^\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?$|^\d{8}$|^\d{1,2}月\d{1,2}[日号]?$/;
const MONEY = /^[¥￥]?\s*\d[\d,，]*(?:\.\d+)?\s*[元万]?$/;

const cells = (line) => (line.includes("\t") ? line.split("\t") : line.split(/[;；]|\s{2,}|(?<!\d),|,(?!\d{3}(?!\d))/)).map((cell) => cell.trim());

// Which column is which, by the words of the first line; null where it has none.
function headed(first) {
  const found = {};
  first.forEach((cell, n) => {
    const name = ["paid_on", "paid", "due_date", "amount", "label"].find((one) => !(one in found) && HEADS[one].test(cell));
    if (name) found[name] = n;
  });
  return "due_date" in found && "amount" in found ? found : null;
}

// Which column is which by what stands in it: days in their order, amounts in theirs, and a name.
function guessed(row) {
  const found = {};
  row.forEach((cell, n) => {
    if (DAY.test(cell)) found["due_date" in found ? "paid_on" : "due_date"] ??= n;
    else if (MONEY.test(cell)) found["amount" in found ? "paid" : "amount"] ??= n;
    else if (cell) found.label ??= n;
  });
  return found;
}

// Answers the bills in a text, and how many of its lines are none.
export function billsIn(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim()).map(cells);
  const heads = lines.length ? headed(lines[0]) : null;
  const rows = heads ? lines.slice(1) : lines;
  const bills = [];
  for (const row of rows) {
    const at = heads ?? guessed(row);
    const value = (name) => (name in at ? (row[at[name]] ?? "") : "");
    if (!value("due_date") || !value("amount")) continue;
    const bill = { due_date: value("due_date"), amount: value("amount") };
    if (value("label")) bill.label = value("label");
    if (value("paid")) bill.payments = [{ amount: value("paid"), ...(value("paid_on") && { date: value("paid_on") }) }];
    bills.push(bill);
  }
  return { bills, left: rows.length - bills.length };
}
