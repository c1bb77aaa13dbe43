// A table that is wider than its place is shown row by row, each cell with the words at the head of its column: nothing is
// cut off. What a table, a row and a cell is stays told to those who listen.
const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", th: "columnheader", td: "cell" };
const widths = new WeakMap();

function stack(place, isWide) {
  place.classList.toggle("stacked", isWide);
  if (!isWide || place.dataset.told) return;
  place.dataset.told = "1";
  for (const [tag, role] of Object.entries(ROLES)) place.querySelectorAll(tag).forEach((el) => el.setAttribute("role", role));
  const heads = [...place.querySelectorAll("thead th, thead td")].map((el) => el.textContent);
  for (const row of place.querySelectorAll("tbody tr")) [...row.cells].forEach((cell, n) => { cell.dataset.head = heads[n] ?? ""; });
}

const sizes = new ResizeObserver((all) => requestAnimationFrame(() => {
  for (const { target } of all) {
    if (widths.get(target) === target.clientWidth) continue;
    stack(target, false);
    stack(target, target.scrollWidth > target.clientWidth);
    widths.set(target, target.clientWidth);
  }
}));

export function watchTables(root) {
  root.querySelectorAll(".wide").forEach((table) => sizes.observe(table));
}
